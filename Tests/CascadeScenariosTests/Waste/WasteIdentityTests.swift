import Cascade
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// WASTED without EXTRA, plus SAVED, is the work that was planned and undone at the first cause: to the nanosecond,
/// whatever happens.
@Suite struct WasteIdentityTests {
  /// A length that makes no round numbers.
  private static let odd = Duration.nanoseconds(1_000_003)

  @Test(arguments: Effort.seeds(2)) func holdsAtEveryMoment(round: UInt64) throws {
    var caused = 0
    var saved = 0
    for seed in (round * 100)..<(round * 100 + 100) {
      let run = try ScenarioRun(RandomScenario.make(seed: seed, unit: Self.odd))
      let recording = Recording(run.events)
      let ledger = WorkLedger(recording)
      var places = (0..<12).map { recording.cursor(at: recording.count * $0 / 12) } + [recording.end]
      places += (1..<8).map {
        recording.cursor(at: Context.Instant(nanoseconds: recording.endTime.nanoseconds * $0 / 8))
      }
      for place in places {
        let state = recording.state(at: place)
        guard let waste = ledger.waste(in: state, at: place.t) else { continue }
        for amounts in waste.rows + [waste.total] {
          #expect(amounts.wasted - amounts.extra + amounts.saved + amounts.open == amounts.undone, "seed \(seed)")
          #expect(amounts.extra >= .zero && amounts.extra <= amounts.wasted, "seed \(seed)")
          #expect(amounts.cleaning >= .zero && amounts.lost >= .zero)
          #expect(amounts.used >= .zero && amounts.used <= amounts.wasted, "seed \(seed)")
          #expect(amounts.saved >= .zero && amounts.open >= .zero, "seed \(seed)")
          #expect(amounts.tidied >= .zero, "seed \(seed)")
        }
        if place == recording.end {
          #expect(waste.total.open == .zero, "seed \(seed)")
          caused += 1
          if waste.total.saved > .zero { saved += 1 }
        }
      }
    }
    #expect(caused > 50 && saved > 20, "the scenarios are worth something: \(caused), \(saved)")
  }

  /// Against another way to count: what the file plans, and what was at work in the middle of each millisecond.
  @Test(arguments: Effort.seeds(1)) func agreesWithASampleOfEveryMillisecond(round: UInt64) throws {
    for seed in (round * 50)..<(round * 50 + 50) {
      let scenario = RandomScenario.make(seed: seed, unit: .milliseconds(1))
      let run = try ScenarioRun(scenario)
      let recording = Recording(run.events)
      let ledger = WorkLedger(recording)
      guard let waste = ledger.waste(in: recording.latestState, at: recording.endTime) else { continue }
      var planned: [String: Duration] = [:]
      collectPlans(scenario.group, id: scenario.group.name, into: &planned)
      var total = Waste.Amounts()
      for (number, member) in recording.roster.members.enumerated() where member.kind == .task {
        guard recording.latestState.row(number: number).plannedTotal != nil || planned[member.id] == .zero else {
          continue
        }
        let own = run.events.filter { $0.id == member.id }
        // What serves until it is told has nothing that could be wasted or saved.
        let serves = own.contains { event in
          if case .note(.wait(_, .told, _)) = event.kind { event.t <= waste.cause } else { false }
        }
        if serves { continue }
        let samples = Samples(own)
        let before = samples.count(from: .zero, to: waste.cause)
        let all = samples.count(from: .zero, to: recording.endTime)
        let plan = try #require(planned[member.id], "\(member.id)")
        #expect(ledger.done(ofRow: number, by: recording.endTime) == all, "seed \(seed), \(member.id)")
        total.wasted += all - before
        total.undone += max(.zero, plan - before)
        total.saved += max(.zero, plan - all)
        total.tidied += max(.zero, plan - samples.count(from: .zero, to: recording.endTime, withCleanup: false))
      }
      #expect(waste.total.wasted == total.wasted, "seed \(seed)")
      #expect(waste.total.undone == total.undone, "seed \(seed)")
      #expect(waste.total.saved == total.saved, "seed \(seed)")
      #expect(waste.total.saved + waste.total.tidied == total.tidied, "seed \(seed): without what cleaning up took")
    }
  }

