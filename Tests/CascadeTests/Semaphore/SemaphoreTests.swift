import CascadeSimulation
import TestSupport
import Testing

@testable import Cascade

/// What Go's semaphore does is in the conformance tests. Here is what Go can't say.
@Suite struct SemaphoreTests {
  /// What ends a wait before there is a permit.
  enum Ending: String, CaseIterable {
    case cancelled, expired, parentCancelled, taskCancelled

    var error: String { self == .expired ? "context deadline exceeded" : "context canceled" }

    var reason: Cancellation.Reason {
      switch self {
      case .cancelled, .parentCancelled: .requested
      case .expired: .deadlineExceeded
      case .taskCancelled: .taskCancelled
      }
    }
  }

  /// Calls `body`, and ends its wait a second later.
  static func ending(
    _ ending: Ending, in root: Context, _ body: @escaping @Sendable (Context) async throws -> Void
  ) async -> (error: String?, reason: Cancellation.Reason?) {
    let parent = Owner(root.makeCancelScope())
    let own = Owner(
      ending == .expired ? parent.context.makeCancelScope(timeout: .seconds(1)) : parent.context.makeCancelScope())
    return await withTaskGroup(of: (error: String?, reason: Cancellation.Reason?)?.self) { tasks in
      tasks.addTask {
        do {
          try await body(own.context)
          return (nil, nil)
        } catch {
          return ("\(error)", (error as? ContextError)?.cancellation.reason)
        }
      }
      tasks.addTask {
        await root.pause(for: .seconds(1))
        return nil
      }
      var answer: (error: String?, reason: Cancellation.Reason?)?
      for await result in tasks {
        if let result {
          answer = result
          continue
        }
        switch ending {
        case .cancelled: own.cancel()
        case .parentCancelled: parent.cancel()
        case .taskCancelled: tasks.cancelAll()
        case .expired: break
        }
      }
      return answer ?? (nil, nil)
    }
  }

  /// Calls `body` when its context, or its Swift task, is over.
  static func alreadyOver(
    _ byTask: Bool, in root: Context, _ body: @escaping @Sendable (Context) async throws -> Void
  ) async -> String? {
    let scope = Owner(root.makeCancelScope())
    if !byTask { scope.cancel() }
    return await withTaskGroup(of: String?.self) { tasks in
      tasks.addTask {
        await root.pause(for: .seconds(1))
        return await thrown { try await body(scope.context) }
      }
      if byTask { tasks.cancelAll() }
      return await tasks.next() ?? nil
    }
  }

  @Test(arguments: [false, true]) func whatIsOverGetsNothing(_ byTask: Bool) throws {
    try simulate { root in
      let semaphore = Semaphore(permits: 2)
      let error = await Self.alreadyOver(byTask, in: root) { ctx in try await semaphore.acquire(ctx) }
      #expect(error == "context canceled")
      #expect(semaphore.available == 2)
    }.value
  }

  @Test(arguments: Ending.allCases, [1, 2, 5]) func everyEndOfAWaitLeavesNothingBehind(
    _ ending: Ending, _ count: Int
  ) throws {
    let report = try simulate { root in
      let semaphore = Semaphore(permits: 2)
      try await semaphore.acquire(root, permits: 1)
      // At the head of the line, or beside it for more than there are.
      let isSmall = count == 1
      if isSmall { try await semaphore.acquire(root, permits: 1) }
      let behind = try WaitGroup(in: root)
      let ended = await Self.ending(ending, in: root) { ctx in
        await behind.go { ctx in
          await ctx.pause(for: .milliseconds(10))
          try? await semaphore.acquire(ctx, permits: 1)
        }
        try await semaphore.acquire(ctx, permits: count)
      }
      #expect(ended.error == ending.error)
      #expect(ended.reason == ending.reason)
      if isSmall {
        #expect(semaphore.waitingCount == 1)
        semaphore.release()
      }
      // A big one that has left the head lets the small one behind it through.
      await behind.wait()
      #expect(semaphore.waitingCount == 0)
      #expect(semaphore.available == 0)
      semaphore.release(permits: 2)
      #expect(semaphore.available == 2)
    }
    try report.value
    #expect(report.elapsed == .seconds(1))
  }

