/// Where a tree of contexts takes its time from: the process's clock, or a simulation's.
///
/// The rest of the library is one code path for both.
package protocol TimeSource: AnyObject, Sendable {
  /// The time that has passed since the run began.
  var now: Context.Instant { get }

  /// The time of the system's continuous clock, which a simulation reports as an escape.
  var realTime: ContinuousClock.Instant { get }

  /// Arms a timer. Its ``TimerEntry/fire()`` is called once, at or after its instant, on no particular thread and with
  /// no lock held, unless it is removed before.
  func add(_ timer: any TimerEntry)

  /// Disarms a timer, if it hasn't fired. Never waits for one that is firing.
  func remove(_ timer: any TimerEntry)

  /// Whether ``TimerEntry/fire()`` may take its time and call people's code, as in a simulation, or has to be brief.
  var firesInline: Bool { get }

  /// What decides between things due at the same instant: a number made from the seed, the path of the task, and how
  /// often that task has waited. The same number for all means: in the order in which they were asked for.
  func tie(path: String, wait: UInt64) -> UInt64

  /// Performs `body`, which makes jobs ready to run, so that their turn is decided by `tie`.
  func ordering(by tie: UInt64, _ body: () -> Void)
}
