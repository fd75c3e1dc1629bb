/// The scenarios whose programs are kept, beside those of the gallery.
extension Story {
  /// Tasks of one name, in groups of several tasks.
  static let sameNames = """
    title: Same names
    group:
      tasks:
        term:
          steps:
            - group: {name: one, tasks: {graph: "--|", writer: {count: 3, line: "-|"}, a + b: "-|"}}
            - group: {name: two, tasks: {graph: "-^ gone", writer: {count: 3, line: "---|"}, a + b: "----|"}}
              ignore-error: true
        worker:
          count: 3
          group: {limit: 3, tasks: {graph: "---|", part: {count: 3, line: "-|", spawn: try-go}, last: "-|"}}
        shift:
          count: 3
          steps:
            - work: 10ms
            - group: {timeout: 1s, cause: late, tasks: {graph: "--|", deep: {count: 3, group: {kind: waitgroup, tasks: {leaf: "-|"}}}}}
    """

  /// Errors that tasks and callers handle themselves.
  static let handled = """
    title: Handled
    group:
      cancel-at: 305ms
      tasks:
        worker:
          steps:
            - repeat: {times: 3, steps: [{try: [work: 80ms, fail: 503], else: [log: gave up, busy: 20ms]}]}
            - work: 100ms
        consumer: {steps: [repeat: {steps: [{try: [work: 70ms, {try: [work: 30ms, fail: bad]}], else: [log: no message]}]}]}
        drops: {steps: [{try: [work: 400ms]}, busy: 10ms, log: goes on]}
        answers: {on-cancel: fail late, cleanup: 30ms, steps: [{try: [work: 400ms], else: [log: told, work: 50ms]}, log: never]}
        falls-back: {steps: [{try: [{try: [work: 10ms, fail: first], else: [work: 10ms, fail: second]}], else: [busy: 10ms]}, work: 10ms]}
        opens: {steps: [{try: [group: {tasks: {a: "--^ no", b: "---|"}}], else: [log: no group, return]}, log: never]}
        batches: {steps: [repeat: {times: 2, steps: [{try: [work: 10ms, group: {name: batch, tasks: {a: "-^ no"}}]}]}, log: both done]}
      before-wait: [{try: [work: 10ms], else: [log: before]}]
      on-error: ok
      after-wait: [{try: [work: 10ms], else: [log: after]}]
    """

  /// What can be written without a detour.
  static let straight = """
    title: Straight
    semaphores: { tokens: 1 }
    group:
      cancel-at: 500ms
      tasks:
        quiet: {line: ">", on-cancel: ok}
        tidy: {line: ">", cleanup: 20ms}
        sorry: {line: ">", cleanup: 30ms, on-cancel: fail sorry}
        late: {steps: [busy: 30ms, work: 5s, return], on-cancel: ok}
        then: {steps: [work: 20ms, {until: told}], on-cancel: ok}
        asked: {steps: [{until: bell}], on-cancel: ok}
        calm: {deaf: true, steps: [busy: 40ms, {signal: bell}, return]}
        calls: {deaf: true, line: "--|", on-cancel: ok}
        hears: {steps: [{until: calm fails or 200ms}]}
        looks: {steps: [{until: calls fails}, log: never], on-cancel: ok}
        once: {deaf: true, lines: ["--|", "-^ x"], retry: {delay: 10ms}}
        shared: {steps: [busy: 2ms, {load: page, call: [busy: 10ms, return]}]}
        fetches: {steps: [{load: page, call: [work: 10ms, log: loaded]}], on-cancel: ok}
        left:
          steps:
            - group: {name: one, leave: {when: 50ms}, tasks: {slow: "--------|"}}
              ignore-error: true
            - group: {name: two, kind: waitgroup, leave: {when: 30ms}, tasks: {calm: "=|"}}
            - group: {name: three, leave: told, wrap: left, after-wait: [work: 10ms], tasks: {good: "-|"}}
        group:
          group:
            shutdown: {at: 110ms, grace: 100ms}
            tasks:
              finisher: {line: "-----|", on-shutdown: finish}
              server: {line: ">", on-shutdown: finish}
              halting: {steps: [{until: told}, busy: 5ms, return], on-shutdown: finish}
        told:
          group:
            shutdown: {at: 1s, grace: 100ms}
            tasks:
              halting: {steps: [{until: told}, busy: 5ms, return], on-shutdown: finish}
              watcher: {steps: [{until: group/finisher fails or group/server fails}]}
    """

