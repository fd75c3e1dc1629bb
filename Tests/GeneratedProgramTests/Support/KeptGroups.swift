/// Scenarios whose programs are kept: groups that are asked to finish, that add siblings, that collect and race.
extension Story {
  static let askedToFinish = """
    title: Asked to finish
    tick: 100ms
    group:
      shutdown: {at: 350ms, grace: 500ms}
      tasks:
        cleans: {line: "----------|", on-shutdown: finish, cleanup: 50ms}
        between:
          steps: [{work: 200ms}, {busy: 200ms}, {log: never}, {work: 300ms}]
          on-shutdown: finish
        again: {lines: ["-^ no", "--^ no", "----|"], retry: {delay: 100ms}, on-shutdown: finish}
        inner:
          steps:
            - work: 100ms
            - group:
                tasks:
                  leaf: {line: "--------|", on-shutdown: finish}
                  late: "----------|"
            - log: never
    """

  /// Groups in tasks that are cancelled, shut down and stopped from outside, some of them too late.
  static let innerHands = """
    title: Inner hands
    tick: 100ms
    group:
      tasks:
        early: {group: {cancel-at: 2s, tasks: {a: "---|", b: "-----|"}}}
        cut: {group: {cancel-at: 150ms, cancel-cause: enough, tasks: {c: "---|"}}}
        told:
          steps:
            - group:
                detached: true
                cancel-at: 3s
                tasks: {d: {line: "----|", deaf: true}}
              ignore-error: true
            - work: 100ms
          on-cancel: ok
        asks: {group: {shutdown: {at: 3s, grace: 1s}, tasks: {e: "---|"}}}
        stops: {group: {after: [{name: fn, stop-at: 3s}], tasks: {f: "---|"}}}
        bare: {group: {kind: zero-errgroup, after: [never], tasks: {i: "--|"}}}
        by-hand:
          group:
            tasks:
              g: {steps: [{work: 200ms}, {cancel: done with it}]}
              h: {line: "------|", on-cancel: ok}
            after-wait: [{work: 100ms}]
    """

  /// Tasks with a context of their own add tasks that look at the group's.
  static let addedSiblings = """
    title: Added siblings
    tick: 100ms
    group:
      tasks:
        adds:
          detached: true
          steps:
            - work: 100ms
            - spawn: {added: "----------|"}
            - work: 600ms
        limited:
          timeout: 200ms
          steps:
            - spawn: {more: {line: "----------|", cleanup: 20ms}}
            - work: 400ms
          on-cancel: ok
        bare:
          group:
            kind: zero-errgroup
            tasks:
              long: {detached: true, steps: [{work: 100ms}, {spawn: {last: "----------|"}}, {work: 600ms}]}
        fails: "-----^ boom"
    """

  /// All errors together, with a limit, in a group and in a task.
  static let collected = """
    title: Collected
    tick: 100ms
    group:
      name: upload
      kind: collect-all
      limit: 2
      after: [report]
      tasks:
        a: "---^ no route"
        b: "-----|"
        c: "-----^ rate limited"
        quiet: {steps: [{group: {kind: collect-all, tasks: {d: "-^ no", e: "--|"}}, ignore-error: true}, {work: 100ms}]}
      after-wait: [{work: 100ms}]
    """

  /// The first success ends the others; a race that no task wins.
  static let raced = """
    title: Raced
    tick: 100ms
    group:
      kind: first-success
      tasks:
        slow: {line: "----------|", cleanup: 50ms}
        deaf: "=======|"
        bad: "-^ no"
        quick: "-----|"
        lost: {steps: [{group: {kind: first-success, tasks: {f: "-^ no", g: "--^ nor"}}, ignore-error: true}, {work: 1s}]}
    """

  /// Failures tell no other task; a deadline does, and gives a cause.
  static let leftAlone = """
    title: Left alone
    tick: 100ms
    group:
      kind: supervised
      timeout: 600ms
      cause: time is up
      tasks:
        a: "--^ no"
        b: "----|"
        c: {line: "----------|", on-cancel: ok}
        d: "----------|"
    """

  /// What the caller's own steps throw before Wait is another error than the one that Wait returns and that is dropped.
  static let early = """
    title: Early
    group:
      kind: zero-errgroup
      tasks:
        ignored:
          steps:
            - group: {on-error: ok, before-go: [{fail: no route}], tasks: {a: "--|"}}
              ignore-error: true
            - work: 50ms
        waits:
          steps:
            - group: {on-error: ok, before-wait: [{work: 10ms}, {fail: no room}], tasks: {b: "--|"}}
              ignore-error: true
            - work: 50ms
        drops:
          group: {on-error: ok, before-go: [{work: 10ms}], defer: [{log: bye}], tasks: {c: "-^ no"}}
        deferred:
          group: {timeout: 60ms, on-error: ok, before-go: [{work: 100ms}], defer: [{log: bye}], tasks: {d: "--|"}}
    """
}
