import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// Two runs of the same tasks that are alike up to the first cause: whatever each side makes of it afterwards, the work
/// that was planned and undone then is the same, and so is what both did of it and saved of it together.
@Suite struct WastePairTests {
  private static let odd = Duration.nanoseconds(1_000_003)

  @Test(arguments: Effort.seeds(2)) func bothSidesAccountForTheSameWork(round: UInt64) throws {
    var comparable = 0
    var saving = 0
    for seed in (round * 40)..<(round * 40 + 40) {
      let isPlain = seed.isMultiple(of: 2)
      let scenario = RandomScenario.make(seed: seed, unit: Self.odd, isPlain ? .plain : .everything)
      let left = Recording(try ScenarioRun(scenario).events)
      for kind in GroupPlan.Kind.allCases where kind != scenario.group.kind && (isPlain || !kind.isSwift) {
        var other = scenario
        other.group.kind = kind
        let right = Recording(try ScenarioRun(other).events)
        let comparison = Comparison(("A", left), ("B", right))
        guard case .same(let cause) = comparison.footing else { continue }
        let moment = comparison.moment(at: comparison.endTime)
        let (a, b) = (try #require(moment.a.waste), try #require(moment.b.waste))
        #expect(a.cause == cause && b.cause == cause)
        let sides = [a, b].map { $0.total.wasted - $0.total.extra + $0.total.saved }
        #expect(sides[0] == sides[1], "seed \(seed), \(scenario.group.kind) and \(kind)")
        #expect(sides[0] == a.total.undone && sides[1] == b.total.undone, "seed \(seed)")
        comparable += 1
        if a.total.saved != b.total.saved { saving += 1 }
      }
    }
    #expect(comparable > 40 && saving > 10, "the pairs are worth something: \(comparable), \(saving)")
  }

  /// The identity as it is put for a side that saves nothing: there WASTED is WASTED and SAVED of the other.
  @Test func theDashboardAddsUp() throws {
    let scenario = try Gallery.named("first-failure").scenario()
    var waiting = scenario
    waiting.group.kind = .waitgroup
    let comparison = Comparison(
      ("waitgroup", Recording(try ScenarioRun(waiting).events)),
      ("errgroup", Recording(try ScenarioRun(scenario).events)))
    #expect(comparison.footing == .same(Context.Instant(nanoseconds: 1_200_000_000)))
    let moment = comparison.moment(at: comparison.endTime)
    let (a, b) = (try #require(moment.a.waste?.total), try #require(moment.b.waste?.total))
    #expect(a.saved == .milliseconds(0))
    #expect(a.wasted == .milliseconds(800 + 400 + 700 + 1_400))
    #expect(b.wasted == .milliseconds(30 + 20 + 180 + 1_400))
    #expect(b.saved == .milliseconds(770 + 380 + 520))
    #expect(a.wasted == b.wasted - b.extra + b.saved)
    #expect(b.saved + b.tidied == .milliseconds(800 + 400 + 700))
    #expect(b.discarded == .milliseconds(800))
    #expect(moment.a.waste?.usable == 6)
    #expect(moment.b.waste?.usable == 0)
  }

  /// A task that an intervention adds to one side was never planned on the other.
  @Test(arguments: [0, 1_000, 1_300]) func whatAHandAddsIsPlannedOnItsOwnSideOnly(milliseconds: Int) throws {
    let scenario = try Gallery.named("first-failure").scenario()
    let run = try ScenarioRun(scenario)
    let alone = Recording(run.events)
    let place = alone.cursor(at: Context.Instant.zero.advanced(by: .milliseconds(milliseconds)))
    let added = Intervention.AddedTask(name: "zz", work: .milliseconds(300))
    let variation = Variation([.intervention(Intervention(at: place, on: "root", .add(added)))])
    let other = Recording(try ScenarioRun(scenario, variation: variation).events)
    for (comparison, isFirst) in [
      (Comparison(("A", alone), ("B", other)), true), (Comparison(("A", other), ("B", alone)), false),
    ] {
      // What one side has more to do isn't part of what the other could have saved.
      #expect(!comparison.footing.isSame)
      let moment = comparison.moment(at: comparison.endTime)
      let side = isFirst ? moment.a : moment.b
      #expect(side.waste?.total == alone.waste(at: alone.end)?.total)
      #expect(side.waste?.total.saved == .milliseconds(1_670))
    }
  }

  /// Lost work never comes back: a task that fails late has worked for nothing before, too.
  @Test(arguments: Gallery.all.map(\.name)) func whatIsSunkStaysSunk(_ name: String) throws {
    let recording = Recording(try ScenarioRun(Gallery.named(name).scenario()).events)
    let ledger = WorkLedger(recording)
    var latest = Duration.zero
    let step = max(1, recording.count / 60)
    for position in Array(stride(from: 0, through: recording.count, by: step)) + [recording.count] {
      let place = recording.cursor(at: position)
      guard let waste = ledger.waste(in: recording.state(at: place), at: place.t) else { continue }
      #expect(waste.total.sunk >= latest, "event \(position)")
      latest = waste.total.sunk
    }
  }

  /// Where each result counts on its own, an error group is the wrong tool.
  @Test func aBatchThrowsAwayWhatWasGood() throws {
    let jobs = (1...200).map { number in
      let isBad = number == 120
      return TaskPlan(
        name: "job-\(number)",
        attempts: [[.work(.milliseconds(isBad ? 50 : 100), listens: true)] + (isBad ? [.fail("unknown language")] : [])]
      )
    }
    var scenario = Scenario(title: "A batch", group: GroupPlan(kind: .errgroup, limit: 20, tasks: jobs))
    let stopped = Recording(try ScenarioRun(scenario).events)
    scenario.group.kind = .collectAll
    let collected = Recording(try ScenarioRun(scenario).events)
    let comparison = Comparison(("collect-all", collected), ("errgroup", stopped))
    #expect(comparison.footing.isSame)
    let moment = comparison.moment(at: comparison.endTime)
    let facts = Dictionary(uniqueKeysWithValues: moment.facts.map { ($0.subject, $0) })
    #expect(facts[.results]?.a == "199 of 200")
    #expect(facts[.results]?.b == "0 of 200")
    #expect(facts[.results]?.difference == "-199")
    #expect(facts[.errors]?.a == "1 of 1")
    #expect(facts[.errors]?.b == "1 of 1")
    #expect(facts[.discarded]?.b == "10.000 s")
    #expect(facts[.used]?.a == facts[.wasted]?.a, "all that collect-all did is used")
    #expect(facts[.used]?.b == "0 ms")
    #expect(moment.lesson.contains { $0 == "A has 199 usable results, B has none." }, "\(moment.lesson)")
  }

  /// What a caller inside has handled costs nothing outside, however many callers have passed it on to that one.
  @Test(arguments: [
    ("{group: {tasks: {leaf: \"-^ no\", x: \"--|\"}}, ignore-error: true}", true),
    (
      "{group: {tasks: {mid: {group: {tasks: {leaf: \"-^ no\", x: \"--|\"}}}, y: \"-----|\"}}, ignore-error: true}",
      true
    ),
    ("{group: {tasks: {mid: {group: {tasks: {leaf: \"-^ no\", x: \"--|\"}}}, y: \"-----|\"}}}", false),
  ])
  func whatIsHandledInsideCostsNothing(_ step: String, _ isHandled: Bool) throws {
    let source = "title: X\ngroup: {tasks: {outer: {steps: [\(step), {work: 100ms}]}, z: \"------|\"}}"
    let recording = Recording(try ScenarioRun(Scenario.read(source, file: "x.yaml")).events)
    #expect((recording.waste(at: recording.end) == nil) == isHandled)
    #expect(recording.latestState.cause != nil)
  }
}
