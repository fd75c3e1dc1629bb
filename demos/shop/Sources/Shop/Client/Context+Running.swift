public import AsyncHTTPClient
public import Cascade

/// What the client throws when its Swift task was cancelled says less than the context that was the reason.
// swift-format-ignore: AvoidRetroactiveConformances
extension HTTPClientError: @retroactive CancellationReporting {
  /// Whether this is ``HTTPClientError/cancelled``.
  public var reportsCancellation: Bool { self == .cancelled }
}

extension Context {
  /// Runs work that knows Swift's cancellation and no contexts: its Swift task is cancelled when this context is over, and
  /// what it throws because of that becomes the context's error.
  func running<Value: Sendable>(_ work: @escaping @Sendable @concurrent () async throws -> Value) async throws -> Value
  {
    try await withErrGroup(in: self, .named("http")) { group in
      try await group.go("request") { _ in try await work() }.value()
    }
  }
}
