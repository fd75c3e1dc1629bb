import Cascade
import CascadeScenarios
import Testing

/// What callers do before they wait, and what they make of wait's error.
@Suite struct CallerTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  /// What the caller makes of the error of wait, by the error and what stands in the file.
  @Test(arguments: answers) func `an error is answered`(row: Answer) throws {
    let text = """
      title: T
      group:
        tasks: { a: { group: { wrap: inner, tasks: { b: { steps: [work: 10ms, fail: "\(row.error)"] } } } }, c: ">" }
        on-error: \(row.key)
        after-wait: [log: on]
      expect: { wait: "inner: \(row.error)", caller: "\(row.returned)" }
      """
    let scenario = try Scenario.read(text, file: "t.yaml")
    #expect(try ScenarioCheck(scenario, otherSeeds: 0).mismatches.map(\.message) == [])
    let goesOn = try ScenarioRun(scenario).events.contains { $0.kind == .note(.log("on")) }
    #expect(goesOn == row.goesOn)
  }

  /// A caller that returns before it waits lets its tasks be told, and does what is deferred.
  @Test(arguments: ["return", "{ receive: c, else: [return] }", "{ try: [work: 10ms, fail: no], else: [return] }"])
  func `returns without waiting`(step: String) throws {
    let text = """
      title: T
      channels: { c: 0 }
      group:
        tasks: { a: { line: "----|", cleanup: 5ms } }
        before-wait: [work: 10ms, \(step)]
        after-wait: [log: never]
        defer: [busy: 5ms]
      expect: { caller: none, left: \(step.contains("try") ? "20ms" : "10ms"), tasks: { a: { outcome: cancelled } } }
      """
    let run = try ScenarioRun(Scenario.read(text, file: "t.yaml"))
    #expect(try ScenarioCheck(run.scenario, otherSeeds: 3).mismatches.map(\.message) == [])
    #expect(!run.events.contains { $0.kind == .note(.log("never")) })
    #expect(run.outcome.tasks["a"]?.told == (run.outcome.left ?? .zero) + .milliseconds(5))
  }

  /// It ends the program: nothing comes after it, and what still runs is cut off.
  @Test(arguments: [
    ("exit", 1, "inner: no"), ("exit serve 100 %", 1, "serve 100 %: inner: no"), ("exit 3", 3, nil),
    ("{ ok: yes, else: exit 0 }", 0, nil), ("{ ok: yes, else: exit }", 1, "inner: no"),
  ]) func `an error ends the program`(key: String, status: Int, said: String?) throws {
    let text = """
      title: T
      group:
        tasks:
          out:
            steps:
              - group:
                  tasks: { a: { group: { wrap: inner, tasks: { b: { steps: [work: 10ms, fail: no] } } } } }
                  on-error: \(key)
                  after-wait: [log: never]
                  defer: [log: never]
              - log: never
          other: { line: "------|", cleanup: 10ms }
        defer: [log: never]
      expect: { exit: \(status), returns: none, tasks: { out: exited, out/a: { out: 10ms }, other: cut_off } }
      """
    let run = try ScenarioRun(Scenario.read(text, file: "t.yaml"))
    #expect(try ScenarioCheck(run.scenario, otherSeeds: 3).mismatches.map(\.message) == [])
    let last = run.events.last { if case .note(.exit) = $0.kind { true } else { false } }
    #expect(last?.kind == .note(.exit(status: status, text: said)))
    #expect(!run.events.contains { $0.kind == .note(.log("never")) })
  }

  struct Answer: Sendable, CustomTestStringConvertible {
    var key: String
    var error = "no"
    var returned: String
    var goesOn = false
    var testDescription: String { "\(key): \(error)" }
  }

  static let answers = [
    Answer(key: "error", returned: "inner: no"),
    Answer(key: "ok", returned: "none", goesOn: true),
    Answer(key: "cause", returned: "inner: no"),
    Answer(key: "wrap out", returned: "out: inner: no"),
    Answer(key: "\"wrap sync -> %w\"", returned: "sync -> inner: no"),
    Answer(key: "wrap %w (retry later, 100%% sure)", returned: "inner: no (retry later, 100% sure)"),
    Answer(key: "{ ok: yes, else: wrap 100% out }", returned: "100% out: inner: no"),
    Answer(key: "fail other", returned: "other"),
    Answer(key: "{ ok: [yes, no] }", returned: "none", goesOn: true),
    Answer(key: "{ ok: yes }", returned: "inner: no"),
    Answer(key: "{ ok: yes, else: ok }", returned: "none", goesOn: true),
    Answer(key: "{ ok: inner }", returned: "inner: no"),
    Answer(key: "{ cause: no, else: fail other }", returned: "inner: no"),
    Answer(key: "{ cause: no, else: fail other }", error: "yes", returned: "other"),
    Answer(key: "{ ok: no, cause: no }", returned: "none", goesOn: true),
  ]
}

