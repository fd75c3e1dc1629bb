/// A task that was started on a group, and its result to come.
public struct Subtask<Value: Sendable>: Sendable {
  let task: Task<Value, any Error>
  let node: TaskNode

  /// The path of the task, when the run is observed; else empty.
  public var id: String { node.scope.id }

  /// What the task returned, as soon as it has.
  ///
  /// - Throws: what the task threw.
  public func value() async throws -> Value {
    let environment = node.scope.environment
    let token = environment.observation?.beginWait(
      who: Running.code?.taskID ?? "", what: "the result of \(node.scope.id)")
    defer { if let token { environment.observation?.endWait(token) } }
    return try await task.value
  }

  /// Ends the context of this task alone. What it throws then counts as its failure, as in Go; the error says that the
  /// task was cancelled by itself.
  ///
  /// - Returns: Whether this call ended it.
  @discardableResult
  public func cancel(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Bool {
    node.end(
      Cancellation(
        reason: .requested, givenCause: cause, origin: Running.path(else: node.scope.id),
        instant: node.now, message: message, site: CallSite(fileID, line)))
  }
}
