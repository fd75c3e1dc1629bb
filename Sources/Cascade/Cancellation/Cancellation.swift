/// Everything there is to know about why a context is done.
///
/// Go has two questions, `Err` and `Cause`, and no answer to *from where* and *when*. Here one value answers all. The
/// first cancellation of a context wins; it never changes afterwards.
public struct Cancellation: Sendable {
  /// What it consists of; the contexts that it reached share it.
  let record: CancellationRecord
  /// What foreign code made of it; see ``ContextError/underlyingError``.
  let underlying: (any Error)?

  init(_ record: CancellationRecord, underlying: (any Error)? = nil) {
    self.record = record
    self.underlying = underlying
  }

  init(
    reason: Reason, givenCause: (any Error)? = nil, origin: Path = .empty, instant: Context.Instant? = nil,
    message: String? = nil, site: CallSite? = nil
  ) {
    record = .make(
      reason: reason, givenCause: givenCause, origin: origin, instant: instant, message: message, site: site)
    underlying = nil
  }

  /// What kind of thing ended the context.
  public var reason: Reason { record.reason }

  /// The cause that was given, if one was.
  public var givenCause: (any Error)? { record.givenCause }

  /// The path of the context or task where it began. A run that isn't observed has no paths, since they cost: it is
  /// then the name of the deadline that passed, or the name or index of the task that failed, and empty for the rest.
  public var origin: String { record.origin.text }

  /// When it happened; none for a context that merely ended with its task.
  public var instant: Context.Instant? { record.instant }

  /// The caller's own words, if there were any.
  public var message: String? { record.message }

  /// `Module/File.swift:12`, where the call stands that cancelled, if one did.
  public var location: String? { record.site?.description }

  /// The same, at another time.
  func again(at instant: Context.Instant) -> Cancellation {
    Cancellation(
      reason: reason, givenCause: givenCause, origin: record.origin, instant: instant, message: message,
      site: record.site)
  }

  /// Which of Go's two errors this is (Go: `ctx.Err()`).
  public var error: ContextError {
    reason == .deadlineExceeded ? .deadlineExceeded(self) : .cancelled(self)
  }

  /// The same, as what became of another error, if there was one.
  func error(underlying: (any Error)?) -> ContextError {
    Cancellation(record, underlying: underlying).error
  }

  /// The cause that was given, or the error itself when none was (Go: `context.Cause(ctx)`).
  public var cause: any Error {
    givenCause ?? error
  }
}

extension Cancellation: Hashable {
  /// Whether both are the same cancellation: one event, however many contexts it reached. Two deadlines that pass at the
  /// same instant are two.
  ///
  ///     // Was it my limit, or one further out?
  ///     if error.cancellation == outer.cancellation { throw error }
  public static func == (left: Cancellation, right: Cancellation) -> Bool { left.record === right.record }

  /// Hashes the identity of the cancellation.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(record)) }
}

extension Cancellation {
  /// What kind of thing ended the context.
  @nonexhaustive
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// `cancel` was called, on a scope, a group or a task.
    case requested
    /// A deadline passed, of this context or of one above it.
    case deadlineExceeded
    /// A task of the group failed, and that ended the context of the others.
    case siblingFailed
    /// The scope, group or task that owned the context is over.
    case scopeEnded
    /// The surrounding Swift task was cancelled from outside.
    case taskCancelled
    /// The last handle of the group was dropped before any wait.
    case handleDropped
    /// The group was told to shut down and its grace ran out.
    case shutdown
    /// The group's policy had seen enough: a first success, a quorum.
    case groupDecided
  }
}

extension Cancellation.Reason {
  /// Which of Go's two errors it comes to.
  var error: Event.ErrorInfo { self == .deadlineExceeded ? .deadlineExceeded : .contextCanceled }
}