private let stories = [
  Sample(
    "a caller that receives what its tasks send, until all are out",
    """
    title: T
    channels: { sums: 0 }
    group:
      tasks: { digest: { count: 2, steps: [busy: 50ms, send: sums] } }
      closes: sums
      before-wait: [{ range: sums, blocking: true, each: [busy: 100ms] }]
    expect: { wait: none, returns: 250ms, tasks: { digest-1: completed, digest-2: completed } }
    """),
  Sample(
    "a caller that is told in a step goes on with the next",
    """
    title: T
    channels: { jobs: 0, hints: 0 }
    group:
      tasks:
        worker: { steps: [{ range: jobs, blocking: true, each: [busy: 30ms] }] }
        bad: "-^ boom"
      before-wait:
        - { send: jobs, count: 9 }
        - work: 1s
        - until: told
        - receive: hints
        - repeat: { every: 10ms, steps: [log: tick] }
        - close: jobs
        - busy: 200ms
    expect: { wait: boom, returns: 250ms, tasks: { worker: { told: 50ms, out: 60ms } } }
    """),
  Sample(
    "steps before the first task, from whose end lines count",
    """
    title: T
    channels: { ids: { items: 2 } }
    semaphores: { db: 1 }
    group:
      timeout: 1s
      before-go: [acquire: db, work: 300ms, { try: [work: 50ms, fail: none], else: [log: from the start] }, { range: ids, each: [work: 10ms] }]
      tasks: { a: "..--|", b: { line: "-|", delay: 10ms }, c: "-|" }
      before-wait: [release: db, log: all]
    expect: { wait: none, returns: 570ms, tasks: { a: { out: 570ms }, b: { out: 530ms }, c: { out: 530ms } } }
    """),
  Sample(
    "one that is told before the first task returns that",
    """
    title: T
    group:
      cancel-at: 100ms
      before-go: [busy: 50ms, work: 100ms, log: never]
      tasks: { a: "-|" }
      before-wait: [log: never]
      defer: [busy: 10ms]
    expect: { left: 100ms, returns: none, caller: context canceled, tasks: { a: not_started } }
    """),
  Sample(
    "one that fails before the first task, in a group and in a task",
    """
    title: T
    group:
      kind: zero-errgroup
      tasks:
        drops: { steps: [{ group: { before-go: [work: 20ms, fail: no route], tasks: { a: "-|" } }, ignore-error: true }, work: 10ms] }
        late: { timeout: 50ms, group: { before-go: [work: 1s], tasks: { b: "-|" } } }
        spare: { group: { before-go: [{ work: 1s, timeout: 20ms }], tasks: { c: "-|" }, on-error: ok } }
    expect:
      wait: context deadline exceeded
      tasks:
        drops: { outcome: completed, out: 30ms }
        drops/a: not_started
        late: { outcome: cancelled, error: context deadline exceeded }
        spare: { out: 20ms, error: context deadline exceeded }
    """),
  Sample(
    "one that goes on only where something is there, and that ends the program",
    """
    title: T
    channels: { ids: 1 }
    group:
      tasks:
        none: { steps: [{ group: { before-go: [{ receive: ids, else: [return] }], tasks: { a: "-|" } } }, work: 10ms] }
        ends: { steps: [work: 20ms, { group: { before-go: [exit: no config], tasks: { b: "-|" } } }] }
    expect: { exit: 1, tasks: { none: { outcome: completed, out: 10ms }, none/a: not_started, ends: exited } }
    """),
  Sample(
    "a caller that waits for a signal, and cancels",
    """
    title: T
    group:
      tasks: { serve: { line: ">", on-cancel: ok }, starts: { steps: [work: 30ms, signal: up, return] } }
      before-wait: [until: up, work: 20ms, cancel: shutting down]
      on-error: cause
    expect: { wait: none, returns: 50ms, cause: shutting down, tasks: { serve: { told: 50ms } } }
    """),
  Sample(
    "a caller that returns before it waits tells its tasks",
    """
    title: T
    group:
      tasks:
        deaf: { steps: [busy: 300ms] }
        told: { line: ">" }
        outside: { line: ">", context: parent }
      before-wait: [work: 100ms, fail: no config]
      after-wait: [log: never]
      defer: [busy: 20ms]
    expect:
      returns: none
      left: 100ms
      caller: no config
      tasks: { deaf: { out: 300ms }, told: { told: 120ms, out: 120ms }, outside: { out: 120ms } }
    """),
  Sample(
    "one in a task, whose error is its own",
    """
    title: T
    group:
      tasks:
        load: { steps: [{ group: { tasks: { a: ">" }, before-wait: [work: 50ms, fail: no config] }, ignore-error: true }, work: 10ms] }
        open: { steps: [{ group: { tasks: { b: ">" }, before-wait: [work: 80ms, fail: no file] } }] }
    expect:
      wait: no file
      tasks: { load: { outcome: completed, out: 60ms }, open: { outcome: failed, out: 80ms }, load/a: { told: 50ms }, open/b: { told: 80ms } }
    """),
  Sample(
    "a caller that spawns, and is blocked by the limit",
    """
    title: T
    group:
      limit: 1
      tasks: { a: "--|" }
      before-wait: [work: 30ms, spawn: { b: "--|", c: { line: "--|", spawn: try-go } }]
    expect: { wait: none, returns: 200ms, tasks: { b: { out: 200ms }, c: rejected } }
    """),
  Sample(
    "a caller that takes permits, which a task gives back",
    """
    title: T
    semaphores: { slots: 1, own: 1 }
    group:
      tasks: { a: "-|" }
      before-wait:
        - acquire: slots
        - acquire: own
        - spawn: { b: { steps: [busy: 50ms, release: slots] } }
        - acquire: slots
        - busy: 10ms
    expect: { wait: none, returns: 60ms }
    """),
  Sample(
    "what a caller returns where its context told it",
    """
    title: T
    group:
      cancel-at: 50ms
      tasks: { serve: ">" }
      before-wait: [until: told]
      leave: told
      on-error: ok
    expect: { left: 50ms, caller: context canceled }
    """),
  Sample(
    "a deadlock that the caller is part of",
    """
    title: T
    channels: { c: 0 }
    group:
      tasks: { a: { steps: [{ send: c, blocking: true, count: 2 }] } }
      before-wait: [{ receive: c, blocking: true, count: 3 }]
    expect: { returns: none, tasks: { a: completed } }
    """),
  Sample(
    "a deadlock that only what closes a channel is part of",
    """
    title: T
    channels: { c: 0 }
    group:
      tasks: { a: { steps: [{ send: c, blocking: true }] } }
      closes: c
    expect: { returns: none, tasks: { a: stuck } }
    """),
  Sample(
    "errors that are kept stand before wait's",
    """
    title: T
    group:
      tasks: { a: { steps: [keep: one, work: 10ms, keep: two, fail: three] } }
      on-error: { kept: last, else: wrap out }
    expect: { wait: three, caller: "one\\ntwo\\nout: three" }
    """),
  Sample(
    "a program that an after-function or a deferred step ends",
    """
    title: T
    group:
      tasks:
        calls: { steps: [work: 30ms, { group: { tasks: { a: "-|" }, defer: [busy: 10ms, exit: 3] } }] }
        other: ">"
      after: [{ name: never, steps: [exit] }]
    expect: { exit: 3, returns: none, tasks: { calls: exited, other: cut_off } }
    """),
  Sample(
    "the same by an after-function",
    """
    title: T
    group:
      cancel-at: 20ms
      tasks: { deaf: { steps: [busy: 100ms] } }
      after: [{ name: insist, steps: [busy: 30ms, exit: too slow] }]
    expect: { exit: 1, returns: none, tasks: { deaf: cut_off } }
    """),
  Sample(
    "batches: a group in each round",
    """
    title: T
    group:
      tasks:
        load: { steps: [{ repeat: { times: 2, steps: [{ group: { name: batch, tasks: { a: "--|", b: "-|" } } }, work: 10ms] } }] }
        alone: { steps: [{ repeat: { times: 2, steps: [busy: 5ms], last: [{ group: { tasks: { c: "-^ no" } }, ignore-error: true }] } }] }
    expect:
      wait: none
      returns: 220ms
      tasks: { load/batch-1/a: { out: 100ms }, load/batch-2/a: { out: 210ms }, alone/round-2/c: { out: 55ms, outcome: failed } }
    """),
  Sample(
    "a dispatch loop: a task for each item",
    """
    title: T
    channels: { urls: 0 }
    group:
      limit: 2
      tasks: { reads: { steps: [repeat: { every: 10ms, times: 3, steps: [send: urls] }], closes: urls } }
      before-wait: [{ range: urls, each: [spawn: { fetch: { steps: [busy: 100ms] } }] }]
    expect:
      wait: none
      tasks: { fetch-1: { out: 110ms }, fetch-2: { out: 210ms }, fetch-3: { out: 210ms } }
    """),
  Sample(
    "a task that adds siblings in rounds, as often as there are",
    """
    title: T
    group:
      tasks: { accepts: { steps: [repeat: { times: 3, steps: [work: 10ms, spawn: { conn: "-|" }] }, until: told], on-cancel: ok }, stops: { steps: [work: 100ms, cancel] } }
    expect: { wait: none, tasks: { conn-1: { out: 60ms }, conn-2: { out: 70ms }, conn-3: { out: 80ms } } }
    """),
  Sample(
    "a loop that is left when the caller is told",
    """
    title: T
    semaphores: { slots: 1 }
    group:
      tasks: { bad: "-^ boom" }
      before-wait: [repeat: { times: 3, steps: [acquire: slots, spawn: { work: { steps: [busy: 40ms, release: slots] } }] }, log: fed]
    expect: { wait: boom, tasks: { work-1: { out: 40ms }, work-2: { out: 80ms }, work-3: not_started } }
    """),
  Sample(
    "a spawner that looks at the context before each",
    """
    title: T
    group:
      spawn-until-told: true
      limit: 1
      tasks: { bad: "-^ boom", b: "-|", c: { line: "-|", delay: 10ms } }
      before-wait: [spawn: { d: "-|" }]
    expect: { wait: boom, tasks: { b: { outcome: cancelled }, c: not_started, d: not_started } }
    """),
  Sample(
    "one that doesn't",
    """
    title: T
    group: { limit: 1, tasks: { bad: "-^ boom", b: "-|", c: { line: "-|", delay: 10ms } } }
    expect: { wait: boom, tasks: { b: cancelled, c: cancelled } }
    """),
  Sample(
    "a task without a slot is done inline, by the caller and by a task",
    """
    title: T
    group:
      kind: zero-errgroup
      limit: 1
      tasks:
        a: { steps: [busy: 50ms, spawn: { b: { line: "-|", spawn: try-go-or-inline } }, busy: 10ms] }
        c: { line: "--|", spawn: try-go-or-inline }
    expect: { wait: none, returns: 110ms, tasks: { a: { out: 110ms }, b: { outcome: rejected, out: 100ms }, c: { outcome: rejected, out: 100ms } } }
    """),
  Sample(
    "whose error is the caller's",
    """
    title: T
    group:
      limit: 1
      tasks: { a: ">", c: { line: "--^ no", spawn: try-go-or-inline }, d: "-|" }
      before-wait: [log: never]
    expect: { returns: none, left: 100ms, caller: "no", tasks: { a: { told: 100ms }, c: { outcome: rejected, error: "no" }, d: not_started } }
    """),
  Sample(
    "what would wait isn't done",
    """
    title: T
    channels: { queue: 1, empty: 0 }
    semaphores: { s: 1 }
    group:
      tasks:
        sends: { steps: [{ send: queue, else: [fail: full] }, { send: queue, else: [fail: full] }] }
        tries: { steps: [work: 10ms, { receive: empty, else: [work: 10ms] }, { receive: queue, else: [fail: never] }, { receive: queue, else: [] }] }
        holds: { steps: [acquire: s, work: 100ms] }
        takes: { steps: [work: 20ms, { acquire: s, else: [work: 10ms, return] }, fail: never] }
        later: { steps: [work: 150ms, { acquire: s, else: [fail: never] }] }
      kind: zero-errgroup
    expect: { wait: full, tasks: { sends: { error: full, out: 0ms }, tries: { out: 20ms, error: none }, takes: { out: 30ms, error: none }, later: completed } }
    """),
]
