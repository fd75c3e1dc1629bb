/// Files that can't be played, each with every line that is said about it.
let badInputs: [BadInput] = [
  BadInput(
    "empty file",
    "",
    says: [
      "1:1: the file is empty; a scenario has a title and a group"
    ]),
  BadInput(
    "only a comment",
    #"""
    # nothing

    """#,
    says: [
      "1:1: the file is empty; a scenario has a title and a group"
    ]),
  BadInput(
    "empty document",
    #"""
    ---
    ...

    """#,
    says: [
      "1:1: the file is empty; a scenario has a title and a group"
    ]),
  BadInput(
    "a list",
    #"""
    - a
    - b

    """#,
    says: [
      "1:1: a scenario must be a mapping (key: value), not a list"
    ]),
  BadInput(
    "a text",
    #"""
    hello

    """#,
    says: [
      "1:1: a scenario must be a mapping (key: value), not text"
    ]),
  BadInput(
    "two documents",
    #"""
    title: T
    group: { tasks: { a: "-|" } }
    ---
    title: U

    """#,
    says: [
      "3:1: a second document begins here; a file holds one scenario"
    ]),
  BadInput(
    "duplicate key",
    #"""
    title: T
    about: x
    title: U

    """#,
    says: [
      "3:1: the key \"title\" is already used in line 1"
    ]),
  BadInput(
    "duplicate task",
    #"""
    title: T
    group:
      tasks:
        a: "-|"
        b: "-|"
        "a": "-|"

    """#,
    says: [
      "6:5: the key \"a\" is already used in line 4"
    ]),
  BadInput(
    "duplicate in flow",
    #"""
    title: T
    group: { tasks: {}, tasks: {} }

    """#,
    says: [
      "2:10: the key \"tasks\" is used twice"
    ]),
  BadInput(
    "duplicate alone",
    #"""
    title: T
    title: T
    unknown: 3

    """#,
    says: [
      "2:1: the key \"title\" is already used in line 1"
    ]),
  BadInput(
    "tab indents",
    "title: T\ngroup:\n\ttasks: {}\n",
    says: [
      "3:1: a tab can't indent a line; use spaces"
    ]),
  BadInput(
    "colon in plain text",
    #"""
    title: T
    group:
      tasks:
        a: ---^ smtp: refused

    """#,
    says: [
      "4:17: this isn't valid YAML: mapping values are not allowed in this context; text with \": \" in it needs quotes, and keys of one level begin at the same column"
    ]),
  BadInput(
    "unclosed quote",
    #"""
    title: T
    group:
      tasks:
        a: "---|

    """#,
    says: [
      "4:8: this isn't valid YAML: while scanning a quoted scalar, found unexpected end of stream; a quote isn't closed"
    ]),
  BadInput(
    "unclosed brace",
    #"""
    title: T
    group: { tasks: { a: '-|'

    """#,
    says: [
      "2:17: this isn't valid YAML: while parsing a flow mapping, did not find expected ',' or '}'; a bracket isn't closed, or text with , [ ] { } needs quotes"
    ]),
  BadInput(
    "misaligned",
    #"""
    title: T
     group: {}

    """#,
    says: [
      "2:7: this isn't valid YAML: mapping values are not allowed in this context; text with \": \" in it needs quotes, and keys of one level begin at the same column"
    ]),
  BadInput(
    "reserved character",
    #"""
    title: T
    group:
      tasks:
        a: @foo

    """#,
    says: [
      "4:8: this isn't valid YAML: while scanning for the next token, found character that cannot start any token; text that begins with this character needs quotes"
    ]),
  BadInput(
    "anchor",
    #"""
    title: T
    group:
      tasks:
        a: &x "-|"

    """#,
    says: [
      "4:8: scenario files can't use YAML anchors (&); put text that begins with & in quotes"
    ]),
  BadInput(
    "alias",
    #"""
    title: T
    about: *x
    group: {}

    """#,
    says: [
      "2:8: scenario files can't use YAML aliases (*); write it out, or put text that begins with * in quotes"
    ]),
  BadInput(
    "merge key",
    #"""
    title: T
    group:
      tasks:
        a:
          <<: *x

    """#,
    says: [
      "5:11: scenario files can't use YAML aliases (*); write it out, or put text that begins with * in quotes"
    ]),
  BadInput(
    "tag",
    #"""
    title: T
    group:
      tasks:
        a: ! boom

    """#,
    says: [
      "4:8: scenario files can't use YAML tags (!); put a line that begins with ! in quotes"
    ]),
  BadInput(
    "standard tag",
    #"""
    title: !!str T

    """#,
    says: [
      "1:8: scenario files can't use YAML tags (!); put a line that begins with ! in quotes"
    ]),
  BadInput(
    "directive",
    #"""
    %YAML 1.2
    ---
    title: T

    """#,
    says: [
      "1:1: scenario files can't use YAML directives (%)"
    ]),
  BadInput(
    "complex key",
    #"""
    ? [a, b]
    : c

    """#,
    says: [
      "1:1: scenario files can't use YAML ? keys; a key is a plain name"
    ]),
  BadInput(
    "alias after quote",
    #"""
    title: T
    about: ["x", *y]

    """#,
    says: [
      "2:14: scenario files can't use YAML aliases (*); write it out, or put text that begins with * in quotes"
    ]),
  BadInput(
    "not a mapping",
    #"""
    title: T
    group: fast

    """#,
    says: [
      "2:8: a group must be a mapping (key: value), not text"
    ]),
  BadInput(
    "unknown key",
    #"""
    tittle: T
    title: T
    group: { tasks: {} }

    """#,
    says: [
      #"1:1: unknown key "tittle" in a scenario (did you mean title?)"#
    ]),
  BadInput(
    "several problems",
    #"""
    titel: T
    abot: x
    group: { kind: errgrup, tasks: { a: '--x' } }

    """#,
    says: [
      "1:1: unknown key \"titel\" in a scenario (did you mean title?)",
      "2:1: unknown key \"abot\" in a scenario (did you mean about?)",
      "3:16: kind must be errgroup, zero-errgroup, waitgroup, collect-all, first-success, first-return, supervised, swift-waitforall, swift-foreach or swift-discarding, not \"errgrup\" (did you mean errgroup?)",
      "3:40: \"x\" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^?)",
    ]),
  BadInput(
    "far from every key",
    #"""
    title: T
    zzzzzz: 1
    group: { tasks: {} }

    """#,
    says: [
      #"2:1: unknown key "zzzzzz" in a scenario"#
    ]),
  BadInput(
    "key is a list",
    #"""
    title: T
    [a, b]: c
    group: { tasks: {} }

    """#,
    says: [
      "2:1: a key of a scenario must be a plain name, not a list"
    ]),
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
      "4:33: unknown key \"in\" in a shutdown",
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
      "14:8: a task of a swift-discarding group can't spawn, cancel, keep errors or use its context",
      "15:22: timeout: a task of a swift-discarding group has no context, and only addTask",
      "15:35: spawn: a task of a swift-discarding group has no context, and only addTask",
      "15:46: on-cancel: a task of a swift-discarding group is cancelled without a cause",
      "16:8: a task of a swift-discarding group can't spawn, cancel, keep errors or use its context",
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
  BadInput(
    "name with slash",
    #"""
    title: T
    group:
      name: a/b
      tasks: { a: "-|" }

    """#,
    says: [
      "3:9: the group's name can't contain /, which separates the names of a path: \"a/b\""
    ]),
  BadInput(
    "task name with slash",
    #"""
    title: T
    group:
      tasks:
        a/b: "-|"

    """#,
    says: [
      "4:5: a task's name can't contain /, which separates the names of a path: \"a/b\""
    ]),
  BadInput(
    "task name with escape",
    #"""
    title: T
    group:
      tasks:
        "a\e[31mb": "-|"

    """#,
    says: [
      "4:5: a task's name contains an invisible character: \"a\\u{1B}[31mb\""
    ]),
  BadInput(
    "task name with newline",
    #"""
    title: T
    group:
      tasks:
        "a\nb": "-|"

    """#,
    says: [
      "4:5: a task's name contains an invisible character: \"a\\nb\""
    ]),
  BadInput(
    "task name with bidi control",
    #"""
    title: T
    group:
      tasks:
        "a\u202Eb": "-|"

    """#,
    says: [
      "4:5: a task's name contains an invisible character: \"a\\u{202E}b\""
    ]),
  BadInput(
    "task name with zero-width joiner",
    "title: T\ngroup:\n  tasks:\n    a\u{200D}b: \"-|\"\n",
    says: [
      "4:5: a task's name contains an invisible character: \"a\\u{200D}b\""
    ]),
  BadInput(
    "task name with spaces",
    #"""
    title: T
    group:
      tasks:
        " a": "-|"

    """#,
    says: [
      "4:5: a task's name can't begin or end with a space: \" a\""
    ]),
  BadInput(
    "empty task name",
    #"""
    title: T
    group:
      tasks:
        "": "-|"

    """#,
    says: [
      "4:5: a task's name is empty"
    ]),
  BadInput(
    "very long name",
    #"""
    title: T
    group:
      tasks:
        nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn: "-|"

    """#,
    says: [
      #"4:5: a task's name is longer than 80 characters: "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...""#
    ]),
  BadInput(
    "escape in an unknown key",
    #"""
    title: T
    "\e]0;x\a": 1
    group: { tasks: {} }

    """#,
    says: [
      #"2:1: unknown key "\u{1B}]0;x\u{7}" in a scenario"#
    ]),
  BadInput(
    "task is nothing",
    #"""
    title: T
    group:
      tasks:
        a:

    """#,
    says: [
      "4:5: the task \"a\" is empty; to return at once, write \"|\""
    ]),
  BadInput(
    "task is a list",
    #"""
    title: T
    group:
      tasks:
        a: [x]

    """#,
    says: [
      "4:8: a task must be a mapping (key: value), not a list"
    ]),
  BadInput(
    "task with two bodies",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", steps: [] }

    """#,
    says: [
      "4:8: a task needs exactly one of line, lines, steps and group; this one has line and steps"
    ]),
  BadInput(
    "task with no body",
    #"""
    title: T
    group:
      tasks:
        a: { deaf: true }

    """#,
    says: [
      "4:8: a task needs exactly one of line, lines, steps and group"
    ]),
  BadInput(
    "task key misspelled",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", cleanUp: 30ms }

    """#,
    says: [
      #"4:22: unknown key "cleanUp" in a task (did you mean cleanup?)"#
    ]),
  BadInput(
    "task key with underscore",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", on_cancel: ok }

    """#,
    says: [
      #"4:22: unknown key "on_cancel" in a task (did you mean on-cancel?)"#
    ]),
  BadInput(
    "line without end",
    #"""
    title: T
    group:
      tasks:
        a: "-----"

    """#,
    says: [
      #"4:14: the line doesn't end: | returns, ^ fails, ! panics, > works until it is told, < begins again (did you mean "-----|"?)"#
    ]),
  BadInput(
    "line with a stray character",
    #"""
    title: T
    group:
      tasks:
        a: "--x--|"

    """#,
    says: [
      #"4:11: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^?)"#
    ]),
  BadInput(
    "line with a dash from a word processor",
    #"""
    title: T
    group:
      tasks:
        a: "-–-|"

    """#,
    says: [
      #"4:10: "–" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean -?)"#
    ]),
  BadInput(
    "line with a space",
    #"""
    title: T
    group:
      tasks:
        a: "-- --|"

    """#,
    says: [
      "4:11: a space isn't a mark: every character is a tick or an end"
    ]),
  BadInput(
    "line with a dot inside",
    #"""
    title: T
    group:
      tasks:
        a: "--.--|"

    """#,
    says: [
      "4:11: dots are allowed only at the start of a line, where they delay the spawn (did you mean -?)"
    ]),
  BadInput(
    "line goes on after its end",
    #"""
    title: T
    group:
      tasks:
        a: "--|--"

    """#,
    says: [
      "4:12: nothing can follow |: the task has returned"
    ]),
  BadInput(
    "line fails without a text",
    #"""
    title: T
    group:
      tasks:
        a: "--^ "

    """#,
    says: [
      "4:11: ^ needs the text of its error (did you mean ^ connection refused?)"
    ]),
  BadInput(
    "column in single quotes",
    #"""
    title: T
    group:
      tasks:
        a: '-''-|'

    """#,
    says: [
      #"4:10: "'" isn't a mark; a line is made of - = . | ^ ! ; > <"#
    ]),
  BadInput(
    "column in double quotes with escapes",
    #"""
    title: T
    group:
      tasks:
        a: "\u002d\x2dx|"

    """#,
    says: [
      #"4:19: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^?)"#
    ]),
  BadInput(
    "column in a plain scalar",
    #"""
    title: T
    group:
      tasks:
        a: ---x|

    """#,
    says: [
      #"4:11: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^?)"#
    ]),
  BadInput(
    "line over two lines",
    #"""
    title: T
    group:
      tasks:
        a: "--
          --|"

    """#,
    says: [
      "4:11: a space isn't a mark: every character is a tick or an end"
    ]),
  BadInput(
    "line in a block",
    #"""
    title: T
    group:
      tasks:
        a: |
          --x

    """#,
    says: [
      #"4:8: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^?)"#
    ]),
  BadInput(
    "dots and delay",
    #"""
    title: T
    group:
      tasks:
        a: { line: "..-|", delay: 10ms }

    """#,
    says: [
      "4:17: use dots or delay, not both: dots say when, delay says how long after the task above"
    ]),
  BadInput(
    "line before the task above",
    #"""
    title: T
    group:
      tasks:
        a: "...--|"
        b: "..--|"

    """#,
    says: [
      "5:8: this line starts before the task above (at 150ms); list tasks in the order in which they are spawned"
    ]),
  BadInput(
    "line before a delayed task",
    #"""
    title: T
    group:
      tasks:
        a: { line: "--|", delay: 1s }
        b: "--|"

    """#,
    says: [
      "5:8: this line starts before the task above (at 1s); list tasks in the order in which they are spawned"
    ]),
  BadInput(
    "too many ticks",
    #"""
    title: T
    tick: 1000h
    group: { tasks: { a: '--|' } }

    """#,
    says: [
      "3:23: the line is longer than 1000h, the maximum"
    ]),
  BadInput(
    "count zero",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", count: 0 }

    """#,
    says: [
      "4:29: count must be 1 or more"
    ]),
  BadInput(
    "count too big",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", count: 100001 }

    """#,
    says: [
      "4:29: count must be 100000 or less"
    ]),
  BadInput(
    "count overflows",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", count: 9223372036854775808 }

    """#,
    says: [
      "4:29: count must be 100000 or less"
    ]),
  BadInput(
    "counts multiply",
    #"""
    title: T
    group:
      tasks:
        a: { count: 1000, group: { tasks: { b: { count: 1000, line: "-|" } } } }

    """#,
    says: [
      "4:10: a scenario can't have more than 100000 tasks"
    ]),
  BadInput(
    "counts add up",
    #"""
    title: T
    group:
      tasks:
        a: { count: 60000, line: "-|" }
        b: { count: 60000, line: "-|" }

    """#,
    says: [
      "5:17: a scenario can't have more than 100000 tasks"
    ]),
  BadInput(
    "count takes a sibling's name",
    #"""
    title: T
    group:
      tasks:
        a: { count: 2, line: "-|" }
        a-2: "-|"

    """#,
    says: [
      #"5:5: the name "a-2" is already taken in this group"#
    ]),
  BadInput(
    "count with spawn",
    #"""
    title: T
    group:
      tasks:
        a: { count: 2, steps: [{ spawn: { b: "-|" } }] }

    """#,
    says: [
      "4:10: a task with a count can't spawn: every copy would add the same siblings"
    ]),
  BadInput(
    "context misspelled",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", context: parnt }

    """#,
    says: [
      "4:31: context must be group or parent, not \"parnt\" (did you mean parent?)"
    ]),
  BadInput(
    "spawn misspelled",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", spawn: trygo }

    """#,
    says: [
      "4:29: spawn must be go or try-go, not \"trygo\" (did you mean try-go?)"
    ]),
  BadInput(
    "timeout-cause alone",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", timeout-cause: slow }

    """#,
    says: [
      "4:22: timeout-cause needs timeout"
    ]),
  BadInput(
    "on-cancel unknown",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", on-cancel: cuase }

    """#,
    says: [
      "4:33: on-cancel must be error, cause, ok, or wrap or fail and a text, not \"cuase\" (did you mean cause?)"
    ]),
  BadInput(
    "on-cancel fail without text",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", on-cancel: fail }

    """#,
    says: [
      "4:33: on-cancel: fail needs the text of its error"
    ]),
  BadInput(
    "retry without attempts",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", retry: {} }

    """#,
    says: [
      "4:29: a retry needs attempts, how often to try at most"
    ]),
  BadInput(
    "retry too often",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-|", retry: { attempts: 1001 } }

    """#,
    says: [
      "4:41: attempts must be 1000 or less"
    ]),
  BadInput(
    "retry of a group",
    #"""
    title: T
    group:
      tasks:
        a: { group: { tasks: {} }, retry: { attempts: 2 } }

    """#,
    says: [
      "4:39: a task that opens a group or spawns can't be retried: its names would be used twice"
    ]),
  BadInput(
    "retry counts lines",
    #"""
    title: T
    group:
      tasks:
        a: { lines: ["-|"], retry: { attempts: 2 } }

    """#,
    says: [
      "4:34: leave out attempts: each of the lines is one attempt"
    ]),
  BadInput(
    "lines with nothing",
    #"""
    title: T
    group:
      tasks:
        a: { lines: [] }

    """#,
    says: [
      "4:17: lines has no line"
    ]),
  BadInput(
    "lines with late dots",
    #"""
    title: T
    group:
      tasks:
        a: { lines: ["..-^ x", "..-|"] }

    """#,
    says: [
      "4:29: only the first attempt has dots"
    ]),
  BadInput(
    "step as a word",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - wrok

    """#,
    says: [
      "6:11: unknown step \"wrok\"; a step is a key and a value, such as work: 30ms (did you mean work?)"
    ]),
  BadInput(
    "step with two actions",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - { work: 1s, busy: 1s }

    """#,
    says: [
      "6:11: a step does one thing; this one has work and busy"
    ]),
  BadInput(
    "step with none",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - {}

    """#,
    says: [
      "6:11: this step is empty"
    ]),
  BadInput(
    "step misspelled",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - werk: 1s

    """#,
    says: [
      #"6:11: unknown key "werk" in a step (did you mean work?)"#
    ]),
  BadInput(
    "step after the end",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - return
            - work: 1s

    """#,
    says: [
      "7:11: this step is never reached: the task ends in the step before"
    ]),
  BadInput(
    "return with a value",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - return: 3

    """#,
    says: [
      "6:19: return takes no value; to return an error, use fail"
    ]),
  BadInput(
    "fail without a text",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - fail:

    """#,
    says: [
      "6:16: the error is empty"
    ]),
  BadInput(
    "ignore-error alone",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - ignore-error: true

    """#,
    says: [
      "6:11: ignore-error needs group"
    ]),
  BadInput(
    "use something else",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - use: my-context

    """#,
    says: [
      "6:16: use must be group-context, not \"my-context\" (did you mean group-context?)"
    ]),
  BadInput(
    "two groups of one name",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - group: { name: g, tasks: {} }
            - group: { name: g, tasks: {} }

    """#,
    says: [
      #"7:18: the task has another group called "g""#
    ]),
  BadInput(
    "one path twice",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - group: { tasks: { b: "-|" } }
            - group: { tasks: { b: "-|" } }

    """#,
    says: [
      #"7:29: another task has the path "a/b", too; give one of their groups a name"#
    ]),
  BadInput(
    "spawn takes a sibling's name",
    #"""
    title: T
    group:
      tasks:
        b: "-|"
        a:
          steps:
            - spawn: { b: "-|" }

    """#,
    says: [
      #"7:20: the name "b" is already taken in this group"#
    ]),
  BadInput(
    "spawn with dots",
    #"""
    title: T
    group:
      tasks:
        a:
          steps:
            - spawn: { b: "..-|" }

    """#,
    says: [
      "6:24: a line in spawn can't have dots; use delay"
    ]),
  BadInput(
    "group after wait",
    #"""
    title: T
    group:
      after-wait: [{ group: { tasks: {} } }]
      tasks: { a: "-|" }

    """#,
    says: [
      "3:16: after-wait can have work, busy, signal, cancel, use, log, fail, send, receive, range and close, not group"
    ]),
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
      "6:30: outcome must be completed, failed, cancelled, propagated, rejected, skipped, not_started or stuck, not \"done\" (did you mean completed?)"
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
      "6:19: outcome must be completed, failed, cancelled, propagated, rejected, skipped, not_started or stuck, not \"canceled\" (did you mean cancelled?)"
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
  BadInput(
    "a service that never looks",
    #"""
    title: T
    group: { tasks: { a: { line: ">", deaf: true } } }

    """#,
    says: [
      "2:35: a deaf task can't work until it is told: it never looks at its context"
    ]),
  BadInput(
    "what is waited for and isn't there",
    #"""
    title: T
    group:
      tasks:
        a: { steps: [until: db starts, until: reddy, until: b, until: b returns] }
        b: { steps: [signal: ready, signal: told, signal: a/b] }

    """#,
    says: [
      "4:25: there is no task \"db\" (did you mean b?)",
      "4:43: no step gives the signal \"reddy\" (signal: reddy) (did you mean ready?)",
      "4:57: no step gives the signal \"b\" (signal: b) (did you mean b out?)",
      "4:67: no step gives the signal \"b returns\" (signal: b returns)",
      "5:41: a signal can't be called told: until: told waits for the task's context",
      "5:55: the signal's name can't contain /, which separates the names of a path: \"a/b\"",
    ]),
  BadInput(
    "what an after-function can't do",
    #"""
    title: T
    group:
      after:
        - { name: a, steps: [work: 10ms, return] }
        - { name: b, on: outside }
      tasks:
        c: { line: "-|", after: [{ name: d, on: group, stop-at: 10ms }, d] }

    """#,
    says: [
      "4:26: an after-function can have busy, signal, cancel, log and close, not work",
      "4:38: unknown step \"return\"; a step is a key and a value, such as work: 30ms (did you mean return?)",
      "5:22: on must be group or parent, not \"outside\"",
      "7:41: on: an after-function of a task waits for the task's context, and is stopped when it returns",
      "7:52: stop-at: an after-function of a task waits for the task's context, and is stopped when it returns",
      "7:69: the name \"d\" is already taken in this task",
    ]),
  BadInput(
    "channels that can't be",
    #"""
    title: T
    channels:
      a/b: 0
      jobs: ["--", ".-|", "-;|", 10]
      none: []
      some: { capacity: 2, items: 3 }
      free: -1
      open: many
    group: { tasks: { a: "-|" } }

    """#,
    says: [
      "3:3: a channel's name can't contain /, which separates the names of a path: \"a/b\"",
      "4:13: the line doesn't end: | returns, ^ fails, ! panics, > works until it is told, < begins again (did you mean \"--|\"?)",
      "4:16: a job can't have dots: it begins when a task takes it",
      "4:23: a job has only the marks - = | ^ and !",
      "4:30: a job: \"10\" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 10ms?)",
      "5:9: items has no job",
      "6:11: use capacity or items, not both",
      "7:9: the capacity must be 0 or more",
      "8:9: the capacity must be a whole number, not \"many\"",
    ]),
  BadInput(
    "what can't be done with channels",
    #"""
    title: T
    channels: { jobs: ["--|"], done: 1 }
    group:
      tasks:
        a: { steps: [send: jobs, receive: jobs, send: dome, { work: 10ms, count: 2 }, { receive: done, each: 10ms }] }
        b: { steps: [{ range: done, each: [group: { tasks: {} }] }, { range: done, each: [until: told] }] }
        c: { steps: [{ send: done, count: 0 }, { close: done, blocking: true }, { range: done, each: soon }], closes: [jobs, none] }
      defer: [send: done]

    """#,
    says: [
      "5:24: \"jobs\" is closed from the beginning: a step can only receive from it",
      "5:39: use range: jobs to do its jobs, not receive",
      "5:51: there is no channel \"dome\" (did you mean done?)",
      "5:71: count needs send or receive or acquire or release",
      "5:100: each needs range",
      "6:40: each can't have group",
      "6:87: each can't have until: told, which nothing but the end follows",
      "7:39: count must be 1 or more",
      "7:59: blocking needs send or receive or range or acquire or load",
      "7:98: each: \"soon\" isn't a duration, such as 30ms, 1.2s or 2m",
      "7:116: \"jobs\" is closed from the beginning",
      "7:122: there is no channel \"none\" (did you mean done?)",
      "8:11: defer can have busy, signal, cancel, log and close, not send",
    ]),
  BadInput(
    "a channel that feeds itself",
    #"""
    title: T
    channels: { urls: 2 }
    group:
      tasks:
        a: { steps: [send: urls, { range: urls, each: [log: again, send: urls] }] }
        b: { steps: [send: urls, { range: urls, each: [work: 1ms, send: urls] }] }

    """#,
    says: [
      "5:39: each sends on \"urls\" again and takes no time: there would be no end to it"
    ]),
  BadInput(
    "a channel without channels",
    #"""
    title: T
    group: { tasks: { a: { steps: [send: jobs] } } }

    """#,
    says: [
      "2:38: there is no channel \"jobs\"; list it in channels of the file"
    ]),
  BadInput(
    "what can't be done with what tasks share",
    #"""
    title: T
    semaphores: { s: 1, none: 0 }
    group:
      tasks:
        a: { steps: [acquire: t, { acquire: s, count: 2 }, load: user 7, { load: user 7, call: [release: s] }] }
      after-wait: [acquire: s]
      defer: [release: s]

    """#,
    says: [
      "2:27: the number of permits must be 1 or more",
      "5:27: there is no semaphore \"t\" (did you mean s?)",
      "5:44: a task would wait for 2 permits forever: \"s\" has 1",
      "5:56: load needs call, what the task does that asks first",
      "5:92: call can't have cancel, use, acquire and release: it is no part of the task",
      "6:16: after-wait can have work, busy, signal, cancel, use, log, fail, send, receive, range and close, not acquire",
      "7:11: defer can have busy, signal, cancel, log and close, not release",
    ]),
  BadInput(
    "what is repeated and can't be",
    #"""
    title: T
    group:
      tasks:
        a: { steps: [repeat: { steps: [log: x] }, return] }
        b: { steps: [repeat: { every: 0s, times: 0 }] }
        c: { steps: [repeat: { times: 2, steps: [until: told] }] }
        d: "<"
        e: { steps: [repeat: { every: 10ms, steps: [log: x] }, log: y] }
        f: { steps: [repeat: { every: 10ms, last: [work: 1s], steps: [until: told] }] }
        g: { line: "-^ no", retry: { attempts: 2, factor: x, longest: 1s, jitter: 200 } }
        i: { line: "-^ no", retry: { attempts: 2, delay: 2s, factor: 0.5, longest: 1s } }
        h: { steps: [until: told or 5s, until: 5s or 6s, until: x or 5s] }

    """#,
    says: [
      "4:26: a repeat without an end needs every, or steps that take time",
      "5:26: a repeat needs steps",
      "5:28: every must be longer than 0",
      "6:45: what is repeated can't open a group, spawn, repeat or wait to be told",
      "7:9: < needs - or = before it: what is repeated must take time",
      "8:60: this step is never reached: the task ends in the step before",
      "9:41: last needs times",
      "9:66: what is repeated can't open a group, spawn, repeat or wait to be told",
      "10:47: factor needs delay",
      "10:55: factor must be a number from 1 to 100, such as 2 or 1.5, not \"x\"",
      "10:71: jitter needs delay",
      "10:79: jitter must be 100 or less",
      "11:66: factor must be a number from 1 to 100, such as 2 or 1.5, not \"0.5\"",
      "11:80: the longest pause is shorter than the first",
      "12:25: leave out told: whatever a task waits for, it is told, too",
      "12:44: until needs more than a time; to work for a while, use work",
      "12:61: no step gives the signal \"x\" (signal: x)",
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

    """#,
    says: [
      "4:3: leave: a swift-foreach group waits for every task",
      "6:8: a task of a swift-foreach group can't spawn, cancel, keep errors or use its context",
      "9:16: leave needs when",
      "13:24: there is no task \"gone\"",
      "13:24: no step gives the signal \"ready\" (signal: ready)",
      "13:24: no step gives the signal \"5\" (signal: 5)",
    ]),
]
