import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import Testing

/// Swift's own groups, really run: the same tasks under each kind.
@Suite struct SwiftGroupStoryTests {
  @Test(arguments: [
    Sample(
      "waitForAll lets all tasks run to the end, and throws the first error",
      """
      title: T
      group: { kind: swift-waitforall, tasks: { a: "------|", b: "--^ boom", c: "---^ bang" } }
      expect:
        wait: boom
        cause: none
        tasks: { a: { outcome: completed, told: none, out: 300ms }, b: failed, c: { outcome: failed, out: 150ms } }
      """),
    Sample(
      "for try await leaves with the first error, and the rest is cancelled",
      """
      title: T
      group: { kind: swift-foreach, tasks: { a: "------|", b: "--^ boom", c: { line: "------|", cleanup: 30ms } } }
      expect:
        wait: boom
        tasks:
          a: { outcome: cancelled, told: 100ms, out: 100ms, error: CancellationError() }
          c: { outcome: cancelled, told: 100ms, out: 130ms }
      """),
    Sample(
      "for try await hears nothing while the body still adds tasks",
      """
      title: T
      group: { kind: swift-foreach, tasks: { a: "------|", b: "-^ boom", c: "....---|" } }
      expect: { wait: boom, tasks: { a: { told: 200ms }, b: { out: 50ms }, c: { told: 200ms, out: 200ms } } }
      """),
    Sample(
      "a discarding group cancels the rest at once, and late tasks start cancelled",
      """
      title: T
      group: { kind: swift-discarding, tasks: { a: "------|", b: "-^ boom", c: "....---|", d: ".....=|" } }
      expect:
        wait: boom
        tasks:
          a: { outcome: cancelled, told: 50ms, out: 50ms }
          c: { outcome: cancelled, told: 200ms, out: 200ms }
          d: { outcome: completed, told: 250ms, out: 300ms, error: none }
      """),
    Sample(
      "the Swift task around it is cancelled",
      """
      title: T
      group: { kind: swift-waitforall, cancel-at: 75ms, tasks: { a: "---|", b: { line: "---|", on-cancel: ok } } }
      expect: { wait: CancellationError(), tasks: { a: { outcome: cancelled, told: 75ms, out: 75ms }, b: { error: none } } }
      """),
    Sample(
      "inside an errgroup it is told as any task's code is",
      """
      title: T
      group:
        tasks:
          a: "--^ boom"
          b: { group: { kind: swift-discarding, tasks: { c: "----|", d: "====|" } } }
      expect:
        wait: boom
        tasks:
          b: { outcome: propagated, told: 100ms, out: 200ms }
          b/c: { outcome: cancelled, told: 100ms, out: 100ms }
          b/d: { outcome: completed, told: 100ms, out: 200ms }
      """),
  ])
  func `ends as it says`(story: Sample) throws {
    let scenario = try Scenario.read(story.text, file: "story")
    let check = try ScenarioCheck(scenario, otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
    #expect(try ScenarioRun(scenario).events == ScenarioRun(scenario).events)
  }

  @Test func `tells children first and the group last, as the runtime does`() throws {
    let scenario = try Scenario.read(
      "title: T\ngroup: { kind: swift-waitforall, cancel-at: 75ms, tasks: { a: '---|', b: '---|' } }", file: "f")
    let told = try ScenarioRun(scenario).events.compactMap { event -> String? in
      switch event.kind {
      case .taskTold(let told), .contextTold(let told): "\(event.id) \(told.reason.rawValue) \(told.error)"
      default: nil
      }
    }
    #expect(
      told == [
        "root/a taskCancelled CancellationError()", "root/b taskCancelled CancellationError()",
        "root taskCancelled CancellationError()",
      ])
  }

  @Test func `keeps the error that the group throws`() throws {
    for kind in ["swift-waitforall", "swift-foreach", "swift-discarding"] {
      let scenario = try Scenario.read(
        "title: T\ngroup: { kind: \(kind), tasks: { a: '----^ late', b: '--^ boom', c: '--=^ bang' } }", file: "f")
      let events = try ScenarioRun(scenario).events
      let kept = events.compactMap { event -> String? in
        if case .groupFailureKept(let task, let error) = event.kind { "\(task) \(error)" } else { nil }
      }
      #expect(kept == ["root/b boom"], "\(kind)")
      #expect(events.contains { if case .groupClosed(let error?) = $0.kind { error.text == "boom" } else { false } })
      #expect(Recording(events).latestState.row("root/b")?.taskState == .failedFirst)
    }
  }

  /// However late a busy pool lets b fail, a is still at work.
  @Test func `runs live, too`() async throws {
    let scenario = try Scenario.read(
      "title: T\ngroup: { kind: swift-discarding, tasks: { a: { steps: [{ work: 600s }] }, b: '-^ boom' } }", file: "f")
    let outcome = await LiveRun(scenario).outcome
    #expect(outcome.wait == .returned(error: "boom"))
    #expect(outcome.tasks["a"]?.outcome == .cancelled)
  }

  @Test func `is told in plain text`() throws {
    let scenario = try Scenario.read(
      "title: T\ngroup: { kind: swift-discarding, tasks: { a: '----|', b: '--^ boom' } }", file: "f")
    let lines = PlainText.lines(of: Recording(try ScenarioRun(scenario).events)).map(\.description)
    #expect(
      lines.filter { $0.hasPrefix("0.1") } == [
        "0.100 s  b FAILS: \"boom\". Whether root throws it is known when all are out.",
        "0.100 s  a is told: b failed.", "0.100 s  a is out as soon as it is told.",
        "0.100 s  root throws \"boom\", the error of b.", "0.100 s  Wait returns \"boom\".",
        "0.100 s  the run is over.",
      ])
  }
}
