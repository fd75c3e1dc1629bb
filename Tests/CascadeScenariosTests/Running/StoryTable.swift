/// What `StoryTests` plays: for each key a small file that claims how it ends.
let storyTable = [
  Sample(
    "an error of a group that is ignored, and then the task's own context",
    """
    title: T
    group:
      cancel-at: 500ms
      tasks:
        t: { steps: [group: { name: inner, tasks: { a: ">" } }, work: 100ms] }
        u: { steps: [{ group: { name: inner, tasks: { a: ">" } }, ignore-error: true }, work: 100ms] }
    expect:
      wait: context canceled
      tasks: { t: propagated, u: { outcome: cancelled, told: 500ms, out: 500ms } }
    """),
  Sample(
    "again and again by a mark",
    """
    title: T
    group: { cancel-at: 520ms, tasks: { a: { line: "--=<", on-cancel: ok }, b: { line: "==<", cleanup: 10ms, on-cancel: ok } } }
    expect:
      wait: none
      tasks: { a: { outcome: cancelled, told: 520ms, out: 520ms }, b: { outcome: cancelled, told: 520ms, out: 610ms } }
    """),
  Sample(
    "a ticker, and rounds that it drops",
    """
    title: T
    group:
      tasks:
        three: { steps: [repeat: { every: 100ms, times: 3, steps: [work: 20ms] }, return] }
        slow: { steps: [repeat: { every: 100ms, times: 3, steps: [busy: 130ms] }] }
        fails: { steps: [repeat: { times: 4, steps: [work: 10ms], last: [work: 30ms, return] }] }
    expect:
      wait: none
      tasks: { three: { out: 320ms }, slow: { out: 490ms }, fails: { outcome: completed, out: 60ms } }
    """),
  Sample(
    "the first of several, or a time",
    """
    title: T
    group:
      tasks:
        a: { steps: [until: b fails or c out or 1s, work: 5ms, return], on-cancel: ok }
        t: { steps: [until: b fails or 20ms, work: 5ms, return] }
        b: { line: "--^ no", context: parent }
        c: { line: "=|" }
    expect: { wait: "no", tasks: { a: { out: 55ms }, t: { out: 25ms }, b: failed } }
    """),
  Sample(
    "a hedge isn't needed where the first answers, and a refused task has failed",
    """
    title: T
    group:
      kind: zero-errgroup
      limit: 2
      tasks:
        primary: "-|"
        hedge: { steps: [until: primary fails or 100ms, work: 50ms, fail: not needed] }
        more: { line: "-|", spawn: try-go }
        inline: { steps: [until: more fails, work: 10ms, return] }
    expect:
      wait: none
      tasks:
        hedge: { outcome: completed, out: 50ms, told: none }
        more: rejected
        inline: { outcome: completed, out: 60ms }
    """),
  Sample(
    "pauses that grow, and an error that isn't tried again",
    """
    title: T
    group:
      kind: zero-errgroup
      tasks:
        grows: { line: "-^ 503", retry: { attempts: 4, delay: 100ms, factor: 3, longest: 200ms } }
        stops: { lines: ["-^ 503", "-^ never", "-|"], retry: { delay: 10ms, except: never } }
    expect: { tasks: { grows: { outcome: failed, out: 700ms }, stops: { outcome: failed, out: 110ms, error: never } } }
    """),
  Sample(
    "after wait only on success, and deferred always",
    """
    title: T
    group:
      tasks:
        good: { group: { tasks: { a: "--|" }, after-wait: [work: 50ms], defer: [busy: 20ms] } }
        bad: { group: { tasks: { b: "--^ boom" }, after-wait: [work: 50ms], defer: [busy: 20ms] } }
      after-wait: [log: never]
    expect:
      wait: boom
      caller: boom
      tasks: { good: { outcome: cancelled, told: 120ms, out: 140ms }, bad: { outcome: propagated, out: 120ms } }
    """),
  Sample(
    "an error in words of the caller",
    """
    title: T
    group:
      wrap: load the page
      tasks:
        user: { group: { wrap: load the user, tasks: { a: "--^ no route" } } }
        ads: { line: "------|", on-cancel: wrap load the ads }
        log: { line: ">", on-cancel: wrap stop }
    expect:
      wait: "load the user: no route"
      caller: "load the page: load the user: no route"
      cause: "load the user: no route"
      tasks:
        user: { outcome: propagated, error: "load the user: no route" }
        user/a: { outcome: failed, error: no route }
        ads: { outcome: cancelled, error: "load the ads: context canceled" }
        log: { outcome: cancelled, error: "stop: context canceled" }
    """),
  Sample(
    "a failure after a wait that returned nil",
    """
    title: T
    group:
      tasks:
        a: { group: { tasks: { b: "--|" }, after-wait: [work: 50ms, fail: bad checksum] } }
        c: ">"
      after-wait: [fail: never]
    expect:
      wait: bad checksum
      caller: bad checksum
      tasks: { a: { outcome: failed, out: 150ms }, c: { outcome: cancelled, told: 150ms } }
    """),
  Sample(
    "the caller fails when all is well",
    """
    title: T
    group: { tasks: { a: "--|" }, after-wait: [fail: too few rows] }
    expect: { wait: none, caller: too few rows, tasks: { a: completed } }
    """),
  Sample(
    "a server by a mark",
    """
    title: T
    group:
      cancel-at: 300ms
      cancel-cause: interrupt
      tasks:
        serve: { line: ">", cleanup: 40ms, on-cancel: cause }
        listen: ".-->"
    expect:
      wait: context canceled
      cause: interrupt
      tasks:
        serve: { outcome: cancelled, told: 300ms, out: 340ms, error: interrupt }
        listen: { outcome: cancelled, told: 300ms, out: 300ms, error: context canceled }
    """),
  Sample(
    "a step that serves, and what follows",
    """
    title: T
    group:
      tasks:
        a: "--^ boom"
        drain: { steps: [until: told, busy: 100ms, return], on-cancel: fail never }
        sweep: { steps: [until: told, busy: 50ms, fail: swept] }
        looks: { steps: [until: told, work: 1s, return], cleanup: 10ms }
    expect:
      wait: boom
      tasks:
        drain: { outcome: cancelled, told: 100ms, out: 200ms, error: none }
        sweep: { outcome: cancelled, told: 100ms, out: 150ms, error: swept }
        looks: { outcome: cancelled, told: 100ms, out: 110ms, error: context canceled }
    """),
  Sample(
    "a server that nothing tells",
    """
    title: T
    group: { kind: zero-errgroup, tasks: { a: "--^ boom", serve: ">" } }
    expect: { tasks: { a: { outcome: failed, out: 100ms }, serve: { outcome: stuck, told: none, out: none } } }
    """),
  Sample(
    "a server that is asked to finish",
    """
    title: T
    group: { shutdown: { at: 200ms, grace: 1s }, tasks: { accept: { line: ">", on-shutdown: finish }, a: "------|" } }
    expect: { wait: none, tasks: { accept: { outcome: completed, told: none, out: 200ms }, a: { out: 300ms } } }
    """),
  Sample(
    "waiting for a task and for a signal",
    """
    title: T
    group:
      tasks:
        early: { steps: [until: db starts, work: 50ms, return] }
        after: { steps: [until: db out, return] }
        ready: { steps: [until: up, work: 50ms, return] }
        db: { steps: [work: 100ms, signal: up, work: 100ms, return], delay: 50ms }
    expect:
      wait: none
      tasks:
        early: { outcome: completed, out: 100ms }
        after: { outcome: completed, out: 250ms }
        ready: { outcome: completed, out: 200ms }
        db: { outcome: completed, out: 250ms }
    """),
  Sample(
    "told while it waits for another",
    """
    title: T
    group:
      tasks:
        waits: { steps: [until: db out, return], cleanup: 20ms }
        deaf: { steps: [until: db out, return], deaf: true }
        a: "--^ boom"
        db: "======|"
    expect:
      wait: boom
      tasks:
        waits: { outcome: cancelled, told: 100ms, out: 120ms }
        deaf: { outcome: completed, told: 100ms, out: 300ms }
    """),
  Sample(
    "two that wait for each other",
    """
    title: T
    group: { tasks: { a: { steps: [until: b out, return] }, b: { steps: [until: a out, return] } } }
    expect: { tasks: { a: stuck, b: stuck } }
    """),
  Sample(
    "after-functions that do something",
    """
    title: T
    group:
      after:
        - { name: flush, steps: [busy: 300ms] }
        - { name: close, on: parent, steps: [cancel: too late] }
      tasks:
        a: "--|"
        b: { steps: [until: closed, return], deaf: true, after: [{ name: unlock, steps: [busy: 10ms, signal: closed] }] }
        c: { line: "-|", after: [never] }
        d: "---^ boom"
    expect:
      wait: boom
      tasks: { b: { outcome: completed, told: 150ms, out: 160ms } }
      after:
        flush: { state: fired, fired: 150ms, out: 450ms }
        close: stopped
        b/unlock: { state: fired, fired: 150ms, out: 160ms }
        c/never: stopped
    """),
  Sample(
    "the wrong context",
    """
    title: T
    group:
      tasks:
        a: "--^ boom"
        b: { line: "------|", context: parent }
        c: "------|"
    expect:
      wait: boom
      tasks: { b: { outcome: completed, out: 300ms }, c: { outcome: cancelled, out: 100ms } }
    """),
  Sample(
    "a line for each attempt",
    """
    title: T
    group: { tasks: { flaky: { lines: ["--^ 503", "-|"], retry: { delay: 100ms } } } }
    expect: { wait: none, tasks: { flaky: { outcome: completed, out: 250ms, error: none } } }
    """),
  Sample(
    "attempts that all fail",
    """
    title: T
    group: { tasks: { flaky: { line: "-^ 503", retry: { attempts: 3, delay: 10ms } } } }
    expect: { wait: "503", tasks: { flaky: { outcome: failed, out: 170ms, error: "503" } } }
    """),
  Sample(
    "told between two attempts",
    """
    title: T
    group:
      tasks:
        flaky: { line: "--^ 503", retry: { attempts: 2, delay: 100ms } }
        other: "---^ boom"
    expect: { wait: boom, tasks: { flaky: { outcome: cancelled, told: 150ms, out: 150ms } } }
    """),
  Sample(
    "a task that cancels its group by a mark",
    """
    title: T
    group: { tasks: { stopper: "--;--|", other: "--------|" } }
    expect:
      wait: context canceled
      cause: context canceled
      tasks: { stopper: { outcome: cancelled, out: 100ms }, other: { outcome: cancelled, told: 100ms, out: 100ms } }
    """),
  Sample(
    "a task that cancels its group with a cause",
    """
    title: T
    group:
      tasks:
        stopper: { steps: [work: 100ms, cancel: enough, busy: 50ms, return] }
        other: { line: "--------|", on-cancel: cause }
    expect:
      wait: enough
      cause: enough
      tasks: { stopper: { outcome: completed, told: 100ms, out: 150ms }, other: { outcome: cancelled, error: enough } }
    """),
  Sample(
    "busy in the middle",
    """
    title: T
    group: { tasks: { a: "-^ boom", b: "--====--|", c: "====|" } }
    expect:
      tasks: { b: { outcome: cancelled, told: 50ms, out: 50ms }, c: { outcome: completed, told: 50ms, out: 200ms } }
    """),
  Sample(
    "a panic is an error like any other",
    """
    title: T
    group: { tasks: { a: "-! index out of range" } }
    expect: { wait: "panic: index out of range", tasks: { a: failed } }
    """),
  Sample(
    "no free slot",
    """
    title: T
    group:
      limit: 1
      tasks: { a: "--|", b: { line: "-|", spawn: try-go }, c: { line: "-|", delay: 10ms } }
    expect: { wait: none, tasks: { a: { out: 100ms }, b: rejected, c: { outcome: completed, out: 150ms } } }
    """),
  Sample(
    "a deadline that counts from the start of the run",
    """
    title: T
    group:
      tasks:
        a:
          steps:
            - work: 100ms
            - group: { deadline: 150ms, cause: closing time, tasks: { b: "-----|" } }
    expect:
      wait: context deadline exceeded
      cause: context deadline exceeded
      tasks: { a: { outcome: propagated, out: 150ms }, a/b: { outcome: cancelled, told: 150ms, out: 150ms } }
    """),
  Sample(
    "a timeout of one task",
    """
    title: T
    group: { tasks: { a: { line: "--------|", timeout: 100ms, timeout-cause: too slow, on-cancel: cause } } }
    expect: { wait: too slow, cause: too slow, tasks: { a: { outcome: cancelled, told: none, error: too slow } } }
    """),
  Sample(
    "what is detached is told and can't hear it; a detached group isn't told",
    """
    title: T
    group:
      tasks:
        a: "--^ boom"
        b: { line: "------|", detached: true }
        c: { group: { detached: true, tasks: { d: "----|" } } }
    expect:
      wait: boom
      tasks:
        b: { outcome: completed, told: 100ms, out: 300ms }
        c: { outcome: completed, told: 100ms, out: 200ms }
        c/d: { outcome: completed, told: none }
    """),
  Sample(
    "copies, each so long after the one above",
    """
    title: T
    group: { tasks: { job: { line: "-|", count: 3, delay: 10ms } } }
    expect: { tasks: { job-1: { out: 60ms }, job-2: { out: 70ms }, job-3: { out: 80ms } } }
    """),
  Sample(
    "a dot is an absolute place",
    """
    title: T
    group: { tasks: { a: ".-|", b: "...-|", c: { line: "-|", delay: 10ms } } }
    expect: { tasks: { a: { out: 100ms }, b: { out: 200ms }, c: { out: 210ms } } }
    """),
  Sample(
    "a task that adds siblings",
    """
    title: T
    group: { tasks: { a: { steps: [work: 50ms, spawn: { b: "--|", c: { line: "^ boom", delay: 20ms } }, work: 500ms] } } }
    expect:
      wait: boom
      tasks: { a: { outcome: cancelled, out: 70ms }, b: { outcome: cancelled, out: 70ms }, c: { outcome: failed, out: 70ms } }
    """),
  Sample(
    "a wait group knows no errors",
    """
    title: T
    group: { kind: waitgroup, tasks: { a: "-^ boom", b: "---|" } }
    expect: { wait: none, cause: none, tasks: { a: failed, b: { outcome: completed, told: none, out: 150ms } } }
    """),
  Sample(
    "a zero group cancels no task",
    """
    title: T
    group: { kind: zero-errgroup, tasks: { a: "-^ boom", b: "---^ late" } }
    expect: { wait: boom, cause: none, tasks: { b: { outcome: failed, told: none, out: 150ms } } }
    """),
  Sample(
    "a wait group may have a limit",
    """
    title: T
    group: { kind: waitgroup, limit: 1, tasks: { a: "--|", b: "--|" } }
    expect: { wait: none, tasks: { a: { out: 100ms }, b: { out: 200ms } } }
    """),
  Sample(
    "collect-all tells no task and throws everything",
    """
    title: T
    group: { kind: collect-all, tasks: { a: "-^ boom", b: "---|", c: "--^ bang" } }
    expect:
      wait: "2 tasks failed: root/a: boom; root/c: bang"
      tasks: { a: failed, b: { outcome: completed, told: none, out: 150ms }, c: { outcome: failed, told: none } }
    """),
  Sample(
    "the first return ends the rest, with its error",
    """
    title: T
    tick: 10ms
    group: { kind: first-return, tasks: { a: "---|", b: "-----^ never", c: { line: ">", on-cancel: "fail late" } } }
    expect: { wait: none, tasks: { a: completed, b: { outcome: cancelled, out: 30ms }, c: { outcome: cancelled, error: late } } }
    """),
  Sample(
    "the first return ends the rest, with an error",
    """
    title: T
    tick: 10ms
    group: { kind: first-return, tasks: { a: "---^ no", b: "-----|", c: { line: ">", on-cancel: ok } } }
    expect: { wait: "no", tasks: { a: failed, b: { outcome: cancelled, out: 30ms }, c: { error: none } } }
    """),
  Sample(
    "first-success ends the rest",
    """
    title: T
    group: { kind: first-success, tasks: { a: "-^ boom", b: "---|", c: "-----|" } }
    expect: { wait: none, tasks: { a: { told: none }, b: completed, c: { outcome: cancelled, told: 150ms, out: 150ms } } }
    """),
  Sample(
    "supervised leaves failures to their tasks",
    """
    title: T
    group: { kind: supervised, tasks: { a: "-^ boom", b: "---|" } }
    expect: { wait: none, tasks: { a: failed, b: { outcome: completed, told: none, out: 150ms } } }
    """),
  Sample(
    "what is returned after being told",
    """
    title: T
    group:
      cancel-at: 100ms
      tasks:
        a: { line: "------|", cleanup: 30ms, on-cancel: ok }
        b: { line: "------|", cleanup: 10ms, on-cancel: fail could not tidy up }
        c: { line: "---|", deaf: true, cleanup: 1s, on-cancel: fail never }
    expect:
      wait: could not tidy up
      tasks:
        a: { outcome: cancelled, told: 100ms, out: 130ms, error: none }
        b: { outcome: cancelled, told: 100ms, out: 110ms, error: could not tidy up }
        c: { outcome: completed, told: 100ms, out: 150ms, error: none }
    """),
  Sample(
    "a limit makes tasks wait, and late ones start on a dead context",
    """
    title: T
    group: { limit: 1, tasks: { a: "--^ boom", b: "--|" } }
    expect: { wait: boom, tasks: { b: { outcome: cancelled, told: 100ms, out: 100ms } } }
    """),
]
