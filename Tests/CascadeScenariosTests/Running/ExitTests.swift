import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// Steps that end the program.
@Suite struct ExitTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  /// Up to there everything is as if the task returned, event for event; and nothing comes after it.
  @Test func `changes nothing before it, and nothing comes after it`() throws {
    var exits = 0
    for seed in Effort.seeds(60) {
      var scenario = RandomScenario.make(seed: seed)
      var random = Seeded(seed)
      let task = random.below(scenario.group.tasks.count)
      let attempt = random.below(scenario.group.tasks[task].attempts.count)
      var steps = scenario.group.tasks[task].attempts[attempt]
      let place = random.below(steps.count + 1)
      steps = Array(steps.prefix(place)).filter { !$0.endsTask }
      scenario.group.tasks[task].attempts[attempt] = steps + [.finish]
      let without = try ScenarioRun(scenario)
      scenario.group.tasks[task].attempts[attempt] = steps + [.exit(Exit(status: 3))]
      let run = try ScenarioRun(scenario)
      guard run.outcome.exit != nil else {
        #expect(run.events == without.events)
        continue
      }
      exits += 1
      let before = run.events.count - 2
      #expect(Array(run.events.prefix(before)) == Array(without.events.prefix(before)), "seed \(seed)")
      #expect(run.events[before].kind == .note(.exit(status: 3, text: nil)))
      #expect(run.events[before + 1].kind == .runEnded(.exited))
      let state = Recording(run.events).latestState
      for row in state.tasks where row.isBorn {
        #expect(row.taskState?.isInside == false, "seed \(seed): \(row.id)")
        #expect((row.taskState == .cutOff || row.taskState == .exited) == (row.startedAt != nil && row.outAt == nil))
      }
    }
    #expect(exits > 20)
  }

  @Test func `is told in sentences`() throws {
    let recording = Recording(try Self.run.events)
    #expect(
      recording.narration(at: recording.cursor(at: recording.count)).sentences == [
        "config ended the program at 0.100 s: log.Fatal(\"no config\").",
        "deaf and apart never got out; 1 of them had been told.",
        "fails returned \"no\" at 0.060 s.", "It is the first error: root keeps it and cancels its context.",
        "2 running tasks were told.",
      ])
    #expect(recording.beats.map(\.kind) == [.start, .cause, .walk, .cause])
    #expect(recording.sentence(for: recording.beats[3]).hasPrefix("config ended the program"))
    #expect(recording.message(ofEvent: recording.count - 2).short == "config ends the program")
  }

  @Test func `says of each task how it stood`() throws {
    let recording = Recording(try Self.run.events)
    let end = recording.cursor(at: recording.count)
    let index = CascadeIndex(recording)
    func words(_ id: String) throws -> [String] {
      let row = try #require(recording.latestState.row(id))
      return LaneWords(row, timeline: recording.timeline(of: row, at: end, index: index), now: end.t).words.map(\.text)
    }
    #expect(try words("root/config") == ["EXIT 1", "no config"])
    #expect(try words("root/deaf") == ["CUT OFF", "told"])
    #expect(try words("root/apart") == ["CUT OFF", "never told"])
    #expect(try words("root") == ["never returned"])
    let page = DetailPage(row: try #require(recording.latestState.row("root/deaf")), now: end.t)
    #expect(page.lines.contains { $0.label == "exit" && $0.text == "by config at 0.100 s, before it was out" })
  }

  /// What was done until then comes to nothing, and what was planned isn't done.
  @Test func `makes all work sunk`() throws {
    let run = try ScenarioRun(
      Scenario.read(
        """
        title: T
        group:
          tasks:
            a: { steps: [work: 100ms, exit] }
            b: { steps: [work: 1s] }
            c: { steps: [work: 20ms] }
        """, file: "story"))
    let recording = Recording(run.events)
    let waste = try #require(recording.waste(at: recording.cursor(at: recording.count)))
    #expect(waste.total.sunk == .milliseconds(200))
    #expect(waste.total.discarded == .milliseconds(20))
    #expect(waste.total.saved == .milliseconds(900))
    #expect(waste.total.wasted == .zero)
    #expect(waste.usable == 0)
  }

  @Test func `is part of what an intervention comes to`() throws {
    let branch = try Branch(
      "group: { kind: waitgroup, tasks: { a: { steps: [work: 100ms, exit: 2] }, b: { steps: [work: 1s] } } }")
    let base = Recording(try ScenarioRun(branch.scenario).events)
    let run = try branch.run(at: .milliseconds(50), on: "root/a", .fail("enough"))
    #expect(run.outcome.exit == nil)
    #expect(run.outcome.returned == .seconds(1))
    let said = Consequences(of: Recording(run.events), comparedWith: base).sentences
    #expect(said.contains("The program no longer ends early."))
    let back = Consequences(of: base, comparedWith: Recording(run.events)).sentences
    #expect(back.contains("a ends the program at 0.100 s: os.Exit(2)."))
  }

  @Test(.timeLimit(.minutes(15))) func `ends a live run`() async throws {
    let scenario = try Scenario.read(
      "title: T\ngroup: { tasks: { a: { steps: [exit: 3] }, b: { steps: [until: told] } } }", file: "story")
    let run = LiveRun(scenario)
    #expect(await run.outcome.exit == 3)
    #expect(run.recorder.events.last?.kind == .runEnded(.exited))
    #expect(run.recorder.dropped == 0)
  }

  private static var run: ScenarioRun {
    get throws {
      try ScenarioRun(
        Scenario.read(
          """
          title: T
          group:
            tasks:
              config: { steps: [busy: 100ms, exit: no config], context: parent }
              fails: { steps: [work: 60ms, fail: no] }
              deaf: { steps: [busy: 1s] }
              apart: { steps: [work: 1s], detached: true }
          """, file: "story"))
    }
  }
}

private let stories = [
  Sample(
    "a fatal log ends the others, which are never told",
    """
    title: T
    group:
      tasks:
        config: { steps: [work: 100ms, exit: no config] }
        server: { steps: [work: 1s], cleanup: 50ms }
        quick: { steps: [work: 20ms] }
        late: { steps: [work: 20ms], delay: 1s }
      defer: [log: never]
    expect:
      exit: 1
      returns: none
      tasks:
        config: { outcome: exited, told: none, out: none }
        server: { outcome: cut_off, told: none, out: none }
        quick: { outcome: completed, out: 20ms }
    """),
  Sample(
    "one that is told first, and cleans up too long",
    """
    title: T
    group:
      cancel-at: 50ms
      tasks:
        watchdog: { steps: [until: told, busy: 100ms, exit: took too long] }
        server: { steps: [work: 1s], cleanup: 500ms }
        inner: { group: { tasks: { quick: { steps: [work: 1s] } } } }
    expect:
      exit: 1
      tasks:
        watchdog: { outcome: exited, told: 50ms }
        server: { outcome: cut_off, told: 50ms, out: none }
        inner/quick: { outcome: cancelled, out: 50ms }
    """),
  Sample(
    "the caller after its wait, in a repeat, and one that never comes so far",
    """
    title: T
    group:
      kind: waitgroup
      tasks:
        inner: { group: { tasks: { a: { steps: [work: 30ms] } }, after-wait: [work: 10ms, exit: 0] } }
        again: { steps: [repeat: { every: 50ms, steps: [exit: 4] }] }
        never: { steps: [repeat: { every: 60ms, steps: [exit: 5] }] }
    expect: { exit: 0, tasks: { inner: exited, inner/a: completed, again: cut_off, never: cut_off } }
    """),
]
