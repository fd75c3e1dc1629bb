import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

/// Groups that are made with another option.
@Suite struct OptionChangeTests {
  private static let story = """
    group:
      limit: 2
      tasks:
        a: "--^ boom"
        b: "----|"
        c: "----|"
        outer: { group: { tasks: { in-1: "----^ inner", in-2: "--------|" } } }
    """

  private func run(_ group: String, _ option: GroupSetting) throws -> ScenarioRun {
    try Branch(Self.story).run([.option(OptionChange(group, option))])
  }

  @Test func `another limit`() throws {
    #expect(try run("root", .limit(nil)).end(of: "c") == "cancelled 100ms context canceled")
    #expect(try run("root", .limit(1)).end(of: "b") == "cancelled 100ms context canceled")
    let opened = try run("root", .limit(3)).events.compactMap { event -> [Event.GroupOption]? in
      if case .groupOpened(let opened) = event.kind, event.id == "root" { opened.options } else { nil }
    }
    #expect(opened == [[.limit(3)]])
  }

  @Test func `another kind`() throws {
    let run = try run("root", .kind(.collectAll))
    #expect(run.end(of: "b") == "completed 200ms")
    #expect(run.end(of: "c") == "completed 300ms")
  }

  @Test func `another time-out`() throws {
    let run = try run("root", .timeout(.milliseconds(60)))
    #expect(run.end(of: "a") == "cancelled 60ms context deadline exceeded")
    #expect(try self.run("root", .timeout(nil)).events == ScenarioRun(Branch(Self.story).scenario).events)
  }

  @Test func `an option of a nested group`() throws {
    let run = try Branch(Self.story).run([
      .option(OptionChange("root", .kind(.waitgroup))),
      .option(OptionChange("root/outer/group", .kind(.waitgroup))),
    ])
    #expect(run.end(of: "outer/in-2") == "completed 600ms")
  }

  @Test func `one of Swift's own groups, and interventions on its tasks`() throws {
    let branch = try Branch("group: { tasks: { a: \"----^ boom\", b: \"--------|\" } }")
    let swift = Variation.Change.option(OptionChange("root", .kind(.swiftDiscarding)))
    #expect(try branch.run([swift]).end(of: "b") == "cancelled 200ms CancellationError()")
    let cursor = Cursor(position: 0, t: .zero.advanced(by: .milliseconds(50)))
    func intervene(_ target: String, _ action: Intervention.Action) -> [Variation.Change] {
      [swift, .intervention(Intervention(at: cursor, on: target, action))]
    }
    #expect(try branch.run(intervene("root/a", .fail("early"))).wait == "early")
    #expect(try branch.run(intervene("root/a", .finish)).end(of: "b") == "completed 400ms")
    #expect(
      try branch.refusal(intervene("root/a", .cancel))
        == "a is a task of a swift-discarding group, which gives it no context")
    #expect(
      try branch.refusal(intervene("root", .cancel))
        == "root is a swift-discarding group and has no context; change one of its tasks")
    #expect(
      try branch.refusal([swift, .option(OptionChange("root", .limit(2)))])
        == "root is a swift-discarding group, which has no limit")
  }

  @Test func `another seed`() throws {
    let run = try Branch(Self.story).run([.seed(99)])
    guard case .runStarted(let start)? = run.events.first?.kind else {
      Issue.record("the run has no beginning")
      return
    }
    #expect(start.seed == 99)
  }

  @Test func `another option and then an intervention`() throws {
    let branch = try Branch(Self.story)
    let limit = Variation([.option(OptionChange("root", .limit(nil)))])
    let cursor = Recording(try ScenarioRun(branch.scenario, variation: limit).events).cursor(
      at: .zero.advanced(by: .milliseconds(50)))
    let run = try ScenarioRun(
      branch.scenario, variation: limit.adding(.intervention(Intervention(at: cursor, on: "root/c", .fail("now")))))
    #expect(run.end(of: "c") == "failed 50ms now")
    #expect(!run.isAsWritten)
  }

  @Test(
    arguments: [
      ("root", .limit(-1), "a limit must be 0 or more"),
      ("root", .limit(0), "root can't have limit 0: \"a\" would wait for a slot forever"),
      ("root", .timeout(.seconds(-1)), "a timeout can't be negative"),
      ("root", .kind(.swiftDiscarding), "root can't be a swift-discarding group, which has no limit"),
      ("root/a", .limit(2), "a isn't a group: only groups have options"),
      ("rot", .limit(2), "there is no task, group or context \"rot\" (did you mean root?)"),
    ] as [(String, GroupSetting, String)])
  func `refuses what can't be`(group: String, option: GroupSetting, words: String) throws {
    #expect(try Branch(Self.story).refusal([.option(OptionChange(group, option))]) == words)
  }
}
