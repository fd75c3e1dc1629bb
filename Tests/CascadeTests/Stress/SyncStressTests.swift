import TestSupport
import Testing

@testable import Cascade

/// Semaphores and single flights, on real threads.
@Suite(.serialized) struct SyncStressTests {
  @Test(arguments: [1, 3, 8]) func permitsUnderFire(_ size: Int) async throws {
    try await StressScale.rounds(30).forEachRound { round in
      let semaphore = Semaphore(permits: size)
      let root = Owner(Context.background.makeCancelScope())
      let held = Counter()
      let served = Counter()
      let group = try WaitGroup()
      for number in 0..<24 {
        await group.go { _ in
          var random = Seeded(UInt64(round * 1000 + number))
          for _ in 0..<10 {
            let count = random.below(size + 1)
            if random.chance(30) {
              guard semaphore.tryAcquire(permits: count) else { continue }
            } else {
              let limit = root.context.makeCancelScope(
                timeout: .microseconds(random.chance(50) ? random.below(200) : 3_600_000_000))
              do { try await semaphore.acquire(limit.context, permits: count) } catch { continue }
            }
            served.add()
            held.add(count)
            if random.chance(30) { await Task.yield() }
            held.add(-count)
            semaphore.release(permits: count)
          }
        }
      }
      if round % 3 == 0 { Task.detached { root.cancel() } }
      await group.wait()
      #expect(held.most <= size)
      #expect(semaphore.available == size)
      #expect(semaphore.waitingCount == 0)
      #expect(round % 3 == 0 || served.value > 0)
      #expect(root.context.node.hookCount == 0)
      #expect(root.context.node.childCount == 0)
    }
  }

  /// The permit and the end of the wait come at the same time: whoever is first, no permit is lost.
  @Test(arguments: [false, true]) func aReleaseAgainstTheEnd(_ byTask: Bool) async throws {
    try await StressScale.rounds(300).forEachRound { _ in
      let semaphore = Semaphore(permits: 1)
      #expect(semaphore.tryAcquire())
      let scope = Owner(Context.background.makeCancelScope())
      let first = Task.detached { await thrown { try await semaphore.acquire(scope.context) } }
      while semaphore.waitingCount == 0 { await Task.yield() }
      let second = Task.detached { try await semaphore.acquire(.background) }
      while semaphore.waitingCount == 1 { await Task.yield() }
      onThreads(2) { thread in
        if thread == 0 {
          semaphore.release()
        } else if byTask {
          first.cancel()
        } else {
          scope.cancel()
        }
      }
      let error = await first.value
      #expect(error == nil || error == "context canceled")
      if error == nil { semaphore.release() }
      // It is served in any case.
      try await second.value
      #expect(semaphore.available == 0)
      semaphore.release()
      #expect(semaphore.waitingCount == 0)
    }
  }

  @Test(arguments: [false, true]) func flightsUnderFire(_ observed: Bool) async throws {
    try await StressScale.rounds(30).forEachRound { round in
      let recorder = EventRecorder()
      let background = observed ? Context.background(observedBy: recorder) : .background
      let root = Owner(background.makeCancelScope())
      let flight = SingleFlight<Int, Int>()
      let started = Counter()
      let ended = Counter()
      let group = try WaitGroup()
      for number in 0..<24 {
        await group.go { _ in
          var random = Seeded(UInt64(round * 1000 + number))
          for _ in 0..<10 {
            let fails = random.chance(20)
            let work = Duration.microseconds(random.below(100))
            let limit = root.context.makeCancelScope(
              timeout: .microseconds(random.chance(50) ? random.below(200) : 3_600_000_000))
            let forgets = random.chance(10)
            let error = await thrown {
              _ = try await flight.outcome(for: random.below(3), in: limit.context) { ctx in
                started.add()
                defer { ended.add() }
                try await ctx.sleep(for: work)
                if fails { throw Boom() }
                return 1
              }.result.get()
            }
            #expect([nil, "boom", "context canceled", "context deadline exceeded"].contains(error))
            if forgets { flight.forget(random.below(3)) }
          }
        }
      }
      if round % 3 == 0 { Task.detached { root.cancel() } }
      await group.wait()
      // Calls that were ended may still be on their way out.
      while ended.value < started.value { await Task.yield() }
      #expect(flight.callCount == 0)
      #expect(root.context.node.hookCount == 0)
    }
  }

  /// The last one leaves while another comes: that one gets a result, from this call or from one of its own.
  @Test func aJoinAgainstTheLastLeave() async throws {
    try await StressScale.rounds(300).forEachRound { round in
      let flight = SingleFlight<Int, Int>()
      let scope = Owner(Context.background.makeCancelScope())
      let begun = Gate()
      let gate = Gate()
      let first = Task.detached {
        await thrown {
          _ = try await flight.value(for: 1, in: scope.context) { ctx in
            begun.open()
            await gate.wait()
            try ctx.checkCancellation()
            return 1
          }
        }
      }
      await begun.wait()
      let second = Locked<Task<Int, any Error>?>(nil)
      onThreads(2) { thread in
        if thread == 0 {
          scope.cancel()
        } else {
          let task = Task.detached { try await flight.value(for: 1, in: .background) { _ in 2 } }
          second.withLock { $0 = task }
        }
      }
      #expect(await first.value == "context canceled")
      gate.open()
      let value = try await second.withLock { $0 }?.value
      #expect(value == 1 || value == 2)
      #expect(flight.callCount == 0)
    }
  }

  /// The result and the end of a wait come at the same time.
  @Test func aResultAgainstTheEnd() async throws {
    await StressScale.rounds(300).forEachRound { _ in
      let flight = SingleFlight<Int, Int>()
      let scope = Owner(Context.background.makeCancelScope())
      let begun = Gate()
      let gate = Gate()
      let caller = Task.detached {
        await thrown {
          _ = try await flight.value(for: 1, in: scope.context) { _ in
            begun.open()
            await gate.wait()
            return 1
          }
        }
      }
      await begun.wait()
      onThreads(2) { thread in
        if thread == 0 { scope.cancel() } else { gate.open() }
      }
      let error = await caller.value
      #expect(error == nil || error == "context canceled")
      while flight.callCount > 0 { await Task.yield() }
      #expect(scope.context.node.hookCount == 0)
    }
  }
}
