/// Where a tree of contexts takes its time from: the process's clock, or a simulation's.
///
/// The rest of the library is one code path for both.
package protocol TimeSource: AnyObject, Sendable {
  /// The time that has passed since the run began.
  var now: Instant { get }

  /// Arms a timer. Its ``TimerEntry/fire()`` is called once, at or after its instant, on no particular thread and with
  /// no lock held, unless it is removed before.
  func add(_ timer: TimerEntry)

  /// Disarms a timer, if it hasn't fired. Never waits for one that is firing.
  func remove(_ timer: TimerEntry)

  /// Whether ``TimerEntry/fire()`` may take its time and call people's code, as in a simulation, or has to be brief.
  var firesInline: Bool { get }

  /// What decides between things due at the same instant: a number made from the seed, the path of the task, and how
  /// often that task has waited. The same for everybody means: in the order in which they were asked for.
  func tie(path: String, wait: UInt64) -> UInt64

  /// Performs `body`, which makes jobs ready to run, so that their turn is decided by `tie`.
  func ordering(by tie: UInt64, _ body: () -> Void)
}

/// A timer: an instant and what to do then.
///
/// Sendable because `index` is touched only by the time source that holds the timer, under its lock; the rest is
/// constant.
package class TimerEntry: @unchecked Sendable {
  package let instant: Instant
  package let tie: UInt64
  /// The place in the heap that holds it, or -1.
  package final var index = -1

  package init(at instant: Instant, tie: UInt64) {
    self.instant = instant
    self.tie = tie
  }

  /// What happens at the instant. Subclasses say.
  package func fire() {}
}
