import Cascade
import CascadeSimulation
import Logging
import Testing
import UserAggregator

// snippet: comment-setting
extension FunctionalOption where Root == ErrGroup.Configuration {
  static var gentle: Self { .limit(2) }
}
// snippet: end

private func fetchUser(_ ctx: Context, _ id: Int) async throws -> String {
  try await ctx.sleep(for: .seconds(1))
  return "Alice"
}

private func fetchOrders(_ ctx: Context, _ id: Int) async throws -> Int {
  try await ctx.sleep(for: .seconds(1))
  return 5
}

/// What the doc comments show.
@Suite struct CommentSnippets {
  @Test func withErrGroupIsAScope() throws {
    let report = try Simulation().run { ctx in
      let id = 1
      // snippet: comment-scope
      let line = try await withErrGroup(in: ctx, .named("dashboard")) { group in
        let user = await group.go("user") { ctx in try await fetchUser(ctx, id) }
        let orders = await group.go("orders") { ctx in try await fetchOrders(ctx, id) }
        return "User: \(try await user.value()) | Orders: \(try await orders.value())"
      }
      // snippet: end
      return line
    }
    #expect(try report.value == "User: Alice | Orders: 5")
  }

  @Test func gatherKeepsTypes() throws {
    let report = try Simulation().run { ctx in
      let id = 1
      // snippet: comment-gather
      let (user, orders) = try await gather(
        in: ctx,
        GroupTask("user") { ctx in try await fetchUser(ctx, id) },
        GroupTask("orders") { ctx in try await fetchOrders(ctx, id) })
      // snippet: end
      return "\(user) \(orders)"
    }
    #expect(try report.value == "Alice 5")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aBodyHasATime() throws {
    let report = try Simulation().run { ctx in
      // snippet: comment-body
      let line = try await ctx.withTimeout(.seconds(2)) { ctx in try await dashboard(ctx, id: 1) }
      // snippet: end
      return line
    }
    #expect(try report.value == "User: Alice | Orders: 5")
  }

  @Test func aKeyIsAType() {
    func put(_ ctx: Context) {
      // snippet: comment-key
      enum RequestID: ContextKey {
        static let defaultValue = "none"
      }
      let ctx = ctx.setting(RequestID.self, to: "7f3a")
      assert(ctx[RequestID.self] == "7f3a")
      // snippet: end
    }
    put(.background)
  }

  @Test func optionsAreGiven() async throws {
    let ctx = Context.background
    // snippet: comment-options
    let (group, _) = try ErrGroup.withContext(ctx, .limit(4), .named("dashboard"))
    // snippet: end
    try await group.wait()
    #expect(try ErrGroup.Configuration([.gentle]).limit == 2)
  }

  @Test func aServerListensToTheSignal() throws {
    let served = Served()
    let report = try Simulation().run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx)
      await group.go { ctx in try await Self.listen(ctx, served) }
      try await ctx.sleep(for: .seconds(5))
      group.shutdown(grace: .seconds(60))
      try? await group.wait()
      return await served.count
    }
    #expect(try report.value == 2)
    #expect(report.elapsed == .seconds(5))
  }

  private actor Served {
    var count = 0

    func add() { count += 1 }
  }

  private static func listen(_ ctx: Context, _ served: Served) async throws {
    func nextRequest(_ ctx: Context) async throws -> Int {
      try await ctx.sleep(for: .seconds(2))
      return 1
    }
    func serve(_ ctx: Context, _ request: Int) async throws { await served.add() }
    // snippet: comment-signal
    while !ctx.shutdownSignal.isCancelled {
      try await serve(ctx, try await nextRequest(ctx.shutdownSignal))
    }
    // snippet: end
  }

  @Test func workEndsEarlyWhenItIsAskedTo() throws {
    let report = try Simulation().run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx)
      await group.go { ctx in try await Self.work(ctx) }
      try await ctx.sleep(for: .milliseconds(500))
      group.shutdown(grace: .zero)
      try? await group.wait()
    }
    #expect(report.elapsed == .milliseconds(500))
  }

  private static func work(_ ctx: Context) async throws {
    // snippet: comment-until
    guard try await ctx.sleep(for: .seconds(1), orUntil: ctx.shutdownSignal) else { return }
    // snippet: end
  }

  @Test func anHourTakesNoTime() throws {
    // snippet: comment-simulation
    let report = try Simulation(.seed(7)).run { ctx in
      try await ctx.sleep(for: .seconds(3600))
    }
    assert(report.elapsed == .seconds(3600))
    // snippet: end
    try report.value
  }

  @Test func exploringFindsTheOversale() {
    #expect(throws: Simulation.BrokenRun.self) {
      // snippet: comment-explore
      try Simulation.explore(seeds: 0..<1000) { ctx in
        let stock = try await sellConcurrently(ctx)
        guard stock >= 0 else { throw Oversold(stock) }
      }
      // snippet: end
    }
  }

  @Test func theAggregatorAnswers() throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let report = try Simulation().run { ctx in
      // snippet: comment-aggregator
      let aggregator = try UserAggregator(.timeout(.seconds(2)), .logger(logger))
      let line = try await aggregator.aggregate(ctx, id: 1)
      // snippet: end
      return line
    }
    #expect(try report.value == "User: Alice | Orders: 5")
  }
}

private struct Oversold: Error {
  var stock: Int

  init(_ stock: Int) {
    self.stock = stock
  }
}

private actor Stock {
  var count = 1

  func sell() { count -= 1 }
}

/// Two buyers look at the stock, think for a moment, and buy. The last piece is sold twice.
private func sellConcurrently(_ ctx: Context) async throws -> Int {
  let stock = Stock()
  try await withErrGroup(in: ctx) { group in
    for _ in 0..<2 {
      await group.go { ctx in
        guard await stock.count > 0 else { return }
        try await ctx.sleep(for: .seconds(1))
        await stock.sell()
      }
    }
  }
  return await stock.count
}
