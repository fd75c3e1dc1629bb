import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import Testing

/// Stories about contexts alone: what their steps do, and how they are told.
@Suite struct ContextStoryTests {
  private static let down = """
    title: Down, never up
    contexts:
      - with-cancel: request
      - with-value: user
        of: request
        key: name
        value: alice
      - with-timeout: query
        of: user
        timeout: 2s
      - after: close-rows
        of: query
      - without-cancel: audit
        of: query
      - check: query
      - cancel: query
        cause: enough
        at: 100ms
      - check: request
      - cancel: request
        cause: client gone
        at: 300ms
      - with-cancel: late
        of: user
      - check
    beats:
      - { at: query told, say: The query alone. }
      - { at: close-rows starts, say: It closes its rows. }
      - { at: user told, say: What is made for a value ends with its parent. }
    expect:
      contexts:
        request: { error: context canceled, cause: client gone, told: 300ms }
        user: { cause: client gone, told: 300ms }
        query: { error: context canceled, cause: enough, told: 100ms }
        audit: none
        late: { cause: client gone, told: 300ms }
      after: { close-rows: { state: fired, fired: 100ms } }
    """

  @Test(arguments: [
    Sample("down, never up", down),
    Sample(
      "the earlier deadline wins, and the run goes on until it has passed",
      """
      title: T
      contexts:
        - with-timeout: outer
          timeout: 100ms
          cause: outer is slow
        - with-deadline: inner
          of: outer
          deadline: 1s
          cause: never used
        - with-deadline: past
          deadline: 0ms
      expect:
        contexts:
          outer: { error: context deadline exceeded, cause: outer is slow, told: 100ms }
          inner: { error: context deadline exceeded, cause: outer is slow, told: 100ms }
          past: { error: context deadline exceeded, cause: context deadline exceeded, told: 0ms }
      """),
    Sample(
      "the first cause wins",
      """
      title: T
      contexts:
        - background: main
        - with-cancel: a
          of: main
        - { cancel: a, cause: one }
        - { cancel: a, cause: two, at: 1s }
      expect: { contexts: { a: { cause: one, told: 0ms }, main: { error: none, told: none } } }
      """),
    Sample(
      "an after-function that is stopped, and one that waits",
      """
      title: T
      contexts:
        - with-cancel: a
        - { after: flush, of: a }
        - { after: close, of: a }
        - { stop: flush, at: 10ms }
      expect: { contexts: { a: none }, after: { flush: stopped, close: { state: waiting, fired: none } } }
      """),
  ])
  func `ends as it says`(story: Sample) throws {
    let scenario = try Scenario.read(story.text, file: "story")
    let check = try ScenarioCheck(scenario, otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.otherwise == [])
    #expect(check.claims > 0)
    #expect(try ScenarioRun(scenario).events == ScenarioRun(scenario).events)
  }

  @Test func `says what isn't so`() throws {
    let text = Self.down.replacing("user: { cause: client gone", with: "user: { cause: enough").replacing(
      "state: fired, fired: 100ms", with: "state: stopped, fired: none")
    let check = try ScenarioCheck(Scenario.read(text, file: "story"), otherSeeds: 0)
    #expect(
      check.mismatches.map(\.message) == [
        "user has the cause \"client gone\"; expected \"enough\"", "close-rows is fired; expected stopped",
        "close-rows starts at 0.100 s; expected never",
      ])
  }

  @Test func `is told in plain text`() throws {
    let recording = Recording(try ScenarioRun(Scenario.read(Self.down, file: "story")).events)
    #expect(
      PlainText.lines(of: recording).dropFirst().map(\.description) == [
        "0.000 s  request is derived with WithCancel.", "0.000 s  user is derived from request: name = \"alice\".",
        "0.000 s  query is derived from user, with a deadline at 2.000 s.",
        "0.000 s  AfterFunc close-rows is registered on query.",
        "0.000 s  audit is derived from query with WithoutCancel.", "0.000 s  query reports \"active, name = alice\".",
        "0.100 s  query is cancelled. Cause: \"enough\".", "0.100 s  query is done: AfterFunc close-rows starts.",
        "0.100 s  request reports \"active\".", "0.300 s  request is cancelled. Cause: \"client gone\".",
        "0.300 s  late is derived from user with WithCancel.", "0.300 s  late is told: request was cancelled.",
        "0.300 s  request reports \"context canceled, cause: client gone\".",
        "0.300 s  user reports \"context canceled, cause: client gone, name = alice\".",
        "0.300 s  query reports \"context canceled, cause: enough, name = alice\".",
        "0.300 s  audit reports \"active, name = alice\".",
        "0.300 s  late reports \"context canceled, cause: client gone, name = alice\".", "0.300 s  the run is over.",
      ])
    #expect(
      recording.narration(at: recording.end).sentences == [
        "The run is over.", "query was cancelled at 0.100 s.", "The cause is \"enough\".",
        "request was cancelled at 0.300 s.", "The cause is \"client gone\".",
        "late was derived later, from a context that was done.", "audit was never cancelled.",
      ])
  }

  @Test func `shows a value's context as its parent is`() throws {
    let recording = Recording(try ScenarioRun(Scenario.read(Self.down, file: "story")).events)
    let rows = recording.latestState.rows.map { "\($0.depth) \($0.name) \($0.state.word)" }
    #expect(
      rows == [
        "0 request cancelled", "1 user cancelled", "2 query cancelled", "3 close-rows started", "3 audit still active",
        "2 late cancelled",
      ])
  }
}
