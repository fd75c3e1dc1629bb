/// An error that code without contexts makes of the cancellation of a Swift task.
///
/// The library cancels Swift tasks under a context that ends, so that such code stops, too. Some of it then throws
/// `CancellationError`, some an error of its own: `HTTPClientError.cancelled`, `URLError(.cancelled)`. Where the context
/// is over, such an error says nothing that the context doesn't know better, so it is replaced by the context's own, with
/// its cause; ``ContextError/underlyingError`` still has it. For a group such a failure is an echo.
///
/// Teach the library such an error with a conformance:
///
///     extension ClientError: CancellationReporting {
///       var reportsCancellation: Bool { self == .cancelled }
///     }
///
/// For a type of another module Swift wants `@retroactive CancellationReporting` there.
///
/// Where types aren't enough, or the conformance would collide with another one, use
/// ``Context/recognizingCancellation(_:)``.
public protocol CancellationReporting: Error {
  /// Whether this value says only that the work was cancelled.
  var reportsCancellation: Bool { get }
}

extension CancellationError: CancellationReporting {
  /// Always true.
  public var reportsCancellation: Bool { true }
}

extension ContextError: CancellationReporting {
  /// Always true.
  public var reportsCancellation: Bool { true }
}
