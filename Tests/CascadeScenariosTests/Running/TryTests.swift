import Cascade
import CascadeScenarios
import CascadeTrace
import TestSupport
import Testing

/// Steps whose error a task handles itself.
@Suite struct TryTests {
  /// What is tried, with when it is over and its error, told after 5 ms or not.
  enum Tried: String, CaseIterable {
    case nothing = "work: 10ms"
    case failure = "work: 10ms, fail: no"
    case deafFailure = "busy: 10ms, fail: no"
    case group = "group: { tasks: { a: { steps: [work: 10ms, fail: no] }, b: { steps: [work: 30ms] } } }"
    case deafGroup = "group: { tasks: { a: { deaf: true, steps: [work: 10ms, fail: no] } } }"
    case inner = "{ try: [work: 10ms, fail: inner], else: [fail: no] }"

    var isCutItself: Bool { [.nothing, .failure, .inner].contains(self) }

    func end(told: Bool) -> (at: Int, error: String?) {
      switch self {
      case .nothing: told ? (5, "context canceled") : (10, nil)
      case .failure, .group: told ? (5, "context canceled") : (10, "no")
      // Its own else fails, whatever it was.
      case .inner: (told ? 5 : 10, "no")
      case .deafFailure, .deafGroup: (10, "no")
      }
    }
  }

  /// What is done then, with how long it takes and what it comes to.
  enum Otherwise: String, CaseIterable {
    case nothing = ""
    case log = "log: handled"
    case busy = "busy: 20ms"
    case work = "work: 20ms"
    case failure = "busy: 20ms, fail: other"
    case end = "busy: 20ms, return"
    case again = "{ try: [work: 20ms], else: [busy: 20ms] }"

    var isCutItself: Bool { [.work, .again].contains(self) }

    enum End: Equatable {
      case goesOn
      case returns(String?)
    }

    func end(told: Bool) -> (time: Int, End) {
      switch self {
      case .nothing, .log: (0, .goesOn)
      case .busy, .again: (20, .goesOn)
      case .work: told ? (0, .returns("context canceled")) : (20, .goesOn)
      case .failure: (20, .returns("other"))
      case .end: (20, .returns(nil))
      }
    }
  }

  enum Place: String, CaseIterable { case task, inTry, inRepeat }

  @Test(arguments: Tried.allCases, Otherwise.allCases)
  func `comes to what a call in Go comes to`(tried: Tried, otherwise: Otherwise) throws {
    for place in Place.allCases where place != .inTry || otherwise != .end {
      for told in [false, true] {
        let step = "{ try: [\(tried.rawValue)], else: [\(otherwise.rawValue)] }"
        let steps =
          switch place {
          case .task: step
          case .inTry: "{ try: [\(step), fail: outer] }"
          case .inRepeat: "{ repeat: { times: 1, steps: [\(step)] } }"
          }
        let text = """
          title: T
          group:
            \(told ? "cancel-at: 5ms" : "name: g")
            tasks: { t: { on-cancel: error, steps: [\(steps), busy: 3ms] } }
          """
        var (at, error) = tried.end(told: told)
        var result: String?
        var goesOn = true
        if error != nil {
          let (time, end) = otherwise.end(told: told)
          at += time
          if case .returns(let returned) = end {
            goesOn = place == .inTry
            result = goesOn ? nil : returned
          }
        }
        if goesOn { at += 3 }
        error = result
        let run = try ScenarioRun(Scenario.read(text, file: "story"))
        let task = try #require(run.outcome.tasks[told ? "t" : "g/t"] ?? run.outcome.tasks["t"])
        let seen = run.ledger.tasks.first { $0.key.hasSuffix("/t") }?.value.returned
        #expect(task.out == .milliseconds(at), "\(text)")
        #expect(seen == error, "\(text)")
        // A task that was cut short itself was ended by that, whatever it returned then; not one whose group was.
        let isCut = told && (tried.isCutItself || otherwise.isCutItself && tried.end(told: true).error != nil)
        #expect(task.outcome == (isCut ? .cancelled : error == nil ? .completed : .failed), "\(text)")
        let row = try #require(Recording(run.events).latestState.tasks.first { $0.name == "t" })
        #expect(row.out?.outcome.rawValue == task.outcome.rawValue, "\(text)")
      }
    }
  }

  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  /// What is late is an error of its own: the task isn't told, and nobody else is either, unless that error ends the group.
  @Test(arguments: [
    ("{ work: 30ms, timeout: 20ms }", 20, "context deadline exceeded"),
    ("{ work: 20ms, timeout: 30ms }", 23, nil),
    ("{ try: [work: 30ms], timeout: 20ms }", 23, nil),
    ("{ try: [work: 30ms], timeout: 20ms, else: [fail: no leader] }", 20, "no leader"),
    ("{ try: [busy: 30ms, work: 1ms], timeout: 20ms, else: [busy: 5ms] }", 38, nil),
    ("{ try: [{ work: 30ms, timeout: 10ms }], timeout: 20ms, else: [busy: 5ms] }", 18, nil),
    ("{ try: [group: { tasks: { a: { steps: [work: 30ms] } } }], timeout: 20ms }", 23, nil),
    ("{ repeat: { times: 3, steps: [{ work: 10ms, timeout: 20ms }] } }", 33, nil),
    ("{ receive: c, timeout: 20ms }", 20, "context deadline exceeded"),
    ("{ send: c, timeout: 20ms }", 20, "context deadline exceeded"),
    ("{ load: k, call: 30ms, timeout: 20ms }", 20, "context deadline exceeded"),
  ]) func `what is late fails`(step: String, out: Int, error: String?) throws {
    let text = """
      title: T
      channels: { c: 0 }
      group:
        kind: waitgroup
        tasks: { t: { cleanup: 7ms, on-cancel: fail told, steps: [\(step), busy: 3ms] }, other: { steps: [busy: 50ms] } }
      """
    let run = try ScenarioRun(Scenario.read(text, file: "story"))
    let task = try #require(run.outcome.tasks["t"])
    #expect(task.out == .milliseconds(out))
    #expect(task.error == error)
    #expect(task.told == nil)
    let isDeadline = error == "context deadline exceeded"
    #expect(task.outcome == (isDeadline ? .cancelled : error == nil ? .completed : .failed))
    let row = try #require(Recording(run.events).latestState.tasks.first { $0.name == "t" })
    #expect(row.out?.outcome.rawValue == task.outcome.rawValue)
    #expect(row.taskState == (isDeadline ? .timedOutAlone : error == nil ? .done : .failedNotKept))
  }

