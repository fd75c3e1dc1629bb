import Testing

@testable import Cascade

/// Whose code runs, and who counts as the body of a group.
@Suite struct OwnerTests {
  /// A task that outlives the frame it was started in has a copy of that frame's binding, and hands copies on. One of these
  /// may come to lie where the binding once lay.
  @Test func aCopyOfACopyBelongsToNothing() async throws {
    let strangers = Locked(0)
    let tasks = Locked<[Task<Void, Never>]>([])
    for _ in 0..<40 * max(1, StressScale.factor) {
      try await withErrGroup(in: .background) { group in
        await group.go { ctx in
          try await ctx.withTimeout(.seconds(60)) { _ in
            let task = Task {
              for _ in 0..<50 {
                await Task {
                  if Running.code != nil { strangers.withLock { $0 += 1 } }
                }.value
              }
            }
            tasks.withLock { $0.append(task) }
          }
        }
      }
    }
    for task in tasks.withLock({ $0 }) { await task.value }
    #expect(strangers.withLock { $0 } == 0)
  }

  enum Caller: CaseIterable {
    case body, bodyInALimit, bodyWithCancel, task, detached, unstructured, nestedTask
  }

  /// The body's value stands only where the body itself asked for the cancellation.
  @Test(arguments: Caller.allCases, [false, true])
  func onlyTheBodyKeepsItsValue(_ caller: Caller, cancelsBody: Bool) async throws {
    let options: [ErrGroup.Option] = cancelsBody ? [.cancellingBody] : []
    let isCancelled = Gate()
    let outcome: String
    do {
      outcome = try await withErrGroup(in: .background, options) { group in
        await group.go { ctx in try await ctx.sleep(for: .seconds(3600)) }
        switch caller {
        case .body: group.cancel()
        case .bodyInALimit: try await group.context.withoutCancel().withTimeout(.seconds(3600)) { _ in group.cancel() }
        case .bodyWithCancel:
          try await group.context.withoutCancel().withCancel { ctx, _ in
            try await ctx.withTimeout(.seconds(3600)) { _ in group.cancel() }
          }
        case .task: await group.go { _ in group.cancel() }
        case .detached: Task.detached { group.cancel() }
        case .unstructured: Task { group.cancel() }
        case .nestedTask:
          await group.go { ctx in try await withErrGroup(in: ctx) { inner in await inner.go { _ in group.cancel() } } }
        }
        group.context.onCancel { _ in isCancelled.open() }
        await isCancelled.wait()
        return "value"
      }
    } catch {
      outcome = "\(error)"
    }
    switch caller {
    case .body, .bodyInALimit, .bodyWithCancel: #expect(outcome == "value")
    case .task, .detached, .unstructured, .nestedTask: #expect(outcome == "context canceled")
    }
  }

  @Test(arguments: [JoinPolicy.failFast, .collectAll, .keepFirst, .ignoreErrors].map(\.name))
  func aForeignCancelOfAFeederIsNoSuccess(policy: String) async throws {
    let policies: [JoinPolicy] = [.failFast, .collectAll, .keepFirst, .ignoreErrors]
    let policy = try #require(policies.first { $0.name == policy })
    for _ in 0..<100 * max(1, StressScale.factor) {
      let scope = Context.background.makeCancelScope()
      let context = scope.context
      let (numbers, feed) = AsyncStream.makeStream(of: Int.self)
      let begun = Gate()
      let task = Task {
        try await numbers.concurrentForEach(in: context, .policy(policy)) { _, _ in begun.open() }
      }
      feed.yield(1)
      await begun.wait()
      task.cancel()
      await #expect(throws: (any Error).self) { try await task.value }
      // It is the caller's own context.
      #expect(!context.isCancelled)
      feed.finish()
      withExtendedLifetime(feed) {}
      _ = scope.cancel()
    }
  }
}
