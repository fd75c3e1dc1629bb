public import Cascade

extension Simulation {
  /// What came of a run.
  public struct Report<Value: Sendable>: Sendable {
    /// How a run ended.
    @nonexhaustive
    public enum Ending: Sendable {
      /// The body returned or threw.
      case completed(Result<Value, any Error>)
      /// Nothing could go on: which task waited for what.
      case deadlocked([Event.Waiting])
      /// Its code ended the process with this status, in the middle of its work.
      case exited(status: Int)
      /// The run didn't end within ``Simulation/Configuration/maximumJobs``, or its events didn't fit the recorder.
      case exhausted
    }

    /// How the run ended.
    public var ending: Ending
    /// The virtual time that passed.
    public var elapsed: Duration
    /// Everything that happened, in order.
    public var events: [Event]
    /// How many jobs ran.
    public var jobs: Int
    /// What was used from outside the simulation: a real clock, a detached task, another executor. If there is any, the
    /// run depended on more than its seed.
    public var escapes: [Escape]

    /// What the body returned.
    ///
    /// - Throws: what the body threw; a ``SimulationError`` when it didn't come to an end, or when it depended on
    ///   something outside the simulation, and so on more than its seed.
    public var value: Value {
      get throws {
        if !escapes.isEmpty { throw SimulationError.escaped(escapes) }
        switch ending {
        case .completed(let result): return try result.get()
        case .deadlocked(let waits): throw SimulationError.deadlocked(waits)
        case .exited(let status): throw SimulationError.exited(status: status)
        case .exhausted: throw SimulationError.exhausted(jobs: jobs)
        }
      }
    }
  }
}

/// A simulated run that didn't come to an end.
@nonexhaustive
public enum SimulationError: Error, Sendable, CustomStringConvertible {
  /// Nothing could go on.
  case deadlocked([Event.Waiting])
  /// Its code ended the process with this status.
  case exited(status: Int)
  /// It depended on more than its seed.
  case escaped([Simulation.Escape])
  /// It was given up after so many jobs.
  case exhausted(jobs: Int)

  /// In words: `deadlock: root/a waits for a free slot in root`.
  public var description: String {
    switch self {
    case .deadlocked(let waits):
      let lines = waits.map { "\($0.who.isEmpty ? "the run" : $0.who) waits for \($0.what)" }
      return "deadlock: " + (lines.isEmpty ? "nothing can go on" : lines.joined(separator: "; "))
    case .exited(let status):
      return "the run ended its process with status \(status)"
    case .escaped(let escapes):
      return "the run depended on more than its seed: " + escapes.map(\.description).joined(separator: "; ")
    case .exhausted(let jobs):
      return "the run was given up after \(jobs) jobs"
    }
  }
}

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
