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

  /// Stages that hand items on without a buffer, one of which fails on the way.
  static let stages = """
    title: Pipeline
    tick: 10ms
    channels: { lines: 0, records: 0, pages: 1 }
    group:
      kind: zero-errgroup
      tasks:
        fails:
          group:
            tasks:
              read: {steps: [repeat: {times: 5, steps: [work: 10ms, send: lines]}], closes: lines}
              parse: {steps: [{receive: lines, count: 2}, busy: 5ms, send: records, {receive: lines}, fail: bad line], closes: records}
              store: {steps: [{range: records, each: [work: 20ms, log: stored]}], cleanup: 5ms}
              watch: {steps: [receive: pages], on-cancel: ok, cleanup: 3ms}
        drains:
          steps:
            - work: 100ms
            - group:
                name: drain
                tasks:
                  read: {steps: [{send: pages, count: 4, blocking: true}, log: read, {send: pages}], cleanup: 2ms}
                  fails: "---^ no room"
                  late: {steps: [busy: 60ms, {receive: pages, count: 4, blocking: true}], deaf: true}
              ignore-error: true
            - work: 10ms
    """

  /// Workers whose results others take, closed when all are out.
  static let results = """
    title: Results
    tick: 10ms
    channels: { jobs: 0, results: 2, parts: 0, found: 1 }
    group:
      closes: results
      tasks:
        feed: {steps: [{send: jobs, count: 7}], closes: jobs}
        worker: {count: 3, delay: 1ms, steps: [{range: jobs, each: [work: 20ms, send: results]}]}
        inner:
          steps:
            - group:
                closes: parts
                tasks:
                  part: {count: 4, delay: 1ms, steps: [work: 3ms, {send: parts, count: 2}], on-cancel: cause}
                  bad: "--^ no part"
                before-wait: [{range: parts, each: [busy: 6ms]}, log: no more parts]
              ignore-error: true
            - group:
                name: search
                kind: waitgroup
                closes: found
                before-go: [busy: 1ms]
                tasks:
                  first: {steps: [busy: 10ms, {send: found, blocking: true}]}
                  other: {steps: [busy: 15ms, {send: found, blocking: true}]}
                before-wait: [receive: found, {receive: found, blocking: true}, {range: found, each: [log: never]}]
                after-wait: [{receive: found}]
            - work: 5ms
      before-wait: [{range: results, each: [busy: 5ms]}, log: all results]
      after-wait: [log: done]
    """

  /// What is sent and received only where that needn't wait, or for so long.
  static let selects = """
    title: Selects
    tick: 10ms
    channels: { hints: 1, calls: 0, gone: 0, slow: 0, none: 0, last: 1 }
    group:
      kind: waitgroup
      tasks:
        sends: {steps: [{send: hints, else: [log: never]}, {send: hints, else: [log: dropped]}, {send: calls, else: []}, busy: 20ms, {send: calls, else: [log: never]}]}
        takes: {steps: [busy: 10ms, {receive: hints, else: [log: never]}, {receive: hints, else: [log: nothing there, return]}, log: never]}
        waits: {steps: [busy: 15ms, receive: calls, log: called]}
        offers: {steps: [busy: 25ms, send: calls, log: taken]}
        looks: {steps: [busy: 30ms, {receive: calls, else: [fail: no call]}, busy: 5ms, {receive: calls, else: [work: 5ms, fail: no second call]}]}
        closes: {steps: [busy: 12ms, close: gone, work: 3ms, {receive: gone, else: [log: never]}], closes: slow}
        hears: {steps: [receive: gone, {range: gone}, {receive: gone, blocking: true}]}
        late: {steps: [{receive: none, timeout: 20ms}], cleanup: 5ms}
        tries: {steps: [{try: [{send: none}], timeout: 15ms, else: [log: not sent]}, {try: [receive: slow], timeout: 40ms, else: [log: never]}, busy: 1ms]}
        again: {steps: [{receive: none, timeout: 10ms}], retry: {attempts: 3, delay: 5ms}, on-cancel: ok}
        told: {timeout: 35ms, steps: [{repeat: {steps: [{try: [{send: none, timeout: 10ms}], else: [log: later]}, work: 2ms]}}], on-cancel: wrap told}
        quiet: {timeout: 5ms, steps: [busy: 1ms, send: none], on-cancel: ok}
        silent: {timeout: 6ms, steps: [receive: none], on-cancel: ok}
        caller:
          steps:
            - group:
                timeout: 30ms
                before-go: [{send: last}]
                tasks: {a: "-----|"}
                before-wait: [send: none, {receive: last}, {receive: last}, {range: none, each: [log: never]}, log: on]
              ignore-error: true
            - group:
                name: other
                after: [{name: hang up, steps: [busy: 2ms, close: last]}]
                tasks: {b: "--^ no"}
                before-wait: [{range: last, blocking: true}]
              ignore-error: true
            - work: 1ms
    """

  /// Tasks that are asked to finish while they send and receive.
  static let finishing = """
    title: Finishing
    tick: 10ms
    channels: { orders: 1, bills: 0, more: 0, rows: { items: 3 } }
    group:
      shutdown: {at: 55ms, grace: 40ms}
      tasks:
        sells: {steps: [repeat: {steps: [work: 10ms, send: orders]}], closes: orders, on-shutdown: finish}
        packs: {steps: [{range: orders, each: [busy: 4ms, {send: bills, count: 2}]}, log: packed], on-shutdown: finish, cleanup: 3ms}
        pays: {steps: [{receive: bills, count: 5}, log: paid, receive: more, log: never], on-shutdown: finish}
        sends: {steps: [{send: more, count: 2}, log: never], on-shutdown: finish, on-cancel: ok}
        last: {steps: [busy: 20ms, send: more], on-shutdown: finish, on-cancel: ok}
        takes: {steps: [{receive: rows, count: 2}, {receive: rows, else: [log: never]}, work: 3ms], on-shutdown: finish}
        stays: {steps: [{receive: more, timeout: 80ms}], cleanup: 2ms}
        slow: {steps: [{range: more, blocking: true, each: [busy: 10ms]}], on-shutdown: finish, delay: 1ms}
        ends: {steps: [busy: 120ms, close: more], deaf: true}
    """

  /// Several tasks that cancel what is cancelled from outside, too, and one that is asked before it can wait.
  static let sharedScope = """
    title: Shared scope
    tick: 10ms
    channels: { none: 0 }
    group:
      cancel-at: 80ms
      cancel-cause: interrupt
      tasks:
        early: {steps: [work: 50ms, {cancel: enough}, work: 1ms], on-cancel: cause}
        late: {steps: [busy: 60ms, {cancel: too late}]}
        hangs-up: {line: ">", on-cancel: ok, after: [{name: hang up, steps: [busy: 1ms, cancel: hung up]}]}
        asks: {group: {shutdown: {at: 10ms, grace: 20ms}, tasks: {first: {line: "=|"}, sends: {delay: 12ms, steps: [{send: none, blocking: true}], on-shutdown: finish}}}}
      after-wait: [log: never]
    """
}
