/// What is wrong with steps, and with what tasks wait for and share.
let badSteps: [BadInput] = [
  BadInput(
    "mistakes in each of two bodies",
    #"""
    title: T
    group:
      tasks:
        a: { line: "-?", steps: [{ wrok: 1s }], lines: "-|" }

    """#,
    says: [
      "4:8: a task needs exactly one of line, lines, steps and group; this one has line and lines and steps",
      #"4:18: "?" isn't a mark; a line is made of - = . | ^ ! ; > <"#,
      #"4:32: unknown key "wrok" in a step (did you mean work?)"#,
      "4:52: lines must be a list (- item), not text (did you mean line?)",
    ]),
  BadInput(
    "words of other languages",
    #"""
    title: T
    group:
      tasks:
        a: { steps: [{ sleep: 1s }, { throw: x }, { wait: told }] }

    """#,
    says: [
      #"4:20: unknown key "sleep" in a step (did you mean work?)"#,
      #"4:35: unknown key "throw" in a step (did you mean fail?)"#,
      #"4:49: unknown key "wait" in a step (did you mean until?)"#,
    ]),
  BadInput(
    "mistakes in each of two steps in one",
    #"""
    title: T
    group:
      tasks:
        a: { steps: [{ work: soon, busy: 10 }] }

    """#,
    says: [
      "4:18: a step does one thing; this one has work and busy",
      #"4:26: work: "soon" isn't a duration, such as 30ms, 1.2s or 2m"#,
      #"4:38: busy: "10" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 10ms?)"#,
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
      "3:16: after-wait can have work, busy, signal, try, cancel, use, log, fail, exit, send, receive, range and close, not group"
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
      "4:43: no step gives the signal \"reddy\"; a step gives one with signal: reddy, and what a task does is awaited as NAME starts, NAME fails or NAME out (did you mean ready?)",
      "4:57: no step gives the signal \"b\"; a step gives one with signal: b, and what a task does is awaited as NAME starts, NAME fails or NAME out (did you mean b out?)",
      "4:67: no step gives the signal \"b returns\"; a step gives one with signal: b returns, and what a task does is awaited as NAME starts, NAME fails or NAME out",
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
      "4:26: an after-function can have busy, signal, cancel, log, exit and close, not work",
      "4:38: an after-function can have busy, signal, cancel, log, exit and close, not return",
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
      "6:87: each can't have until: told, which nothing but the end follows",
      "7:39: count must be 1 or more",
      "7:59: blocking needs send or receive or range or acquire or load",
      "7:98: each: \"soon\" isn't a duration, such as 30ms, 1.2s or 2m",
      "7:116: \"jobs\" is closed from the beginning",
      "7:122: there is no channel \"none\" (did you mean done?)",
      "8:11: defer can have busy, signal, cancel, log, exit and close, not send",
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
      "5:92: call can't have cancel, use, timeout, acquire, release, limit, load and exit: it is no part of the task",
      "6:16: after-wait can have work, busy, signal, try, cancel, use, log, fail, exit, send, receive, range and close, not acquire",
      "7:11: defer can have busy, signal, cancel, log, exit and close, not release",
    ]),
  BadInput(
    "exits that can't be",
    #"""
    title: T
    group:
      tasks:
        a: { steps: [exit: 256] }
        b: { steps: [exit: -1] }
        c: { steps: [exit: no config, log: x] }
        d: { steps: [exit: [1]] }
        e: { steps: [{ load: user, call: [exit] }], after: [{ name: f, steps: [exit: 2] }] }
      defer: [exit]
    expect: { exit: soon, tasks: { a: crashed } }

    """#,
    says: [
      "4:24: the status must be 255 or less",
      "5:24: the status must be 0 or more",
      "6:35: this step is never reached: the task ends in the step before",
      "7:24: the status or the text must be a text, not a list",
      "8:38: call can't have cancel, use, timeout, acquire, release, limit, load and exit: it is no part of the task",
      "10:17: the status must be a whole number, not \"soon\"",
      "10:35: outcome must be completed, failed, cancelled, propagated, rejected, skipped, not_started, stuck, exited or cut_off, not \"crashed\"",
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
        j: { steps: [repeat: { times: 2, steps: [range: x, repeat: {}] }] }
        k: { steps: [repeat: { every: 10ms, steps: [spawn: { l: "-|" }] }] }
        m: { steps: [repeat: { times: 2, steps: [spawn: { n: { steps: [spawn: { o: "-|" }] } }] }] }
        p: { steps: [repeat: { times: 2, steps: [group: { tasks: { q: "-|" } }] }, repeat: { times: 2, steps: [group: { tasks: { r: "-|" } }] }] }
        s: { steps: [repeat: { times: 2, steps: [spawn: { t: "-|" }] }, until: t-1 out] }
        u: { steps: [repeat: { times: 2, steps: [spawn: { v: "-|" }] }], retry: { attempts: 2 } }
        w: { steps: [repeat: { times: 2, steps: [repeat: { times: 2, every: 1s, steps: [group: { tasks: { x: "-|" } }] }] }] }

    """#,
    says: [
      "4:26: a repeat without an end needs every, or steps that take time, send or receive",
      "5:26: a repeat needs steps",
      "5:28: every must be longer than 0",
      "6:46: steps of a repeat can't have until: told, which nothing but the end follows",
      "7:9: < needs - or = before it: what is repeated must take time",
      "8:60: this step is never reached: the task ends in the step before",
      "9:41: last needs times",
      "9:67: steps of a repeat can't have until: told, which nothing but the end follows",
      "10:47: factor needs delay",
      "10:55: factor must be a number from 1 to 100, such as 2 or 1.5, not \"x\"",
      "10:71: jitter needs delay",
      "10:79: jitter must be 100 or less",
      "11:66: factor must be a number from 1 to 100, such as 2 or 1.5, not \"0.5\"",
      "11:80: the longest pause is shorter than the first",
      "12:25: use work with that time alone: work ends early when the task is told",
      "12:44: until needs more than a time; to work for a while, use work",
      "12:61: no step gives the signal \"x\"; a step gives one with signal: x, and what a task does is awaited as NAME starts, NAME fails or NAME out",
      "13:46: steps of a repeat can't have range",
      "13:64: a repeat needs steps",
      "13:64: a repeat in a loop needs times",
      "14:26: a repeat that opens a group or spawns needs times: each round has a name",
      "15:46: what a loop spawns can't spawn: each of its rounds would add the same siblings",
      "16:115: the task has another group called \"round\"",
      "17:76: \"t-1\" is one of many of a loop, which can't be waited for",
      "18:77: a task that opens a group or spawns can't be retried: its names would be used twice",
      "19:54: a repeat in a loop can't open a group or spawn: each round has a name",
      "19:66: a repeat in a loop can't have every: give it to the loop",
    ]),
]
