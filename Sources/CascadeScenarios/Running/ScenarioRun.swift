package import Cascade
import CascadeSimulation

/// A scenario that was played to its end in virtual time.
package struct ScenarioRun: Sendable {
  /// Everything that happened, in order.
  package let events: [Event]
  /// What the running code saw.
  package let ledger: RunLedger
  /// How it ended, in the words that expectations use.
  package let outcome: RunOutcome

  /// Plays a scenario. Takes no noticeable time, however long the story is.
  ///
  /// - Parameters:
  ///   - seed: Decides between things due at the same instant. The default is the scenario's own.
  ///   - waitsTwice: Whether every group is waited for a second time. The default is no.
  ///   - eventLimit: How many events the run may have before it is stopped. The default is 1,000,000.
  /// - Throws: ``RunError`` when the run was stopped.
  package init(
    _ scenario: Scenario, seed: UInt64? = nil, waitsTwice: Bool = false, eventLimit: Int = 1_000_000
  ) throws {
    let ledger = RunLedger()
    let recorder = Recorder(capacity: eventLimit)
    let simulation = try Simulation(
      .seed(seed ?? scenario.seed), .titled(scenario.title), .recorder(recorder))
    let stage = Stage(ledger: ledger, onCancel: scenario.onCancel, waitsTwice: waitsTwice)
    let report = simulation.run { context in try await scenario.play(in: context, on: stage) }
    if case .exhausted = report.ending { throw RunError.tooManyEvents(limit: eventLimit) }
    events = report.events
    self.ledger = ledger
    outcome = RunOutcome(scenario, ledger, events)
  }
}

/// A run that couldn't be played to its end.
package enum RunError: Error, CustomStringConvertible {
  case tooManyEvents(limit: Int)

  package var description: String {
    switch self {
    case .tooManyEvents(let limit): "the run was stopped after \(limit) events"
    }
  }
}

extension RunOutcome {
  /// How a run ended, from what the running code saw. When a task was told is taken from the events, as everywhere: it is
  /// its own context that counts, whichever one its code looked at.
  package init(_ scenario: Scenario, _ ledger: RunLedger, _ events: [Event]) {
    if scenario.contexts != nil {
      self.init(ledger.program)
      return
    }
    let groups = ledger.groups
    let seen = ledger.tasks
    var told: [String: Instant] = [:]
    var skipped: Set<String> = []
    for event in events {
      switch event.kind {
      case .taskTold where told[event.id] == nil: told[event.id] = event.t
      case .taskSkipped: skipped.insert(event.id)
      default: break
      }
    }
    let root = groups[scenario.group.name]
    self.init(
      wait: root?.end == nil ? .neverReturned : .returned(error: root?.waitError), cause: root?.cause)
    for entry in ScenarioPaths(scenario).entries {
      guard let task = seen[entry.eventID] else { continue }
      let outcome =
        skipped.contains(entry.eventID) ? .skipped : task.outcome ?? (task.start == nil ? .notStarted : .stuck)
      tasks[entry.path] = RunOutcome.OfTask(
        outcome: outcome, told: told[entry.eventID].map { Instant.zero.duration(to: $0) },
        out: task.end.map { Instant.zero.duration(to: $0) }, error: task.returned)
    }
  }
}

extension RunOutcome {
  /// How a program over contexts ended.
  private init(_ program: RunLedger.OfProgram) {
    self.init(wait: .returned(error: nil))
    for context in program.contexts {
      contexts[context.name] = OfContext(
        error: context.error, cause: context.cause, told: context.toldAt.map { Instant.zero.duration(to: $0) })
    }
    for function in program.afterFunctions {
      let isStopped = function.stopResults?.contains(true) == true
      afterFunctions[function.name] = OfAfterFunction(
        state: isStopped ? .stopped : function.firedAt == nil ? .waiting : .fired,
        fired: function.firedAt.map { Instant.zero.duration(to: $0) })
    }
  }
}
