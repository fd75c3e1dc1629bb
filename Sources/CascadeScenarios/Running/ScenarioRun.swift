package import Cascade
import CascadeSimulation
package import CascadeTrace

/// A scenario that was played to its end in virtual time.
package struct ScenarioRun: Sendable {
  /// What was played: the scenario with the options and the seed of its variation.
  package let scenario: Scenario
  /// What was different from the file.
  package let variation: Variation
  /// Everything that happened, in order.
  ///
  /// - Complexity: O(1), or O(number of events) for a run with a reader.
  package var events: [Event] { reader?.events() ?? reported }
  private let reported: [Event]
  private let reader: (any RunReader)?
  /// The numbers of the events at which the variation's interventions were carried out, in order.
  package let interventions: [Int]
  /// What the running code saw.
  package let ledger: RunLedger

  /// The number of the first event that may be another than in the file's own run; none for that itself.
  package var firstChange: Int? {
    if isAsWritten { return nil }
    let changed = Set(variation.changedGroups)
    let opening = events.firstIndex { event in
      if case .groupOpened = event.kind { changed.contains(event.id) } else { false }
    }
    return variation.changesSeed ? 0 : [opening, interventions.first].compactMap(\.self).min() ?? events.count
  }

  /// How it ended, in the words that expectations use.
  ///
  /// - Complexity: O(number of tasks and events), each time that it is asked for.
  package var outcome: RunOutcome {
    scenario.contexts == nil
      ? RunOutcome(NameTable(scenario, with: variation), ledger, events) : RunOutcome(scenario, ledger, events)
  }

  /// Whether what the file expects has to come true: not in a branch, where the beats from ``firstChange`` on don't
  /// hold either.
  package var isAsWritten: Bool { variation == .none }

  /// Plays a scenario. Takes no noticeable time, however long the story is.
  ///
  /// Before the first of the variation's interventions, or the opening of the first group with another option, everything
  /// is the same as without, event for event.
  ///
  /// - Parameters:
  ///   - variation: What is different from the file. The default is nothing.
  ///   - seed: Decides between things due at the same instant. The default is the variation's, or else the scenario's.
  ///   - waitsTwice: Whether every group is waited for a second time. The default is no.
  ///   - eventLimit: How many events the run may have before it is stopped. The default is 1,000,000.
  ///   - reader: Reads its events while it is played. The default is none.
  /// - Throws: ``VariationError`` for a change that can't be, ``RunError`` when the run was stopped.
  package init(
    _ scenario: Scenario, variation: Variation = .none, seed: UInt64? = nil, waitsTwice: Bool = false,
    eventLimit: Int = 1_000_000, reader: (any RunReader)? = nil
  ) throws {
    let scenario = try scenario.varied(by: variation)
    let ledger = RunLedger(tasks: scenario.group.tasks.count)
    let recorder = reader?.recorder ?? EventRecorder(capacity: eventLimit)
    let schedule =
      variation.interventions.isEmpty
      ? nil
      : InterventionSchedule(variation, table: try InterventionCheck(scenario, variation).table, recorder: recorder)
    var options: [Simulation.Option] = [
      .seed(seed ?? scenario.seed), .titled(scenario.title), .recorder(recorder),
    ]
    if let schedule { options.append(.hand(schedule)) }
    if reader != nil { options.append(.withoutEvents) }
    let report = try Simulation(options).run { context in
      let environment = RunEnvironment(
        root: context, ledger: ledger, scenario: scenario, waitsTwice: waitsTwice, isChanged: schedule != nil)
      schedule?.begin(with: environment)
      try await scenario.play(in: context, with: environment)
    }
    if let refusal = schedule?.refusal { throw refusal }
    if case .exhausted = report.ending { throw RunError.tooManyEvents(limit: eventLimit) }
    if let task = ledger.endless {
      let place = ScenarioPaths(scenario).entries.first { $0.eventID == task }?.place
      throw RunError.tooManyRounds(task: task, place)
    }
    if let late = schedule?.pending.first {
      let events = reader?.events() ?? report.events
      let end = TimeText.instant(events.last?.t ?? .zero)
      throw VariationError(
        "the run ends at \(end) (\(events.count) events); choose an earlier time",
        change: late.change)
    }
    self.scenario = scenario
    self.variation = variation
    reported = report.events
    self.reader = reader
    interventions = schedule?.places ?? []
    self.ledger = ledger
  }
}

/// Reads the events of a run while it is played.
package protocol RunReader: Sendable {
  /// Where the events go.
  var recorder: EventRecorder { get }
  /// All of them. Asked for when the run is over.
  func events() -> [Event]
}

extension Scenario {
  /// Plays what it is about.
  ///
  /// - Throws: what the outermost group's wait throws.
  func play(in root: Context, with environment: RunEnvironment) async throws {
    if let contexts {
      var player = ContextPlayer(root: root, with: environment)
      await player.play(contexts)
    } else {
      let thrown = await failure(of: {
        try await GroupPlayer(environment: environment, plan: group, path: group.name).play(in: root)
      })
      await environment.waitForAsides()
      if let thrown { throw thrown }
    }
  }
}

