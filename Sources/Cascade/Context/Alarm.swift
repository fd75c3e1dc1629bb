/// Wakes one sleeper before its time, again and again: for an engine that can interrupt the work it plays.
package final class Alarm: Sendable {
  private let sleeper = Locked<Waiter?>(nil)

  package init() {}

  /// Wakes the sleeper with this alarm, if there is one.
  package func ring() {
    let waiter = sleeper.withLock { $0.take() }
    waiter?.wake(.elapsed)
  }

  func set(for waiter: Waiter?) {
    sleeper.withLock { $0 = waiter }
  }
}