  static let everyDerivation = """
    title: Every derivation
    contexts:
      - background: root
      - todo: later
      - {with-value: user, of: root, key: user name, value: ada}
      - {with-cancel: page, of: user}
      - {with-deadline: slow, of: page, deadline: 400ms, cause: too slow}
      - {with-timeout: query, of: page, timeout: 2s}
      - {after: log, of: query}
      - {after: never, of: later}
      - {after: stopped, of: page}
      - check
      - {stop: stopped, at: 300ms}
      - {check: slow, at: 500ms}
      - {cancel: query, cause: the user left, at: 600ms}
      - {with-timeout: last, of: page, timeout: 100ms}
      - {without-cancel: audit, of: query}
      - {with-value: deep, of: audit, key: role, value: admin}
      - check
    """

  /// What callers do before they wait, and what they make of wait's error.
  static let callers = """
    title: Callers
    tick: 10ms
    channels: { paths: 0, sums: 2, hints: { items: 2 }, spare: 1 }
    semaphores: { slots: 1 }
    group:
      closes: sums
      tasks:
        walk: {steps: [{send: paths, count: 3}], closes: paths}
        digest: {count: 3, steps: [{range: paths, blocking: true, each: [busy: 20ms, {send: sums, else: [log: dropped]}]}]}
        serve: {steps: [until: stop, fail: "http: Server closed"]}
        feeds: {steps: [{group: {tasks: {a: "----|"}, before-wait: [{send: spare, else: []}, {send: spare, else: [log: spare]}, work: 15ms, {receive: hints, count: 3}], on-error: {kept: last}}}]}
        early: {steps: [{group: {tasks: {b: ">"}, before-wait: [busy: 5ms, fail: no config]}, ignore-error: true}, {work: 10ms}]}
        takes: {steps: [{acquire: slots, else: [fail: busy]}, work: 8ms]}
        known: {group: {tasks: {c: "-^ EOF", d: {steps: [keep: d, until: told], on-cancel: ok}}, on-error: {ok: [EOF, not so], cause: context canceled, else: fail gone, kept: last}}}
      before-wait: [{range: sums, blocking: true, each: [busy: 5ms]}, log: all, signal: stop]
      on-error: {ok: ["http: Server closed"], else: wrap sum}
      after-wait: [log: closed]
    """

  /// Loops that open groups and spawn, and spawners that look around.
  static let loops = """
    title: Loops
    tick: 10ms
    channels: { urls: { items: 3 } }
    semaphores: { slots: 2 }
    group:
      spawn-until-told: true
      limit: 3
      tasks:
        batches: {steps: [repeat: {times: 3, steps: [{group: {name: batch, tasks: {load: "--|", save: {line: "-|", spawn: try-go}}}}, work: 5ms]}]}
        last: {steps: [{repeat: {times: 2, steps: [busy: 5ms], last: [{group: {tasks: {x: "-^ no"}}, ignore-error: true}, work: 5ms]}}]}
        many: {count: 3, line: "--|"}
        inline: {line: "-|", spawn: try-go-or-inline}
        adds: {steps: [repeat: {times: 2, steps: [work: 5ms, spawn: {more: "-|"}]}], delay: 20ms}
      before-wait:
        - {range: urls, each: [acquire: slots, spawn: {fetch: {steps: [busy: 10ms, release: slots]}}]}
        - repeat: {times: 2, every: 10ms, steps: [spawn: {tick: {line: "-|", delay: 1ms}}, log: tick]}
        - log: dispatched
    """

