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

  /// Channels among tasks that only Swift's own cancellation reaches, and what Go would panic at.
  static let swiftChannels = """
    title: Channels in Swift's group
    tick: 10ms
    channels: { items: 0, never: 0, full-of-it: 0, shut: 1, twice: 0, full: 1 }
    group:
      kind: zero-errgroup
      tasks:
        pairs:
          steps:
            - group:
                kind: swift-discarding
                tasks:
                  sends: {steps: [{send: items, count: 3}]}
                  takes: {steps: [{receive: items, count: 2}, busy: 5ms, {receive: items}, log: three]}
                  waits: {steps: [{range: never, each: [log: no]}], cleanup: 5ms}
                  offers: {steps: [busy: 2ms, {send: full-of-it}], on-cancel: ok}
                  tries: {steps: [busy: 1ms, {send: never, else: [log: never]}, {receive: full-of-it, else: [busy: 2ms]}, {receive: full-of-it, else: [log: never]}]}
                  last: {steps: [busy: 4ms, {send: full-of-it}], on-cancel: fail in vain}
                  fails: "---^ boom"
              ignore-error: true
            - work: 10ms
        closes: {steps: [busy: 10ms, close: shut, busy: 10ms, close: twice, busy: 10ms, close: full]}
        pushes: {steps: [{send: shut}, busy: 20ms, {send: shut}, log: never], cleanup: 5ms, on-cancel: ok}
        looks: {steps: [busy: 20ms, {send: shut, else: [log: never]}, log: never]}
        again: {steps: [busy: 30ms, close: twice, log: never], on-cancel: wrap again}
        hears: {steps: [{receive: twice}, {send: shut, blocking: true}]}
        stuck: {steps: [{send: full, count: 2}, log: never], cleanup: 5ms}
        catches: {steps: [busy: 25ms, {try: [{send: shut}], else: [log: closed]}, busy: 1ms]}
    """
}
