import AsyncHTTPClient
import Cascade

extension Context {
  /// Runs work that knows Swift's cancellation and not this context: its Swift task is cancelled when the context is over, and a
  /// client's word for that becomes the context's error.
  func running<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try check()
    let task = Task { try await work() }
    let registration = onCancel { _ in task.cancel() }
    defer { registration.stop() }
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch let error where error is CancellationError || error as? HTTPClientError == .cancelled {
      throw self.error ?? error
    }
  }
}