  @Test(arguments: [(1, "a permit of semaphore disk"), (2, "2 permits of semaphore disk")])
  func aDeadlockSaysWhatIsWaitedFor(_ count: Int, _ words: String) throws {
    let report = try simulate { root in
      let semaphore = Semaphore(permits: 2, name: "disk")
      try await semaphore.acquire(root, permits: 2)
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("a") { ctx in try await semaphore.acquire(ctx, permits: count) }
      }
    }
    guard case .deadlocked(let waits) = report.ending else {
      Issue.record("it ended")
      return
    }
    #expect(waits.contains(Event.Waiting(who: "g/a", what: .other(words))))
  }

  @Test func aDeadlockSaysWhenThereAreTooFew() throws {
    let report = try simulate { root in try await Semaphore(permits: 2).acquire(root, permits: 3) }
    guard case .deadlocked(let waits) = report.ending else {
      Issue.record("it ended")
      return
    }
    #expect(waits == [Event.Waiting(who: "", what: .other("3 permits of a semaphore, which has 2"))])
  }

  @Test(arguments: [1, 2]) func theScopeGivesBackWhateverHappens(_ count: Int) throws {
    try simulate { root in
      let semaphore = Semaphore(permits: 2)
      let value = try await semaphore.withPermits(root, count) {
        #expect(semaphore.available == 2 - count)
        return 7
      }
      #expect(value == 7)
      #expect(semaphore.available == 2)
      let error = await thrown { try await semaphore.withPermits(root, count) { throw Boom() } }
      #expect(error == "boom")
      #expect(semaphore.available == 2)
      let over = Owner(root.makeCancelScope())
      over.cancel()
      let refused = await thrown {
        try await semaphore.withPermit(over.context) { _ = Issue.record("a context that is over got a permit") }
      }
      #expect(refused == "context canceled")
      #expect(semaphore.available == 2)
    }.value
  }

  /// The body runs where its caller does: it needn't be `Sendable`.
  @MainActor @Test func theBodyRunsWhereItsCallerDoes() async throws {
    final class Local {
      var number = 0
    }
    let local = Local()
    try await Semaphore(permits: 1).withPermit(.background) {
      MainActor.assertIsolated()
      local.number += 1
    }
    #expect(local.number == 1)
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func thePermitsAreABound(_ seed: UInt64) throws {
    try simulate(seed: seed) { root in
      var random = Seeded(seed)
      let size = 1 + random.below(4)
      let semaphore = Semaphore(permits: size)
      let held = Counter()
      let failed = Counter()
      let group = try WaitGroup(in: root)
      for _ in 0..<30 {
        let count = 1 + random.below(size)
        let start = Duration.milliseconds(random.below(20))
        let work = Duration.milliseconds(random.below(5))
        let patience = Duration.milliseconds(1 + random.below(60))
        await group.go { ctx in
          await ctx.pause(for: start)
          let limit = ctx.makeCancelScope(timeout: patience)
          do {
            try await semaphore.withPermits(limit.context, count) {
              held.add(count)
              await ctx.pause(for: work)
              held.add(-count)
            }
          } catch {
            failed.add()
          }
        }
      }
      await group.wait()
      #expect(held.most <= size)
      #expect(held.value == 0)
      #expect(semaphore.available == size)
      #expect(semaphore.waitingCount == 0)
      #expect(failed.value < 30)
    }.value
  }

  /// The first failure of a group ends its other tasks, those in a line included.
  @Test func aFailureEndsTheWaitsOfItsGroup() throws {
    let report = try simulate { root in
      let semaphore = Semaphore(permits: 1)
      try await semaphore.acquire(root)
      return await thrown {
        try await withErrGroup(in: root) { group in
          for _ in 0..<3 { await group.go { ctx in try await semaphore.acquire(ctx) } }
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
    }
    #expect(try report.value == "boom")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aWaitLeavesNoHook() async throws {
    let semaphore = Semaphore(permits: 1)
    let scope = Owner(Context.background.makeCancelScope())
    for _ in 0..<100 {
      try await semaphore.acquire(scope.context)
      async let second: Void = semaphore.acquire(scope.context)
      while semaphore.waitingCount == 0 { await Task.yield() }
      semaphore.release()
      try await second
      semaphore.release()
    }
    #expect(scope.context.node.hookCount == 0)
    #expect(semaphore.available == 1)
  }
}
