/// What happened, as the library says it: with paths and places in the source that aren't spelled yet, but with
/// every text of an error, which may change later.
enum Happening {
  /// - Parameter parent: The path of the context that it was derived from.
  case contextMade(Event.ContextMade.What, parent: Path, deadline: Context.Instant?, site: CallSite?)
  case contextTold(Telling)
  case contextEnded
  case groupOpened(parent: Path, kind: String, options: [String])
  case groupWaiting(who: Path)
  case groupFailureKept(task: Path, error: String)
  case groupClosed(error: String?)
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
  /// What the cause says of itself.
  let cause: String
  let origin: Path
}

/// How a task went.
struct TaskEnd {
  let outcome: Event.TaskOut.Outcome
  var error: String?
  var kept = false
  /// The path of the nested group whose error it passed on.
  var through = Path.empty
}
