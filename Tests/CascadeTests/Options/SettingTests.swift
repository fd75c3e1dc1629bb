import Cascade
import CascadeSimulation
import Testing

/// A configuration of somebody else's.
private struct Oven: Configurable {
  var degrees = 180
  var minutes = 30
  var steps: [String] = []

  func validate() throws(OptionError) {
    if degrees > 250, minutes > 10 {
      throw OptionError(option: "minutes", value: "\(minutes)", reason: "at \(degrees) degrees 10 are enough")
    }
  }
}

extension Setting where Root == Oven {
  fileprivate static func degrees(_ degrees: Int) -> Self {
    Self(validating: "degrees(\(degrees))") { oven throws(OptionError) in
      guard degrees <= 300 else {
        throw OptionError(option: "degrees", value: "\(degrees)", reason: "the oven ends at 300")
      }
      oven.degrees = degrees
      oven.steps.append("degrees")
    }
  }

  fileprivate static func minutes(_ minutes: Int) -> Self {
    Self("minutes(\(minutes))") {
      $0.minutes = minutes
      $0.steps.append("minutes")
    }
  }

  fileprivate static var pizza: Self { .combining(.degrees(250), .minutes(8)) }
}

extension Setting where Root == ErrGroup.Configuration {
  /// An option that a third party adds over what is there.
  fileprivate static var gentle: Self { .combining(.limit(2), .named("gentle")) }
}

@Suite struct SettingTests {
  @Test func defaultsHoldWithoutOptions() throws {
    let oven = try Oven([])
    #expect(oven.degrees == 180 && oven.minutes == 30 && oven.steps == [])
  }

  @Test func optionsAreAppliedInOrderAndTheLastWins() throws {
    let oven = try Oven([.minutes(1), .degrees(100), .minutes(2)])
    #expect(oven.degrees == 100 && oven.minutes == 2)
    #expect(oven.steps == ["minutes", "degrees", "minutes"])
  }

  @Test func combinedOptionsAreOneOption() throws {
    #expect("\(Setting<Oven>.pizza)" == "degrees(250), minutes(8)")
    let nested = Setting<Oven>.combining([.pizza, .minutes(9)])
    #expect("\(nested)" == "degrees(250), minutes(8), minutes(9)")
    #expect(try Oven([.pizza]).minutes == 8)
    #expect(try Oven([nested]).minutes == 9)
    #expect(try Oven([.minutes(5), .pizza]).minutes == 8)
    #expect(try Oven([.combining()]).steps == [])
  }

  @Test func aRefusedValueIsNamed() {
    let error = #expect(throws: OptionError.self) { try Oven([.minutes(1), .degrees(301)]) }
    #expect(error == OptionError(option: "degrees", value: "301", reason: "the oven ends at 300"))
    #expect(error?.description == "degrees(301): the oven ends at 300")
  }

  @Test func aRefusalInsideOfACombinationStopsIt() {
    var oven = Oven()
    #expect(throws: OptionError.self) {
      try Setting<Oven>.combining(.minutes(1), .degrees(301), .minutes(2)).apply(to: &oven)
    }
    #expect(oven.steps == ["minutes"])
  }

  @Test func whatOptionsMakeTogetherIsChecked() {
    let error = #expect(throws: OptionError.self) { try Oven([.degrees(260)]) }
    #expect(error?.description == "minutes(30): at 260 degrees 10 are enough")
  }

  @Test(arguments: [-1, Int.min]) func aNegativeLimitIsRefused(_ limit: Int) {
    let expected = OptionError(option: "limit", value: "\(limit)", reason: "a limit can't be negative")
    #expect(throws: expected) { try ErrGroup(.limit(limit)) }
    #expect(throws: expected) { try ErrGroup.withContext(.background, .limit(limit)) }
    #expect(throws: expected) { try WaitGroup(.limit(limit)) }
  }

  @Test func aScopeWithABadOptionNeverBegins() async {
    let begun = Gate()
    await #expect(throws: OptionError.self) {
      try await withErrGroup(in: .background, .limit(-1)) { _ in begun.open() }
    }
    #expect(!begun.isOpen)
  }

  @Test func groupsTakeOptionsOfThirdParties() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root, .gentle) { group in
        for _ in 0..<3 { await group.go { _ in } }
      }
    }
    try report.value
    #expect(report.events.lines.first == "0 gentle group.opened errgroup under=- limit(2)")
    #expect(report.events.lines.contains("0 gentle/2 task.queued"))
  }

  @Test(arguments: [0, -5]) func aSimulationNeedsAJob(_ jobs: Int) {
    let error = #expect(throws: OptionError.self) { try Simulation(.maximumJobs(jobs)) }
    #expect(error?.description == "maximumJobs(\(jobs)): a run needs at least one job")
  }

  @Test func simulationsTakeOptions() throws {
    let recorder = Recorder()
    let simulation = try Simulation(.titled("once"), .seed(1), .titled("demo"), .recorder(recorder), .seed(2))
    let report = simulation.run { _ in }
    #expect(report.events == recorder.events)
    let expected = Event.RunStart(clock: .virtual, seed: 2, scenario: "demo")
    #expect(report.events.first?.kind == .runStarted(expected))
  }
}
