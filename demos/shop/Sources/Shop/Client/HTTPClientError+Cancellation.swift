public import AsyncHTTPClient
public import Cascade

/// What the client throws when its Swift task was cancelled says less than the context that was the reason.
// swift-format-ignore: AvoidRetroactiveConformances
extension HTTPClientError: @retroactive CancellationReporting {
  /// Whether this is ``HTTPClientError/cancelled``.
  public var reportsCancellation: Bool { self == .cancelled }
}
