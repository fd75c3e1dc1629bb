import Cascade
import CascadeSimulation
import Testing

/// Many seeds find what one order hides.
@Suite struct ExploringTests {
  private struct Oversold: Error {}

  @Test func aBrokenLawNamesTheSeedThatRepeatsIt() throws {
    /// Whether the first seller to be woken at 10 ms is the second one: half of all orders.
    let body: @Sendable @concurrent (Context) async throws -> Void = { ctx in
      let order = Locked<[Int]>([])
      try await withErrGroup(in: ctx) { group in
        for index in 0..<2 {
          await group.go("task-\(index)") { ctx in
            try await ctx.sleep(for: .milliseconds(10))
            order.withLock { $0.append(index) }
          }
        }
      }
      if order.withLock({ $0 }) != [0, 1] { throw Oversold() }
    }
    let broken = #expect(throws: Simulation.BrokenRun.self) { try Simulation.explore(seeds: 0..<50, body) }
    let seed = try #require(broken?.seed)
    #expect(seed > 0)
    #expect(broken?.description.contains("with seed \(seed): Oversold()") == true)
    for _ in 0..<3 {
      let again = try Simulation(.seed(seed)).run(body)
      #expect(throws: Oversold.self) { try again.value }
      #expect(again.events == broken?.events)
    }
  }

  @Test func runsThatHoldAreCounted() throws {
    let found = try Simulation.explore(seeds: 0..<40) { ctx in
      try await withErrGroup(in: ctx) { group in
        for _ in 0..<3 { await group.go { ctx in try await ctx.sleep(for: .milliseconds(10)) } }
      }
    }
    #expect(found.runs == 40)
    #expect(found.orders > 1)
  }

  @Test func aDeadlockIsABrokenRun() {
    let broken = #expect(throws: Simulation.BrokenRun.self) {
      try Simulation.explore(seeds: 3..<5) { ctx in
        let scope = ctx.makeCancelScope()
        _ = await scope.context.waitUntilCancelled()
      }
    }
    #expect(broken?.seed == 3)
    #expect(broken.map { "\($0.error)".hasPrefix("deadlock: the run waits for context cancel") } == true)
  }

  @Test func codeThatLeavesTheSimulationIsNeverSilentlyRight() throws {
    let report = try Simulation().run { ctx in
      await Task.detached { try? await ctx.sleep(for: .seconds(1)) }.value
    }
    #expect(throws: SimulationError.self) { try report.value }
  }
}
