import Cascade
import TestSupport
import Testing

/// Maps and results on real threads.
@Suite(.serialized) struct FlowStressTests {
  @Test func mapIsTheSequentialMap() async throws {
    try await StressScale.rounds(60).forEachRound { round in
      var random = Seeded(UInt64(round))
      let numbers = (0..<random.below(200)).map { _ in random.below(1000) }
      let limit = 1 + random.below(8)
      let running = Counter()
      let doubled = try await numbers.concurrentMap(in: .background, .limit(limit)) { _, number in
        running.add()
        if number % 3 == 0 { await Task.yield() }
        running.add(-1)
        return number * 2
      }
      #expect(doubled == numbers.map { $0 * 2 })
      #expect(running.most <= limit)
    }
  }

  @Test func aFailureEndsAnEndlessSequence() async {
    await StressScale.rounds(60).forEachRound { round in
      var random = Seeded(UInt64(round))
      let last = random.below(300)
      let running = Counter()
      let error = await thrown {
        try await (0...).concurrentForEach(in: .background, .limit(1 + random.below(8))) { _, number in
          running.add()
          defer { running.add(-1) }
          if number % 3 == 0 { await Task.yield() }
          if number >= last { throw Boom() }
        }
      }
      #expect(error == "boom")
      #expect(running.value == 0)
    }
  }

  /// Takers come and go while results come: each result is taken once, and none is lost with a taker that was cancelled.
  @Test func everyResultIsTakenOnce() async throws {
    try await StressScale.rounds(60).forEachRound { round in
      var random = Seeded(UInt64(round))
      let count = random.below(120)
      let options: [ErrGroup.Option] = random.chance(50) ? [.limit(1 + random.below(4))] : []
      let taken = Locked<[Int]>([])
      try await withResultGroup(in: .background, of: Int.self, options) { group in
        let results = group.results
        await withTaskGroup(of: Void.self) { takers in
          for _ in 0..<3 {
            takers.addTask {
              while !Task.isCancelled, let number = try? await results.next() { taken.withLock { $0.append(number) } }
            }
          }
          for number in 0..<count {
            await group.go { _ in
              if number % 3 == 0 { await Task.yield() }
              return number
            }
          }
          if random.chance(50) { takers.cancelAll() }
        }
        for try await number in results { taken.withLock { $0.append(number) } }
      }
      #expect(taken.withLock { $0.sorted() } == Array(0..<count))
    }
  }

  /// The group is cancelled while results come: every wait ends, and no result is taken twice.
  @Test func aCancelEndsEveryWait() async {
    await StressScale.rounds(60).forEachRound { round in
      var random = Seeded(UInt64(round))
      let taken = Locked<[Int]>([])
      let scope = Owner(Context.background.makeCancelScope())
      let stop = random.below(60)
      let end = await thrown {
        try await withResultGroup(in: scope.context, of: Int.self) { group in
          let results = group.results
          for number in 0..<80 {
            await group.go { ctx in
              if number == stop { scope.cancel(Boom()) }
              if number % 4 == 0 { await Task.yield() }
              try ctx.checkCancellation()
              return number
            }
          }
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(3600))
            return -1
          }
          try await (0..<3).concurrentForEach(in: .background) { _, _ in
            for try await number in results { taken.withLock { $0.append(number) } }
          }
        }
      }
      #expect(end == "context canceled")
      let all = taken.withLock { $0 }
      #expect(Set(all).count == all.count)
    }
  }
}
