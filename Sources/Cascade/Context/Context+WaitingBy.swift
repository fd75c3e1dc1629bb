extension Context {
  /// Suspends until another call wakes `waiter`, or until the context is over.
  ///
  /// - Throws: the context's error, when its end is what ended the wait. A cancellation of the surrounding Swift task from
  ///   outside ends it in the same way.
  func wait(by waiter: Waiter, doing what: @autoclosure () -> String) async throws(ContextError) {
    let task = Running.code
    switch await suspend(waiter, doing: what()) {
    // Of a context that can't end it says nothing.
    case .elapsed: if canBeCancelled { task?.wentOn() }
    case .contextDone: try check()
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: id, instant: now))
    }
  }

  /// The same without an error.
  private func suspend(_ waiter: Waiter, doing what: @autoclosure () -> String) async -> Waiter.Outcome {
    let hook = onCancel { _ in waiter.wake(.contextDone) }
    defer { hook.stop() }
    let running = Running.code
    return await withTaskCancellationHandler {
      await waiter.value(doing: what())
    } onCancel: {
      if !(running?.isDoomed ?? false) { waiter.wake(.foreign) }
    }
  }
}
