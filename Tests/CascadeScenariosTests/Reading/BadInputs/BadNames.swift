/// What is wrong with names.
let badNames: [BadInput] = [
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
      #"2:1: unknown key "\u{1B}]0;x\u{7}" in a scenario; its keys are title, about, tick, seed, group, contexts, beats, expect, goal, channels, semaphores, limiters"#
    ]),
]
