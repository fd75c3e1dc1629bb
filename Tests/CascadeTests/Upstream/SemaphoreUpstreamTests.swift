import CascadeSimulation
import Testing

@testable import Cascade

/// Go's `semaphore_test.go`, and the example.
@Suite struct SemaphoreUpstreamTests {
  @Test func testWeighted() async throws {
    let workers = 4
    let semaphore = Semaphore(permits: workers)
    let group = try WaitGroup()
    for count in 0..<workers {
      await group.go { ctx in
        for _ in 0..<250 {
          try await semaphore.acquire(.background, permits: count)
          await Task.yield()
          semaphore.release(permits: count)
        }
      }
    }
    await group.wait()
    #expect(semaphore.available == workers)
  }

  @Test func testWeightedPanic() async {
    await #expect(processExitsWith: .failure) { Semaphore(permits: 1).release(permits: 1) }
  }

  @Test func testWeightedTryAcquire() async throws {
    let semaphore = Semaphore(permits: 2)
    var tries: [Bool] = []
    try await semaphore.acquire(.background, permits: 1)
    tries.append(semaphore.tryAcquire(permits: 1))
    tries.append(semaphore.tryAcquire(permits: 1))
    semaphore.release(permits: 2)
    tries.append(semaphore.tryAcquire(permits: 1))
    try await semaphore.acquire(.background, permits: 1)
    tries.append(semaphore.tryAcquire(permits: 1))
    #expect(tries == [true, false, true, false])
  }

  @Test func testWeightedAcquire() throws {
    try simulate { root in
      let semaphore = Semaphore(permits: 2)
      func tries(_ count: Int) async -> Bool {
        let scope = root.makeCancelScope(timeout: .milliseconds(10))
        return await thrown { try await semaphore.acquire(scope.context, permits: count) } == nil
      }
      var results: [Bool] = []
      try await semaphore.acquire(root, permits: 1)
      results.append(await tries(1))
      results.append(await tries(1))
      semaphore.release(permits: 2)
      results.append(await tries(1))
      try await semaphore.acquire(root, permits: 1)
      results.append(await tries(1))
      #expect(results == [true, false, true, false])
    }.value
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func testWeightedDoesntBlockIfTooBig(_ seed: UInt64) throws {
    try simulate(seed: seed) { root in
      let size = 2
      let semaphore = Semaphore(permits: size)
      let scope = Owner(root.makeCancelScope())
      let big = try WaitGroup(in: root)
      await big.go { _ in try await semaphore.acquire(scope.context, permits: size + 1) }
      try await withErrGroup(in: root) { group in
        for _ in 0..<(size * 3) {
          await group.go { ctx in
            try await semaphore.acquire(ctx, permits: 1)
            await ctx.pause(for: .milliseconds(1))
            semaphore.release(permits: 1)
          }
        }
      }
      scope.cancel()
      await big.wait()
    }.value
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func testLargeAcquireDoesntStarve(_ seed: UInt64) throws {
    try simulate(seed: seed) { root in
      let size = 4
      let semaphore = Semaphore(permits: size)
      let running = Gate()
      let group = try WaitGroup(in: root)
      for _ in 0..<size {
        try await semaphore.acquire(root, permits: 1)
        await group.go { ctx in
          while !running.isOpen {
            await ctx.pause(for: .milliseconds(1))
            semaphore.release(permits: 1)
            try await semaphore.acquire(root, permits: 1)
          }
          semaphore.release(permits: 1)
        }
      }
      try await semaphore.acquire(root, permits: size)
      running.open()
      semaphore.release(permits: size)
      await group.wait()
    }.value
  }

  @Test func testAllocCancelDoesntStarve() async throws {
    let semaphore = Semaphore(permits: 10)
    try await semaphore.acquire(.background, permits: 1)
    let scope = Owner(Context.background.makeCancelScope())
    let big = Task.detached { try await semaphore.acquire(scope.context, permits: 10) }
    // Until that one waits.
    while semaphore.tryAcquire(permits: 1) {
      semaphore.release(permits: 1)
      await Task.yield()
    }
    Task.detached { scope.cancel() }
    try await semaphore.acquire(.background, permits: 1)
    semaphore.release(permits: 1)
    await #expect(throws: ContextError.self) { try await big.value }
  }

  @Test func testWeightedAcquireCanceled() async throws {
    for _ in 0..<100 {
      let semaphore = Semaphore(permits: 2)
      let scope = Owner(Context.background.makeCancelScope())
      try await semaphore.acquire(.background, permits: 1)
      let other = Task.detached {
        while semaphore.tryAcquire(permits: 1) {
          semaphore.release(permits: 1)
          await Task.yield()
        }
        scope.cancel()
        semaphore.release(permits: 1)
      }
      #expect(await thrown { try await semaphore.acquire(scope.context, permits: 2) } == "context canceled")
      await other.value
      #expect(semaphore.tryAcquire(permits: 2))
      semaphore.release(permits: 2)
      #expect(await thrown { try await semaphore.acquire(scope.context, permits: 1) } == "context canceled")
    }
  }

  @Test func example_workerPool() async throws {
    func collatzSteps(_ number: Int) -> Int {
      var steps = 0
      var number = number
      while number > 1 {
        number = number.isMultiple(of: 2) ? number / 2 : 3 * number + 1
        steps += 1
      }
      return steps
    }
    let workers = 2
    let semaphore = Semaphore(permits: workers)
    let out = Locked(Array(repeating: 0, count: 32))
    for index in 0..<32 {
      try await semaphore.acquire(.todo, permits: 1)
      Task.detached {
        let steps = collatzSteps(index + 1)
        out.withLock { $0[index] = steps }
        semaphore.release(permits: 1)
      }
    }
    // All permits: every worker is out.
    try await semaphore.acquire(.todo, permits: workers)
    #expect(
      out.withLock { $0 } == [
        0, 1, 7, 2, 5, 8, 16, 3, 19, 6, 14, 9, 9, 17, 17, 4, 12, 20, 20, 7, 7, 15, 15, 10, 23, 10, 111, 18, 18, 18, 106,
        5,
      ])
  }
}
