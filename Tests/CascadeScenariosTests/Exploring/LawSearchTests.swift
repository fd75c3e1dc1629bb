import Cascade
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// The search for a run that breaks a law.
@Suite struct LawSearchTests {
  private static func search(_ text: String, _ law: String, changes: Int = 1) throws -> LawSearch.Result {
    let scenario = try Scenario.read(text, file: "t")
    return try LawSearch(scenario, try LawReader.read(law, of: scenario), seeds: 50, changes: changes).run()
  }

  private static let race = """
    title: T
    group: { tasks: { a: "--^ a", b: "--^ b" } }
    """

  @Test func findsAnOrder() throws {
    let result = try Self.search(Self.race, "kept = a", changes: 0)
    let broken = try #require(result.broken)
    #expect(broken.variation.interventions.isEmpty)
    #expect(broken.outcome.wait == .returned(error: "b"))
  }

  @Test func holdsWhereNoOrderBreaksIt() throws {
    let result = try Self.search(Self.race, "kept = first failure and (wait = a or wait = b)", changes: 0)
    #expect(result.broken == nil)
    #expect(result.runs == 51)
    #expect(result.outcomes == 2)
    #expect(result.isComplete)
  }

  @Test func saysWhenItGaveUp() throws {
    let scenario = try Scenario.read(Self.race, file: "t")
    let law = try LawReader.read("left = 0", of: scenario)
    let result = try LawSearch(scenario, law, seeds: 5, changes: 2, mostRuns: 20).run()
    #expect(result.broken == nil)
    #expect(!result.isComplete)
    #expect(result.runs == 20)
  }

  /// A failure cancels the other task; for that to complete all the same the run has to be changed twice.
  @Test func findsTwoChanges() throws {
    let text = """
      title: T
      group: { tasks: { a: "--|", b: "--|" } }
      """
    let law = "not (a is failed and b is completed)"
    #expect(try Self.search(text, law, changes: 1).broken == nil)
    let broken = try #require(try Self.search(text, law, changes: 2).broken)
    #expect(broken.variation.changes.count == 2)
  }

  /// What is found breaks the law, comes again from its changes alone, event for event, and needs each of them.
  @Test(arguments: Effort.seeds(10)) func findsTheLeast(_ seed: UInt64) throws {
    let scenario = RandomScenario.make(seed: seed)
    let own = try ScenarioRun(scenario)
    guard case .returned(let error) = own.outcome.wait else { return }
    let law = try LawReader.read(error.map { "wait = \"\($0)\"" } ?? "wait = none", of: scenario)
    let result = try LawSearch(scenario, law, seeds: 10, changes: 1, mostRuns: 300).run()
    guard let broken = result.broken else { return }
    #expect(!law.holds(in: LawFacts(broken)))
    let again = try ScenarioRun(scenario, variation: broken.variation)
    #expect(again.events == broken.events)
    for index in broken.variation.changes.indices {
      var changes = broken.variation.changes
      changes.remove(at: index)
      #expect(law.holds(in: LawFacts(try ScenarioRun(scenario, variation: Variation(changes)))))
    }
    // As it is repeated from the command line: by its words and its time.
    var variation = Variation.none
    for change in broken.variation.changes {
      let names = PhraseNames(scenario, variation, in: own.events)
      var moment = Cursor(position: 0, t: .zero)
      if case .intervention(let intervention) = change {
        moment = Recording(own.events).cursor(at: intervention.moment.t)
      }
      variation = variation.adding(
        try PhraseReader(names: names, at: moment).read(change.phrase(naming: names.name(of:))))
    }
    #expect(try ScenarioRun(scenario, variation: variation).events == broken.events)
  }
}
