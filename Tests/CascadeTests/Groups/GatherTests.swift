import Cascade
import CascadeSimulation
import Testing

/// Several things at the same time, with typed results.
@Suite struct GatherTests {
  @Test func everyResultHasItsType() throws {
    let report = try Simulation().run { ctx in
      let (name, count, ratio) = try await gather(
        in: ctx,
        GroupTask("name") { ctx in
          try await ctx.sleep(for: .seconds(2))
          return "Alice"
        },
        GroupTask("count") { _ in 5 },
        GroupTask("ratio") { ctx in
          try await ctx.sleep(for: .seconds(1))
          return 0.5
        })
      return "\(name) \(count) \(ratio)"
    }
    #expect(try report.value == "Alice 5 0.5")
    #expect(report.elapsed == .seconds(2))
  }

  @Test func theFirstFailureEndsTheOthers() throws {
    let report = try Simulation().run { ctx in
      try await gather(
        in: ctx, GroupTask("slow") { ctx in try await ctx.sleep(for: .seconds(10)) },
        GroupTask("bad") { _ -> Int in throw Boom("down") })
    }
    let error = #expect(throws: Boom.self) { _ = try report.value }
    #expect(error?.description == "down")
    #expect(report.elapsed == .zero)
  }

  @Test func theFirstSuccessWins() throws {
    let report = try Simulation().run { ctx in
      try await firstSuccess(
        in: ctx,
        GroupTask("broken") { _ -> String in throw Boom("down") },
        GroupTask("slow") { ctx in
          try await ctx.sleep(for: .seconds(10))
          return "slow"
        },
        GroupTask("quick") { ctx in
          try await ctx.sleep(for: .seconds(1))
          return "quick"
        })
    }
    #expect(try report.value == "quick")
    #expect(report.elapsed == .seconds(1))
  }
}
