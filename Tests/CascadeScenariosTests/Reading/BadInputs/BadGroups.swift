/// What is wrong with a scenario as a whole, with its groups and contexts.
let badGroups: [BadInput] = [
  BadInput(
    "no title",
    #"""
    group: { tasks: {} }

    """#,
    says: [
      "1:1: the scenario has no title"
    ]),
  BadInput(
    "no group",
    #"""
    title: T

    """#,
    says: [
      "1:1: the scenario has no group"
    ]),
  BadInput(
    "nothing as title",
    #"""
    title:
    group: { tasks: {} }

    """#,
    says: [
      "1:7: the title is empty"
    ]),
  BadInput(
    "title of two lines",
    #"""
    title: |
      one
      two
    group: { tasks: {} }

    """#,
    says: [
      "1:8: the title must be one line"
    ]),
  BadInput(
    "contexts",
    #"""
    title: T
    contexts: []

    """#,
    says: [
      "2:11: contexts has no step"
    ]),
  BadInput(
    "contexts and a group",
    #"""
    title: T
    contexts: [with-cancel: a]
    group: { tasks: {} }

    """#,
    says: [
      "2:1: use contexts or group, not both"
    ]),
  BadInput(
    "steps of contexts",
    #"""
    title: T
    contexts:
      - make: a
      - stop
      - {}
      - with-cancel: a
        cancel: a
      - with-cancel: a
      - with-cancel: a/b
      - with-timeout: t
        of: b
      - with-value: v
        of: a
        key: id
        timeout: 1s
      - with-value: a
        key: id
        value: 7
      - after: f

    """#,
    says: [
      "3:5: unknown key \"make\" in a step of contexts",
      "4:5: unknown step \"stop\"; a step of contexts is a key and a name, such as cancel: request (did you mean stop?)",
      "5:5: this step of contexts is empty; use one of background, todo, with-cancel, with-timeout, with-deadline, with-value, without-cancel, after, cancel, stop or check",
      "6:5: a step of contexts does one thing; this one has with-cancel and cancel",
      "9:18: the context's name can't contain /, which separates the names of a path: \"a/b\"",
      "10:5: with-timeout needs timeout",
      "11:9: no step above derives a context \"b\" (did you mean a?)",
      "12:5: with-value needs value",
      "15:5: timeout needs with-timeout",
      "16:17: the name \"a\" is already taken",
      "19:5: after needs of",
    ]),
  BadInput(
    "targets of contexts",
    #"""
    title: T
    contexts:
      - with-value: v
        key: id
        value: x
      - after: close
        of: v
        at: 20ms
      - cancel: v
        at: 10ms
      - cancel: clos
      - stop: v
      - check: close
    beats: [{ at: v fails, say: s }, { at: close out, say: s }, { at: w told, say: s }]
    expect:
      wait: none
      contexts: { v: none, vv: { tolt: 1s } }
      after: { close: done }

    """#,
    says: [
      "9:13: \"v\" can't be cancelled: only with-cancel, with-timeout and with-deadline contexts can",
      "10:9: this step is before the one above, which is at 20ms",
      "11:13: no step above derives a context \"clos\"",
      "12:11: no step above registers an after-function \"v\"",
      "13:12: no step above derives a context \"close\"",
      "14:15: of a context, a beat can only name told (did you mean v told?)",
      "14:40: of an after-function, a beat can only name starts (did you mean close starts?)",
      "14:67: there is no context or after-function \"w\" (did you mean v?)",
      "16:3: expect.wait needs a scenario with a group",
      "17:24: there is no context \"vv\" (did you mean v?)",
      "18:19: state must be fired, stopped or waiting, not \"done\"",
    ]),
  BadInput(
    "contexts in expect of a group",
    #"""
    title: T
    group: { tasks: { a: "-|" } }
    expect: { contexts: { a: none }, after: {} }

    """#,
    says: [
      "3:11: expect.contexts needs a scenario with contexts instead of a group"
    ]),
  BadInput(
    "shutdown",
    #"""
    title: T
    group:
      kind: waitgroup
      shutdown: { at: 1s, grac: 2s, in: 3 }
      tasks: { a: "-|" }

    """#,
    says: [
      "4:3: a waitgroup can't be asked to finish",
      "4:23: unknown key \"grac\" in a shutdown (did you mean grace?)",
      "4:33: unknown key \"in\" in a shutdown; its keys are at, grace",
    ]),
  BadInput(
    "shutdown without a grace",
    #"""
    title: T
    group:
      shutdown: { at: 1 }
      tasks:
        a: { line: "-|", on-shutdown: stop }
        b: { line: "-|", on-shutdown: finish, deaf: true }
        c: { line: "-|", on-shutdown: finish, context: parent }

    """#,
    says: [
      "3:13: a shutdown needs grace",
      "3:19: at: \"1\" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 1ms?)",
      "5:35: on-shutdown must be go-on or finish, not \"stop\"",
      "6:22: on-shutdown: finish needs a task that listens to its group (not deaf, detached or context: parent)",
      "7:22: on-shutdown: finish needs a task that listens to its group (not deaf, detached or context: parent)",
    ]),
  BadInput(
    "options of a group",
    #"""
    title: T
    group:
      queued: skip
      ignore-lone-cancellations: yes
      tasks: { a: "-|" }

    """#,
    says: [
      "3:11: queued must be start, start-without-spawner or skip-after-failure, not \"skip\"",
      "4:30: ignore-lone-cancellations must be true or false, not \"yes\" (did you mean true?)",
    ]),
  BadInput(
    "kind of later",
    #"""
    title: T
    group:
      kind: swift-discarding
      limit: 2
      queued: start
      shutdown: { at: 1s, grace: 1s }
      timeout: 1s
      cause: late
      cancel-at: 1s
      cancel-cause: x
      detached: true
      after: [f]
      tasks:
        a: "-;|"
        b: { line: "-|", timeout: 1s, spawn: go, on-cancel: cause }
        c: { steps: [spawn: { d: "|" }] }
        e: { group: { limit: 1, tasks: { f: "-;|" } } }
      after-wait: [use: group-context]

    """#,
    says: [
      "4:3: limit: a swift-discarding group has no limit; await next() before each addTask instead",
      "5:3: queued: a swift-discarding group has no queue",
      "6:3: shutdown: a swift-discarding group can't be asked to finish",
      "7:3: timeout: a swift-discarding group has no context that could have a timeout",
      "10:3: cancel-cause: a swift-discarding group is cancelled without a cause",
      "11:3: detached: a swift-discarding group has no context that could be detached",
      "12:3: after: a swift-discarding group has no context to wait for",
      "14:8: a task of a swift-discarding group can't spawn, cancel, keep errors, or use or limit its context",
      "15:22: timeout: a task of a swift-discarding group has no context, and only addTask",
      "15:35: spawn: a task of a swift-discarding group has no context, and only addTask",
      "15:46: on-cancel: a task of a swift-discarding group is cancelled without a cause",
      "16:8: a task of a swift-discarding group can't spawn, cancel, keep errors, or use or limit its context",
      "18:3: a swift-discarding group has no context that after-wait could cancel or use",
    ]),
  BadInput(
    "kind misspelled",
    #"""
    title: T
    group:
      kind: wait-group
      tasks: { a: "-|" }

    """#,
    says: [
      "3:9: kind must be errgroup, zero-errgroup, waitgroup, collect-all, first-success, first-return, supervised, swift-waitforall, swift-foreach or swift-discarding, not \"wait-group\" (did you mean waitgroup?)"
    ]),
  BadInput(
    "kind's old name",
    #"""
    title: T
    group:
      kind: errgroup_zero
      tasks: { a: "-|" }

    """#,
    says: [
      "3:9: kind must be errgroup, zero-errgroup, waitgroup, collect-all, first-success, first-return, supervised, swift-waitforall, swift-foreach or swift-discarding, not \"errgroup_zero\" (did you mean zero-errgroup?)"
    ]),
  BadInput(
    "tick zero",
    #"""
    title: T
    tick: 0ms
    group: { tasks: {} }

    """#,
    says: [
      "2:7: a tick must be longer than 0"
    ]),
  BadInput(
    "tick without unit",
    #"""
    title: T
    tick: 30
    group: { tasks: {} }

    """#,
    says: [
      #"2:7: tick: "30" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 30ms?)"#
    ]),
  BadInput(
    "seed negative",
    #"""
    title: T
    seed: -1
    group: { tasks: {} }

    """#,
    says: [
      "2:7: the seed must be 0 or more"
    ]),
  BadInput(
    "seed huge",
    #"""
    title: T
    seed: 99999999999999999999999
    group: { tasks: {} }

    """#,
    says: [
      "2:7: the seed must be 18446744073709551615 or less"
    ]),
  BadInput(
    "seed word",
    #"""
    title: T
    seed: seven
    group: { tasks: {} }

    """#,
    says: [
      "2:7: the seed must be a whole number, not \"seven\""
    ]),
  BadInput(
    "no tasks",
    #"""
    title: T
    group: {}

    """#,
    says: [
      "2:8: a group needs tasks"
    ]),
  BadInput(
    "tasks as a list",
    #"""
    title: T
    group:
      tasks:
        - a

    """#,
    says: [
      "4:5: tasks must be a mapping (name: value), not a list"
    ]),
  BadInput(
    "limit negative",
    #"""
    title: T
    group:
      limit: -1
      tasks: { a: "-|" }

    """#,
    says: [
      "3:10: limit must be 0 or more"
    ]),
  BadInput(
    "limit fraction",
    #"""
    title: T
    group:
      limit: 2.5
      tasks: { a: "-|" }

    """#,
    says: [
      "3:10: limit must be a whole number, not \"2.5\""
    ]),
  BadInput(
    "limit huge",
    #"""
    title: T
    group:
      limit: 99999999999999999999
      tasks: { a: "-|" }

    """#,
    says: [
      "3:10: limit must be 1000000 or less"
    ]),
  BadInput(
    "limit zero with go",
    #"""
    title: T
    group:
      limit: 0
      tasks: { a: "-|" }

    """#,
    says: [
      "3:10: with limit 0, \"a\" waits for a slot forever; spawn it with try-go"
    ]),
  BadInput(
    "timeout and deadline",
    #"""
    title: T
    group:
      timeout: 1s
      deadline: 2s
      tasks: { a: "-|" }

    """#,
    says: [
      "4:3: use deadline or timeout, not both"
    ]),
  BadInput(
    "cause alone",
    #"""
    title: T
    group:
      cause: too late
      tasks: { a: "-|" }

    """#,
    says: [
      "3:3: cause needs timeout or deadline"
    ]),
  BadInput(
    "cancel-cause alone",
    #"""
    title: T
    group:
      cancel-cause: Ctrl-C
      tasks: { a: "-|" }

    """#,
    says: [
      "3:3: cancel-cause needs cancel-at"
    ]),
  BadInput(
    "cancel-at negative",
    #"""
    title: T
    group:
      cancel-at: -5ms
      tasks: { a: "-|" }

    """#,
    says: [
      #"3:14: cancel-at: a duration can't be negative: "-5ms""#
    ]),
  BadInput(
    "detached yes",
    #"""
    title: T
    group:
      detached: yes
      tasks: { a: "-|" }

    """#,
    says: [
      "3:13: detached must be true or false, not \"yes\" (did you mean true?)"
    ]),
  BadInput(
    "after without name",
    #"""
    title: T
    group:
      after: [{ stop-at: 1s }]
      tasks: { a: "-|" }

    """#,
    says: [
      "3:11: an after-function needs a name"
    ]),
  BadInput(
    "after named like a task",
    #"""
    title: T
    group:
      after: [b, a]
      tasks: { a: "-|" }

    """#,
    says: [
      #"3:14: the name "a" is already taken in this group"#
    ]),
]
