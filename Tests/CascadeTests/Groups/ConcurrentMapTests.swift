import Cascade
import CascadeSimulation
import TestSupport
import Testing

@Suite struct ConcurrentMapTests {
  /// Elements with times and failures that a seed made up.
  private struct Plan: Sendable {
    var elements: [(duration: Duration, fails: Bool)] = []
    var limit: Int?

    init(seed: UInt64, failing percent: Int) {
      var random = Seeded(seed)
      for _ in 0..<random.below(30) { elements.append((.milliseconds(random.below(6)), random.chance(percent))) }
      limit = random.chance(80) ? 1 + random.below(6) : nil
    }

    var options: [ErrGroup.Option] { limit.map { [.limit($0)] } ?? [] }
  }

  @Test(arguments: 0..<200) func itIsTheSequentialMapWithALimit(seed: UInt64) throws {
    let plan = Plan(seed: seed, failing: 0)
    let report = try simulate(seed: seed) { ctx in
      let running = Counter()
      let values = try await plan.elements.enumerated().concurrentMap(in: ctx, plan.options) { ctx, element in
        running.add()
        try await ctx.sleep(for: element.element.duration)
        running.add(-1)
        return element.offset
      }
      return (values, running.most)
    }
    let (values, most) = try report.value
    #expect(values == Array(plan.elements.indices))
    #expect(most <= plan.limit ?? .max)
    #expect(report.escapes == [])
    // As fast as the limit lets it be: never does a free slot wait for an element.
    #expect(report.elapsed == Self.schedule(plan.elements.map(\.duration), limit: plan.limit))
  }

  /// How long it takes when each element gets the slot that is free first.
  private static func schedule(_ durations: [Duration], limit: Int?) -> Duration {
    var free = Array(repeating: Duration.zero, count: limit ?? max(1, durations.count))
    for duration in durations {
      let slot = free.indices.min { free[$0] < free[$1] } ?? 0
      free[slot] += duration
    }
    return free.max() ?? .zero
  }

  @Test(arguments: 0..<200) func afterAFailureNothingStartsAndNothingIsTaken(seed: UInt64) throws {
    let plan = Plan(seed: seed, failing: 15)
    let books = Locked((taken: 0, startedAfter: 0, takenAfter: 0, started: 0, failed: false))
    let first = Locked<String?>(nil)
    let report = try simulate(seed: seed) { ctx in
      // Elements that say when they are taken.
      let elements = plan.elements.indices.lazy.map { index in
        books.withLock { books in
          books.taken += 1
          if books.failed { books.takenAfter += 1 }
        }
        return index
      }
      return await thrown {
        try await elements.concurrentForEach(in: ctx, plan.options) { ctx, index in
          books.withLock { books in
            books.started += 1
            if books.failed { books.startedAfter += 1 }
          }
          try await ctx.sleep(for: plan.elements[index].duration)
          if plan.elements[index].fails {
            books.withLock { $0.failed = true }
            first.withLock { $0 = $0 ?? "\(index)" }
            throw Boom("\(index)")
          }
        }
      }
    }
    let said = try report.value
    #expect(said == first.withLock { $0 })
    let counts = books.withLock { $0 }
    #expect(counts.takenAfter <= 1, "one may have been on its way")
    #expect(counts.startedAfter == 0)
    if said == nil { #expect(counts.started == plan.elements.count) }
  }

  @Test func anEndlessSequenceNeedsNoMoreThanTheLimit() throws {
    let report = try simulate { ctx in
      let running = Counter()
      let taken = Counter()
      let numbers = (0...).lazy.map { number in
        taken.add()
        return number
      }
      let end = await thrown {
        try await numbers.concurrentForEach(in: ctx, .limit(3)) { ctx, number in
          running.add()
          try await ctx.sleep(for: .seconds(1))
          if number == 100 { throw Boom("enough") }
          running.add(-1)
        }
      }
      return (end, running.most, taken.value)
    }
    let (end, most, taken) = try report.value
    #expect(end == "enough")
    #expect(most == 3)
    // 0 to 101 run, and one more waits.
    #expect(taken <= 104)
  }

  @Test(arguments: 0..<20) func theEndOfTheContextEndsAnEndlessSequence(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let scope = ctx.makeCancelScope(timeout: .milliseconds(3500))
      let done = Counter()
      let end = await thrown {
        try await (0...).concurrentForEach(in: scope.context, .limit(2)) { ctx, _ in
          try await ctx.sleep(for: .seconds(1))
          done.add()
        }
      }
      return (end, done.value)
    }
    let (end, done) = try report.value
    #expect(end == "context deadline exceeded")
    #expect(done == 6)
    #expect(report.elapsed == .milliseconds(3500))
  }

