/// What is noted about the code of a task, for the events alone.
struct TaskNotes {
  /// It looked at a context, and found it over.
  var sawCancellation = false
  /// It waited for a group inside it, which threw.
  var passedOn: (group: Path, error: Event.ErrorInfo)?
  /// How often it has waited.
  var waits: UInt64 = 0

  /// How the task went that returned with this error or none.
  ///
  /// - Parameter info: What the error says of itself, which foreign code was asked for without a lock.
  func outcome(_ error: (any Error)?, _ info: Event.ErrorInfo?) -> TaskEnd {
    if let passedOn, passedOn.error.description == info?.description {
      return TaskEnd(outcome: .propagated, error: info, through: passedOn.group)
    }
    if sawCancellation || error is CancellationError || error is ContextError {
      return TaskEnd(outcome: .cancelled, error: info)
    }
    return TaskEnd(outcome: error == nil ? .completed : .failed, error: info)
  }
}
