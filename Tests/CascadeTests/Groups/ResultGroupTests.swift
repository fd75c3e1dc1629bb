import Cascade
import CascadeSimulation
import TestSupport
import Testing

@Suite struct ResultGroupTests {
  @Test(arguments: 0..<200) func resultsComeInTheOrderInWhichTasksFinish(seed: UInt64) throws {
    var random = Seeded(seed)
    let durations = (0..<random.below(20)).map { _ in Duration.milliseconds(random.below(9)) }
    let limit: [ErrGroup.Option] = random.chance(60) ? [.limit(1 + random.below(4))] : []
    let slow = random.chance(50) ? Duration.milliseconds(random.below(4)) : .zero
    let report = try simulate(seed: seed) { ctx in
      let finished = Locked<[Int]>([])
      let taken = try await withResultGroup(in: ctx, of: Int.self, limit) { group in
        for (index, duration) in durations.enumerated() {
          await group.go { ctx in
            try await ctx.sleep(for: duration)
            finished.withLock { $0.append(index) }
            return index
          }
        }
        var taken: [Int] = []
        for try await result in group.results {
          taken.append(result)
          try await ctx.sleep(for: slow)
        }
        return taken
      }
      return (taken, finished.withLock { $0 })
    }
    let (taken, finished) = try report.value
    #expect(taken == finished)
    #expect(taken.sorted() == Array(durations.indices))
    #expect(report.escapes == [])
  }

  @Test(arguments: 0..<50) func memoryIsBoundedByStartingOneForEachThatWasTaken(seed: UInt64) throws {
    let (sum, most) = try simulated(seed: seed) { ctx in
      let alive = Counter()
      @Sendable func work(_ ctx: Context, _ number: Int) async throws -> Int {
        alive.add()
        try await ctx.sleep(for: .milliseconds(number % 7))
        return number
      }
      let sum = try await withResultGroup(in: ctx, of: Int.self) { group in
        var rest = (1...100).makeIterator()
        for _ in 0..<4 { if let number = rest.next() { await group.go { try await work($0, number) } } }
        var sum = 0
        for try await number in group.results {
          alive.add(-1)
          sum += number
          if let number = rest.next() { await group.go { try await work($0, number) } }
        }
        return sum
      }
      return (sum, alive.most)
    }
    #expect(sum == 5050)
    #expect(most <= 4)
  }

  @Test(arguments: 0..<20) func leavingTheLoopEndsTheRest(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let told = Counter()
      let first = try await withResultGroup(in: ctx, of: Int.self) { group in
        for number in 1...5 {
          await group.go { ctx in
            do { try await ctx.sleep(for: .seconds(number)) } catch {
              told.add()
              throw error
            }
            return number
          }
        }
        for try await number in group.results { return number }
        return 0
      }
      return (first, told.value)
    }
    #expect(try report.value == (1, 4))
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aFailureWhileTheRestEndsIsNotLost() throws {
    let report = try simulate { ctx in
      await thrown {
        try await withResultGroup(in: ctx, of: Int.self) { group in
          await group.go { _ in 1 }
          await group.go { ctx in
            do { try await ctx.sleep(for: .seconds(9)) } catch { throw Boom("clean-up failed") }
            return 2
          }
          for try await _ in group.results { break }
        }
      }
    }
    #expect(try report.value == "clean-up failed")
  }