/// A run that couldn't be played to its end.
package enum RunError: Error, CustomStringConvertible {
  case tooManyEvents(limit: Int)
  /// A `repeat` without times that nothing ended early enough.
  case tooManyRounds(task: String, Place?)

  /// Where the task stands in the file, if it is one's fault.
  package var place: Place? {
    switch self {
    case .tooManyEvents: nil
    case .tooManyRounds(_, let place): place
    }
  }

  package var description: String {
    switch self {
    case .tooManyEvents(let limit): "the run was stopped after \(limit) events"
    case .tooManyRounds(let task, _):
      "nothing has ended the repeat of \(task) after \(Rounds.most) rounds, and a run has no more; "
        + "give it times, or an earlier cancel-at or timeout around it"
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
    self.init(NameTable(scenario), ledger, events)
  }

  init(_ table: NameTable, _ ledger: RunLedger, _ events: [Event]) {
    let groups = ledger.groups
    let seen = ledger.tasks
    var told: [String: Context.Instant] = [:]
    var skipped: Set<String> = []
    var functions: [String: OfAfterFunction] = [:]
    var exiting: String?
    var exitStatus: Int?
    for event in events {
      if case .note(.exit(let status, _)) = event.kind { (exiting, exitStatus) = (event.id, status) }
      if case .taskTold = event.kind, told[event.id] == nil { told[event.id] = event.t }
      if case .taskSkipped = event.kind { skipped.insert(event.id) }
      if event.kind == .afterFired {
        functions[event.id] = OfAfterFunction(state: .fired, fired: Context.Instant.zero.duration(to: event.t))
      }
      if event.kind == .afterReturned { functions[event.id]?.out = Context.Instant.zero.duration(to: event.t) }
      if event.kind == .afterStopped { functions[event.id] = OfAfterFunction(state: .stopped) }
    }
    let root = groups[table.root]
    self.init(
      wait: root?.end == nil ? .neverReturned : .returned(error: root?.waitError), cause: root?.cause)
    for entry in table.afterFunctions {
      afterFunctions[entry.path] = functions[entry.eventID] ?? OfAfterFunction(state: .waiting)
    }
    exit = exitStatus
    caller = root?.returned
    returned = root?.end.map { Context.Instant.zero.duration(to: $0) }
    left = root?.leftAt.map { Context.Instant.zero.duration(to: $0) }
    for entry in table.tasks {
      guard let task = seen[entry.eventID] else { continue }
      let unfinished: TaskOutcome =
        task.start == nil ? .notStarted : exitStatus == nil ? .stuck : entry.eventID == exiting ? .exited : .cutOff
      let outcome = skipped.contains(entry.eventID) ? .skipped : task.outcome ?? unfinished
      tasks[entry.path] = RunOutcome.OfTask(
        outcome: outcome, told: told[entry.eventID].map { Context.Instant.zero.duration(to: $0) },
        out: task.end.map { Context.Instant.zero.duration(to: $0) }, error: task.returned)
    }
  }
}

extension RunOutcome {
  /// How a program over contexts ended.
  private init(_ program: RunLedger.OfProgram) {
    self.init(wait: .returned(error: nil))
    for context in program.contexts {
      contexts[context.name] = OfContext(
        error: context.error, cause: context.cause, told: context.toldAt.map { Context.Instant.zero.duration(to: $0) })
    }
    for function in program.afterFunctions {
      let isStopped = function.stopResults?.contains(true) == true
      afterFunctions[function.name] = OfAfterFunction(
        state: isStopped ? .stopped : function.firedAt == nil ? .waiting : .fired,
        fired: function.firedAt.map { Context.Instant.zero.duration(to: $0) })
    }
  }
}

/// A scenario that is being played on the real clock and the real thread pool. Its events appear in ``recorder`` as they
/// happen.
package final class LiveRun: Sendable {
  package let recorder: EventRecorder
  private let task: Task<RunOutcome, Never>
  private let finished: Locked<Bool>

  /// Starts playing.
  ///
  /// - Parameter eventLimit: How many events are kept; the rest are counted. The default is 1,000,000.
  package init(_ scenario: Scenario, eventLimit: Int = 1_000_000) {
    let recorder = EventRecorder(capacity: eventLimit)
    let root = Context.background(observedBy: recorder)
    root.record(.runStarted(Event.RunStart(clock: .live, scenario: scenario.title)))
    let ledger = RunLedger()
    let environment = RunEnvironment(root: root, ledger: ledger, scenario: scenario, waitsTwice: false)
    let finished = Locked(false)
    self.recorder = recorder
    self.finished = finished
    task = Task.detached {
      let isOver = Latch()
      // Beside this, since what a process ends in the middle of never comes back.
      root.beside {
        _ = await failure(of: { try await scenario.play(in: root, with: environment) })
        isOver.open()
      }
      _ = try? await root.wait(
        for: [isOver, environment.hasExited], orUntil: nil, listens: false, alarm: nil, doing: .other("the run to end"))
      root.record(.runEnded(.completed))
      finished.withLock { $0 = true }
      return RunOutcome(scenario, ledger, recorder.events)
    }
  }

  /// Whether nothing more will happen.
  package var isOver: Bool { finished.withLock { $0 } }

  /// How it ended, once it has.
  package var outcome: RunOutcome {
    get async { await task.value }
  }
}
