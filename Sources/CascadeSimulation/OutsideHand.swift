package import Cascade

/// What may act in a simulated run from outside while no code of it runs: between two jobs, and before and after each
/// timer.
package protocol OutsideHand: AnyObject, Sendable {
  /// Where the clock has to stop next, although nothing else may be due then.
  ///
  /// - Returns: an instant later than `now`; none for nowhere.
  func nextInstant(after now: Context.Instant) -> Context.Instant?

  /// The time to act, or to let it pass.
  func act(at now: Context.Instant)

  /// Nothing can go on, and the clock has nowhere to go: the last time to act.
  ///
  /// - Returns: whether anything was done.
  func actBeforeTheEnd(at now: Context.Instant) -> Bool
}
