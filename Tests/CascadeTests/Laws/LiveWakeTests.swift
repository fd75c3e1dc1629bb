import Testing

@testable import Cascade

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The table of waits on real threads, where only the order of events counts: every row ends, and with the right word.
@Suite(.serialized) struct LiveWakeTests {
  /// What has happened to the code that made the Swift task when that one is cancelled.
  enum State: CaseIterable { case running, told, over }

  struct Row: Sendable, CustomStringConvertible {
    var wait: WakeRow.Wait
    var origin: WakeRow.Origin
    var parent: WakeRow.Parent
    var state: State
    /// How many turns others get before the cancel.
    var turns: Int

    var description: String { "\(wait), \(origin) of \(parent), which is \(state), after \(turns) turns" }
  }

  private static let parents: [WakeRow.Parent] = [.body, .groupTask, .scopeBody, .bodyInTask, .after]

  /// Swift tasks that belong to nothing.
  private static let loose: [Row] = {
    var rows: [Row] = []
    for wait in WakeRow.Wait.allCases {
      for origin in WakeRow.Origin.allCases where !origin.isStructured && origin != .plainInNestedBody {
        for parent in parents {
          for state in State.allCases where parent != .after || state != .running {
            rows.append(Row(wait: wait, origin: origin, parent: parent, state: state, turns: rows.count % 4))
          }
        }
      }
    }
    return rows
  }()

  /// Those that the library cancels with their parent.
  private static let structured: [Row] = {
    var rows: [Row] = []
    for wait in WakeRow.Wait.allCases where !wait.knowsSwiftAlone {
      for origin in WakeRow.Origin.allCases where origin.isStructured {
        for parent in parents where parent.isWired {
          rows.append(Row(wait: wait, origin: origin, parent: parent, state: .told, turns: rows.count % 4))
        }
      }
    }
    return rows
  }()

  private static let long = Duration.seconds(3600)

  /// Runs `code` as the code of `parent`, in a context below `outer`.
  private static func run(
    _ parent: WakeRow.Parent, in outer: Context, _ code: @escaping @Sendable (Context) async -> Void
  ) async {
    switch parent {
    case .body, .plainTask, .taskInBody: try? await outer.withTimeout(long) { ctx in await code(ctx) }
    case .groupTask: _ = try? await withErrGroup(in: outer) { group in _ = await group.go { ctx in await code(ctx) } }
    case .scopeBody: try? await withErrGroup(in: outer) { group in await code(group.context) }
    case .bodyInTask:
      _ = try? await withErrGroup(in: outer) { group in
        _ = await group.go { ctx in try await ctx.withTimeout(long) { ctx in await code(ctx) } }
      }
    case .after:
      let out = Gate()
      outer.afterCancel {
        await code(outer)
        out.open()
      }
      await out.wait()
    }
  }

  /// Ends the process, with the row's name, when a row never ends.
  ///
  /// Turns of the pool are counted, at most ten a second, and no time: while other tests fill the pool's queue, every hop of
  /// a row waits for all of them, and so does every turn. A row takes some dozens of hops.
  private static func watching<Result>(_ row: Row, _ body: () async -> Result) async -> Result {
    let isOver = Gate()
    onThread {
      let turns = Locked(0)
      var asked = 0
      while !isOver.isOpen, turns.withLock({ $0 }) < 1_200 {
        if turns.withLock({ $0 }) == asked {
          asked += 1
          Task { turns.withLock { $0 += 1 } }
        }
        usleep(100_000)
      }
      if !isOver.isOpen { fatalError("never ends: \(row)") }
    }
    let result = await body()
    isOver.open()
    return result
  }

  private static func root(_ number: Int) -> Context {
    number % 3 == 0 ? .background(observedBy: EventRecorder(capacity: 100)) : .background
  }

  @Test func aTaskThatBelongsToNothingHearsItsCancel() async {
    for (number, row) in Self.loose.enumerated() {
      let root = Self.root(number)
      let outer = Owner(root.makeCancelScope())
      let elsewhere = Owner(root.makeCancelScope())
      let made = Gate()
      let begun = Gate()
      let release = Gate()
      let handle = Locked<Task<Void, Never>?>(nil)
      let answer = Locked("")
      let answered = Gate()
      let wait: @Sendable () async -> Void = {
        begun.open()
        let place = number % 2 == 0 ? root : elsewhere.context
        let outcome = await row.wait.suspend(on: place, root, Self.long, until: root.now.advanced(by: Self.long))
        answer.withLock { $0 = outcome }
        answered.open()
      }
      let parent = Task {
        await Self.run(row.parent, in: outer.context) { _ in
          switch row.origin {
          case .detachedTask: handle.withLock { $0 = Task.detached { await wait() } }
          case .plainInPlain:
            await Task {
              let inner = Task { await wait() }
              handle.withLock { $0 = inner }
            }.value
          case .childOfPlain:
            let task = Task {
              async let child: Void = wait()
              await child
            }
            handle.withLock { $0 = task }
          case .inline, .nestedBody, .asyncLet, .groupChild, .plain, .plainInNestedBody:
            let task = Task { await wait() }
            handle.withLock { $0 = task }
          }
          made.open()
          await release.wait()
        }
      }
      if row.parent == .after { outer.cancel() }
      let outcome = await Self.watching(row) {
        await made.wait()
        if number % 5 != 0 { await begun.wait() }
        switch row.state {
        case .running: break
        case .told: outer.cancel()
        case .over:
          release.open()
          await parent.value
        }
        for _ in 0..<row.turns { await Task.yield() }
        handle.withLock { $0 }?.cancel()
        await answered.wait()
        release.open()
        await parent.value
        return answer.withLock { $0 }
      }
      #expect(outcome == (row.wait == .clockSleep ? "CancellationError" : "taskCancelled"), "\(row)")
      withExtendedLifetime((outer, elsewhere)) {}
    }
  }

  @Test func theLibrarysOwnCancelEndsNoWaitElsewhere() async {
    for (number, row) in Self.structured.enumerated() {
      let root = Self.root(number)
      let outer = Owner(root.makeCancelScope())
      let elsewhere = Owner(root.makeCancelScope())
      let begun = Gate()
      let answer = Locked("")
      let wait: @Sendable () async -> Void = {
        begun.open()
        let outcome = await row.wait.suspend(
          on: elsewhere.context, root, Self.long, until: root.now.advanced(by: Self.long))
        answer.withLock { $0 = outcome }
      }
      let parent = Task {
        await Self.run(row.parent, in: outer.context) { ctx in
          switch row.origin {
          case .asyncLet:
            async let child: Void = wait()
            await child
          case .groupChild: await withTaskGroup(of: Void.self) { tasks in tasks.addTask { await wait() } }
          case .nestedBody: try? await ctx.withTimeout(Self.long) { _ in await wait() }
          case .inline, .plain, .detachedTask, .plainInNestedBody, .plainInPlain, .childOfPlain: await wait()
          }
        }
      }
      let outcome = await Self.watching(row) {
        if number % 5 != 0 { await begun.wait() }
        for _ in 0..<row.turns { await Task.yield() }
        outer.cancel()
        for _ in 0..<row.turns { await Task.yield() }
        await begun.wait()
        elsewhere.cancel()
        await parent.value
        return answer.withLock { $0 }
      }
      #expect(outcome == "requested", "\(row)")
      withExtendedLifetime((outer, elsewhere)) {}
    }
  }
}