  /// What is done again and again, and waits for the first of several.
  static let rounds = """
    title: Rounds
    tick: 10ms
    group:
      tasks:
        health:
          steps:
            - repeat: {every: 200ms, times: 3, steps: [{work: 20ms}, {log: check ok}], last: [{work: 25ms}, {fail: unhealthy}]}
          cleanup: 5ms
        reports: {steps: [repeat: {every: 250ms, steps: [work: 10ms]}], on-cancel: ok, cleanup: 7ms}
        twice: {steps: [repeat: {every: 100ms, times: 2, steps: [busy: 30ms]}, {work: 20ms}, repeat: {every: 30ms, times: 2, steps: [work: 5ms]}], deaf: true}
        line: {line: "--=<", on-cancel: ok}
        nested: {steps: [repeat: {times: 2, steps: [work: 5ms, repeat: {times: 3, steps: [work: 2ms], last: [busy: 1ms]}, log: again]}]}
        endless: {steps: [repeat: {steps: [repeat: {times: 2, steps: [work: 15ms, busy: 5ms]}]}], cleanup: 3ms}
        busy: {line: "==<", on-cancel: ok}
        hedge: {steps: [until: flaky fails or 300ms, work: 40ms, return]}
        flaky: {steps: [repeat: {times: 2, steps: [work: 30ms]}, signal: tried, return]}
        either: {steps: [until: tried or twice out, work: 10ms, return]}
        spare: {steps: [until: either fails, fail: never], on-cancel: ok}
        grows: {line: "-^ 503", retry: {attempts: 9, delay: 50ms, factor: 1.5, longest: 150ms}}
        stops: {steps: [{group: {kind: zero-errgroup, tasks: {permanent: {lines: ["-^ 503", "-^ wrong", "-|"], retry: {delay: 20ms, factor: 2, except: wrong}}, sees: {steps: [until: stops/permanent fails, log: seen, return]}}, wrap: stops}, ignore-error: true}, {work: 10ms}]}
    """

  /// Callers that don't wait to the end.
  static let leaving = """
    title: Leaving
    tick: 10ms
    semaphores: { db: 1 }
    group:
      kind: zero-errgroup
      leave: {when: all out or 3s, error: enough}
      tasks:
        first: {group: {leave: told, tasks: {a: "-^ no", b: "=====|", c: "--|"}}, on-cancel: ok}
        race: {group: {kind: first-success, leave: told, tasks: {d: "--|", e: "=====|"}}}
        actors: {steps: [{group: {kind: first-return, leave: told, tasks: {f: "--^ over", g: "=====|"}}, ignore-error: true}, {work: 10ms}]}
        hurried: {group: {kind: waitgroup, leave: 35ms, tasks: {h: "======|", i: "--|"}}}
        patient: {group: {kind: collect-all, leave: 1s or first starts or told, tasks: {j: "======|", k: "--^ k"}}}
        calm: {group: {leave: {when: told or 2s, error: late}, tasks: {l: "-|", m: "--|"}}}
        returns:
          steps:
            - group:
                tasks: {n: "--------|", o: "=^ no"}
                before-wait: [{try: [work: 20ms], else: [log: gone, return]}, log: never]
                after-wait: [log: never]
                defer: [log: over]
            - busy: 5ms
        connects: {group: {timeout: 500ms, before-go: [acquire: db, work: 20ms, {try: [work: 5ms, fail: none], else: [log: from the start]}], limit: 2, tasks: {p: "..-|", q: {delay: 0s, line: "--^ lost"}, r: {delay: 5ms, line: "---|"}, s: "-|"}, before-wait: [release: db], on-error: ok}}
        hangs-up: {steps: [{group: {before-go: [{work: 30ms, timeout: 10ms}], tasks: {v: "-|"}, defer: [log: no connection]}, ignore-error: true}, {work: 10ms}]}
        refused: {delay: 1ms, steps: [{group: {before-go: [acquire: db, busy: 5ms, fail: no route], tasks: {t: "-|", u: "-|"}}, ignore-error: true}, {work: 10ms}]}
        all: {steps: [until: calm out, busy: 200ms, return]}
        behind: "=============================================|"
    """