  /// Where no task is ever told anything, each does what was planned, no more and no less.
  @Test(arguments: Effort.seeds(25)) func withoutAnyCancellationThePlanIsWhatIsDone(seed: UInt64) throws {
    var scenario = RandomScenario.make(seed: seed, unit: Self.odd, .untimed)
    scenario.group = scenario.group.waitingForAll
    let run = try ScenarioRun(scenario)
    let recording = Recording(run.events)
    guard recording.latestState.ending == .completed else { return }
    let ledger = WorkLedger(recording)
    for task in recording.latestState.tasks where task.startedAt != nil {
      #expect(ledger.done(ofRow: task.number, by: recording.endTime) == ledger.plans[task.id] ?? .zero, "\(task.id)")
    }
    if let waste = recording.waste(at: recording.end) {
      #expect(waste.total.saved == .zero)
      #expect(waste.total.extra == .zero)
    }
  }

  /// What waits for a failure that never comes does nothing, which isn't work that was saved.
  @Test(arguments: ["primary fails", "primary fails or 5s", "primary fails or other fails"])
  func whatIsNotNeededIsNotPlanned(until: String) throws {
    let text = """
      title: T
      group:
        tasks:
          primary: { steps: [{ work: 100ms }] }
          other: { steps: [{ work: 900ms }, return] }
          fallback: { steps: [{ until: UNTIL }, { work: 400ms }] }
          wrong: { steps: [{ work: 300ms }, { fail: "no" }] }
      """
    let run = try ScenarioRun(Scenario.read(text.replacing("UNTIL", with: until), file: "story.yaml"))
    let recording = Recording(run.events)
    let waste = try #require(recording.waste(at: recording.end))
    #expect(waste.total.saved == .milliseconds(600), "of other alone")
    #expect(WorkLedger(recording).plans["root/fallback"] ?? .zero == .zero)
  }

  private func collectPlans(_ group: GroupPlan, id: String, into plans: inout [String: Duration]) {
    for task in group.allTasks {
      plans["\(id)/\(task.name)"] = task.plannedWork
      for case .group(let nested, _) in task.attempts.joined() {
        collectPlans(nested, id: "\(id)/\(task.name)/\(nested.name)", into: &plans)
      }
    }
  }
}

/// Whether a task was at work in the middle of each millisecond, by its latest note.
private struct Samples {
  private let events: [Event]

  init(_ events: [Event]) { self.events = events }

  func count(from start: Context.Instant, to end: Context.Instant, withCleanup: Bool = true) -> Duration {
    var count = 0
    var t = start.nanoseconds + 500_000
    while t < end.nanoseconds {
      if isWorking(at: t, withCleanup: withCleanup) { count += 1 }
      t += 1_000_000
    }
    return .milliseconds(count)
  }

  private func isWorking(at t: Int64, withCleanup: Bool) -> Bool {
    var until: Int64?
    for event in events where event.t.nanoseconds < t {
      switch event.kind {
      case .note(.step(_, _, let planned, _)): until = planned.map { event.t.advanced(by: $0).nanoseconds }
      case .note(.cleanup(let planned)): until = withCleanup ? event.t.advanced(by: planned).nanoseconds : nil
      case .note(.retry), .note(.wait), .taskOut: until = nil
      default: break
      }
    }
    return until.map { t < $0 } ?? false
  }
}

extension GroupPlan {
  /// The same with wait groups everywhere.
  fileprivate var waitingForAll: GroupPlan {
    var copy = self
    copy.kind = .waitgroup
    copy.settings.ignoresLoneCancellations = false
    copy.tasks = tasks.map(\.waitingForAll)
    return copy
  }
}

extension TaskPlan {
  fileprivate var waitingForAll: TaskPlan {
    var copy = self
    copy.attempts = attempts.map { steps in
      steps.map { step in
        switch step {
        case .group(let group, let ignoreError): .group(group.waitingForAll, ignoreError: ignoreError)
        case .spawn(let task): .spawn(task.waitingForAll)
        default: step
        }
      }
    }
    return copy
  }
}
