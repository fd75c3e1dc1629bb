public import Cascade
public import GRPCCore

/// So that a context that has ended says why, in place of gRPC's error.
// swift-format-ignore: AvoidRetroactiveConformances
extension RPCError: @retroactive CancellationReporting {
  /// Whether it says no more than that the call was taken back, or its time was over.
  public var reportsCancellation: Bool {
    code == .cancelled || code == .deadlineExceeded || cause is CancellationError
  }
}
