package import Cascade

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Drives a run: everything that is ready, then the next instant, until the end.
struct RunLoop {
  enum Stop {
    case finished, idle, exhausted
    /// Code has ended the process.
    case exited(status: Int)
  }

  let executor: VirtualExecutor
  let time: VirtualTimeSource
  let observation: Observation
  let maximumJobs: Int
  /// Who may act between two jobs.
  let hand: (any OutsideHand)?

  /// How long an idle run is given, in real milliseconds, for a wake-up from outside before it counts as a deadlock: on
  /// a busy machine a detached task may have to wait its turn.
  private static let graceMilliseconds = 1000

  func run(until isFinished: () -> Bool) -> Stop {
    while true {
      act()
      while executor.runNext() {
        if let status = observation.exitStatus { return .exited(status: status) }
        act()
        if executor.jobsRun >= maximumJobs || observation.recorder.dropped > 0 { return .exhausted }
      }
      if isFinished() { return .finished }
      if let hand, !time.isAnythingDue, Context.outsideOfTasks({ hand.actLast(at: time.now) }) { continue }
      if time.advance(noFurtherThan: hand?.nextInstant(after: time.now), act) { continue }
      if let hand, Context.outsideOfTasks({ hand.actBeforeTheEnd(at: time.now) }) { continue }
      guard waitForOutside() else { return .idle }
    }
  }

  private func act() {
    guard let hand else { return }
    Context.outsideOfTasks { hand.act(at: time.now) }
  }

  /// Code that has left the simulation may come back. If everybody is known to wait for something inside of it, nobody
  /// will.
  private func waitForOutside() -> Bool {
    guard executor.isIdle else { return true }
    guard observation.mayBeAway else { return false }
    for _ in 0..<Self.graceMilliseconds {
      usleep(1000)
      if !executor.isIdle { return true }
    }
    return false
  }
}

/// What may act in a simulated run from outside while no code of it runs: between two jobs, and before and after each
/// timer.
package protocol OutsideHand: AnyObject, Sendable {
  /// Where the clock has to stop next, although nothing else may be due then.
  ///
  /// - Returns: an instant later than `now`; none for nowhere.
  func nextInstant(after now: Context.Instant) -> Context.Instant?

  /// The time to act, or to let it pass.
  func act(at now: Context.Instant)

  /// Nothing else is due at this instant: the last time to act in it. What comes of it runs before the next call.
  ///
  /// - Returns: whether anything was done.
  func actLast(at now: Context.Instant) -> Bool

  /// Nothing can go on, and the clock has nowhere to go: the last time to act.
  ///
  /// - Returns: whether anything was done.
  func actBeforeTheEnd(at now: Context.Instant) -> Bool
}