  @Test(arguments: 0..<20) func aCancelOfTheSwiftTaskEndsIt(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      await withTaskGroup(of: String?.self) { group in
        group.addTask {
          await thrown {
            // The tasks don't listen: the spawner alone hears of it.
            try await (0...).concurrentForEach(in: ctx, .limit(1)) { _, _ in await ctx.pause(for: .seconds(1)) }
          }
        }
        await ctx.pause(for: .milliseconds(1500))
        group.cancelAll()
        return await group.next() ?? nil
      }
    }
    #expect(try report.value == "context canceled")
    #expect(report.elapsed == .seconds(2))
  }

  @Test func smallAndOverdue() throws {
    let said = try simulated { ctx in
      let log = Log()
      log.add("\(try await [Int]().concurrentMap(in: ctx, .limit(1)) { _, number in number })")
      log.add("\(try await [7].concurrentMap(in: ctx, .limit(1)) { _, number in number })")
      let order = Log()
      try await (1...3).concurrentForEach(in: ctx, .limit(1)) { ctx, number in
        try await ctx.sleep(for: .seconds(4 - number))
        order.add("\(number)")
      }
      log.add(order.all.joined())
      let scope = ctx.makeCancelScope()
      scope.cancel(cause: Boom("before"))
      let taken = Counter()
      let numbers = (1...3).lazy.map { number in
        taken.add()
        return number
      }
      log.add(await thrown { _ = try await numbers.concurrentMap(in: scope.context) { _, number in number } } ?? "ok")
      log.add(await thrown { _ = try await [Int]().concurrentMap(in: scope.context) { _, _ in 1 } } ?? "ok")
      log.add("\(taken.value)")
      return log.all
    }
    #expect(said == ["[]", "[7]", "123", "context canceled", "context canceled", "0"])
  }

  @Test func whatCannotBeIsRefused() async {
    await #expect(throws: OptionError.self) {
      try await [1].concurrentForEach(in: .background, .limit(0)) { _, _ in }
    }
    await #expect(throws: OptionError.self) {
      _ = try await [1].concurrentMap(in: .background, .limit(-1)) { _, number in number }
    }
  }

  @Test func aPolicyCounts() throws {
    let said = try simulated { ctx in
      @Sendable func half(_ ctx: Context, _ number: Int) async throws -> Int {
        try await ctx.sleep(for: .seconds(number))
        if number % 2 == 1 { throw Boom("\(number)") }
        return number
      }
      let log = Log()
      func note(_ policy: JoinPolicy) async {
        let map = await thrown { _ = try await (1...4).concurrentMap(in: ctx, .policy(policy), transform: half) }
        let each = await thrown {
          try await (1...4).concurrentForEach(in: ctx, .policy(policy)) { _ = try await half($0, $1) }
        }
        log.add("\(policy.name): \(map ?? "ok"), \(each ?? "ok")")
      }
      await note(.failFast)
      await note(.collectAll)
      await note(.supervised)
      await note(.firstSuccess)
      return log.all
    }
    #expect(
      said == [
        "errgroup: 1, 1",
        "collect-all: 2 tasks failed: map#2/0: 1; map#2/2: 3, 2 tasks failed: for-each#2/0: 1; for-each#2/2: 3",
        "supervised: 1, ok", "first-success: 1, ok",
      ])
  }

  @Test func aPolicyThatHasSeenEnoughEndsItEarly() throws {
    let said = try simulated { ctx in
      let each = Counter()
      try await (0...).concurrentForEach(in: ctx, .limit(2), .policy(.firstSuccess)) { ctx, _ in
        each.add()
        try await ctx.sleep(for: .seconds(1))
      }
      let map = await thrown {
        _ = try await (0...).concurrentMap(in: ctx, .limit(2), .policy(.firstSuccess)) { ctx, number in number }
      }
      return "\(each.value), \(map ?? "ok")"
    }
    #expect(said == "2, context canceled")
  }

  @Test func tasksSayWhereTheyCameFrom() throws {
    let report = try simulate { ctx in
      try await [1, 2].concurrentForEach(in: ctx, .named("warm-up"), .limit(2)) { _, _ in }
    }
    let spawned = report.events.compactMap { event -> String? in
      guard case .taskSpawned(let spawned) = event.kind else { return nil }
      return "\(event.id) \(spawned.location?.prefix(while: { $0 != ":" }) ?? "-")"
    }
    #expect(spawned == ["warm-up/0", "warm-up/1"].map { "\($0) CascadeTests/ConcurrentMapTests.swift" })
  }

  // MARK: Sequences that take their time

  /// Numbers that come one a second, and how it ends.
  private static func ticks(_ ctx: Context, _ count: Int, then error: Boom? = nil) -> some AsyncSequence<Int, any Error>
  {
    struct Ticks: AsyncSequence, AsyncIteratorProtocol {
      let ctx: Context
      var left: Int
      let error: Boom?

      func makeAsyncIterator() -> Ticks { self }

      mutating func next() async throws -> Int? {
        guard left > 0 else {
          if let error { throw error }
          return nil
        }
        try await ctx.sleep(for: .seconds(1))
        left -= 1
        return left
      }
    }
    return Ticks(ctx: ctx, left: count, error: error)
  }

  @Test(arguments: 0..<20) func elementsThatComeAreTakenAsTheyDo(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let sum = Counter()
      try await Self.ticks(ctx, 10).concurrentForEach(in: ctx, .limit(3)) { ctx, number in
        try await ctx.sleep(for: .seconds(2))
        sum.add(number)
      }
      return (sum.value)
    }
    #expect(try report.value == 45)
    #expect(report.elapsed == .seconds(12))
  }

  @Test(arguments: 0..<20) func aFailureEndsTheWaitForTheNextElement(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let (stream, continuation) = AsyncStream<Int>.makeStream()
      continuation.yield(1)
      // Nothing else ever comes.
      let ofStream = await thrown {
        try await stream.concurrentForEach(in: ctx) { ctx, _ in
          try await ctx.sleep(for: .seconds(1))
          throw Boom("task")
        }
      }
      let ofSequence = await thrown {
        try await Self.ticks(ctx, 2, then: Boom("sequence")).concurrentForEach(in: ctx) { ctx, _ in
          try await ctx.sleep(for: .seconds(3600))
        }
      }
      let scope = ctx.makeCancelScope(timeout: .seconds(5))
      let (other, otherContinuation) = AsyncStream<Int>.makeStream()
      defer { withExtendedLifetime(otherContinuation) {} }
      let ofContext = await thrown { try await other.concurrentForEach(in: scope.context) { _, _ in } }
      return [ofStream, ofSequence, ofContext]
    }
    #expect(try report.value == ["task", "sequence", "context deadline exceeded"])
    #expect(report.elapsed == .seconds(8))
  }
}