  /// Steps that end the program, one of which comes first.
  static let exits = """
    title: Exits
    tick: 10ms
    group:
      kind: waitgroup
      tasks:
        quick: "-|"
        inner: {group: {tasks: {fails: "--^ no", told: "------|", deaf: "=========|"}}, on-cancel: ok}
        config: {steps: [work: 50ms, exit: "no config: 100 %"]}
        again: {lines: ["-^ no", "-------|"], retry: {delay: 10ms}}
        late: {steps: [{repeat: {times: 3, steps: [work: 40ms], last: [exit: 3]}}]}
        calls: {steps: [{group: {tasks: {b: "---------|"}, after-wait: [work: 10ms, exit: 0]}}]}
        serves: {steps: [{group: {tasks: {c: "--------^ 100 %"}, on-error: exit serve 100 %, defer: [log: never]}}, {busy: 10ms}]}
        drops: {steps: [{group: {tasks: {d: "--------^ no"}, on-error: {ok: "http: Server closed", else: exit 2}}, ignore-error: true}]}
        joins:
          group:
            tasks: {e: {steps: [keep: e, work: 80ms, fail: f]}}
            on-error: {ok: EOF, cause: context canceled, else: exit, kept: last}
            after-wait: [log: never]
        leaves: {steps: [{group: {leave: told, tasks: {g: "--------^ g"}, on-error: exit}, ignore-error: true}, {log: left}]}
      on-error: exit
      defer: [log: never]
    """

  /// Steps that have only so long.
  static let late = """
    title: Late
    tick: 10ms
    channels: { rows: { items: 2 } }
    group:
      kind: waitgroup
      tasks:
        writes: {steps: [{work: 30ms, timeout: 20ms}]}
        rounds: {steps: [repeat: {times: 3, steps: [{work: 20ms, timeout: 50ms}], last: [{work: 20ms, timeout: 10ms}]}], cleanup: 5ms}
        elects: {steps: [repeat: {every: 50ms, times: 2, steps: [{try: [busy: 5ms, work: 30ms], timeout: 20ms, else: [log: not elected]}]}]}
        again: {steps: [{work: 30ms, timeout: 20ms}], retry: {attempts: 3, delay: 5ms}, on-cancel: ok}
        once: {steps: [{work: 30ms, timeout: 20ms}], retry: {attempts: 3, except: context deadline exceeded}}
        inner:
          steps:
            - group:
                tasks: {a: "--------|", b: {steps: [{work: 100ms, timeout: 90ms}, log: never], cleanup: 7ms, on-cancel: wrap b}, c: "----^ c"}
                before-wait: [{work: 10ms, timeout: 30ms}, {receive: rows, timeout: 5ms}]
              ignore-error: true
            - {try: [group: {name: second, tasks: {d: {line: "------|", on-cancel: wrap d}, e: "====|"}}], timeout: 20ms, else: [log: dropped]}
            - {load: user, call: 40ms, timeout: 30ms}
        early: {steps: [{group: {tasks: {f: "---|"}, before-wait: [{work: 20ms, timeout: 10ms}]}}]}
        after: {steps: [{group: {tasks: {g: "-|"}, after-wait: [{work: 20ms, timeout: 10ms}], defer: [log: over]}}]}
        drops: {steps: [{try: [work: 30ms, fail: no], timeout: 10ms}, log: on], on-cancel: cause}
    """

  /// Errors that are kept beside the first.
  static let kept = """
    title: Kept errors
    tick: 10ms
    group:
      tasks:
        web: {steps: [{work: 20ms}, {keep: "web: no"}, return]}
        inner: {group: {kind: waitgroup, tasks: {a: {steps: [keep: "a: 5%", busy: 10ms]}}}, on-cancel: ok, delay: 1ms}
        dropped: {steps: [{group: {tasks: {b: {steps: [keep: b, fail: c]}}}, ignore-error: true}, {work: 80ms}]}
        ends: {group: {wrap: last, defer: [log: over], tasks: {d: {steps: [keep: d, work: 40ms, keep: e, fail: f]}}}, delay: 30ms}
      after-wait: [log: never]
      wrap: pull
    """

  /// What callers do after wait, on success, on failure and always, and what they return.
  static let endings = """
    title: Endings
    tick: 50ms
    group:
      wrap: "load 100 % of the page"
      tasks:
        good: {group: {tasks: {a: "--|"}, after-wait: [{work: 50ms}, {log: good is good}], defer: [{busy: 20ms}]}}
        late: {group: {wrap: never, tasks: {b: "--|"}, after-wait: [{work: 1s}]}}
        quiet:
          steps:
            - group: {tasks: {c: "-^ no"}, after-wait: [{log: never}], defer: [{log: quiet is over}]}
              ignore-error: true
            - group: {name: second, kind: waitgroup, tasks: {d: "-^ no"}, after-wait: [{work: 20ms}, {fail: too few}]}
              ignore-error: true
            - work: 50ms
        told: {line: ">", on-cancel: wrap stop, cleanup: 10ms}
        works: {line: "----------|", on-cancel: wrap work}
        bad: {group: {wrap: bad, tasks: {e: "------^ boom"}, defer: [{busy: 10ms}, {log: bad is over}]}}
      defer: [{log: all is over}]
    """

