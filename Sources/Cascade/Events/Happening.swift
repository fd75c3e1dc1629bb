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
