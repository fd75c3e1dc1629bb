/// Wakes one sleeper before its time, again and again: for an engine that can interrupt the work it plays.
package final class Alarm: Sendable {
  private let sleeper = Locked<Waiter?>(nil)

  package init() {}

  /// Lets whoever sleeps with this alarm go on. Does nothing where nobody does.
  package func ring() {
    let waiter = sleeper.withLock { $0.take() }
    waiter?.wake(.elapsed)
  }

  func set(for waiter: Waiter?) {
    sleeper.withLock { $0 = waiter }
  }
}
