/// What happened, as the library says it: with paths and places in the source that aren't spelled yet, but with
/// every text of an error, which may change later.
enum Happening {
  /// - Parameter parent: The path of the context that it was derived from.
  case contextMade(Event.ContextMade.What, parent: Path, deadline: Context.Instant?, site: CallSite?)
  case contextTold(Telling)
  case contextEnded
  case groupOpened(parent: Path, policy: Event.Policy, options: [Event.GroupOption])
  case groupWaiting(who: Path)
  case groupFailureKept(task: Path, error: Event.ErrorInfo)
  case groupClosed(error: Event.ErrorInfo?)
  case taskSpawned(group: Path, site: CallSite?)
  case taskQueued
  case taskStarted
  case taskRefused(why: String)
  case taskSkipped(why: String)
  case taskTold(Telling)
  case taskOut(TaskEnd)
  case afterFired
  case afterStopped
  /// Any other kind, which happens too seldom to be packed.
  case other(Event.Kind)
}

/// Why a context is done.
struct Telling {
  let reason: Cancellation.Reason
  /// The cause, where one was given.
  let cause: Event.ErrorInfo?
  let origin: Path
  /// Where the call stands that cancelled, or that set the deadline.
  let site: CallSite?
}

/// How a task went.
struct TaskEnd {
  let outcome: Event.TaskOut.Outcome
  var error: Event.ErrorInfo?
  var kept = false
  /// The path of the nested group whose error it passed on.
  var through = Path.empty
}

extension CancellationRecord {
  /// What an event says about it, when the run is observed.
  var telling: Telling? {
    told.map { Telling(reason: reason, cause: $0.error, origin: origin, site: site) }
  }
}

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