  @Test(arguments: 0..<20) func aFailureComesAfterTheResultsBeforeIt(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let taken = Log()
      let end = await thrown {
        try await withResultGroup(in: ctx, of: Int.self) { group in
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(1))
            return 1
          }
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(2))
            throw Boom()
          }
          await group.go { _ in
            await ctx.pause(for: .seconds(60))
            return 3
          }
          await ctx.pause(for: .seconds(5))
          do {
            for try await number in group.results { taken.add("\(number)") }
          } catch {
            // At once, although a deaf task runs for another 55 s.
            taken.add("\(error) at \(ctx.now)")
            throw error
          }
        }
      }
      return taken.all + [end ?? "ok"]
    }
    #expect(try report.value == ["1", "boom at 5.0 seconds", "boom"])
    #expect(report.elapsed == .seconds(60))
  }

  @Test(arguments: 0..<20) func thePolicyDecidesHowTheResultsEnd(seed: UInt64) throws {
    let said = try simulated(seed: seed) { ctx in
      let log = Log()
      for policy in [JoinPolicy.failFast, .collectAll, .supervised, .firstSuccess] {
        let taken = Log()
        let end = await thrown {
          try await withResultGroup(in: ctx, of: Int.self, .policy(policy)) { group in
            for number in 1...4 {
              await group.go { ctx in
                try await ctx.sleep(for: .seconds(number))
                if number == 2 || number == 4 { throw Boom("\(number)") }
                return number
              }
            }
            do {
              for try await number in group.results { taken.add("\(number)") }
              taken.add("end")
            } catch {
              taken.add("error")
              throw error
            }
          }
        }
        log.add("\(policy.name): \(taken.all.joined(separator: " ")), \(end ?? "ok")")
      }
      return log.all
    }
    #expect(
      said == [
        "errgroup: 1 error, 2",
        "collect-all: 1 3 end, 2 tasks failed: results#2/1: 2; results#2/3: 4",
        "supervised: 1 3 end, ok",
        "first-success: 1 end, ok",
      ])
  }

  @Test(arguments: 0..<20) func theWaitEndsWithTheContext(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let scope = ctx.makeCancelScope(timeout: .seconds(3))
      return await thrown {
        try await withResultGroup(in: scope.context, of: Int.self) { group in
          await group.go { _ in
            await ctx.pause(for: .seconds(10))
            return 1
          }
          for try await _ in group.results {}
        }
      }
    }
    #expect(try report.value == "context deadline exceeded")
  }

  @Test(arguments: 0..<20) func theWaitEndsWithANarrowerContextAndCanGoOn(seed: UInt64) throws {
    let said = try simulated(seed: seed) { ctx in
      let log = Log()
      try await withResultGroup(in: ctx, of: Int.self) { group in
        await group.go { ctx in
          try await ctx.sleep(for: .seconds(10))
          return 1
        }
        let first = await thrown {
          try await ctx.withTimeout(.seconds(1)) { inner in
            for try await _ in group.results(in: inner) { log.add("too early") }
          }
        }
        log.add("\(first ?? "ok") at \(ctx.now)")
        for try await number in group.results { log.add("\(number) at \(ctx.now)") }
      }
      return log.all
    }
    #expect(said == ["context deadline exceeded at 1.0 seconds", "1 at 10.0 seconds"])
  }

  @Test(arguments: 0..<20) func theWaitEndsWithACancelOfItsSwiftTask(seed: UInt64) throws {
    let said = try simulated(seed: seed) { ctx in
      try await withResultGroup(in: ctx, of: Int.self) { group in
        await group.go { ctx in
          try await ctx.sleep(for: .seconds(10))
          return 1
        }
        let results = group.results
        let lost = await withTaskGroup(of: String?.self) { tasks in
          tasks.addTask { await thrown { for try await _ in results {} } }
          await ctx.pause(for: .seconds(1))
          tasks.cancelAll()
          return await tasks.next() ?? nil
        }
        var taken: [Int] = []
        for try await number in results { taken.append(number) }
        return "\(lost ?? "ok") \(taken)"
      }
    }
    #expect(said == "context canceled [1]")
  }

  @Test(arguments: 0..<50) func severalTakersShareTheResults(seed: UInt64) throws {
    let (taken, most) = try simulated(seed: seed) { ctx in
      let taken = Locked<[Int]>([])
      let most = Counter()
      try await withResultGroup(in: ctx, of: Int.self, .limit(3)) { group in
        for number in 0..<30 {
          await group.go { ctx in
            most.add()
            try await ctx.sleep(for: .milliseconds(number % 4))
            most.add(-1)
            return number
          }
        }
        let results = group.results
        try await (0..<3).concurrentForEach(in: ctx) { ctx, _ in
          for try await number in results {
            taken.withLock { $0.append(number) }
            try await ctx.sleep(for: .milliseconds(1))
          }
        }
      }
      return (taken.withLock { $0.sorted() }, most.most)
    }
    #expect(taken == Array(0..<30))
    #expect(most <= 3)
  }

  @Test func nothingStartedNothingTaken() throws {
    let said = try simulated { ctx in
      try await withResultGroup(in: ctx, of: Int.self, .limit(1)) { group in
        var said = "\(try await group.results.next() ?? -1)"
        let started = [group.tryGo { _ in 5 }, group.tryGo { _ in 6 }]
        for try await number in group.results { said += " \(number)" }
        said += " \(started) \(try await group.results.next() ?? -1)"
        await group.go { _ in 7 }
        for try await number in group.results { said += " \(number)" }
        return said
      }
    }
    #expect(said == "-1 5 [true, false] -1 7")
  }

  @Test func whoWaitsForEverIsNamed() throws {
    let report = try simulate { ctx in
      try await withResultGroup(in: ctx, of: Int.self) { group in
        let results = group.results
        await group.go("waits for itself") { _ in try await results.next() ?? 0 }
      }
      await ctx.pause(for: .zero)
    }
    // The body has returned, which ends the task.
    _ = try report.value
    let stuck = try simulate { ctx in
      try await withResultGroup(in: ctx, of: Int.self) { group in
        let results = group.results
        await group.go("self") { _ in try await results.next() ?? 0 }
        return try await results.next()
      }
    }
    guard case .deadlocked(let waits) = stuck.ending else {
      Issue.record("\(stuck.ending)")
      return
    }
    #expect(
      waits.sorted { $0.who < $1.who } == [
        Event.Waiting(who: "", what: .nextResult(group: "results")),
        Event.Waiting(who: "results/self", what: .nextResult(group: "results")),
      ])
  }
}
