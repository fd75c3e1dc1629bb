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
  case afterReturned
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
  /// It found a context over after that.
  var sawCancellationSince = false
  /// How often it has waited.
  var waits: UInt64 = 0

  mutating func foundContextOver() {
    sawCancellation = true
    sawCancellationSince = passedOn != nil
  }

  mutating func wentOn() {
    sawCancellation = false
    sawCancellationSince = false
  }

  mutating func received(_ error: Event.ErrorInfo, from group: Path) {
    passedOn = (group, error)
    sawCancellationSince = false
  }

  /// How the task went that returned with this error or none.
  ///
  /// - Parameter info: What the error says of itself, which foreign code was asked for without a lock.
  func outcome(_ error: (any Error)?, _ info: Event.ErrorInfo?) -> TaskEnd {
    // What a context says now reads as what it said to the group: then it is the task's own.
    let isOwn = sawCancellationSince && (error is CancellationError || error is ContextError)
    // With some words before it, as in Go, it is still the same.
    if let passedOn, let info, !isOwn,
      info.description == passedOn.error.description || info.text.hasSuffix(": " + passedOn.error.description)
    {
      return TaskEnd(outcome: .propagated, error: info, through: passedOn.group)
    }
    if sawCancellation || error is CancellationError || error is ContextError {
      return TaskEnd(outcome: .cancelled, error: info)
    }
    return TaskEnd(outcome: error == nil ? .completed : .failed, error: info)
  }
}