  /// Tasks that work until they are told, and what they do then.
  static let services = """
    title: Services
    tick: 50ms
    group:
      cancel-at: 520ms
      cancel-cause: interrupt
      shutdown: {at: 310ms, grace: 5s}
      tasks:
        serve: {line: ">", cleanup: 30ms, on-cancel: ok}
        says-why: {line: "-->", on-cancel: cause}
        plain: {line: ">", on-cancel: ok}
        own: {line: ">", timeout: 230ms, timeout-cause: too slow, on-cancel: ok}
        accept: {line: ">", on-shutdown: finish}
        drain: {steps: [until: told, busy: 100ms, log: drained, return]}
        sweep: {steps: [until: told, work: 100ms, return], cleanup: 10ms}
        inner: {group: {tasks: {listen: {line: ">", on-cancel: ok}, other: "----|"}}}
        again: {lines: ["-^ no", "->"], on-cancel: ok}
    """

  /// Tasks that wait for each other, in one group and across groups.
  static let signals = """
    title: Signals
    tick: 50ms
    group:
      tasks:
        early: {steps: [until: db starts, work: 50ms, return]}
        late: {steps: [until: db out, work: 50ms, return], cleanup: 10ms, on-cancel: ok}
        ready: {steps: [until: up, log: it is up, return], deaf: true}
        inner:
          steps:
            - group:
                tasks:
                  waits: {steps: [until: up, signal: seen, work: 20ms, return]}
                  sees: {steps: [until: seen, until: inner/waits out, return]}
            - until: db out
        again: {lines: ["-^ no", "--|"], delay: 10ms}
        asked: {steps: [until: again out, signal: seen, return], on-shutdown: finish}
        never: {steps: [until: told, return]}
        db: {steps: [work: 100ms, signal: up, work: 100ms, return], delay: 50ms}
        fails: {steps: [until: db out, work: 500ms, fail: boom]}
    """

  /// Tasks that send to each other, in one group and across groups.
  static let channels = """
    title: Channels
    channels: { paths: 0, sums: 2, done: 0, more-done: 0, never: 1 }
    group:
      tasks:
        walk: {steps: [work: 10ms, {send: paths, count: 6}, send: paths], closes: [paths, more-done], cleanup: 10ms}
        inner:
          group:
            tasks:
              sum: {steps: [{range: paths, blocking: true, each: [busy: 20ms, send: sums]}]}
              waits: {steps: [receive: done, log: done], on-cancel: ok}
            defer: [{busy: 5ms}, close: sums]
        collect: {steps: [{receive: sums, count: 2}, {range: sums, each: 50ms}], cleanup: 5ms}
        later: {steps: [work: 200ms, close: done, {range: done, each: [fail: never]}, {receive: more-done, blocking: true}]}
        finishes: {steps: [{range: never, each: [return]}], on-shutdown: finish, on-cancel: fail too late}
        deaf: {steps: [{receive: done, count: 3}], deaf: true}
        fails: {steps: [work: 450ms, fail: boom]}
        stuck: {steps: [{send: never, count: 2}], delay: 20ms, on-cancel: cause}
    """

  /// Jobs that workers take.
  static let sharedJobs = """
    title: Shared jobs
    tick: 50ms
    channels:
      jobs: ["--|", "===|", 130ms, "-^ bad job", "|", "----|"]
      twins: { items: 7 }
      unused: 3
    group:
      kind: waitgroup
      tasks:
        worker: {steps: [range: jobs], on-cancel: ok, cleanup: 5ms}
        other: {steps: [{range: jobs, each: [log: one more]}], delay: 10ms}
        deaf: {steps: [{range: jobs, blocking: true}], deaf: true, delay: 30ms}
        counts: {steps: [{receive: twins, count: 2}, {range: twins, each: 15ms}]}
        first: {steps: [{range: twins, blocking: true, each: [busy: 40ms, return]}], delay: 5ms, timeout: 20ms}
        inner: {group: {tasks: {takes: {steps: [{range: twins, each: 500ms}], timeout: 100ms, on-cancel: wrap no time}}}}
    """

