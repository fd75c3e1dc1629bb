import Cascade
import CascadeEvents
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// What holds of every branch, whatever the scenario and whatever is done in it.
@Suite struct BranchLawTests {
  @Test(arguments: Effort.rounds(5))
  func `everything before an intervention is the same, event for event, and a branch is the same every time`(round: Int)
    throws
  {
    var random = Seeded(UInt64(round))
    var tried = 0
    var carriedOut = 0
    for _ in 0..<12 {
      let scenario = RandomScenario.make(seed: random.next())
      let base = try ScenarioRun(scenario)
      for _ in 0..<12 {
        tried += 1
        let variation = Variation([.intervention(.random(in: base.events, &random))])
        guard let branch = try run(scenario, variation) else { continue }
        carriedOut += 1
        let place = try #require(branch.interventions.first)
        #expect(branch.events[..<place] == base.events[..<place])
        guard case .intervention = branch.events[place].kind else {
          Issue.record("no intervention happens at event \(place)")
          continue
        }
        #expect(try bytes(ScenarioRun(scenario, variation: variation).events) == bytes(branch.events))
        checkOrder(branch.events)
      }
    }
    // Were nearly all refused, nothing would have been tested.
    #expect(carriedOut * 6 > tried, "\(carriedOut) of \(tried) could be carried out")
  }

  @Test(arguments: Effort.rounds(5))
  func `a task that no intervention touches or tells keeps times and order`(round: Int) throws {
    var random = Seeded(UInt64(1000 + round))
    var compared = 0
    for _ in 0..<20 {
      let scenario = RandomScenario.make(seed: random.next(), .loose)
      let base = try ScenarioRun(scenario)
      for _ in 0..<4 {
        let intervention = Intervention.random(in: base.events, &random)
        guard let branch = try run(scenario, Variation([.intervention(intervention)])) else { continue }
        let touched = reached(from: intervention.target, base.events).union(
          reached(from: intervention.target, branch.events))
        let before = base.events.filter { isLeftAlone($0, touched) }
        let after = branch.events.filter { isLeftAlone($0, touched) }
        #expect(before.map { Moment($0) } == after.map { Moment($0) })
        compared += before.count
      }
    }
    #expect(compared > 100)
  }

  @Test(arguments: Effort.rounds(3))
  func `several interventions, one after the other`(round: Int) throws {
    var random = Seeded(UInt64(2000 + round))
    for _ in 0..<10 {
      let scenario = RandomScenario.make(seed: random.next())
      var variation = Variation.none
      var latest = try ScenarioRun(scenario)
      for _ in 0..<6 {
        let longer = variation.adding(.intervention(.random(in: latest.events, &random)))
        guard let branch = try run(scenario, longer) else { continue }
        variation = longer
        latest = branch
        #expect(branch.interventions == branch.interventions.sorted())
        #expect(branch.interventions.count == variation.interventions.count)
        checkOrder(branch.events)
      }
    }
  }

  // MARK: Help

  /// The branch; none where it was refused in words.
  private func run(_ scenario: Scenario, _ variation: Variation) throws -> ScenarioRun? {
    do {
      return try ScenarioRun(scenario, variation: variation)
    } catch let error as VariationError {
      #expect(!error.description.isEmpty)
      #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      return nil
    }
  }

  private func bytes(_ events: [Event]) -> [UInt8] {
    events.flatMap { Array(EventWriter.line($0).utf8) }
  }

  private func checkOrder(_ events: [Event]) {
    #expect(events.map(\.seq) == Array(events.indices))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.t <= $1.t })
    guard case .runEnded? = events.last?.kind else {
      Issue.record("the run has no end")
      return
    }
  }

  /// An event without its place in the run, which may be another, and without whether an error is kept: that depends on
  /// who failed before.
  private struct Moment: Hashable {
    var t: Context.Instant
    var id: String
    var kind: Event.Kind

    init(_ event: Event) {
      (t, id, kind) = (event.t, event.id, event.kind)
      guard case .taskOut(var out) = kind else { return }
      out.kept = false
      kind = .taskOut(out)
    }
  }

  /// All that a change of `target` can reach: what is above and below it, and what is told.
  private func reached(from target: String, _ events: [Event]) -> Set<String> {
    var reached: Set<String> = [target]
    for event in events {
      if event.id.hasPrefix(target + "/") || target.hasPrefix(event.id + "/") { reached.insert(event.id) }
      switch event.kind {
      case .taskTold(let told), .contextTold(let told):
        // A group that is closed ends its context: no task is told of that.
        if told.reason != .scopeEnded { reached.insert(event.id) }
      default: break
      }
    }
    return reached
  }

  private func isLeftAlone(_ event: Event, _ touched: Set<String>) -> Bool {
    if event.id.isEmpty || event.id == "root" || touched.contains(event.id) { return false }
    // What waits for something that was touched is touched, too, and so is all below.
    if touched.contains(where: { event.id.hasPrefix($0 + "/") && $0 != "root" }) { return false }
    if case .intervention = event.kind { return false }
    return !touched.contains { $0.hasPrefix(event.id + "/") }
  }
}
