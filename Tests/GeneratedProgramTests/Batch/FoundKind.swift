import CascadeScenarios
import Testing

/// A kind of fault that a random scenario showed, as small as it can be.
struct FoundKind: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  var testDescription: String { name }

  func scenario() throws -> Scenario { try Scenario.read(text, file: "\(name).yaml") }

  /// Those in which a call ends here that x/sync lets go on.
  static let endingCalls = [
    "a call that no task waits for any more", "a call that a task asks for whose context is over",
  ]

  static let all: [FoundKind] = [
    FoundKind(
      "a cancellation from outside after wait",
      """
      title: T
      group:
        kind: waitgroup
        cancel-at: 80ms
        after: [f]
        tasks: { a: "-|" }
        after-wait: [busy: 60ms]
      expect: { returns: 50ms, after: { f: { fired: 80ms } } }
      """),
    FoundKind(
      "a cancellation from outside after wait, of an errgroup",
      """
      title: T
      group:
        kind: zero-errgroup
        cancel-at: 80ms
        after: [f]
        tasks: { a: "-|" }
        after-wait: [busy: 10ms, use: group-context, work: 60ms]
      expect: { returns: 50ms, caller: context canceled, after: { f: { fired: 80ms } } }
      """),
    FoundKind(
      "a task that is done inline when the grace is over",
      """
      title: T
      group:
        kind: zero-errgroup
        limit: 1
        shutdown: { at: 10ms, grace: 20ms }
        tasks: { a: "==|", b: { line: "--|", spawn: try-go-or-inline } }
      expect: { left: 30ms, caller: context canceled, tasks: { b: { out: 30ms, error: context canceled } } }
      """),
    FoundKind(
      "a task that turns to its group, which has no context, when the grace is over",
      """
      title: T
      group:
        kind: zero-errgroup
        shutdown: { at: 10ms, grace: 20ms }
        tasks: { a: { detached: true, steps: [busy: 5ms, use: group-context, work: 100ms] } }
      expect: { wait: context canceled, tasks: { a: { out: 30ms } } }
      """),
    FoundKind(
      "a sibling that finishes when it is asked, of a task that looks at the caller's context",
      """
      title: T
      group:
        shutdown: { at: 60ms, grace: 1s }
        tasks:
          a: { context: parent, steps: [work: 50ms, spawn: { b: { line: "--|", on-shutdown: finish } }, work: 50ms] }
      expect: { wait: none, tasks: { a: { out: 100ms }, b: { outcome: completed, out: 60ms } } }
      """),
    FoundKind(
      "a caller that leaves when it is told, at the end of a grace",
      """
      title: T
      group:
        leave: told
        shutdown: { at: 10ms, grace: 20ms }
        tasks: { a: { line: "==|", context: parent } }
      expect: { left: 30ms, caller: context canceled, tasks: { a: { out: 100ms } } }
      """),
    FoundKind(
      "a grace after which no task hears anything",
      """
      title: T
      group:
        kind: collect-all
        shutdown: { at: 10ms, grace: 20ms }
        tasks: { a: "=|", b: { line: "--|", context: parent } }
      expect: { wait: none, tasks: { a: { told: 30ms, out: 50ms }, b: { told: 30ms, out: 100ms } } }
      """),
    FoundKind(
      "a caller that leaves a group of another kind when it is told, at the end of a grace",
      """
      title: T
      group:
        kind: collect-all
        leave: told
        shutdown: { at: 10ms, grace: 20ms }
        tasks: { a: { line: "==|", context: parent } }
      expect: { left: 30ms, caller: context canceled, tasks: { a: { out: 100ms } } }
      """),
    FoundKind(
      "a caller that leaves a group without a context when it is told, at the end of a grace",
      """
      title: T
      group:
        kind: zero-errgroup
        leave: told
        shutdown: { at: 10ms, grace: 20ms }
        tasks: { a: "==|" }
      expect: { left: 30ms, caller: context canceled, tasks: { a: { told: 30ms, out: 100ms } } }
      """),
    FoundKind(
      "tasks that are asked at the same time, the first of which ends the others",
      """
      title: T
      group:
        kind: first-return
        shutdown: { at: 10ms, grace: 1s }
        tasks:
          a: { line: "--|", on-shutdown: finish, cleanup: 20ms }
          b: { line: "--|", on-shutdown: finish, cleanup: 20ms }
      expect: { wait: none, returns: 10ms, tasks: { a: { out: 10ms }, b: { out: 10ms } } }
      """),
    FoundKind(
      "a task that looks at the context around its group, which is that of a group",
      """
      title: T
      group:
        tasks:
          a:
            group:
              kind: first-return
              tasks: { b: { line: "----|", context: parent }, c: "-|" }
          d: { line: "---^ no", context: parent }
      expect: { wait: no, tasks: { a/b: { told: 50ms, out: 150ms }, d: { out: 150ms } } }
      """),
    FoundKind(
      "a caller that leaves for an error that has the end of another context inside",
      """
      title: T
      group:
        leave: told
        tasks:
          a: { group: { cancel-at: 20ms, tasks: { c: ">" }, wrap: late } }
          b: "==|"
      expect: { left: 20ms, caller: "late: context canceled", tasks: { b: { told: 20ms, out: 100ms } } }
      """),
    FoundKind(
      "a job of a task that finishes when it is asked",
      """
      title: T
      channels: { jobs: [100ms] }
      group:
        shutdown: { at: 30ms, grace: 1s }
        tasks: { a: { steps: [{ range: jobs, each: [busy: 10ms] }], on-shutdown: finish } }
      expect: { wait: none, tasks: { a: { outcome: completed, out: 100ms } } }
      """),
    FoundKind(
      "an error beside which errors may be kept, and none are",
      """
      title: T
      group:
        kind: supervised
        timeout: 20ms
        tasks: { a: { group: { tasks: { b: { steps: [work: 50ms, keep: b] } } } } }
      expect: { wait: none, tasks: { a: { out: 20ms, error: context deadline exceeded } } }
      """),
    FoundKind(
      "an error beside which an attempt that never comes would keep one",
      """
      title: T
      group:
        kind: supervised
        timeout: 20ms
        tasks: { a: { group: { tasks: { b: { lines: ["-|", "-|"], retry: {} }, c: ">" } } } }
      expect: { wait: context deadline exceeded, tasks: { a: { out: 20ms, error: context deadline exceeded } } }
      """),
    FoundKind(
      "a task that ends the program as soon as it is told",
      """
      title: T
      group: { tasks: { a: { steps: [work: 10ms, cancel, exit: 3] }, b: ">" } }
      expect: { exit: 3, tasks: { a: { told: 10ms, outcome: exited }, b: { told: 10ms } } }
      """),
    FoundKind(
      "a call that no task waits for any more",
      """
      title: T
      group:
        kind: waitgroup
        tasks:
          a: { steps: [{ load: k, call: [busy: 100ms] }], timeout: 20ms }
          b: { steps: [work: 50ms, { load: k, call: [busy: 100ms] }] }
      expect: { tasks: { a: { out: 20ms }, b: { out: 150ms } } }
      """),
    FoundKind(
      "a call that a task asks for whose context is over",
      """
      title: T
      group:
        kind: waitgroup
        tasks:
          a: { steps: [busy: 20ms, { load: k, call: [busy: 100ms] }], timeout: 10ms }
          b: { steps: [work: 50ms, { load: k, call: [busy: 100ms] }] }
      expect: { tasks: { a: { out: 20ms }, b: { out: 150ms } } }
      """),
    FoundKind(
      "a caller that leaves, where only an attempt that never comes would cancel",
      """
      title: T
      group:
        kind: first-return
        leave: told
        tasks:
          a: { context: parent, steps: [work: 60ms, return] }
          b: { lines: ["-|", ";|"], retry: {} }
      expect: { left: 50ms, tasks: { a: { told: 50ms, out: 60ms, error: none } } }
      """),
    FoundKind(
      "an attempt that never comes would cancel, of a group in a try",
      """
      title: T
      group:
        before-wait: [spawn: { z: { lines: ["-|", ";|"], retry: {} } }]
        tasks:
          a: { steps: [{ try: [group: { tasks: { b: { lines: ["-|", ";|"], retry: {} } } }], else: [log: no] }] }
      expect: { wait: none, tasks: { a: { out: 50ms, outcome: completed } } }
      """),
    FoundKind(
      "a task that turns to its group, does no more than cancel it, and is asked while its own timeout is over",
      """
      title: T
      group:
        shutdown: { at: 30ms, grace: 100ms }
        tasks:
          a: { steps: [use: group-context, busy: 50ms, cancel, return], timeout: 10ms, on-shutdown: finish }
          b: ">"
      expect: { tasks: { a: { told: none, out: 50ms, error: none }, b: { told: 130ms } } }
      """),
    FoundKind(
      "a caller that leaves when what is around its group ends",
      """
      title: T
      group:
        leave: 50ms
        tasks:
          a: { context: parent, group: { leave: told, tasks: { b: "====|", c: "===|" } } }
          d: "---------|"
      expect: { left: 50ms, tasks: { a: { told: 50ms, out: 50ms, error: context canceled }, a/b: { out: 200ms } } }
      """),
    FoundKind(
      "an after-function where no task has decided and the caller does something last",
      """
      title: T
      group:
        kind: first-success
        leave: told
        after: [f]
        tasks: { a: "-^ no" }
        defer: [busy: 80ms]
      expect: { after: { f: { fired: 50ms } } }
      """),
    FoundKind(
      "a caller that is told while it pauses before a Go",
      """
      title: T
      group:
        spawn-until-told: true
        tasks: { a: "--^ no", b: { delay: 200ms, line: "-|" }, c: { count: 3, delay: 50ms, line: "-|" } }
      expect: { wait: no, returns: 200ms, tasks: { b: not_started, c-1: not_started } }
      """),
    FoundKind(
      "a caller that is told while it pauses in a loop of Gos",
      """
      title: T
      group:
        spawn-until-told: true
        tasks: { a: "--^ no", c: { count: 3, delay: 60ms, line: "--|" } }
      expect: { wait: no, returns: 120ms, tasks: { c-1: { out: 100ms }, c-2: not_started } }
      """),
    FoundKind(
      "a round that spawns two tasks with groups of their own",
      """
      title: T
      channels: { items: { items: 2 } }
      group:
        before-wait:
          - { range: items, each: [spawn: { e: { count: 2, group: { tasks: { x: "-|" } } } }] }
        tasks:
          loop:
            steps:
              - repeat:
                  times: 2
                  steps:
                    - spawn: { a: { group: { tasks: { x: "--|", y: { group: { tasks: { z: "-|" } } } } } } }
                    - spawn: { b: { group: { tasks: { x: "-|" } } } }
      expect: { wait: none, tasks: { a-1/x: { out: 100ms }, b-2/x: { out: 50ms }, a-2/y/z: { out: 50ms } } }
      """),
    FoundKind(
      "a round that spawns two tasks with groups, beside a channel that has the name of their names",
      """
      title: T
      channels: { name2: 1, other name: 1 }
      group:
        tasks:
          loop:
            steps:
              - repeat:
                  times: 2
                  steps:
                    - spawn: { a: { group: { tasks: { x: { steps: [send: name2, receive: name2] } } } } }
                    - spawn: { b: { group: { tasks: { y: { steps: [send: other name, receive: other name] } } } } }
                    - work: 10ms
      expect: { wait: none, tasks: { loop: { out: 20ms } } }
      """),
    FoundKind(
      "errors that tasks keep, and steps after Wait that handle the end of the context",
      """
      title: T
      group:
        tasks:
          a:
            timeout: 10ms
            steps:
              - group:
                  tasks: { b: { steps: [keep: kept-1, work: 20ms], deaf: true } }
                  after-wait: [{ try: [work: 30ms], else: [log: handled] }]
      expect: { wait: kept-1, tasks: { a: { out: 20ms, error: kept-1 } } }
      """),
    FoundKind(
      "a task that turns to its group and would finish, and that no shutdown asks",
      """
      title: T
      group:
        tasks:
          a: { steps: [busy: 10ms, use: group-context, busy: 10ms], on-shutdown: finish }
      expect: { wait: none, returns: 20ms }
      """),
    FoundKind(
      "a task that turns to its group, added by one with a context of its own",
      """
      title: T
      group:
        kind: zero-errgroup
        tasks:
          a:
            timeout: 50ms
            steps:
              - spawn: { b: { context: parent, steps: [work: 10ms, use: group-context, work: 70ms] } }
              - work: 100ms
      expect: { tasks: { a: { out: 50ms }, b: { out: 80ms, error: none } } }
      """),
    FoundKind(
      "a caller that takes a token before each task",
      """
      title: T
      limiters: { api: 40ms }
      group:
        cancel-at: 90ms
        before-wait: [repeat: { times: 4, steps: [limit: api, spawn: { a: ">" }] }, log: done]
        tasks: { b: ">" }
      expect: { caller: context canceled, tasks: { a-3: { out: 90ms }, a-4: { outcome: not_started } } }
      """),
    FoundKind(
      "a caller whose deadline comes before the next token",
      """
      title: T
      limiters: { api: 40ms }
      group:
        timeout: 60ms
        before-wait: [repeat: { times: 4, steps: [limit: api, spawn: { a: ">" }] }, log: done]
        tasks: { b: ">" }
      expect: { left: 40ms, caller: "rate: Wait(n=1) would exceed context deadline", tasks: { a-2: { out: 40ms } } }
      """),
    FoundKind(
      "a caller that takes tokens before the first task",
      """
      title: T
      limiters: { api: 40ms }
      group:
        cancel-at: 90ms
        before-go: [limit: api, limit: api]
        before-wait: [limit: api, limit: api, log: done]
        tasks: { b: ">" }
      expect: { caller: context canceled, tasks: { b: { told: 90ms, out: 90ms } } }
      """),
    FoundKind(
      "a caller that takes what decided the group, and else is late",
      """
      title: T
      group:
        tasks:
          a: { group: { kind: first-success, leave: { when: told or 80ms, error: late }, tasks: { b: "-|", c: "===|" } } }
          d: { group: { kind: first-return, leave: { when: told or 80ms, error: late }, tasks: { e: "==|", f: "===|" } } }
          g: { group: { kind: first-return, leave: { when: told or 80ms, error: late }, tasks: { h: "-^ no", i: "===|" } } }
      expect:
        wait: no
        tasks: { a: { out: 50ms, error: none }, d: { out: 80ms, error: late }, g: { out: 50ms, error: no } }
      """),
    FoundKind(
      "a task that looks at what its caller was given, and outlives it",
      """
      title: T
      group:
        tasks:
          a:
            group:
              kind: first-success
              leave: told
              tasks: { b: { context: parent, steps: [work: 60ms, return] }, c: "-|" }
          d: "---|"
      expect: { tasks: { a: { out: 50ms }, a/b: { told: 50ms, out: 60ms, error: none } } }
      """),
    FoundKind(
      "a task that looks at what its caller's callers were given",
      """
      title: T
      group:
        tasks:
          a:
            group:
              kind: waitgroup
              tasks:
                b:
                  group:
                    kind: first-success
                    leave: told
                    tasks: { c: { context: parent, steps: [work: 60ms, return] }, d: "-|" }
          e: "---|"
      expect: { tasks: { a: { out: 50ms }, a/b/c: { told: 50ms, out: 60ms, error: none } } }
      """),
  ]
}
