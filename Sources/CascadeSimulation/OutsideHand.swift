package import Cascade

/// Somebody outside of a simulated run who may act in it while no code of it runs: between two jobs, and before and after
/// each timer.
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

extension FunctionalOption where Root == Simulation.Configuration {
  /// Lets somebody act in the run between two jobs. The default is nobody.
  package static func hand(_ hand: any OutsideHand) -> Self {
    Self("hand") { $0.hand = hand }
  }
}
