/// Files that are no YAML, or none that is allowed.
let badFiles: [BadInput] = [
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
    "a quote that a later one closes",
    #"""
    title: "T
    group:
      tasks:
        a: "--|"
        b: "-^ no"

    """#,
    says: [
      "1:8: this isn't valid YAML: the text in the quotes that begin here ends in line 4; is a quote missing?"
    ]),
  BadInput(
    "a quote that the next line's closes, below text of two lines",
    #"""
    title: "T
      and more"
    group:
      tasks:
        a: '--|
        b: '-^ no'

    """#,
    says: [
      "5:8: this isn't valid YAML: the text in the quotes that begin here ends in line 6; is a quote missing?"
    ]),
  BadInput(
    "a mistake above text of two lines",
    #"""
    title: T
    group:
      tasks: { a: [ }
    about: "one
      two"

    """#,
    says: [
      "3:17: this isn't valid YAML: while parsing a flow node, did not find expected node content"
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
      "4:8: YAML anchors (&) can't be used here; put text that begins with & in quotes"
    ]),
  BadInput(
    "alias",
    #"""
    title: T
    about: *x
    group: {}

    """#,
    says: [
      "2:8: YAML aliases (*) can't be used here; write it out, or put text that begins with * in quotes"
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
      "5:11: YAML aliases (*) can't be used here; write it out, or put text that begins with * in quotes"
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
      "4:8: YAML tags (!) can't be used here; put a line that begins with ! in quotes"
    ]),
  BadInput(
    "standard tag",
    #"""
    title: !!str T

    """#,
    says: [
      "1:8: YAML tags (!) can't be used here; put a line that begins with ! in quotes"
    ]),
  BadInput(
    "directive",
    #"""
    %YAML 1.2
    ---
    title: T

    """#,
    says: [
      "1:1: YAML directives (%) can't be used here"
    ]),
  BadInput(
    "complex key",
    #"""
    ? [a, b]
    : c

    """#,
    says: [
      "1:1: YAML ? keys can't be used here; a key is a plain name"
    ]),
  BadInput(
    "alias after quote",
    #"""
    title: T
    about: ["x", *y]

    """#,
    says: [
      "2:14: YAML aliases (*) can't be used here; write it out, or put text that begins with * in quotes"
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
      "3:40: \"x\" isn't a mark; a line is made of - = . | ^ ! ; > < (did you mean ^ and the text of an error?)",
    ]),
  BadInput(
    "far from every key",
    #"""
    title: T
    zzzzzz: 1
    group: { tasks: {} }

    """#,
    says: [
      #"2:1: unknown key "zzzzzz" in a scenario; its keys are title, about, tick, seed, group, contexts, beats, expect, goal, channels, semaphores, limiters"#
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
]