  /// The end of the task's own context is what it always is, also in a step that has only so long.
  @Test(arguments: ["{ work: 30ms, timeout: 20ms }", "{ try: [work: 30ms], timeout: 20ms, else: [fail: other] }"])
  func `told in time, it is cut short`(step: String) throws {
    let text = """
      title: T
      group: { cancel-at: 10ms, tasks: { t: { cleanup: 7ms, on-cancel: fail told, steps: [\(step), busy: 3ms] } } }
      """
    let task = try #require(ScenarioRun(Scenario.read(text, file: "story")).outcome.tasks["t"])
    let isTry = step.contains("try")
    #expect(task.out == .milliseconds(isTry ? 10 : 17))
    #expect(task.error == (isTry ? "other" : "told"))
    #expect(task.outcome == .cancelled)
  }

  /// What is acquired in a try is given back as it ends, however it does.
  @Test(arguments: ["work: 10ms", "work: 10ms, fail: no", "work: 1s", "{ try: [work: 1s] }"])
  func `gives permits back`(steps: String) throws {
    let text = """
      title: T
      semaphores: { s: 2 }
      group:
        kind: waitgroup
        tasks:
          t: { timeout: 20ms, steps: [{ try: [{ acquire: s, count: 2 }, \(steps)] }, busy: 50ms] }
          asks: { delay: 1ms, steps: [acquire: s, until: t out] }
          tries: { delay: 1ms, steps: [{ try: [{ acquire: s, else: [fail: none] }, work: 1s], else: [acquire: s, release: s] }] }
      """
    let run = try ScenarioRun(Scenario.read(text, file: "t"))
    #expect(run.outcome.tasks.values.allSatisfy { $0.out != nil })
    #expect(run.outcome.tasks["asks"]?.outcome == .completed)
  }

  /// A retry tries again what was late.
  @Test func `what was late is tried again`() throws {
    let text = """
      title: T
      group: { tasks: { t: { steps: [{ work: 30ms, timeout: 20ms }], retry: { attempts: 3, delay: 5ms } } } }
      expect: { wait: context deadline exceeded, tasks: { t: { outcome: cancelled, out: 70ms, told: none } } }
      """
    #expect(try ScenarioCheck(Scenario.read(text, file: "t"), otherSeeds: 3).mismatches.map(\.message) == [])
  }

  /// An error that is handled is no event of the group: a line says it, and nothing is lost.
  @Test func `says what it handles`() throws {
    let run = try ScenarioRun(
      Scenario.read(
        "title: T\ngroup: { tasks: { t: { steps: [{ try: [work: 10ms, fail: 503], else: [log: gave up] }] } } }",
        file: "story"))
    let logs = run.events.compactMap { if case .note(.log(let text)) = $0.kind { text } else { nil } }
    #expect(logs == ["handles 503", "gave up"])
  }

