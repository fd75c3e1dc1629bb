import Cascade
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// What each key does when it is played, told as small files that claim how they end.
@Suite struct StoryTests {
  @Test(arguments: storyTable)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 3)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  /// How a task went is the same in the events, which the screen shows, and for the code, which expectations are held to.
  @Test(arguments: storyTable) func `events say how it ends, too`(story: Sample) throws {
    try checkOutcomes(try ScenarioRun(Scenario.read(story.text, file: "story")))
  }

  @Test(arguments: Effort.rounds(30)) func `events say it of any scenario`(round: Int) throws {
    try checkOutcomes(try ScenarioRun(RandomScenario.make(seed: UInt64(77_000 + round))))
  }

  private func checkOutcomes(_ run: ScenarioRun) throws {
    for event in run.events {
      guard case .taskOut(let out) = event.kind else { continue }
      let expected: Event.TaskOut.Outcome? =
        switch run.ledger.tasks[event.id]?.outcome {
        case .completed: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        case .propagated: .propagated
        default: nil
        }
      // An error of its own that reads as that of a group inside it is taken for that one.
      if expected == .failed, out.outcome == .propagated { continue }
      if let expected { #expect(out.outcome == expected, "\(event.id)") }
    }
  }

  @Test func `a ticker that nothing ends isn't a deadlock`() throws {
    let scenario = try Scenario.read(
      """
      title: Ticks
      channels: { events: 0 }
      group:
        tasks:
          update: { steps: [ { range: events, blocking: true, each: [ work: 250ms ] } ] }
          ticks: { steps: [ repeat: { every: 100ms, steps: [ { send: events } ] } ], closes: events, on-cancel: ok }
      """, file: "story")
    #expect { try ScenarioRun(scenario) } throws: { error in
      "\(error)".contains("repeat of root/ticks after 10000 rounds")
    }
  }

  @Test func `a task that waits for a free slot to spawn says so`() throws {
    let scenario = try Scenario.read(
      """
      title: Spawns
      tick: 100ms
      group:
        limit: 2
        tasks:
          crawl: { steps: [work: 100ms, spawn: { page: "-|" }, work: 50ms, return] }
          robots: "---|"
      """, file: "story")
    let recording = Recording(try ScenarioRun(scenario).events)
    func crawl(_ milliseconds: Int64) throws -> Row {
      let now = Context.Instant.zero.advanced(by: .milliseconds(milliseconds))
      return try #require(recording.state(at: recording.cursor(at: now)).row("root/crawl"))
    }
    #expect(try crawl(50).step?.awaited == nil)
    #expect(try crawl(200).step?.awaited == .slot(group: "root"))
    #expect(try crawl(310).step?.awaited == nil)
  }

  @Test func `works on the group's context after its wait, and is cut short at once`() throws {
    let scenario = try Scenario.read(
      """
      title: Used after wait
      group:
        tasks: { a: "-|" }
        after-wait:
          - work: 100ms
          - use: group-context
          - work: 1s
      """, file: "story")
    let end = try ScenarioRun(scenario).events.last?.t
    #expect(end == Context.Instant.zero.advanced(by: .milliseconds(150)))
  }

  @Test func `starts after-functions when the context is done, but for those that were stopped`() throws {
    let scenario = try Scenario.read(
      """
      title: After
      group:
        cancel-at: 100ms
        after: [close, { name: flush, stop-at: 50ms }]
        tasks: { a: "-----|" }
      """, file: "story")
    let group = try #require(try ScenarioRun(scenario).ledger.groups["root"])
    #expect(group.afterFunctions.map(\.name) == ["close", "flush"])
    #expect(group.afterFunctions.map(\.firedAt) == [Context.Instant.zero.advanced(by: .milliseconds(100)), nil])
    #expect(group.afterFunctions.map(\.stopResults) == [nil, [true]])
  }
}
