import CascadeSimulation
import Testing

@testable import Cascade

/// A configuration of somebody else's.
private struct Oven: OptionConfiguration {
  var degrees = 180
  var minutes = 30
  var steps: [String] = []

  func validate() throws(OptionError) {
    if degrees > 250, minutes > 10 {
      throw OptionError(option: "minutes", value: "\(minutes)", reason: "at \(degrees) degrees 10 are enough")
    }
  }
}

extension FunctionalOption where Root == Oven {
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

/// One with choices of its own.
private struct Kiln: OptionConfiguration {
  enum Choice: Sendable {
    case degrees(Int)
    case glaze(String)
  }

  var degrees = 900
  var glaze = ""

  mutating func apply(_ choice: consuming Choice) throws(OptionError) {
    switch consume choice {
    case .degrees(let degrees):
      guard degrees <= 1_300 else {
        throw OptionError(option: "degrees", value: "\(degrees)", reason: "clay melts")
      }
      self.degrees = degrees
    case .glaze(let glaze): self.glaze = glaze
    }
  }
}

/// One whose choices are those of a group.
private struct Wrapper: OptionConfiguration {
  var group = ErrGroup.Configuration()

  mutating func apply(_ choice: consuming ErrGroup.Configuration.Choice) throws(OptionError) {
    try group.apply(choice)
  }
}

extension FunctionalOption where Root == ErrGroup.Configuration {
  /// An option that a third party adds over what is there.
  fileprivate static var gentle: Self { .combining(.limit(2), .named("gentle")) }
}

@Suite struct FunctionalOptionTests {
  @Test func choicesOfOtherConfigurationsAreOptions() throws {
    typealias Option = FunctionalOption<Kiln>
    let both = Option.combining(
      Option(choosing: .degrees(1_000)),
      .combining(Option(choosing: .glaze("blue")), Option("hot") { $0.degrees += 50 }))
    let kiln = try Kiln([both])
    #expect(kiln.degrees == 1_050 && kiln.glaze == "blue")
    #expect(both.description == "degrees(1000), glaze(\"blue\"), hot")
    let error = #expect(throws: OptionError.self) { try Kiln([Option(choosing: .degrees(2_000))]) }
    #expect(error?.description == "degrees(2000): clay melts")
    let wrapper = try Wrapper([.init(choosing: .limit(3)), .combining(.init(choosing: .named("w")))])
    #expect(wrapper.group.limit == 3 && wrapper.group.name == "w")
  }

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
    #expect("\(FunctionalOption<Oven>.pizza)" == "degrees(250), minutes(8)")
    let nested = FunctionalOption<Oven>.combining([.pizza, .minutes(9)])
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
      try FunctionalOption<Oven>.combining(.minutes(1), .degrees(301), .minutes(2)).apply(to: &oven)
    }
    #expect(oven.steps == ["minutes"])
  }

  @Test func whatOptionsMakeTogetherIsChecked() {
    let error = #expect(throws: OptionError.self) { try Oven([.degrees(260)]) }
    #expect(error?.description == "minutes(30): at 260 degrees 10 are enough")
  }

  @Test(arguments: [-1, Int.min]) func aNegativeLimitIsRefused(_ limit: Int) {
    let expected = OptionError(option: "limit", value: "\(limit)", reason: "a limit can't be negative")
    #expect(throws: expected) { try ErrGroup(.limit(limit), .policy(.keepFirst)) }
    #expect(throws: expected) { try ErrGroup.withContext(.background, .limit(limit)) }
    #expect(throws: expected) { try WaitGroup(.limit(limit)) }
  }

  /// What each kind of group makes of an option: it takes it, or throws an error that names it.
  enum Kind: CaseIterable {
    case scope, handle, zero, wait

    func make(_ options: [ErrGroup.Option]) async throws {
      switch self {
      case .scope: try await withErrGroup(in: .background, options) { _ in }
      case .handle: try await ErrGroup.withContext(.background, options).group.wait()
      case .zero: try await ErrGroup([.policy(.keepFirst)] + options).wait()
      case .wait: try await WaitGroup(options).wait()
      }
    }
  }

  private static let refusals: [(option: ErrGroup.Option, by: [Kind], text: String)] = [
    (.named("x"), [], ""),
    (.limit(0), [], ""),
    (.limit(-1), Kind.allCases, "limit(-1): a limit can't be negative"),
    (.queued(.skipAfterFailure), [], ""),
    (.policy(.failFast), [.wait], "policy(errgroup): has its own"),
    (.policy(.supervised), [.wait], "policy(supervised): has its own"),
    (.combining(.named("x"), .policy(.supervised)), [.wait], "policy(supervised): has its own"),
    (FunctionalOption("mine") { $0.policy = .collectAll }, [.wait], "policy(collect-all): has its own"),
    (.ignoringLoneCancellations, [.wait], "ignoringLoneCancellations: overlooks every failure anyway"),
  ]

  @Test(arguments: Kind.allCases, refusals.indices)
  func noOptionIsSilentlyIgnored(_ kind: Kind, _ row: Int) async throws {
    let (option, refusers, text) = Self.refusals[row]
    guard refusers.contains(kind) else { return try await kind.make([option]) }
    let error = await #expect(throws: OptionError.self) { try await kind.make([option]) }
    let said = "\(try #require(error))"
    for part in text.split(separator: ": ") { #expect(said.contains(part)) }
  }

  /// An option says what it is when it is asked, and not before.
  @Test func optionsAreDescribedOnlyWhenAskedFor() throws {
    let spelled = Locked(0)
    @Sendable func word() -> String {
      spelled.withLock { $0 += 1 }
      return "word"
    }
    let option = ErrGroup.Option("mine(\(word()))") { $0.limit = 3 }
    let options: [ErrGroup.Option] = [.combining(option, .limit(2)), .named("g")]
    #expect(try ErrGroup.Configuration(options).limit == 2)
    _ = try ErrGroup.withContext(.background, options)
    #expect(spelled.withLock { $0 } == 0)
    #expect("\(options)" == "[mine(word), limit(2), named(g)]")
    #expect(spelled.withLock { $0 } == 1)
    let events = try simulate { root in try await withErrGroup(in: root, options) { _ in } }.events
    #expect(events.lines.first == "0 g group.opened errgroup under=- mine(word) limit(2)")
    #expect(spelled.withLock { $0 } == 2)
  }

  private enum Spelled {
    static let rows: [(ErrGroup.Option, String)] = [
      (.named("a"), "named(a)"), (.limit(-3), "limit(-3)"), (.policy(.firstSuccess), "policy(first-success)"),
      (.queued(.startWithoutSpawner), "queued(startWithoutSpawner)"),
      (.ignoringLoneCancellations, "ignoringLoneCancellations"), (.combining(), ""),
      (.combining(.limit(1), .combining(.named("b"), .gentle)), "limit(1), named(b), limit(2), named(gentle)"),
    ]
  }

  @Test(arguments: Spelled.rows.indices) func optionsReadAsTheyAreWritten(_ row: Int) {
    #expect("\(Spelled.rows[row].0)" == Spelled.rows[row].1)
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
    let recorder = EventRecorder()
    let simulation = try Simulation(.titled("once"), .seed(1), .titled("demo"), .recorder(recorder), .seed(2))
    let report = simulation.run { _ in }
    #expect(report.events == recorder.events)
    let expected = Event.RunStart(clock: .virtual, seed: 2, scenario: "demo")
    #expect(report.events.first?.kind == .runStarted(expected))
  }
}