  /// Who was cut short has heard it: what comes then is no deafness, and the lane says what the row says.
  @Test(arguments: [
    ("{ try: [work: 100ms], else: [busy: 10ms] }", true),
    ("{ try: [{ try: [work: 100ms] }, busy: 2ms, fail: no] }", true),
    ("{ repeat: { times: 1, steps: [{ try: [work: 100ms] }] } }", true),
    ("busy: 60ms", false), ("{ try: [busy: 60ms, fail: no], else: [busy: 10ms] }", false),
  ])
  func `is deaf only where nothing told it`(step: String, hasHeard: Bool) throws {
    let run = try ScenarioRun(
      Scenario.read(
        "title: T\ngroup: { cancel-at: 50ms, tasks: { t: { steps: [\(step), busy: 30ms] } } }", file: "story"))
    let recording = Recording(run.events)
    for t in [Int64(61), 75] {
      let cursor = recording.cursor(at: .milliseconds(t))
      let row = try #require(recording.state(at: cursor).tasks.first { $0.name == "t" })
      #expect(row.taskState == (hasHeard ? .told : .deaf), "\(step) at \(t) ms")
      let lane = recording.timeline(of: row, at: cursor, index: CascadeIndex(recording))
      #expect(lane.current == (hasHeard ? .told : .deaf), "\(step) at \(t) ms")
    }
  }

  /// What an intervention makes of a task is no error of its steps.
  @Test(arguments: [InterventionCase.fail, .finish, .panic])
  func `an intervention ends it in a try, too`(one: InterventionCase) throws {
    let branch = try Branch(
      """
      group:
        kind: waitgroup
        tasks:
          a: { steps: [{ try: [work: 100ms], else: [busy: 50ms] }, busy: 50ms] }
          b: { steps: [{ work: 100ms, timeout: 90ms }, busy: 50ms], cleanup: 10ms, on-cancel: ok }
      """)
    for task in ["a", "b"] {
      let run = try branch.run(at: .milliseconds(50), on: "root/\(task)", one.action)
      #expect(run.outcome.tasks[task]?.out == .milliseconds(50))
      #expect(run.outcome.tasks[task]?.outcome == (one == .finish ? .completed : .failed))
    }
  }

  enum InterventionCase {
    case fail, finish, panic

    var action: Intervention.Action {
      switch self {
      case .fail: .fail("enough")
      case .finish: .finish
      case .panic: .panic("enough")
      }
    }
  }
}

private let stories = [
  Sample(
    "told between two rounds, it goes on to the end of them",
    """
    title: T
    group:
      cancel-at: 150ms
      tasks: { t: { steps: [repeat: { times: 3, steps: [{ try: [work: 100ms], else: [busy: 10ms] }] }] } }
    expect: { wait: none, tasks: { t: { outcome: cancelled, told: 150ms, out: 170ms } } }
    """),
  Sample(
    "a loop without an end looks at the context itself",
    """
    title: T
    group:
      cancel-at: 200ms
      tasks:
        worker: { steps: [repeat: { steps: [{ try: [work: 100ms, { try: [work: 50ms, fail: bad] }], else: [busy: 5ms] }] }] }
    expect: { wait: context canceled, tasks: { worker: { outcome: cancelled, told: 200ms, out: 205ms } } }
    """),
  Sample(
    "no cleanup and no answer of its own before it is cut short outside",
    """
    title: T
    group:
      cancel-at: 10ms
      tasks: { t: { cleanup: 20ms, on-cancel: fail late, steps: [{ try: [work: 100ms] }, busy: 5ms, work: 100ms] } }
    expect: { wait: late, tasks: { t: { out: 35ms, error: late } } }
    """),
  Sample(
    "its own timeout",
    """
    title: T
    group: { tasks: { t: { timeout: 10ms, steps: [{ try: [work: 100ms], else: [busy: 5ms] }] } } }
    expect: { wait: none, tasks: { t: { outcome: cancelled, out: 15ms } } }
    """),
  Sample(
    "a failed attempt is tried again for an error of its else",
    """
    title: T
    group: { tasks: { t: { retry: { attempts: 2 }, steps: [{ try: [work: 10ms, fail: a], else: [fail: b] }] } } }
    expect: { wait: b, tasks: { t: { out: 20ms, error: b } } }
    """),
  Sample(
    "the caller before it waits, and after",
    """
    title: T
    group:
      tasks: { t: "----|" }
      before-wait: [{ try: [work: 10ms, fail: a], else: [signal: s, work: 10ms] }]
      after-wait: [{ try: [work: 10ms, fail: b], else: [busy: 5ms, fail: c] }]
    expect: { wait: none, caller: c, returns: 200ms }
    """),
  Sample(
    "the caller returns before it waits",
    """
    title: T
    group:
      tasks: { t: ">" }
      before-wait: [{ try: [work: 10ms, fail: a], else: [fail: b] }]
    expect: { caller: b, tasks: { t: { told: 10ms } } }
    """),
]
