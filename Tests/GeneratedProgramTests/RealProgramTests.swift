import CascadeCode
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import Testing

/// Public programs as scenarios (`Tests/RealPrograms`): each does what it claims, and its Go program does the same.
@Suite struct RealProgramTests {
  static let stories = RealProgram.all.map { Story(name: $0.name, source: $0.source) }

  @Test func `are there`() {
    #expect(Self.stories.count > 20)
  }

  @Test(arguments: stories)
  func `do what they claim`(story: Story) throws {
    let check = try ScenarioCheck(story.scenario())
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  /// As `GoProgramTests` does it.
  @Test(.enabled(if: GoToolchain.found != nil, "needs go 1.25 or newer, and golang.org/x/sync on this machine"))
  func `do in Go what they do here`() throws {
    let toolchain = try #require(GoToolchain.found)
    var programs: [String: String] = [:]
    for story in Self.stories {
      guard let listing = try? Program.listing(story.scenario(), named: story.name, in: .go) else { continue }
      programs["p" + story.name] = listing.text
    }
    let workshop = try Workshop(toolchain, programs: programs)
    #expect(try #require(Shell.run([toolchain.gofmt, "-l", "."], in: workshop.folder)).output == "")
    try workshop.addTests()
    let printed = try workshop.run()
    for story in Self.stories where programs["p" + story.name] != nil {
      let scenario = try story.scenario()
      // Older versions of golang.org/x/sync give no cause.
      guard toolchain.hasCauses || !scenario.group.returnsCauses,
        try LeftOut.isOver(ScenarioRun(scenario).outcome)
      else { continue }
      let lines = Set(printed["p" + story.name] ?? [])
      // What chance decides in Go the seed decides here.
      let seeds = try ScenarioCheck(scenario).otherwise.isEmpty ? [scenario.seed] : Array(0..<60)
      let wanted = try seeds.map { seed in
        try Set(
          GoProgramTests.expected(scenario, seed: seed).filter { toolchain.hasCauses || !$0.hasPrefix("cause: ") })
      }
      #expect(wanted.contains { $0.isSubset(of: lines) }, "\(story.name): \(lines.sorted())")
      let extra = try GoProgramTests.tooMany(lines, wanted: wanted.flatMap(\.self), in: scenario)
      #expect(extra == [], "\(story.name)")
    }
  }
}

extension GroupPlan {
  /// Whether a task returns the cause of its context.
  fileprivate var returnsCauses: Bool {
    allTasks.contains { $0.onCancel == .cause && $0.timeout == nil }
  }
}
