/// Steps whose error the task handles itself: what can't stand in them, and where they can't stand.
let badTries: [BadInput] = [
  BadInput(
    "timeouts that nothing hears",
    #"""
    title: T
    channels: { c: 0 }
    group:
      tasks:
        a: { steps: [{ busy: 1s, timeout: 1ms }, { try: [busy: 1s, fail: a], timeout: 1ms }] }
        b: { deaf: true, steps: [{ work: 1s, timeout: 1ms }] }
        c: { on-shutdown: finish, steps: [{ work: 1s, timeout: 1ms }] }
        d: { steps: [{ send: c, blocking: true, timeout: 1ms }, { send: c, else: [], timeout: 1ms }] }
        e: { steps: [{ work: 1s, timeout: -1ms }, { timeout: 1s }, { load: k, call: [{ work: 1s, timeout: 1ms }] }] }

    """#,
    says: [
      "5:30: timeout needs work or send or receive or load or try",
      "5:74: timeout needs a step that listens: nothing else is late",
      "6:29: a deaf task can't have timeout: it never looks whether a step is late",
      "7:38: a task with on-shutdown: finish can't have steps with a timeout: what it is asked isn't an error",
      "8:45: use timeout or blocking, not both",
      "8:82: use timeout or else, not both",
      "9:39: timeout: a duration can't be negative: \"-1ms\"",
      "9:49: timeout needs work or send or receive or load or try",
      "9:81: call can't have cancel, use, timeout, acquire, release, limit, load and exit: it is no part of the task",
    ]),
  BadInput(
    "a timeout of a task that has no context",
    #"""
    title: T
    group: { kind: swift-foreach, tasks: { a: { steps: [{ work: 1s, timeout: 1ms }] } } }

    """#,
    says: [
      "2:43: a task of a swift-foreach group can't spawn, cancel, keep errors, or use or limit its context"
    ]),
  BadInput(
    "return in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [return] }

    """#,
    says: [
      "6:18: try can't have return, which ends the task: what fails is handled, and the rest goes on"
    ]),
  BadInput(
    "return in the else of a try in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [{ try: [fail: a], else: [return] }] }

    """#,
    says: [
      "6:18: try can't have return, which ends the task: what fails is handled, and the rest goes on"
    ]),
  BadInput(
    "use in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [use: group-context, work: 1ms] }

    """#,
    says: [
      "6:18: try can't have use: let it stand before the try"
    ]),
  BadInput(
    "use in the else of a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [fail: a], else: [use: group-context] }

    """#,
    says: [
      "6:29: else of try can't have use: let it stand behind the try"
    ]),
  BadInput(
    "panic in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [panic: a] }

    """#,
    says: [
      "6:18: try can't have panic, also not in a group: Go has no error there"
    ]),
  BadInput(
    "panic in a group in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [group: { tasks: { b: "-! a" } }] }

    """#,
    says: [
      "6:18: try can't have panic, also not in a group: Go has no error there"
    ]),
  BadInput(
    "range in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [range: jobs] }

    """#,
    says: [
      "6:19: try can't have range"
    ]),
  BadInput(
    "spawn in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [spawn: { b: "-|" }] }

    """#,
    says: [
      "6:19: try can't have spawn"
    ]),
  BadInput(
    "group in the else of a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [fail: a], else: [group: { tasks: { b: "-|" } }] }

    """#,
    says: [
      "6:36: else can't have group"
    ]),
  BadInput(
    "a failure awaited in a try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [until: a fails or 1s] }

    """#,
    says: [
      "6:18: try can't have until NAME fails, which may end the task"
    ]),
  BadInput(
    "an empty try",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [] }

    """#,
    says: [
      "6:18: try needs a step that may fail or be cut short"
    ]),
  BadInput(
    "what can't fail in a try",
    #"""
    title: T
    group:
      tasks:
        a: { steps: [{ try: [busy: 10ms, log: hi], else: [log: no] }] }
        b: { steps: [{ try: [cancel, { try: [work: 10ms], else: [busy: 10ms] }] }] }
        c: { steps: [{ try: [{ group: { tasks: { d: "-^ no" } }, ignore-error: true }] }] }
        e: { deaf: true, steps: [{ try: [work: 10ms] }] }
        f: { deaf: true, steps: [{ try: [work: 10ms, fail: no] }, { try: [group: { tasks: { g: "-^ no" } }] }] }
      before-wait: [{ try: [log: hi] }]

    """#,
    says: [
      "4:25: try needs a step that may fail or be cut short",
      "5:25: try needs a step that may fail or be cut short",
      "6:25: try needs a step that may fail or be cut short",
      "7:29: try needs a step that fails: nothing cuts a deaf task short",
      "9:24: try needs a step that may fail or be cut short",
    ]),
  BadInput(
    "a try that is no list",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: 30ms }

    """#,
    says: [
      "6:18: try must be a list (- item), not text"
    ]),
  BadInput(
    "try and count",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [fail: a], count: 2 }

    """#,
    says: [
      "6:29: count needs send or receive or acquire or release"
    ]),
  BadInput(
    "a try in a task that finishes",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { try: [fail: a] }
          on-shutdown: finish

    """#,
    says: [
      "6:9: a task with on-shutdown: finish can't have try: what it is asked isn't an error"
    ]),
  BadInput(
    "a group in a try in a repeat without an end",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - repeat: { steps: [{ try: [work: 1ms, group: { tasks: { b: "-|" } }] }] }

    """#,
    says: [
      "6:19: a repeat that opens a group or spawns needs times: each round has a name"
    ]),
]
