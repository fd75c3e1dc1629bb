import TestSupport
import Testing

@testable import Cascade

/// Bodies in contexts of their own, merged contexts, shutdowns and skipped work, on real threads.
@Suite(.serialized) struct ScopeStressTests {
  @Test func bodiesAgainstTimeCancelAndReturn() async throws {
    try await StressScale.rounds(60).forEachRound { round in
      let root = Owner(Context.background.makeCancelScope())
      let running = Counter()
      let group = try WaitGroup()
      for number in 0..<12 {
        await group.go { _ in
          var random = Seeded(UInt64(round * 100 + number))
          let timeout = Duration.microseconds(random.below(300))
          let work = Duration.microseconds(random.below(300))
          let error = await thrown {
            try await root.context.withTimeout(timeout) { ctx in
              running.add()
              defer { running.add(-1) }
              if number % 3 == 0 { try await Task.sleep(for: work) } else { try await ctx.sleep(for: work) }
              try await ctx.withTimeout(.seconds(3600)) { inner in try inner.checkCancellation() }
            }
          }
          #expect([nil, "context canceled", "context deadline exceeded"].contains(error))
          #expect(!Task.isCancelled)
        }
      }
      if round % 2 == 0 { Task.detached { root.cancel() } }
      await group.wait()
      #expect(running.value == 0)
      #expect(root.context.node.childCount == 0)
    }
  }

  @Test func mergedContextsAgainstBothEnds() async {
    await StressScale.rounds(150).forEachRound { round in
      let left = Owner(Context.background.makeCancelScope())
      let right = Owner(Context.background.makeCancelScope())
      let merged = Owner(left.context.makeCancelScope(merging: right.context))
      let ends = Counter()
      merged.context.onCancel { _ in ends.add() }
      onThreads(3) { thread in
        switch thread {
        case 0: left.cancel(Boom("left"))
        case 1: right.cancel(Boom("right"))
        default:
          let late = Owner(right.context.makeCancelScope(merging: left.context))
          if round % 2 == 0 { late.cancel(Boom("own")) }
        }
      }
      #expect(ends.value == 1)
      #expect(["left", "right"].contains(merged.context.cause.map { "\($0)" }))
      for scope in [left, right, merged] {
        #expect(scope.context.node.childCount == 0)
        #expect(scope.context.node.hookCount == 0)
      }
    }
  }

  @Test(arguments: [false, true]) func skippedWorkAgainstFailure(_ skips: Bool) async throws {
    try await StressScale.rounds(60).forEachRound { round in
      let recorder = EventRecorder()
      let root = Context.background(observedBy: recorder)
      let options: [ErrGroup.Option] = skips ? [.limit(2), .queued(.skipAfterFailure)] : [.limit(2)]
      let (group, _) = try ErrGroup.withContext(root, options)
      let ran = Counter()
      let spawners = try WaitGroup()
      for spawner in 0..<4 {
        await spawners.go { _ in
          for number in 0..<8 {
            await group.go { _ in
              ran.add()
              if spawner == round % 4, number == 3 { throw Boom() }
              await Task.yield()
            }
          }
        }
      }
      await spawners.wait()
      #expect(await thrown { try await group.wait() } == "boom")
      let events = recorder.events
      let started = events.count { $0.kind == .taskStarted }
      let skipped = events.count { if case .taskSkipped = $0.kind { true } else { false } }
      #expect(started == ran.value)
      #expect(started + skipped == 32)
      #expect(skips || skipped == 0)
    }
  }

  @Test func shutdownAgainstFailureAndTheEnd() async throws {
    try await StressScale.rounds(60).forEachRound { round in
      let (group, ctx) = try ErrGroup.withContext(.background)
      let out = Counter()
      for number in 0..<6 {
        await group.go { ctx in
          defer { out.add() }
          if number == 5, round % 3 == 0 { throw Boom() }
          let nested = try ErrGroup(in: ctx, .policy(.keepFirst))
          await nested.go { ctx in
            if number % 2 == 0 {
              _ = await ctx.shutdownSignal.waitUntilCancelled()
            } else {
              _ = await ctx.waitUntilCancelled()
            }
          }
          try await nested.wait()
        }
      }
      onThreads(2) { _ in group.shutdown(grace: .microseconds(round % 200)) }
      let error = await thrown { try await group.wait() }
      #expect(error == (round % 3 == 0 ? "boom" : nil))
      #expect(out.value == 6)
      #expect(ctx.isCancelled)
      #expect(ctx.shutdownSignal.isCancelled)
    }
  }
}
