import Cascade
import CascadeSimulation
import Testing

// snippet: landing-group
func dashboard(_ ctx: Context, id: Int) async throws -> String {
  try await withErrGroup(in: ctx, .named("dashboard")) { group in
    let user = await group.go("user") { ctx in try await fetchUser(ctx, id) }
    let orders = await group.go("orders") { ctx in try await fetchOrders(ctx, id) }
    return "User: \(try await user.value()) | Orders: \(try await orders.value())"
  }
}
// snippet: end

private func fetchUser(_ ctx: Context, _ id: Int) async throws -> String {
  guard id > 0 else { throw NoSuchUser() }
  try await ctx.sleep(for: .seconds(1))
  return "Alice"
}

private func fetchOrders(_ ctx: Context, _ id: Int) async throws -> Int {
  try await ctx.sleep(for: .seconds(id))
  return 5
}

private struct NoSuchUser: Error {}

/// What the landing page shows.
@Suite struct LandingSnippets {
  private static func line(_ ctx: Context, id: Int) async throws -> String {
    // snippet: landing-timeout
    let line = try await ctx.withTimeout(.seconds(2)) { ctx in
      try await dashboard(ctx, id: id)
    }
    // snippet: end
    return line
  }

  @Test func bothAnswer() throws {
    let report = try Simulation().run { ctx in try await Self.line(ctx, id: 1) }
    #expect(try report.value == "User: Alice | Orders: 5")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func oneFails() throws {
    let report = try Simulation().run { ctx in try await Self.line(ctx, id: 0) }
    #expect(throws: NoSuchUser.self) { try report.value }
    #expect(report.elapsed == .zero)
  }

  @Test func oneIsTooSlow() throws {
    let report = try Simulation().run { ctx in try await Self.line(ctx, id: 30) }
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.isTimeout == true)
    #expect(report.elapsed == .seconds(2))
  }
}
