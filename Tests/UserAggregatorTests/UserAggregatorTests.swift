import Cascade
import CascadeSimulation
import InMemoryLogging
import Logging
import Testing
import UserAggregator

/// A client whose two services take their time, and may fail.
private struct SlowClient: Client {
  struct Down: Error {}

  var profile = Duration.zero
  var orders = Duration.zero
  var profileFails = 0
  let asked = Locked<[String]>([])

  func get(_ ctx: Context, _ path: String) async throws -> String {
    let attempt = asked.withLock { asked in
      asked.append(path)
      return asked.count { $0 == path }
    }
    let isProfile = path == "/profiles/1"
    if isProfile, attempt <= profileFails { throw Down() }
    try await ctx.sleep(for: isProfile ? profile : orders)
    return try await SampleClient().get(ctx, path)
  }
}

@Suite struct UserAggregatorTests {
  private func aggregate(
    _ options: UserAggregator.Option..., client: SlowClient
  ) throws -> Simulation.Report<String> {
    let aggregator = try UserAggregator(options + [.client(client)])
    return try Simulation().run { ctx in try await aggregator.aggregate(ctx, id: 1) }
  }

  @Test func bothServicesAreAskedAtTheSameTime() throws {
    let report = try aggregate(client: SlowClient(profile: .seconds(2), orders: .seconds(3)))
    #expect(try report.value == "User: Alice | Orders: 5")
    #expect(report.elapsed == .seconds(3))
  }

  @Test func slowPoke() throws {
    let report = try aggregate(.timeout(.seconds(1)), client: SlowClient(orders: .seconds(2)))
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.description == "context deadline exceeded")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func domino() throws {
    let report = try aggregate(.timeout(.seconds(60)), client: SlowClient(orders: .seconds(10), profileFails: 1))
    #expect(throws: SlowClient.Down.self) { try report.value }
    #expect(report.elapsed == .zero)
  }

  @Test func aServiceIsAskedAgainAsOftenAsTheOptionSays() throws {
    let enough = SlowClient(profileFails: 2)
    #expect(try aggregate(.retries(2), client: enough).value == "User: Alice | Orders: 5")
    #expect(enough.asked.withLock { $0.count { $0 == "/profiles/1" } } == 3)
    let tooMany = SlowClient(profileFails: 3)
    #expect(throws: SlowClient.Down.self) { try aggregate(.retries(2), client: tooMany).value }
  }

  @Test func nobodyIsAskedAgainOnceTheTimeIsOver() throws {
    let client = SlowClient(orders: .seconds(9))
    #expect(throws: ContextError.self) { try aggregate(.timeout(.seconds(1)), .retries(5), client: client).value }
    #expect(client.asked.withLock { $0 } == ["/profiles/1", "/orders/1/count"])
  }

  @Test(
    arguments: [
      (UserAggregator.Option.timeout(.zero), "timeout(0.0 seconds)"), (.timeout(.seconds(-1)), "timeout(-1.0 seconds)"),
      (.retries(-1), "retries(-1)"),
    ])
  func anOptionThatCannotBeIsRefusedByName(option: UserAggregator.Option, words: String) {
    let error = #expect(throws: OptionError.self) { try UserAggregator(option) }
    #expect(error?.description.hasPrefix(words) == true)
  }

  @Test func slowPokeAndDominoHoldLive() async throws {
    // The other service would take an hour: that this ends at all is the proof.
    let slow = try UserAggregator(.timeout(.milliseconds(20)), .client(SlowClient(orders: .seconds(3600))))
    await #expect(throws: ContextError.self) { try await slow.aggregate(.background, id: 1) }
    let domino = try UserAggregator(
      .timeout(.seconds(3600)), .client(SlowClient(orders: .seconds(3600), profileFails: 1)))
    await #expect(throws: SlowClient.Down.self) { try await domino.aggregate(.background, id: 1) }
  }

  @Test func whatItDoesIsLogged() throws {
    let handler = InMemoryLogHandler()
    let logger = Logger(label: "test") { _ in handler }
    _ = try aggregate(.logger(logger), client: SlowClient()).value
    _ = try? aggregate(.logger(logger), .retries(1), client: SlowClient(profileFails: 2)).value
    #expect(
      handler.entries.map { "\($0.level) \($0.message)" } == [
        "info aggregated", "warning asking again", "error aggregation failed",
      ])
  }
}
