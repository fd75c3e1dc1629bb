import Cascade
import CascadeSimulation
import Testing

private struct Refused: Error {}

// snippet: time-retry
func fetchWithRetries(
  _ ctx: Context, _ fetch: @Sendable (Context) async throws -> String
) async throws -> String {
  var pause = Duration.seconds(1)
  while true {
    do {
      return try await fetch(ctx)
    } catch {
      try await ctx.sleep(for: pause)
      pause *= 2
    }
  }
}
// snippet: end

// snippet: time-podium
actor Podium {
  var names: [String] = []

  func enter(_ name: String) { names.append(name) }
}

func race(_ ctx: Context) async throws -> [String] {
  let podium = Podium()
  try await withErrGroup(in: ctx, .named("race")) { group in
    for name in ["ada", "bob", "cleo"] {
      await group.go(name) { ctx in
        try await ctx.sleep(for: .seconds(10))
        await podium.enter(name)
      }
    }
  }
  return await podium.names
}
// snippet: end

/// What *Testing in virtual time* shows.
@Suite struct VirtualTimeSnippets {
  // snippet: time-test
  @Test func retriesUntilTheTimeIsOver() throws {
    let report = try Simulation().run { ctx in
      let scope = ctx.makeCancelScope(timeout: .seconds(60))
      return try await fetchWithRetries(scope.context) { _ in throw Refused() }
    }
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.isTimeout == true)
    #expect(report.elapsed == .seconds(60))
  }
  // snippet: end

  // snippet: time-seed
  @Test func theSameSeedIsTheSameRun() throws {
    let first = try Simulation(.seed(7)).run(race)
    let again = try Simulation(.seed(7)).run(race)
    #expect(first.events == again.events)
  }
  // snippet: end

  @Test func adaWinsWithoutASeed() throws {
    #expect(try Simulation().run(race).value == ["ada", "bob", "cleo"])
  }

  @Test func adaDoesNotAlwaysWin() throws {
    // snippet: time-explore
    struct Overtaken: Error {}

    do {
      try Simulation.explore(seeds: 0..<100) { ctx in
        guard try await race(ctx).first == "ada" else { throw Overtaken() }
      }
      assertionFailure("three come in at the same instant")
    } catch let broken as Simulation.BrokenRun {
      let winner = try Simulation(.seed(broken.seed)).run(race).value.first
      assert(winner != "ada")
    }
    // snippet: end
  }

  @Test func everyOrder() throws {
    let exploration = try Simulation.explore(seeds: 0..<200) { ctx in
      let names = try await race(ctx)
      guard names.count == 3 else { throw Refused() }
    }
    #expect(exploration.runs == 200)
    #expect(exploration.orders >= 6)
  }

  @Test func deadlock() throws {
    // snippet: time-deadlock
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx, .named("build"), .limit(1)) { group in
        await group.go("app") { _ in
          await group.go("library") { _ in }
        }
      }
    }
    do {
      _ = try report.value
    } catch {
      print(error)
    }
    // snippet: end
    let error = #expect(throws: SimulationError.self) { try report.value }
    #expect(
      error?.description
        == "deadlock: the run waits for group build; build/app waits for a free slot in build")
  }

  @Test func escape() throws {
    // snippet: time-escape
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx, .named("page")) { group in
        await group.go("user") { _ in try await Task.sleep(for: .seconds(3600)) }
        await group.go("orders") { ctx in
          try await ctx.sleep(for: .seconds(1))
          throw Refused()
        }
      }
    }
    assert(report.escapes == [.init(who: "page/user", kind: .sleptOnRealClock)])
    // snippet: end
    #expect(throws: SimulationError.self) { try report.value }
  }

  @Test func events() throws {
    // snippet: time-events
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx, .named("page")) { group in
        await group.go("user") { _ in throw Refused() }
        await group.go("orders") { ctx in try await ctx.sleep(for: .seconds(60)) }
      }
    }
    let told = report.events.compactMap { event -> (id: String, origin: String)? in
      guard case .taskTold(let told) = event.kind else { return nil }
      return (event.id, told.origin)
    }
    assert(told.count == 1 && told[0] == ("page/orders", "page/user"))
    // snippet: end
    #expect(throws: Refused.self) { try report.value }
  }

  @Test func options() throws {
    // snippet: time-options
    let recorder = EventRecorder(capacity: 10_000)
    let simulation = try Simulation(.seed(7), .titled("race"), .maximumJobs(100_000), .recorder(recorder))
    // snippet: end
    _ = simulation.run(race)
    #expect(recorder.dropped == 0)
    #expect(recorder.count > 0)
  }
}
