/// What is wrong with tasks, their lines, copies and retries.
let badTasks: [BadInput] = [
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
      #"4:11: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^ and the text of an error?)"#
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
      #"4:19: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^ and the text of an error?)"#
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
      #"4:11: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^ and the text of an error?)"#
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
      #"4:8: "x" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^ and the text of an error?)"#
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
      "5:8: this line starts before the task above (at 150ms); list tasks in the order in which they are spawned, or give it delay: 0s"
    ]),
  BadInput(
    "line before a delayed task",
    #"""
    title: T
    group:
      tasks:
        a: { line: "--|", delay: 1s }
        b: ".--|"

    """#,
    says: [
      "5:8: this line starts before the task above (at 1s); list tasks in the order in which they are spawned, or give it delay: 0s"
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
      "4:29: spawn must be go, try-go or try-go-or-inline, not \"trygo\" (did you mean try-go?)"
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
]
