/// Something that happens once, and that any number of tasks wait for: for an engine that plays scripted runs.
package final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var waiters: [Waiter] = []
  }

  private let state = Locked(State())

  package init() {}

  package var isOpen: Bool { state.withLock { $0.isOpen } }

  /// It has happened: every task that waits goes on, in the order in which they came.
  package func open() {
    let waiters = state.withLock { state in
      state.isOpen = true
      return state.waiters.take()
    }
    for waiter in waiters { waiter.wake(.elapsed) }
  }

  /// Wakes the waiter when it happens, at once if it has.
  func add(_ waiter: Waiter) {
    let isLate = state.withLock { state in
      if !state.isOpen { state.waiters.append(waiter) }
      return state.isOpen
    }
    if isLate { waiter.wake(.elapsed) }
  }

  func remove(_ waiter: Waiter) {
    state.withLock { $0.waiters.removeAll { $0 === waiter } }
  }

  /// How many wait for it.
  var waiterCount: Int { state.withLock { $0.waiters.count } }
}

extension Array {
  fileprivate mutating func take() -> Self {
    defer { self = [] }
    return self
  }
}

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
  /// Notes that the running task found a context done that it had made for itself, and goes on.
  package func goesOn() { Running.code?.wentOn() }

  /// How a wait without a time of its own went on.
  package enum OpenEnd: Hashable, Sendable {
    /// What was waited for has happened.
    case happened
    /// The second context is over.
    case signalled
    /// `alarm` was rung.
    case alarmed
  }

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
    let signalled = signal.map { hook(on: $0, for: waiter) }
    defer { signalled?.stop() }
    switch await suspend(waiter, doing: what) {
    case .elapsed:
      task?.wentOn()
      return .happened
    case .signalled: return .signalled
    case .contextDone:
      task?.sawCancellation()
      throw error ?? .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    }
  }
}
