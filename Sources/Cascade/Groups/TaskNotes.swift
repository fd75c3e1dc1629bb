/// What is noted about the code of a task, for the events alone.
struct TaskNotes {
  /// It looked at a context, and found it over.
  var sawCancellation = false
  /// It waited for a group inside it, which threw.
  var passedOn: (group: Path, error: String)?
  /// How often it has waited.
  var waits: UInt64 = 0

  /// How the task went that returned with this error or none.
  func outcome(_ error: (any Error)?) -> TaskEnd {
    let text = error.map { String(describing: $0) }
    if let passedOn, passedOn.error == text {
      return TaskEnd(outcome: .propagated, error: text, through: passedOn.group)
    }
    if sawCancellation || error is CancellationError || error is ContextError {
      return TaskEnd(outcome: .cancelled, error: text)
    }
    return TaskEnd(outcome: error == nil ? .completed : .failed, error: text)
  }
}
