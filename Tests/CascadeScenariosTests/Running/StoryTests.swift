import Cascade
import CascadeScenarios
import Testing

/// What each key does when it is played, told as small files that claim how they end.
@Suite struct StoryTests {
  @Test(arguments: storyTable)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 3)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
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
