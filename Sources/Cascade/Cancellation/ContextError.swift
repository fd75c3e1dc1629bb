/// What a context that is done says when asked why: one of two things, as in Go.
///
/// The whole story is in the ``cancellation`` that it carries.
public enum ContextError: Error, Sendable, CustomStringConvertible {
  /// It was cancelled (Go: `context.Canceled`).
  case cancelled(Cancellation)
  /// The deadline passed (Go: `context.DeadlineExceeded`).
  case deadlineExceeded(Cancellation)

  /// Why it ended, when, and what ended it from where.
  public var cancellation: Cancellation {
    switch self {
    case .cancelled(let cancellation), .deadlineExceeded(let cancellation): cancellation
    }
  }

  /// Whether this is a timeout (Go: the error's `Timeout()`).
  public var isTimeout: Bool {
    if case .deadlineExceeded = self { true } else { false }
  }

  /// The error whose place this one took, where it did: what code without contexts threw when its Swift task was cancelled
  /// because of this (see ``CancellationReporting``), or the last failure that a
  /// ``retry(in:_:body:)-(_,Retry.Option...,_)`` was about to try again.
  public var underlyingError: (any Error)? { cancellation.underlying }

  /// Go's own words: `context canceled` or `context deadline exceeded`.
  public var description: String { Self.words(isTimeout: isTimeout) }

  static func words(isTimeout: Bool) -> String {
    isTimeout ? "context deadline exceeded" : "context canceled"
  }
}

extension ContextError: WrappingError {
  package var nature: Event.ErrorInfo.Nature { isTimeout ? .deadline : .cancellation }

  package var known: Event.ErrorInfo? {
    guard underlyingError == nil else { return nil }
    return isTimeout ? .deadlineExceeded : .contextCanceled
  }

  package func wrapped(most count: Int) -> [any Error] { underlyingError.map { [$0] } ?? [] }
}
