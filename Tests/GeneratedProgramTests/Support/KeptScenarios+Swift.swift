/// Those of Swift's own groups, which Go has no program for.
extension Story {
  static let swiftWaitForAll = """
    title: Swift's group, and waitForAll
    tick: 100ms
    group:
      kind: swift-waitforall
      tasks:
        a: "------|"
        b: "--^ boom"
        c: "---^ bang"
      after-wait: [{log: all are out}, {work: 100ms}]
    """

  static let swiftForEach = """
    title: Swift's group, and for try await
    tick: 100ms
    group:
      kind: swift-foreach
      tasks:
        a: "------|"
        c: {line: "----------|", cleanup: 30ms}
        d: {line: "-------|", deaf: true}
        e: {lines: ["-^ no", "--^ no", "----------|"], retry: {delay: 100ms}, on-cancel: ok}
        f: {line: "----------|", on-cancel: fail in vain, cleanup: 20ms}
        many: {line: "----------|", count: 3}
        b: "...--^ boom"
    """

  static let swiftDiscarding = """
    title: Swift's discarding group
    tick: 100ms
    group:
      kind: swift-discarding
      tasks:
        a: "------|"
        b: "-^ boom"
        c: "....---|"
        d: ".....=|"
    """

  static let swiftCancelled = """
    title: Swift's group, cancelled from outside
    tick: 100ms
    group:
      kind: swift-waitforall
      cancel-at: 250ms
      tasks:
        a: "-----|"
        b: {line: "----|", on-cancel: ok}
        c: "--|"
        d: {line: "------|", deaf: true}
    """

  /// One in a task of the library's, and the library's in a task of one.
  static let swiftNested = """
    title: Swift's groups among others
    tick: 100ms
    group:
      tasks:
        outer:
          group:
            kind: swift-discarding
            tasks:
              a: "--------|"
              b: {line: "--------|", cleanup: 50ms}
              inner: {group: {cancel-at: 450ms, tasks: {c: "---|", d: "------------|"}}}
        fails: "------^ boom"
        quiet:
          steps:
            - group: {kind: swift-foreach, tasks: {e: "-^ no", f: "------|"}}
              ignore-error: true
            - work: 100ms
    """
}
