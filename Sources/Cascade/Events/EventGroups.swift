extension Event {
  /// What a group makes of how its tasks end, as its policy says of itself.
  public struct Policy: Hashable, Sendable {
    /// `errgroup`, `waitgroup` or the name of another policy.
    public var name: String
    /// Which failures count.
    public var keeps: JoinPolicy.Keeping
    /// What ends the group's context early.
    public var cancelsOn: JoinPolicy.Trigger

    /// Makes the value.
    public init(_ name: String, keeps: JoinPolicy.Keeping, cancelsOn: JoinPolicy.Trigger) {
      self.name = name
      self.keeps = keeps
      self.cancelsOn = cancelsOn
    }
  }
}

extension JoinPolicy {
  /// Which failures count, in the events.
  @nonexhaustive
  public enum Keeping: String, Hashable, Sendable, CaseIterable {
    /// None: failures are nothing special.
    case none
    /// The first one.
    case first
    /// Every one.
    case all
    /// One, which the policy chooses when every task is out.
    case best
  }

  /// What ends the group's context early. Whatever shows a run tells by that which results are of use.
  @nonexhaustive
  public enum Trigger: String, Hashable, Sendable, CaseIterable {
    /// Nothing that its tasks do.
    case never
    /// Failures: the caller gets every result, or an error.
    case failure
    /// Successes: the results that there are by then are those that the caller gets.
    case success
  }
}

extension ErrGroup {
  /// What becomes of tasks that wait for a free slot when the group's context ends.
  @nonexhaustive
  public enum QueuedWork: String, Hashable, Sendable, CaseIterable {
    /// They start as slots become free, in a context that is over; their spawners wait until then. So it is in Go.
    case start
    /// The same, but `go` returns at once: the spawner doesn't wait any longer.
    case startWithoutSpawner = "start-without-spawner"
    /// They never run, nor does anything that is asked for later: `go` returns at once, and the handle's result is the
    /// context's error.
    case skipAfterFailure = "skip-after-failure"
  }
}
