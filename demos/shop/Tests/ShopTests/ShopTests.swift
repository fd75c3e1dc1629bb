import AsyncHTTPClient
import Cascade
import Logging
import ServiceLifecycle
import Shop
import Testing
import UserAggregator

/// All that open sockets or look at the clock: one test at a time.
@Suite(.serialized) enum OneAfterTheOther {}

extension OneAfterTheOther {
  @Suite(.timeLimit(.minutes(2))) struct ShopTests {
    @Test func dashboardIsServed() async throws {
      let shop = Shop()
      try await shop.run { _ in
        let port = try await shop.aggregator.port
        let answers = try await withClient { http in
          [
            try await http.text(port, "/dashboard/1"), try await http.text(port, "/dashboard/1?fail=profile"),
            try await http.text(port, "/dashboard/1?fail=orders"),
            try await http.text(port, "/dashboard/1?fail=baskets"),
            try await http.text(port, "/dashboard/1?timeout=50ms&slow=orders:600s"),
          ]
        }
        #expect(answers.map(\.status) == [200, 502, 502, 400, 504])
        #expect(
          answers.map(\.text) == [
            "User: Alice | Orders: 5\n", "/profiles/1 answered 503\n", "/orders/1/count answered 503\n",
            "there is no service 'baskets'; there are profile, orders\n", "context deadline exceeded\n",
          ])
      }
    }

    @Test func portThatIsTakenIsAnError() async throws {
      let shop = Shop()
      try await shop.run { _ in
        let second = Shop(port: try await shop.aggregator.port)
        await #expect(throws: (any Error).self) { try await second.run { _ in } }
      }
    }

    /// The two promises of the article, by the real clock. This is the only place where a test looks at it; it does so
    /// generously, since the machine may be busy: up to 0.9 s too late for the first, up to 5 s for the second.
    @Test func slowPokeAndDominoHoldOnTheRealClock() async throws {
      let shop = Shop()
      try await shop.run { ctx in
        let ports = try await shop.ports
        func time(_ timeout: Duration, _ knobs: Knobs) async throws -> (any Error, Duration) {
          try await withClient { http in
            let aggregator = try UserAggregator(
              .timeout(timeout), .client(ServiceClient(http, ports: ports, knobs: knobs)))
            let clock = ContinuousClock()
            let start = clock.now
            let error = await #expect(throws: (any Error).self) { try await aggregator.aggregate(ctx, id: 1) }
            return (try #require(error), start.duration(to: clock.now))
          }
        }

        // The timeout is 1 s, and orders takes 2 s.
        let (slowPoke, second) = try await time(.seconds(1), Knobs(slow: [.orders: .seconds(2)]))
        #expect((slowPoke as? ContextError)?.isTimeout == true)
        #expect(second >= .seconds(1) && second < .seconds(1.9))

        // Profile fails at once, and orders would take 10 s.
        let (domino, nothing) = try await time(.seconds(60), Knobs(failing: [.profile], slow: [.orders: .seconds(10)]))
        #expect(domino is ServiceFailure)
        #expect(nothing < .seconds(5))
      }
    }

    /// A request that is being answered when the shop is asked to shut down gets its answer.
    @Test func shutdownLetsRequestsFinish() async throws {
      let shop = Shop()
      let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      let services = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: shop.service(grace: .seconds(600)), successTerminationBehavior: .ignore)],
          logger: logger))
      let answer = try await withClient { http in
        async let served: Void = services.run()
        let port = try await shop.aggregator.port
        _ = try await shop.ports
        async let answer = http.text(port, "/dashboard/1?slow=orders:500ms")
        _ = await shop.orders.log.wait { $0.running == 1 }
        _ = await shop.profile.log.wait { $0.requests.first?.outcome == .answered }
        await services.triggerGracefulShutdown()
        try await served
        return try await answer
      }
      #expect(answer.status == 200)
      try await shop.close()
    }

  }
}

@Suite struct KnobsTests {
  @Test(
    arguments: [
      ("2s", Duration.seconds(2)), ("300ms", .milliseconds(300)), ("1.5s", .milliseconds(1500)), ("0s", .zero),
      ("2", nil),
      ("s", nil), ("ms", nil), ("", nil), ("-1s", nil), ("nans", nil), ("infs", nil), ("1e9s", nil), ("1m", nil),
    ])
  func timesAreReadOrRefused(text: String, duration: Duration?) {
    #expect(Duration(shop: text) == duration)
  }

  @Test(arguments: ["orders", "orders=", "orders=2", "baskets=2s", "=2s", ""])
  func knobThatMakesNoSenseIsRefused(text: String) {
    var knobs = Knobs()
    #expect(throws: Knobs.Mistake.self) { try knobs.slow(text) }
    #expect(knobs == Knobs())
  }
}
