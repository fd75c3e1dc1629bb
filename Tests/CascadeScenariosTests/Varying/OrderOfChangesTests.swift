import Cascade
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// In which order changes are made doesn't matter: options and the seed hold from the start, and an intervention comes after
/// everything else that is due at its time.
@Suite struct OrderOfChangesTests {
  private static let settings: [GroupSetting] = [
    .kind(.collectAll), .kind(.waitgroup), .limit(1), .limit(nil), .timeout(.milliseconds(300)),
  ]

  /// What comes of an intervention at a time and another change, made in this order or the other one.
  private func outcomes(
    _ scenario: Scenario, _ other: Variation.Change, at t: Context.Instant, on target: String,
    _ action: Intervention.Action
  ) throws -> [Result<[Event], VariationError>] {
    func intervention(in variation: Variation) throws -> Variation.Change {
      let place = Recording(try ScenarioRun(scenario, variation: variation).events).cursor(at: t)
      return .intervention(Intervention(at: place, on: target, action))
    }
    let first = Variation([other])
    let variations = [
      first.adding(try intervention(in: first)), Variation([try intervention(in: .none)]).adding(other),
    ]
    return try variations.map { variation in
      do {
        return .success(try ScenarioRun(scenario, variation: variation).events)
      } catch let error as VariationError {
        // Which of the changes it is follows the order.
        var error = error
        error.change = 0
        return .failure(error)
      }
    }
  }

  @Test(
    arguments: [
      ("first-failure", "root/audit-log", 0, .listen(true)), ("first-failure", "root/audit-log", 1_000, .listen(true)),
      ("first-failure", "root/fetch-recs", 0, .cancel), ("nested-groups", "root/news", 300, .delay(.seconds(1))),
      ("all-well", "root", 0, .add(.init(name: "late", work: .milliseconds(20)))),
    ] as [(String, String, Int, Intervention.Action)])
  func `an option and an intervention`(name: String, target: String, time: Int, action: Intervention.Action) throws {
    let scenario = try Gallery.named(name).scenario()
    let option = Variation.Change.option(OptionChange("root", .kind(.collectAll)))
    let outcomes = try outcomes(
      scenario, option, at: .zero.advanced(by: .milliseconds(time)), on: target, action)
    #expect(outcomes[0] == outcomes[1])
    guard case .success(let events) = outcomes[1] else {
      Issue.record("\(outcomes[1])")
      return
    }
    #expect(events.contains { if case .intervention = $0.kind { true } else { false } })
  }

  @Test(arguments: Effort.rounds(2))
  func `whatever is changed, at whatever time`(round: Int) throws {
    var random = Seeded(UInt64(3_000 + round))
    var carriedOut = 0
    for _ in 0..<16 {
      let scenario = RandomScenario.make(seed: random.next())
      let base = try ScenarioRun(scenario)
      let wanted = Intervention.random(in: base.events, &random)
      let groups = base.events.filter { if case .groupOpened = $0.kind { true } else { false } }.map(\.id)
      let group = groups.isEmpty ? "root" : groups[random.below(groups.count)]
      let setting = Self.settings[random.below(Self.settings.count)]
      let other: Variation.Change =
        random.chance(20) ? .seed(UInt64(random.below(9))) : .option(OptionChange(group, setting))
      guard (try? ScenarioRun(scenario, variation: Variation([other]))) != nil else { continue }
      let outcomes = try outcomes(scenario, other, at: wanted.moment.t, on: wanted.target, wanted.action)
      #expect(outcomes[0] == outcomes[1], "\(other) \(wanted)")
      if case .success = outcomes[0] { carriedOut += 1 }
    }
    #expect(carriedOut > 1)
  }
}
