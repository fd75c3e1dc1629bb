import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import Testing

/// What the options of groups do when they are played, told as small files that claim how they end.
@Suite struct OptionStoryTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let scenario = try Scenario.read(story.text, file: "story")
    let check = try ScenarioCheck(scenario, otherSeeds: 3)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
    #expect(try ScenarioRun(scenario).events == ScenarioRun(scenario).events)
  }

  @Test func `says in plain text what is asked, and what is told when the grace is over`() throws {
    let text = stories.first { $0.testDescription == "a task that works on is told when the grace is over" }
    let scenario = try Scenario.read(#require(text).text, file: "story")
    let recording = Recording(try ScenarioRun(scenario).events)
    let lines = PlainText.lines(of: recording).map(\.description)
    #expect(
      lines.filter { $0.hasPrefix("0.1") || $0.hasPrefix("0.2") } == [
        "0.100 s  a hand shuts group root down.",
        "0.100 s  the tasks of group root are asked to finish.",
        "0.100 s  quick is done.",
        "0.200 s  group root is shut down: its grace ran out. Told: slow.",
        "0.200 s  slow is out at the instant at which it was told. First error: group root keeps it.",
        #"0.200 s  group root is closed: wait returned "context canceled"."#,
        "0.200 s  the run is over.",
      ])
    #expect(
      recording.narration(at: recording.cursor(at: Context.Instant(nanoseconds: 150_000_000))).text
        == "A hand shut group root down at 0.100 s: its tasks were asked to finish. 2 running tasks were asked, "
        + "nobody was told. quick has finished, slow is still at work.")
    #expect(recording.foundBeats.map(\.kind) == [.start, .cause, .cause, .walk, .out, .close])
  }
}

private let stories = [
  Sample(
    "work that was dropped",
    """
    title: T
    group: { limit: 1, queued: skip-after-failure, tasks: { a: "--^ boom", b: "--|", c: { line: "|", delay: 1s } } }
    expect: { wait: boom, tasks: { b: skipped, c: { outcome: skipped, told: none, out: none } } }
    """),
  Sample(
    "work that starts without its spawner",
    """
    title: T
    group:
      limit: 1
      queued: start-without-spawner
      tasks: { a: "--;==^ boom", b: "=|", c: { line: "=|", delay: 10ms } }
      after-wait: [log: out]
    expect: { wait: boom, tasks: { b: { outcome: completed, out: 250ms }, c: { outcome: completed, out: 300ms } } }
    """),
  Sample(
    "a timeout of its own isn't being cancelled alone",
    """
    title: T
    group: { ignore-lone-cancellations: true, tasks: { a: { line: "---|", timeout: 50ms }, b: "---|" } }
    expect: { wait: context deadline exceeded, tasks: { a: { outcome: cancelled, told: none }, b: cancelled } }
    """),
  Sample(
    "every task finishes when asked",
    """
    title: T
    group:
      shutdown: { at: 75ms, grace: 1s }
      tasks:
        a: { line: "---|", on-shutdown: finish }
        b: { line: "--^ too late", retry: { attempts: 3, delay: 100ms }, on-shutdown: finish }
        c: { steps: [busy: 100ms, log: next, work: 1s], on-shutdown: finish }
        d: { group: { tasks: { e: { line: "---|", on-shutdown: finish }, f: "----|" } } }
    expect:
      wait: none
      tasks:
        a: { outcome: completed, told: none, out: 75ms }
        b: { outcome: completed, told: none, out: 75ms }
        c: { outcome: completed, told: none, out: 100ms }
        d/e: { outcome: completed, out: 75ms }
        d/f: { outcome: completed, out: 200ms }
    """),
  Sample(
    "a task that works on is told when the grace is over",
    """
    title: T
    group:
      shutdown: { at: 100ms, grace: 100ms }
      tasks: { quick: { line: "--------|", on-shutdown: finish }, slow: "--------|" }
    expect:
      wait: context canceled
      cause: context canceled
      tasks: { quick: { outcome: completed, told: none, out: 100ms }, slow: { outcome: cancelled, told: 200ms } }
    """),
  Sample(
    "a failure comes before the shutdown",
    """
    title: T
    group:
      shutdown: { at: 100ms, grace: 1s }
      tasks: { a: "-^ boom", b: { line: "---|", on-shutdown: finish }, c: "===|" }
    expect:
      wait: boom
      tasks: { b: { outcome: cancelled, told: 50ms, out: 50ms }, c: { outcome: completed, out: 150ms } }
    """),
  Sample(
    "a deadline of its own ends a task that would finish when asked",
    """
    title: T
    group:
      kind: collect-all
      shutdown: { at: 100ms, grace: 1s }
      tasks: { a: { line: "---|", timeout: 50ms, on-shutdown: finish }, b: { line: "---|", on-shutdown: finish } }
    expect:
      wait: "1 task failed: root/a: context deadline exceeded"
      tasks: { a: { outcome: cancelled, out: 50ms }, b: { outcome: completed, out: 100ms } }
    """),
]
