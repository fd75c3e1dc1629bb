extension Simulation {
  /// A way in which a run depended on more than its seed.
  public struct Escape: Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    @nonexhaustive
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// It waited on a real clock, as `Task.sleep` does, however the wait ended.
      case sleptOnRealClock
      /// It gave a context a deadline of a real clock, or asked for one.
      case askedRealClock
      /// It gave work to the global pool, as `Task {}` and `Task.detached {}` do, or woke a task that waits there.
      case startedTaskOutside
      /// A thread, a queue, the main actor or another executor woke it up or used its time. Listed only when nothing else
      /// is: how often what left comes back is a matter of luck.
      case enteredFromOutside
    }

    /// The path of the task whose code it was. Empty for the code of the run itself, and for what came in from outside.
    public var who: String
    /// What happened.
    public var kind: Kind

    /// Makes one to compare with; the simulation makes its own.
    public init(who: String, kind: Kind) {
      self.who = who
      self.kind = kind
    }

    /// In words: `page/user slept on a real clock, as Task.sleep does (ctx.sleep is inside)`.
    public var description: String {
      let who = who.isEmpty ? "the run" : who
      return switch kind {
      case .sleptOnRealClock: "\(who) slept on a real clock, as Task.sleep does (ctx.sleep is inside)"
      case .askedRealClock: "\(who) used an instant of a real clock as a deadline (ctx.now is inside)"
      case .startedTaskOutside: "\(who) gave work to the global pool, as Task {} and Task.detached {} do"
      case .enteredFromOutside: "\(who) was woken or asked from outside: by a thread, a queue, another executor"
      }
    }
  }
}
