import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

/// Files that can be played, and the model that they become.
@Suite struct GoodInputTests {
  private func group(_ body: String) throws -> GroupPlan {
    let indented = body.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    return try Scenario.read("title: T\ngroup:\n" + indented.joined(separator: "\n"), file: "f").group.unplaced
  }

  private func tasks(_ body: String) throws -> [TaskPlan] {
    let indented = body.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    return try group("tasks:\n" + indented.joined(separator: "\n")).tasks
  }

  @Test func `knows where every task stands`() throws {
    let scenario = try Scenario.read(
      """
      title: T
      group:
        tasks:
          a: "-|"
          b:
            count: 2
            steps:
              - group: { tasks: { x: "|" } }
      """, file: "f")
    #expect(
      ScenarioPaths.places(of: scenario, in: "f") == [
        "root/a": "f:4", "root/b-1": "f:5", "root/b-2": "f:5", "root/b-1/group/x": "f:8", "root/b-2/group/x": "f:8",
      ])
    let x = Place(line: 8, column: 29)
    #expect(ScenarioPaths(scenario).entries.filter { $0.path.hasSuffix("x") }.map(\.place) == [x, x])
    let contexts = try Scenario.read("title: T\ncontexts:\n  - with-cancel: a\n  - cancel: a\n", file: "f")
    #expect(ScenarioPaths.places(of: contexts, in: "f") == ["a": "f:3"])
  }

  @Test func `has defaults for everything but title and tasks`() throws {
    let scenario = try Scenario.read("title: T\ngroup: { tasks: {} }\n", file: "f")
    #expect(scenario == Scenario(title: "T", group: GroupPlan(tasks: [])))
    #expect(scenario.seed == 1)
    #expect(scenario.group.kind == .errgroup)
    #expect(scenario.group.name == "root")
  }

  @Test func `takes every scalar for text`() throws {
    let scenario = try Scenario.read(
      "title: 1e3\nabout: yes\ngroup:\n  tasks:\n    on: '|'\n    null: '|'\n    1.0: '^ ~'\n", file: "f")
    #expect(scenario.title == "1e3")
    #expect(scenario.about == "yes")
    #expect(scenario.group.tasks.map(\.name) == ["on", "null", "1.0"])
    #expect(scenario.group.tasks[2].attempts == [[.fail("~")]])
  }

  @Test func `reads JSON`() throws {
    let yaml = try Scenario.read("title: T\nseed: 7\ngroup:\n  limit: 2\n  tasks:\n    a: '-|'\n", file: "f")
    let json = try Scenario.read(
      #"{"title": "T", "seed": 7, "group": {"limit": 2, "tasks": {"a": "-|"}}}"#, file: "f")
    #expect(json.title == yaml.title)
    #expect(json.seed == yaml.seed)
    #expect(json.group.unplaced == yaml.group.unplaced)
  }

  @Test func `reads everything that a group says`() throws {
    let group = try group(
      """
      name: page
      kind: zero-errgroup
      limit: 3
      queued: skip-after-failure
      ignore-lone-cancellations: true
      shutdown: { at: 700ms, grace: 0ms }
      detached: true
      timeout: 2s
      cause: too slow
      cancel-at: 1s
      cancel-cause: Ctrl-C
      after: [close, { name: flush, stop-at: 30ms }]
      tasks: { a: "|" }
      after-wait:
        - use: group-context
        - work: 10ms
        - busy: 5ms
        - log: done
        - cancel: at last
      """)
    #expect(
      group
        == GroupPlan(
          name: "page", isNamed: true, kind: .zeroErrgroup, limit: 3, queued: .skipAfterFailure,
          ignoresLoneCancellations: true, isDetached: true,
          outsideCancel: .init(at: .seconds(1), cause: "Ctrl-C"),
          deadline: .init(.afterStart(.seconds(2)), cause: "too slow"),
          shutdown: .init(at: .milliseconds(700), grace: .zero),
          afterFunctions: [.init(name: "close"), .init(name: "flush", stopAt: .milliseconds(30))],
          tasks: [TaskPlan(name: "a", arrival: .sinceGroupStart(.zero), attempts: [[.finish]])],
          afterWait: [
            .useGroupContext, .work(.milliseconds(10), listens: true), .work(.milliseconds(5), listens: false),
            .log("done"), .cancel(cause: "at last"),
          ]))
    #expect(try self.group("deadline: 2s\ntasks: {}").deadline == .init(.atRunTime(.seconds(2))))
  }

  @Test func `reads everything that a task says`() throws {
    let task = try tasks(
      """
      a:
        line: "-|"
        spawn: try-go
        delay: 20ms
        context: parent
        detached: true
        timeout: 1s
        timeout-cause: too slow
        deaf: true
        cleanup: 30ms
        on-cancel: fail could not tidy up
      """)
    #expect(
      task == [
        TaskPlan(
          name: "a", spawn: .tryGo, arrival: .afterPrevious(.milliseconds(20)), capturedContext: .parent,
          isDetached: true, timeout: .init(after: .seconds(1), cause: "too slow"), isDeaf: true,
          cleanup: .milliseconds(30), onCancel: .error("could not tidy up"),
          attempts: [[.work(.milliseconds(50), listens: true), .finish]])
      ])
  }

  @Test(arguments: [("error", .contextError), ("cause", .cause), ("ok", .success)] as [(String, CancelResult)])
  func `reads what a cancelled task returns`(word: String, result: CancelResult) throws {
    #expect(try tasks("a: { line: '-|', on-cancel: \(word) }")[0].onCancel == result)
  }

  @Test(arguments: TaskPlan.ShutdownResponse.allCases)
  func `reads what a task does when it is asked to finish`(response: TaskPlan.ShutdownResponse) throws {
    #expect(try tasks("a: { line: '-|', on-shutdown: \(response.rawValue) }")[0].onShutdown == response)
    #expect(try tasks("a: '-|'")[0].onShutdown == .goOn)
  }

  @Test func `reads every step`() throws {
    let task = try tasks(
      """
      a:
        steps:
          - work: 700ms
          - busy: 20ms
          - group: { tasks: { x: "|" } }
            ignore-error: true
          - spawn: { late: "-|", later: { line: "-|", delay: 10ms } }
          - cancel
          - cancel: enough
          - use: group-context
          - log: almost done
          - panic: "smtp: connection refused"
      b: { steps: [return] }
      c: { steps: [{ return: }] }
      """)
    let late = TaskPlan(name: "late", attempts: [[.work(.milliseconds(50), listens: true), .finish]])
    var later = late
    (later.name, later.arrival) = ("later", .afterPrevious(.milliseconds(10)))
    #expect(
      task[0].attempts == [
        [
          .work(.milliseconds(700), listens: true), .work(.milliseconds(20), listens: false),
          .group(
            GroupPlan(
              name: "group", tasks: [TaskPlan(name: "x", arrival: .sinceGroupStart(.zero), attempts: [[.finish]])]),
            ignoreError: true),
          .spawn(late), .spawn(later), .cancel(cause: nil), .cancel(cause: "enough"), .useGroupContext,
          .log("almost done"), .panic("smtp: connection refused"),
        ]
      ])
    #expect(task[1].attempts == [[.finish]])
    #expect(task[2].attempts == [[.finish]])
  }

  @Test func `makes copies by count`() throws {
    let copies = try tasks("job: { line: '-|', count: 3, delay: 10ms }\nlast: { line: '-|', delay: 0ms }")
    #expect(copies.map(\.name) == ["job-1", "job-2", "job-3", "last"])
    #expect(copies.prefix(3).allSatisfy { $0.arrival == .afterPrevious(.milliseconds(10)) })
    #expect(try tasks("job: { line: '|', count: 100000 }").count == 100_000)
  }

  @Test func `a line without dots behind a delay is spawned when the caller comes to it`() throws {
    let read = try tasks(
      "a: '-|'\nb: { line: '-|', count: 2, delay: 10ms }\nc: '-|'\nd: { lines: ['-^ x', '-|'] }\ne: '...-|'")
    let zero = TaskPlan.Arrival.afterPrevious(.zero)
    #expect(read.map(\.arrival).dropFirst(3) == [zero, zero, .sinceGroupStart(.milliseconds(150))])
    #expect(read[0].arrival == .sinceGroupStart(.zero))
  }

  @Test func `reads attempts`() throws {
    let retried = try tasks("a: { line: '-^ x', retry: { attempts: 3, delay: 10ms } }")[0]
    #expect(retried.attempts.count == 3)
    #expect(retried.retryDelay == .milliseconds(10))
    let lines = try tasks("a: { lines: ['..-^ x', '--|'], retry: { delay: 10ms } }")[0]
    #expect(lines.arrival == .sinceGroupStart(.milliseconds(100)))
    #expect(
      lines.attempts == [
        [.work(.milliseconds(50), listens: true), .fail("x")], [.work(.milliseconds(100), listens: true), .finish],
      ])
  }

  @Test func `takes a limit of zero where everything is try-go`() throws {
    #expect(try group("limit: 0\ntasks: { a: { line: '|', spawn: try-go } }").limit == 0)
  }

  @Test func `reads beats and expectations`() throws {
    let scenario = try Scenario.read(
      """
      title: T
      group:
        tasks:
          fetch orders: { group: { name: parts, tasks: { one: "-|" } } }
      beats:
        - { at: fetch orders starts, say: Begin., note: Slowly, ask: wait-returns }
        - { at: fetch orders/parts/one out, say: One. }
        - { at: 1.2s, say: Late. }
      expect:
        wait: none
        cause: context canceled
        tasks:
          fetch orders: completed
          fetch orders/parts/one: { outcome: cancelled, told: none, out: 1.2s, error: none }
      """, file: "f")
    #expect(
      scenario.beats == [
        Beat(
          .task(path: "fetch orders", .starts), say: "Begin.", note: "Slowly",
          ask: AskPlan(.made(.waitReturns, about: nil), place: Place(line: 6, column: 64)),
          place: Place(line: 6, column: 11)),
        Beat(.task(path: "fetch orders/parts/one", .out), say: "One.", place: Place(line: 7, column: 11)),
        Beat(.time(.milliseconds(1_200)), say: "Late.", place: Place(line: 8, column: 11)),
      ])
    let expectation = try #require(scenario.expectation)
    #expect(expectation.wait == .init(.none, place: Place(line: 10, column: 9)))
    #expect(expectation.cause?.value == .some("context canceled"))
    #expect(expectation.tasks.map(\.path) == ["fetch orders", "fetch orders/parts/one"])
    #expect(expectation.tasks[0].outcome?.value == .completed)
    #expect(expectation.tasks[1].told?.value == ExpectedOutcome.Claim.none)
    #expect(expectation.tasks[1].out?.value == .some(.milliseconds(1_200)))
  }
}

extension GroupPlan {
  /// The same as if it were from no file.
  fileprivate var unplaced: GroupPlan {
    var copy = self
    copy.tasks = tasks.map(\.unplaced)
    copy.afterWait = afterWait.map(\.unplaced)
    return copy
  }
}

extension TaskPlan {
  fileprivate var unplaced: TaskPlan {
    var copy = self
    copy.place = nil
    copy.attempts = attempts.map { $0.map(\.unplaced) }
    return copy
  }
}

extension Step {
  fileprivate var unplaced: Step {
    switch self {
    case .group(let group, let ignoresError): .group(group.unplaced, ignoreError: ignoresError)
    case .spawn(let sibling): .spawn(sibling.unplaced)
    default: self
    }
  }
}
