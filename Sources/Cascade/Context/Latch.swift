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
