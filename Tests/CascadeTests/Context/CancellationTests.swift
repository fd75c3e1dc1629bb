import Cascade
import CascadeSimulation
import Testing

/// What a context that is over knows about its end.
@Suite struct CancellationTests {
  @Test func theFirstCancellationWins() {
    let scope = Context.background.makeCancelScope()
    let first = scope.cancel(cause: Boom("first"), message: "words")
    let second = scope.cancel(cause: Boom("second"))
    #expect(first && !second)
    let cancellation = scope.context.cancellation
    #expect(cancellation?.cause as? Boom == Boom("first"))
    #expect(cancellation?.message == "words")
    #expect(cancellation?.reason == .requested)
    #expect(cancellation?.location?.hasPrefix("CascadeTests/CancellationTests.swift:") == true)
  }

  @Test func cancellationOnlyGoesDown() {
    let root = Context.background.makeCancelScope()
    let left = root.context.makeCancelScope()
    let right = root.context.makeCancelScope()
    let leaf = left.context.makeCancelScope()
    left.cancel()
    #expect(leaf.context.isCancelled)
    #expect(!root.context.isCancelled && !right.context.isCancelled)
  }

  @Test func aCheckThrowsTheContextsError() {
    let scope = Context.background.makeCancelScope()
    #expect(throws: Never.self) { try scope.context.checkCancellation() }
    scope.cancel(cause: Boom())
    let error = #expect(throws: ContextError.self) { try scope.context.checkCancellation() }
    #expect(error?.cancellation.cause as? Boom == Boom())
    #expect(error?.description == "context canceled")
  }

  @Test func anInstantAndAnOriginAreKnown() throws {
    let cancellation = try simulated { root in
      let scope = Owner(root.makeCancelScope())
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("canceller") { ctx in
          try await ctx.sleep(for: .milliseconds(7))
          scope.cancel()
        }
        try await group.wait()
      }
      return scope.context.cancellation
    }
    #expect(cancellation?.instant == Context.Instant(nanoseconds: 7_000_000))
    #expect(cancellation?.origin == "g/canceller")
  }

  /// Who ends a context, and what it then says.
  @Test(arguments: Cancellation.Reason.allCases) func everyReasonIsOneOfTwoErrors(_ reason: Cancellation.Reason) throws
  {
    let cancellation = try simulated { root in
      let seen = Locked<Cancellation?>(nil)
      @Sendable func watch(_ context: Context) { context.onCancel { seenNow in seen.withLock { $0 = seenNow } } }
      switch reason {
      case .requested:
        let scope = root.makeCancelScope()
        watch(scope.context)
        scope.cancel()
      case .deadlineExceeded:
        let scope = root.makeCancelScope(timeout: .seconds(1))
        watch(scope.context)
        _ = await scope.context.waitUntilCancelled()
      case .siblingFailed:
        _ = await thrown {
          try await withErrGroup(in: root) { group in
            watch(group.context)
            await group.go { _ in throw Boom() }
          }
        }
      case .scopeEnded:
        let scope = root.makeCancelScope()
        watch(scope.context)
      case .taskCancelled:
        await withTaskGroup(of: Void.self) { tasks in
          tasks.addTask {
            _ = await thrown {
              try await withErrGroup(in: root) { group in
                watch(group.context)
                try await group.context.sleep(for: .seconds(10))
              }
            }
          }
          await root.pause(for: .seconds(1))
          tasks.cancelAll()
        }
      case .handleDropped:
        watch(try ErrGroup.withContext(root).context)
      case .shutdown:
        let (group, context) = try ErrGroup.withContext(root)
        watch(context)
        await group.go { ctx in try? await ctx.sleep(for: .seconds(10)) }
        group.shutdown(grace: .seconds(1))
        try await group.wait()
      case .groupDecided:
        try await withErrGroup(in: root, .policy(.firstSuccess)) { group in
          watch(group.context)
          await group.go { _ in }
        }
      }
      return seen.withLock { $0 }
    }
    #expect(cancellation?.reason == reason)
    #expect(
      cancellation?.error.description
        == (reason == .deadlineExceeded ? "context deadline exceeded" : "context canceled"))
    #expect(cancellation?.error.isTimeout == (reason == .deadlineExceeded))
    #expect(cancellation?.instant != nil)
  }

  @Test func aSleepOnAContextThatIsOverDoesNotSuspend() throws {
    let report = try simulate { root in
      let scope = root.makeCancelScope()
      scope.cancel(cause: Boom())
      return await thrown { try await scope.context.sleep(for: .seconds(10)) }
    }
    #expect(try report.value == "context canceled")
    #expect(report.elapsed == .zero)
  }

  @Test(arguments: [Duration.zero, .seconds(-1)]) func aSleepOfNothingReturns(_ duration: Duration) throws {
    let report = try simulate { root in
      let scope = root.makeCancelScope()
      try await scope.context.sleep(for: duration)
    }
    try report.value
    #expect(report.elapsed == .zero)
  }

  @Test func manyWaitForOneContext() throws {
    let reasons = try simulated { root in
      let scope = root.makeCancelScope(timeout: .seconds(1))
      let context = scope.context
      return await withTaskGroup(of: String.self) { tasks in
        for _ in 0..<10 { tasks.addTask { await context.waitUntilCancelled().map { "\($0.reason)" } ?? "-" } }
        var reasons: [String] = []
        for await reason in tasks { reasons.append(reason) }
        return reasons
      }
    }
    #expect(reasons == Array(repeating: "deadlineExceeded", count: 10))
  }

  @Test func aDeadlineDoesNotChangeWhenTheContextEnds() throws {
    try simulate { root in
      let scope = root.makeCancelScope(timeout: .seconds(5))
      let before = scope.context.deadline
      scope.cancel()
      #expect(scope.context.deadline == before)
      #expect(before == Context.Instant(nanoseconds: 5_000_000_000))
      // One that is later than the parent's is the parent's.
      let live = root.makeCancelScope(timeout: .seconds(5))
      let later = live.context.makeCancelScope(timeout: .seconds(6), cause: Boom("not used"))
      #expect(later.context.deadline == live.context.deadline)
      #expect(later.context.description.hasSuffix(".WithCancel"))
      let earlier = live.context.makeCancelScope(timeout: .seconds(4))
      #expect(earlier.context.deadline == Context.Instant(nanoseconds: 4_000_000_000))
      _ = await earlier.context.waitUntilCancelled()
      #expect(!live.context.isCancelled)
      _ = await later.context.waitUntilCancelled()
      #expect(later.context.cause.map { "\($0)" } == "context deadline exceeded")
    }.value
  }
}
