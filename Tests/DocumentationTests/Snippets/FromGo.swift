import Cascade
import CascadeSimulation
import Testing

/// What *From Go to Swift* shows.
@Suite struct FromGoSnippets {
  // snippet: go-page
  static func page(_ ctx: Context, id: Int) async throws -> String {
    try await ctx.withTimeout(.seconds(2)) { ctx in
      try await withErrGroup(in: ctx, .limit(4)) { group in
        let user = await group.go("user") { ctx in try await fetchUser(ctx, id) }
        let orders = await group.go("orders") { ctx in try await fetchOrders(ctx, id) }
        return "User: \(try await user.value()) | Orders: \(try await orders.value())"
      }
    }
  }
  // snippet: end

  // snippet: go-handle
  static func fetchAll(_ parent: Context, _ ids: [Int]) async throws {
    let (group, _) = try ErrGroup.withContext(parent, .limit(4))
    for id in ids {
      await group.go { ctx in _ = try await fetchUser(ctx, id) }
    }
    try await group.wait()
  }
  // snippet: end

  private static func fetchUser(_ ctx: Context, _ id: Int) async throws -> String {
    try await ctx.sleep(for: .seconds(1))
    return "Alice"
  }

  private static func fetchOrders(_ ctx: Context, _ id: Int) async throws -> Int {
    try await ctx.sleep(for: .seconds(1))
    return 5
  }

  @Test func theScopeForm() throws {
    let report = try Simulation().run { ctx in try await Self.page(ctx, id: 1) }
    #expect(try report.value == "User: Alice | Orders: 5")
  }

  @Test func theHandleForm() throws {
    let report = try Simulation().run { ctx in try await Self.fetchAll(ctx, Array(1...8)) }
    try report.value
    #expect(report.elapsed == .seconds(2))
  }

  // The differences that the table claims, one by one.

  @Test func aDroppedHandleCancelsItsGroup() throws {
    let report = try Simulation().run { ctx in
      let subtask = try await Self.startAndForget(ctx)
      return try await subtask.value()
    }
    #expect(try report.value?.reason == .handleDropped)
  }

  private static func startAndForget(_ ctx: Context) async throws -> Subtask<Cancellation?> {
    let (group, _) = try ErrGroup.withContext(ctx)
    return await group.go { ctx in await ctx.waitUntilCancelled() }
  }

  @Test func whatATaskDerivesEndsWithTheTask() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx) { group in
        let derived = await group.go { ctx in ctx.withoutCancel().setting(Tenant.self, to: "a") }
        let kept = await group.go { ctx in ctx.setting(Tenant.self, to: "b") }
        return (try await derived.value().isCancelled, try await kept.value().isCancelled, group.context.isCancelled)
      }
    }
    #expect(try report.value == (false, true, false))
  }

  private enum Tenant: ContextKey { static let defaultValue = "none" }

  @Test func aNegativeLimitIsAnError() {
    #expect(throws: OptionError(option: "limit", value: "-1", reason: "a limit can't be negative")) {
      _ = try ErrGroup(.limit(-1), .policy(.keepFirst))
    }
  }

  @Test func theBodyCountsAsATask() throws {
    struct Stop: Error {}
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go { ctx in try await ctx.sleep(for: .seconds(3600)) }
        throw Stop()
      }
    }
    #expect(throws: Stop.self) { try report.value }
    #expect(report.elapsed == .zero)
  }

  @Test func aDescriptionCountsFromTheBeginningOfTheRun() throws {
    let report = try Simulation().run { ctx in
      let scope = ctx.makeCancelScope(timeout: .seconds(2))
      return "\(scope.context)"
    }
    #expect(try report.value == "context.Background.WithDeadline(2.0 seconds [2.0 seconds])")
  }
}
