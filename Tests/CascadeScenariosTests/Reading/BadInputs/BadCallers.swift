/// What the code around a group can't do before it waits, and can't make of what Wait returns.
let badCallers: [BadInput] = [
  BadInput(
    "what callers can't do before they wait",
    #"""
    title: T
    channels: { jobs: ["-|"], c: 0 }
    group:
      closes: [c, jobs]
      before-wait:
        - panic: no
        - group: { tasks: {} }
        - range: jobs
        - repeat: { times: 2, steps: [log: x], last: [log: y] }
        - spawn: { b: "-|" }
        - { send: c, else: [], count: 2 }
        - { range: c, else: [] }
        - { receive: c, else: [until: told], blocking: true }
        - fail: early
        - log: never
      tasks: { a: { line: "-|", spawn: try-go-or-inline, timeout: 1s } }

    """#,
    says: [
      "4:3: closes: what closes them waits as soon as the tasks are spawned, so before-wait can't spawn more",
      "4:15: \"jobs\" is closed from the beginning",
      "6:7: before-wait can have work, busy, until, signal, repeat, try, spawn, cancel, keep, log, return, fail, exit, send, receive, range, close, acquire, release, limit and load, not panic",
      "7:7: before-wait can have work, busy, until, signal, repeat, try, spawn, cancel, keep, log, return, fail, exit, send, receive, range, close, acquire, release, limit and load, not group",
      "8:14: before-wait can't do jobs, as tasks do: use items, and spawn a task for each",
      "9:44: a repeat in before-wait can't have last: let a step follow it",
      "11:18: use else or count, not both",
      "12:19: else needs send or receive or acquire or try",
      "13:21: use else or blocking, not both",
      "13:28: else can't have until: told, which nothing but the end follows",
      "15:7: this step is never reached: the caller returns in the step before",
      "16:54: a task that may be done inline can't have timeout",
    ]),
  BadInput(
    "what callers can't do before they spawn",
    #"""
    title: T
    channels: { jobs: ["-|"] }
    group:
      before-go:
        - spawn: { x: "-|" }
        - range: jobs
        - until: a out
        - until: up
        - until: told
      tasks:
        a: { steps: [signal: up, return] }
        b:
          group:
            before-go: [until: b/c starts or a fails, work: 1ms, return]
            tasks: { c: "-|" }
        d: { group: { before-go: [until: a fails, return], tasks: { e: "-|" } } }
        f: { group: { kind: swift-foreach, before-go: [fail: no, log: never], tasks: { g: "-|" } } }

    """#,
    says: [
      "5:5: before-go needs an end: nothing is spawned before that",
      "5:7: before-go can have work, busy, until, signal, repeat, try, cancel, keep, log, return, fail, exit, send, receive, range, close, acquire, release, limit and load, not spawn",
      "6:14: before-go can't do jobs, as tasks do: use items, and spawn a task for each",
      "7:14: \"a\" is spawned only after before-go",
      "14:20: before-go can't have until NAME fails, which may end the caller",
      "14:28: \"b/c\" is spawned only after before-go",
      "16:30: before-go can't have until NAME fails, which may end the caller",
      "17:40: before-go: a swift-foreach group has no context that its caller could look at before it has its tasks",
      "17:62: this step is never reached: the caller returns in the step before",
    ]),
  BadInput(
    "what can't become of an error",
    #"""
    title: T
    group:
      kind: swift-foreach
      on-error: cause
      spawn-until-told: true
      before-wait: [log: x]
      tasks:
        a: { steps: [{ group: { on-error: { no: x, else: retry, kept: always, ok: [] }, tasks: { b: "-|" } } }] }
        c: { steps: [{ group: { on-error: fail, wrap: x, tasks: { d: "-|" } } }] }

    """#,
    says: [
      "4:3: a swift-foreach group has no context with a cause",
      "5:3: spawn-until-told: a swift-foreach group has no context to look at",
      "6:3: before-wait: a swift-foreach group waits as soon as it has its tasks",
      "8:41: unknown key \"no\" in on-error; its keys are ok, cause, else, kept",
      "8:54: on-error must be error, cause, ok, exit, or wrap or fail and a text, not \"retry\"",
      "8:67: kept must be first or last, not \"always\"",
      "9:39: on-error: fail needs the text of its error",
      "9:45: use wrap or on-error, not both",
    ]),
  BadInput(
    "texts around an error",
    #"""
    title: T
    group:
      wrap: "a %w b %w"
      tasks:
        a: { line: "-|", on-cancel: "wrap %v" }
        b: { group: { on-error: { ok: no, else: wrap got %+d of %w }, tasks: { c: "-|" } } }
        d: { group: { wrap: 50% of %d, tasks: { e: "-|" } } }

    """#,
    says: [
      "3:17: %w can stand in wrap once: it wraps one error",
      "5:39: wrap knows no verb but %w, which is where the error stands; write %% for a per cent sign",
      "6:54: wrap knows no verb but %w, which is where the error stands; write %% for a per cent sign",
      "7:32: wrap knows no verb but %w, which is where the error stands; write %% for a per cent sign",
    ]),
  BadInput(
    "limiters",
    #"""
    title: T
    limiters: { a: { burst: 2 }, b: { every: 0s, burst: 0 }, c: 1, d: { every: 1ms, each: 2 }, e/f: 1s, g: 10ms }
    group:
      before-wait: [limit: g]
      tasks:
        h: { steps: [limit: k, limit: g, { limit: g, count: 2 }, { limit: g, blocking: true }, limit: [g]] }

    """#,
    says: [
      "2:16: a limiter needs every",
      "2:42: every must be longer than 0",
      "2:53: burst must be 1 or more",
      "2:61: every: \"1\" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 1ms?)",
      "2:81: unknown key \"each\" in a limiter; its keys are every, burst",
      "2:92: a limiter's name can't contain /, which separates the names of a path: \"e/f\"",
      "6:25: there is no limiter \"k\" (did you mean a?)",
      "6:50: count needs send or receive or acquire or release",
      "6:74: blocking needs send or receive or range or acquire or load",
      "6:99: the limiter's name must be a text, not a list",
    ]),
  BadInput(
    "lists that are no mappings: nothing in them is missing",
    #"""
    title: T
    limiters: [a]
    semaphores: [b]
    channels: c
    group:
      tasks:
        h: { steps: [limit: a, acquire: b, { release: b, count: 2 }, send: c, receive: c, close: c] }

    """#,
    says: [
      "2:11: limiters must be a mapping (name: value), not a list",
      "3:13: semaphores must be a mapping (name: value), not a list",
      "4:11: channels must be a mapping (name: value), not text",
    ]),
  BadInput(
    "rounds that nothing counts",
    #"""
    title: T
    channels: { a: 0, b: 0 }
    group:
      tasks:
        c: { steps: [repeat: { every: 10ms, steps: [send: a] }] }
        d: { steps: [{ range: b, each: [send: b, work: 10ms] }] }
      before-wait: [{ range: a, each: [spawn: { e: "-|" }] }, { range: b, each: [spawn: { f: "-|" }] }]

    """#,
    says: [
      "7:26: there is no telling how many items \"a\" has, and each makes names: give the repeat that sends them times",
      "7:68: there is no telling how many items \"b\" has, and each makes names: give the repeat that sends them times",
    ]),
  BadInput(
    "callers that leave, and errors that are kept",
    #"""
    title: T
    group:
      kind: swift-foreach
      leave: told
      tasks:
        a: { steps: [keep: x, return] }
        b:
          group:
            leave: { error: no }
            tasks: { c: "-|" }
        d:
          group:
            leave: { when: ready or gone out or 5 }
            tasks: { e: "-|" }
        f: { group: { kind: first-success, leave: { when: told, error: late }, tasks: { g: "-|" } } }

    """#,
    says: [
      "4:3: leave: a swift-foreach group waits for every task",
      "6:8: a task of a swift-foreach group can't spawn, cancel, keep errors, or use or limit its context",
      "9:16: leave needs when",
      "13:24: there is no task \"gone\"",
      "13:24: no step gives the signal \"ready\"; a step gives one with signal: ready, and what a task does is awaited as NAME starts, NAME fails or NAME out",
      "13:24: no step gives the signal \"5\"; a step gives one with signal: 5, and what a task does is awaited as NAME starts, NAME fails or NAME out",
      "15:61: a first-success group returns what decided it: leave the error out, or add to when what it is for",
    ]),
]
