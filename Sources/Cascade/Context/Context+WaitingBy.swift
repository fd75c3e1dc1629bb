/// Waits for something that another call brings: permits, or the result of a call.
extension Context {
  /// Suspends until another call wakes `waiter`, or until the context is over.
  ///
  /// - Parameters:
  ///   - waiter: A waiter for the current task, which others may wake already.
  ///   - what: What it waits for, in words, for a run that can't go on.
  /// - Throws: the context's error, when its end is what ended the wait. A cancellation of the surrounding Swift task from
  ///   outside ends it in the same way.
  func wait(by waiter: Waiter, doing what: @autoclosure () -> String) async throws(ContextError) {
    switch await suspend(waiter, doing: what()) {
    // Of a context that can't end it says nothing.
    case .elapsed: if canBeCancelled { Running.code?.wentOn() }
    case .contextDone: try check()
    case .foreign: throw foreignError
    }
  }

  /// Throws what ``wait(by:doing:)`` would throw at once.
  func checkBeforeWaiting() throws(ContextError) {
    try check()
    if Running.isCancelledFromOutside { throw foreignError }
  }

  /// The current Swift task was cancelled from outside, and has seen it.
  private var foreignError: ContextError {
    Running.sawCancellation()
    return .cancelled(Cancellation(reason: .taskCancelled, origin: id, instant: now))
  }
}