  /// Semaphores, and calls that tasks share.
  static let permitsAndCalls = """
    title: Permits and calls
    semaphores: { connections: 2, memory: 8, unused: 1 }
    channels: { rows: { items: 3 } }
    group:
      kind: waitgroup
      tasks:
        a: {steps: [acquire: connections, work: 100ms]}
        b: {steps: [acquire: connections, work: 500ms], delay: 1ms, timeout: 200ms, cleanup: 30ms, on-cancel: ok}
        c: {steps: [work: 5ms, {acquire: connections, count: 2}, busy: 20ms, {release: connections, count: 2}, work: 50ms]}
        d: {steps: [work: 5ms, acquire: connections, log: d has one], delay: 1ms, timeout: 40ms, on-cancel: wrap no connection}
        e: {steps: [work: 5ms, acquire: connections, log: e has one], delay: 1ms, deaf: true, timeout: 40ms}
        tries: {steps: [{try: [acquire: memory, work: 30ms, fail: no], else: [log: given back]}, {acquire: memory, count: 8}, busy: 1ms], delay: 60ms}
        asks: {steps: [{repeat: {times: 2, steps: [{try: [{acquire: memory, count: 2, else: [log: none]}, work: 5ms], timeout: 3ms}]}}, {acquire: memory}], on-cancel: ok, cleanup: 1ms}
        rows: {steps: [{range: rows, each: [{acquire: memory, count: 5}, work: 10ms, {release: memory, count: 5}]}]}
        inner:
          group:
            tasks:
              first: {steps: [{load: user 7, call: [work: 80ms, log: loaded]}], timeout: 30ms, on-cancel: cause}
              deaf: {steps: [{load: user 7, call: 1s}, busy: 5ms], delay: 10ms, deaf: true}
              waits: {steps: [busy: 20ms, {load: user 7, call: 1s, blocking: true}, acquire: memory, work: 5ms]}
              fails: {steps: [work: 200ms, {load: user 8, call: [busy: 10ms, fail: no such user]}]}
    """

  /// Limiters whose tokens tasks take.
  static let limited = """
    title: Limited
    limiters: { api: { every: 40ms, burst: 2 }, "unused one": 1s, rate: 15ms }
    group:
      kind: zero-errgroup
      tasks:
        a: {steps: [limit: api, log: a has one, work: 5ms]}
        b: {delay: 1ms, steps: [repeat: {times: 3, steps: [limit: api, work: 7ms]}]}
        late: {delay: 1ms, timeout: 50ms, on-cancel: ok, steps: [limit: api, limit: api]}
        told: {delay: 1ms, steps: [{group: {cancel-at: 20ms, tasks: {waits: {cleanup: 3ms, steps: [limit: api, log: never]}}}, ignore-error: true}, {limit: rate}]}
        deaf: {delay: 2ms, deaf: true, timeout: 10ms, steps: [limit: api, busy: 1ms]}
        tries: {delay: 1ms, timeout: 60ms, steps: [{try: [limit: rate, limit: rate, {limit: api}], else: [log: no token]}, busy: 2ms]}
        again: {steps: [limit: rate, work: 3ms, fail: 503], retry: {attempts: 3, delay: 11ms}, delay: 1ms}
    """

  /// After-functions of a group, of its caller's context and of tasks.
  static let functions = """
    title: Functions
    tick: 50ms
    group:
      cancel-at: 400ms
      after:
        - {name: flush, steps: [busy: 300ms, log: flushed]}
        - {name: hang up, on: parent, steps: [cancel: hung up]}
      tasks:
        reads: {steps: [until: closed, fail: use of closed connection], deaf: true, after: [{name: close, steps: [busy: 10ms, signal: closed]}]}
        works: {line: "----|", after: [never]}
        inner:
          timeout: 2s
          steps:
            - group:
                after: [{name: part, steps: [busy: 50ms]}, {name: up, on: parent}]
                tasks: {a: "--|", b: "-|"}
            - until: told
    """
}
