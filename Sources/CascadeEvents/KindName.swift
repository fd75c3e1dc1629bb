/// How kinds of events are called in a line.
enum KindName: String, CaseIterable {
  case runStarted = "run.started"
  case runEnded = "run.ended"
  case contextMade = "context.made"
  case contextTold = "context.told"
  case contextEnded = "context.ended"
  case groupOpened = "group.opened"
  case groupWaiting = "group.waiting"
  case groupFailureKept = "group.failureKept"
  case groupClosed = "group.closed"
  case taskSpawned = "task.spawned"
  case taskQueued = "task.queued"
  case taskStarted = "task.started"
  case taskRefused = "task.refused"
  case taskSkipped = "task.skipped"
  case taskTold = "task.told"
  case taskOut = "task.out"
  case afterFired = "after.fired"
  case afterStopped = "after.stopped"
  case deadlock
  case dropped
  case intervention
  case noteStep = "note.step"
  case noteCleanup = "note.cleanup"
  case notePlan = "note.plan"
  case noteLog = "note.log"
  case noteRetry = "note.retry"
  case notePause = "note.pause"
}
