import CascadeSimulation
import Testing

@testable import Cascade

@Suite struct SimulationTests {
  @Test func hoursPassInNoTime() throws {
    let report = try simulate { root in
      for _ in 0..<1000 { try await root.sleep(for: .seconds(36_000)) }
      return root.now
    }
    #expect(report.elapsed == .seconds(36_000_000))
    #expect(try report.value == Context.Instant.zero.advanced(by: .seconds(36_000_000)))
    #expect(report.escapes.isEmpty)
  }

  @Test func theValueIsWhatTheBodyReturns() throws {
    #expect(try simulate { _ in 42 }.value == 42)
    #expect(throws: Boom()) { try simulate { _ in throw Boom() }.value }
  }

  @Test func aDeadlockNamesWhoWaitsForWhat() throws {
    let report = try simulate { root in
      let scope = root.makeCancelScope(name: "never")
      let context = scope.context
      try await withErrGroup(in: root, .named("g"), .limit(1)) { group in
        await group.go("spawner") { _ in
          await group.go("queued") { _ in }
          root.note(.log("never"))
        }
        try await withErrGroup(in: root, .named("h")) { other in
          await other.go("listener") { _ in
            _ = await context.waitUntilCancelled()
            root.note(.log("never"))
          }
          let patient = await other.go("patient") { ctx in
            try await withErrGroup(in: ctx, .named("inner")) { inner in
              await inner.go("reader") { _ in _ = await context.waitUntilCancelled() }
              try await inner.wait()
            }
          }
          try await patient.value()
        }
      }
    }
    guard case .deadlocked(let waits) = report.ending else {
      Issue.record("the run ended")
      return
    }
    #expect(
      waits.map { "\($0.who): \($0.what)" }.sorted() == [
        ": the result of h/patient",
        "g/spawner: a free slot in g",
        "h/listener: context never to end",
        "h/patient/inner/reader: context never to end",
        "h/patient: group h/patient/inner",
      ])
    #expect(report.events.suffix(2).map(\.kind) == [.deadlock(waits), .runEnded(.deadlocked)])
    let error = #expect(throws: SimulationError.self) { try report.value }
    let description = error?.description ?? ""
    #expect(description.hasPrefix("deadlock: "))
    #expect(description.contains("the run waits for the result of h/patient"))
    #expect(description.contains("g/spawner waits for a free slot in g"))
  }

  @Test func aDeadlockIsFoundAtOnceWhenEverybodyIsKnownToWait() throws {
    // Far more runs than could each be given a moment of real time.
    for _ in 0..<300 {
      let report = try simulate { root in
        let scope = root.makeCancelScope()
        _ = await scope.context.waitUntilCancelled()
      }
      guard case .deadlocked = report.ending else {
        Issue.record("the run ended")
        return
      }
      #expect(report.elapsed == .zero)
    }
  }

  @Test func anEndlessRunIsGivenUp() throws {
    let report = try Simulation(.maximumJobs(50)).run { root in
      while true { try await root.sleep(for: .seconds(1)) }
    }
    guard case .exhausted = report.ending else {
      Issue.record("the run ended")
      return
    }
    #expect(report.jobs == 50)
    #expect(report.events.last?.kind == .runEnded(.stopped))
    let error = #expect(throws: SimulationError.self) { try report.value }
    #expect(error?.description == "the run was given up after 50 jobs")
  }

  @Test func aRunThatJustFitsIsNotGivenUp() throws {
    let body: @Sendable @concurrent (Context) async throws -> Void = { root in
      for _ in 0..<10 { try await root.sleep(for: .seconds(1)) }
    }
    let jobs = try Simulation().run(body).jobs
    try Simulation(.maximumJobs(jobs)).run(body).value
    #expect(throws: SimulationError.self) { try Simulation(.maximumJobs(jobs - 1)).run(body).value }
  }

  @Test func actorsAndChildTasksStayInside() throws {
    actor Tally {
      var sum = 0
      func add(_ number: Int) { sum += number }
    }
    let report = try simulate(seed: 3) { root in
      let tally = Tally()
      async let one: Void = tally.add(1)
      await withTaskGroup(of: Void.self) { tasks in
        for number in 2...4 {
          tasks.addTask {
            await root.pause(for: .seconds(number))
            await tally.add(number)
          }
        }
      }
      await one
      let (stream, channel) = AsyncStream.makeStream(of: Int.self)
      async let received = stream.reduce(0, +)
      for number in 5...6 { channel.yield(number) }
      channel.finish()
      return await tally.sum + received
    }
    #expect(try report.value == 21)
    #expect(report.elapsed == .seconds(4))
    #expect(report.escapes.isEmpty)
  }

  @Test func simulationsNest() throws {
    let report = try simulate(seed: 5) { root in
      try await withErrGroup(in: root, .named("outer")) { group in
        let task = await group.go("runs-another") { ctx in
          try await ctx.sleep(for: .seconds(1))
          let inner = try simulate(seed: 6) { root in
            try await withErrGroup(in: root, .named("inner")) { group in
              await group.go("a") { ctx in try await ctx.sleep(for: .seconds(3600)) }
              await group.go("b") { _ in }
            }
          }
          try await ctx.sleep(for: .seconds(1))
          return inner
        }
        return try await task.value()
      }
    }
    let inner = try report.value
    #expect(report.elapsed == .seconds(2))
    #expect(inner.elapsed == .seconds(3600))
    #expect(inner.escapes.isEmpty)
    // The same as when nobody is around it.
    let alone = try simulate(seed: 6) { root in
      try await withErrGroup(in: root, .named("inner")) { group in
        await group.go("a") { ctx in try await ctx.sleep(for: .seconds(3600)) }
        await group.go("b") { _ in }
      }
    }
    #expect(inner.events.lines == alone.events.lines)
    #expect(!report.events.contains { $0.id.hasPrefix("inner") })
  }

  @Test func aDeadlockInANestedRunIsItsOwn() throws {
    let waits = try simulated { root in
      try await withErrGroup(in: root, .named("outer")) { group in
        let task = await group.go("runs-another") { _ in
          let inner = try simulate { root in
            let scope = root.makeCancelScope(name: "never")
            _ = await scope.context.waitUntilCancelled()
          }
          guard case .deadlocked(let waits) = inner.ending else { throw Boom("it ended") }
          return waits.map { "\($0.who): \($0.what)" }
        }
        return try await task.value()
      }
    }
    #expect(waits == [": context never to end"])
  }

  @Test func runsInParallelDoNotMix() {
    let expected = (0..<8).map { seed in (try? RandomRun(seed: UInt64(seed)).report.events) ?? [] }
    let same = Counter()
    onThreads(8) { thread in
      for _ in 0..<5 {
        let events = try? RandomRun(seed: UInt64(thread)).report.events
        if events == expected[thread] { same.add() }
      }
    }
    #expect(same.value == 40)
  }

  @Test func oneSimulationRunsManyTimes() throws {
    let simulation = try Simulation(.seed(9))
    let runs = (0..<3).map { _ in
      simulation.run { root in
        try await withErrGroup(in: root) { group in
          for _ in 0..<5 { await group.go { ctx in try await ctx.sleep(for: .seconds(1)) } }
        }
      }
    }
    #expect(runs[0].events.count > 10)
    #expect(runs[0].events == runs[1].events && runs[1].events == runs[2].events)
  }

  @Test func whatIsDueAtAnInstantIsDueWhateverElseHappensThen() throws {
    for seed in 0..<20 {
      let outcomes = try simulated(seed: UInt64(seed)) { root in
        let scope = Owner(root.makeCancelScope())
        let log = Log()
        let group = try WaitGroup(in: root)
        for name in ["a", "b"] {
          await group.go(name) { _ in
            log.add(await thrown { try await scope.context.sleep(for: .seconds(1)) } ?? "slept")
            scope.cancel()
          }
        }
        await group.wait()
        return log.all
      }
      #expect(outcomes == ["slept", "slept"])
    }
  }

  @Test func aDeadlineAndASleepMayBeDueTogether() throws {
    // A deadline and a sleep that are due at once: with some seeds the one comes first, with some the other.
    let outcomes = try (0..<40).map { seed in
      try simulated(seed: UInt64(seed)) { root in
        let scope = root.makeCancelScope(timeout: .seconds(1))
        return await thrown { try await scope.context.sleep(for: .seconds(1)) } ?? "slept"
      }
    }
    #expect(outcomes[0] == "context deadline exceeded")
    #expect(Set(outcomes) == ["context deadline exceeded", "slept"])
  }

  /// What still waits for its instant when the body returns.
  enum Pending: CaseIterable { case action, deadline, deadlineBelow }

  private struct Watched {
    weak var environment: Environment?
  }

  /// Timers hold what they are for. Nothing fires once a run is over, so they go.
  @Test(arguments: Pending.allCases) func aRunThatIsOverLetsGoOfItsTimers(_ pending: Pending) throws {
    let watched = Locked(Watched())
    try simulated { root in
      watched.withLock { $0.environment = root.environment }
      let later = root.now.advanced(by: .seconds(5))
      switch pending {
      case .action: _ = root.schedule(at: later) { _ = root.now }
      case .deadline: root.endFromOutside(at: later)
      case .deadlineBelow: root.withoutCancel().endFromOutside(at: later)
      }
      try await root.sleep(for: .seconds(1))
    }
    #expect(watched.withLock { $0.environment } == nil)
  }
}
