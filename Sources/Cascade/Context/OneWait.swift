/// One wait of one task, over as soon as it is taken, or as its context ends: whichever comes first, as in a `select` of Go.
/// For an engine that plays scripted runs.
package final class OneWait: Sendable {
  fileprivate let waiter: Waiter

  /// A wait of the current task.
  package init(in context: Context) {
    waiter = Waiter(in: context.environment)
  }

  /// Lets the task go on with what it waits for.
  ///
  /// - Returns: whether it does; false where something else has ended its wait before.
  package func take() -> Bool { waiter.wake(.elapsed) }

  /// Decides between two things that a task finds ready at the same time, by the seed of a simulation, else by chance.
  package var coin: Bool { waiter.isPlain ? Bool.random() : waiter.tie.nonzeroBitCount.isMultiple(of: 2) }
}

extension Context {
  /// Suspends until `turn` is taken, or the context is over, or `signal` is over, or `alarm` is rung, whatever comes first.
  ///
  /// - Parameters:
  ///   - listens: Whether the end of this context counts, and of `signal`.
  ///   - what: What it waits for, for a run that can't go on.
  /// - Returns: that it happened, too, where the alarm was rung: the code that takes turns knows which.
  /// - Throws: the context's error.
  package func wait(
    for turn: OneWait, orUntil signal: Context?, listens: Bool, alarm: Alarm?, doing what: Event.Awaited
  ) async throws(ContextError) -> OpenEnd {
    let waiter = turn.waiter
    let task = Running.code
    alarm?.set(for: waiter)
    defer { alarm?.set(for: nil) }
    guard listens else {
      await waiter.value(doing: what)
      return .happened
    }
    let signalled = signal.map { $0.onCancel { _ in waiter.wake(.contextDone) } }
    defer { signalled?.stop() }
    switch await suspend(waiter, doing: what) {
    case .elapsed:
      task?.wentOn()
      return .happened
    case .contextDone:
      guard let error else { return .signalled }
      task?.sawCancellation()
      throw error
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    }
  }
}
