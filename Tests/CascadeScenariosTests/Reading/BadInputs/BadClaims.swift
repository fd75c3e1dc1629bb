/// What is wrong with durations, beats and expectations.
let badClaims: [BadInput] = [
  BadInput(
    "duration with a space",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 30 ms }

    """#,
    says: [
      #"4:31: cleanup: "30 ms" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 30ms?)"#
    ]),
  BadInput(
    "duration with a comma",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: "1,2s" }

    """#,
    says: [
      #"4:31: cleanup: "1,2s" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 1.2s?)"#
    ]),
  BadInput(
    "duration spelled out",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 30 seconds }

    """#,
    says: [
      #"4:31: cleanup: "30 seconds" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 30s?)"#
    ]),
  BadInput(
    "duration in capitals",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 30MS }

    """#,
    says: [
      #"4:31: cleanup: "30MS" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 30ms?)"#
    ]),
  BadInput(
    "duration without a zero",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: .5s }

    """#,
    says: [
      #"4:31: cleanup: ".5s" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 0.5s?)"#
    ]),
  BadInput(
    "duration with two points",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 1.2.3s }

    """#,
    says: [
      #"4:31: cleanup: "1.2.3s" isn't a duration, such as 30ms, 1.2s or 2m"#
    ]),
  BadInput(
    "duration too fine",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 0.0000000001s }

    """#,
    says: [
      #"4:31: cleanup: "0.0000000001s" is finer than a nanosecond"#
    ]),
  BadInput(
    "duration too long",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 1001h }

    """#,
    says: [
      #"4:31: cleanup: "1001h" is longer than 1000h, the longest that a scenario may say"#
    ]),
  BadInput(
    "duration overflows",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 99999999999999999999999h }

    """#,
    says: [
      #"4:31: cleanup: "99999999999999999999999h" is longer than 1000h, the longest that a scenario may say"#
    ]),
  BadInput(
    "duration's units in disorder",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: 30s1m }

    """#,
    says: [
      #"4:31: cleanup: "30s1m" isn't a duration, such as 30ms, 1.2s or 2m"#
    ]),
  BadInput(
    "duration is a list",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanup: [1s] }

    """#,
    says: [
      "4:31: cleanup must be a duration, not a list"
    ]),
  BadInput(
    "beats as a mapping",
    #"""
    title: T
    group:
      tasks:
        a: "-|"
    beats: {}

    """#,
    says: [
      "5:8: beats must be a list (- item), not a mapping"
    ]),
  BadInput(
    "beat without at",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - say: hello

    """#,
    says: [
      "6:5: a beat needs at"
    ]),
  BadInput(
    "beat without say",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - at: 1s

    """#,
    says: [
      "6:5: a beat needs say"
    ]),
  BadInput(
    "beat of an unknown task",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - { at: fecth starts, say: x }

    """#,
    says: [
      #"6:11: there is no task "fecth" (did you mean fetch?)"#
    ]),
  BadInput(
    "beat with an unknown word",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - { at: fetch finishs, say: x }

    """#,
    says: [
      "6:11: at must be a time, or a task and one of starts, fails, told or out, not \"fetch finishs\""
    ]),
  BadInput(
    "beat with a near word",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - { at: fetch start, say: x }

    """#,
    says: [
      "6:11: at must be a time, or a task and one of starts, fails, told or out, not \"fetch start\" (did you mean fetch starts?)"
    ]),
  BadInput(
    "beat with a path alone",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - { at: fetch, say: x }

    """#,
    says: [
      "6:11: at must be a time, or a task and one of starts, fails, told or out, not \"fetch\" (did you mean fetch starts?)"
    ]),
  BadInput(
    "beat with a bad time",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - { at: 12, say: x }

    """#,
    says: [
      #"6:11: at: "12" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 12ms?)"#
    ]),
  BadInput(
    "beat asks something else",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    beats:
      - { at: 1s, say: x, ask: who-wins }

    """#,
    says: [
      "6:28: ask must be wait-returns, who-is-next, which-error, does-it-start, still-running or how-many-told, not \"who-wins\""
    ]),
  BadInput(
    "path without its parent",
    #"""
    title: T
    group:
      tasks:
        a: { group: { tasks: { b: "-|" } } }
    beats: [{ at: b out, say: x }]

    """#,
    says: [
      #"5:15: there is no task "b" (did you mean a/b?)"#
    ]),
  BadInput(
    "expect of an unknown task",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    expect:
      tasks: { fetsh: cancelled }

    """#,
    says: [
      #"6:12: there is no task "fetsh" (did you mean fetch?)"#
    ]),
  BadInput(
    "outcome in other words",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    expect:
      tasks: { fetch: { outcome: done } }

    """#,
    says: [
      "6:30: outcome must be completed, failed, cancelled, propagated, rejected, skipped, not_started, stuck, exited or cut_off, not \"done\" (did you mean completed?)"
    ]),
  BadInput(
    "outcome in American",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    expect:
      tasks: { fetch: canceled }

    """#,
    says: [
      "6:19: outcome must be completed, failed, cancelled, propagated, rejected, skipped, not_started, stuck, exited or cut_off, not \"canceled\" (did you mean cancelled?)"
    ]),
  BadInput(
    "told without a unit",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    expect:
      tasks: { fetch: { told: 1200 } }

    """#,
    says: [
      #"6:27: told: "1200" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 1200ms?)"#
    ]),
  BadInput(
    "expect misspelled",
    #"""
    title: T
    group:
      tasks:
        fetch: "-|"
    expect:
      weit: none

    """#,
    says: [
      #"6:3: unknown key "weit" in expect (did you mean wait?)"#
    ]),
  BadInput(
    "expect is a text",
    #"""
    title: T
    group: { tasks: {} }
    expect: none

    """#,
    says: [
      "3:9: expect must be a mapping (key: value), not text"
    ]),
]
