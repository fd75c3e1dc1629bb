import AsyncHTTPClient
import Cascade
import Foundation
import Shop
import Testing
import UserAggregator

extension OneAfterTheOther {
  /// What is on the wire when a context ends, seen from the servers. Nothing here sleeps or looks at a clock: the tests wait
  /// for what the servers report, and what a service would do next lies a minute away or more.
  @Suite(.timeLimit(.minutes(2))) struct WireTests {
    /// A failure ends the other request, whether its answer has begun (orders streams) or not (profile is silent).
    @Test(arguments: [ServiceName.profile, .orders])
    func failureOfOneClosesTheConnectionToTheOther(failing: ServiceName) async throws {
      let shop = Shop()
      try await shop.run { ctx in
        let other = failing == .profile ? shop.orders : shop.profile
        let knobs = Knobs(
          failing: [failing], slow: failing == .profile ? [.orders: .seconds(600)] : [.profile: .seconds(600)])
        try await withClient { http in
          let client = GatedClient(
            inner: ServiceClient(http, ports: try await shop.ports, knobs: knobs),
            held: failing == .profile ? "/profiles/" : "/orders/"
          ) {
            // The other request is being answered.
            _ = await other.log.wait { $0.running == 1 && (failing == .orders || ($0.connections.last?.sent ?? 0) > 0) }
          }
          let aggregator = try UserAggregator(.timeout(.seconds(600)), .client(client))
          let failure = await #expect(throws: ServiceFailure.self) { try await aggregator.aggregate(ctx, id: 1) }
          #expect(failure?.status == 503)

          // What the client of the other request heard: who was to blame.
          let path = failing == .profile ? "/orders/1/count" : "/profiles/1"
          let error = try #require(client.errors[path] as? ContextError)
          #expect(error.cancellation.reason == .siblingFailed)
          #expect(error.cancellation.cause as? ServiceFailure == failure)
          #expect(error.underlyingError is HTTPClientError || error.underlyingError is CancellationError)

          // And what its server saw, while the client with its pool of connections lives on.
          let state = await other.log.wait { $0.open == 0 && $0.running == 0 }
          #expect(state.connections.count == 1)
          #expect(state.connections.allSatisfy { $0.isLeft && $0.sentAfterLeft == 0 })
          #expect(state.requests.map(\.outcome) == [.cancelled(cause: "\(ClientLeft())")])
          if failing == .orders { #expect(state.connections.first?.sent == 0) }
        }
      }
    }

    @Test func clientThatLeavesTheAggregatorEndsBothRequestsBehindIt() async throws {
      let shop = Shop()
      try await shop.run { ctx in
        let port = try await shop.aggregator.port
        try await withClient { http in
          let request = Task {
            try await http.text(port, "/dashboard/1?timeout=600s&slow=orders:600s&slow=profile:600s")
          }
          for service in [shop.orders, shop.profile] { _ = await service.log.wait { $0.running == 1 } }
          request.cancel()
          for service in [shop.aggregator, shop.orders, shop.profile] {
            let state = await service.log.wait { $0.open == 0 && $0.running == 0 }
            #expect(state.requests.map(\.outcome) == [.cancelled(cause: "\(ClientLeft())")])
            #expect(state.connections.allSatisfy { $0.sentAfterLeft == 0 })
          }
          await #expect(throws: (any Error).self) { try await request.value }
        }
      }
    }

    /// Twenty waves of fifty, each cancelled when all fifty are being answered.
    @Test func thousandCancelledRequestsLeaveNothingBehind() async throws {
      struct Enough: Error {}
      let shop = Shop()
      try await shop.run { ctx in
        let ports = try await shop.ports
        let sockets = try Self.openSockets
        try await withClient { http in
          let client = ServiceClient(http, ports: ports, knobs: Knobs(slow: [.orders: .seconds(600)]))
          for wave in 1...20 {
            let scope = ctx.makeCancelScope()
            let errors = try await Self.errors(50, of: client, in: scope.context) {
              _ = await shop.orders.log.wait { $0.running == 50 }
              scope.cancel(cause: Enough())
            }
            #expect(errors.count == 50 && errors.allSatisfy { $0.cancellation.cause is Enough })
            let state = await shop.orders.log.wait { $0.open == 0 && $0.running == 0 }
            #expect(state.connections.count == wave * 50)
          }
          let state = shop.orders.log.state
          #expect(state.connections.allSatisfy { $0.isClosed && $0.sentAfterLeft == 0 })
          #expect(state.requests.allSatisfy { $0.outcome == .cancelled(cause: "\(ClientLeft())") })
          // The client is still there: it isn't its end that closed them.
          let left = try Self.openSockets
          #expect(left == sockets)
        }
      }
    }

    /// Cancelled at any moment, before there is a connection or while there is one.
    @Test func requestsThatAreCancelledAtOnceLeaveNothingBehind() async throws {
      let shop = Shop()
      try await shop.run { ctx in
        let ports = try await shop.ports
        try await withClient { http in
          let client = ServiceClient(http, ports: ports, knobs: Knobs(slow: [.orders: .seconds(600)]))
          for turn in 0..<200 {
            let scope = ctx.makeCancelScope()
            let errors = try await Self.errors(1, of: client, in: scope.context) {
              for _ in 0..<turn { await Task.yield() }
              scope.cancel()
            }
            #expect(errors.count == 1)
          }
        }
        _ = await shop.orders.log.wait { $0.open == 0 && $0.running == 0 }
      }
    }

    /// Asks orders so many times at once, and returns the errors of their contexts; `body` runs meanwhile.
    private static func errors(
      _ count: Int, of client: ServiceClient, in ctx: Context, _ body: () async -> Void
    ) async throws -> [ContextError] {
      let group = try WaitGroup(in: ctx)
      var requests: [Subtask<String>] = []
      for _ in 0..<count { requests.append(await group.go { ctx in try await client.get(ctx, "/orders/1/count") }) }
      await body()
      await group.wait()
      var errors: [ContextError] = []
      for request in requests {
        do { _ = try await request.value() } catch let error as ContextError { errors.append(error) }
      }
      return errors
    }

    /// How many sockets this process has open.
    private static var openSockets: Int {
      get throws {
        #if os(Linux)
          let files = FileManager.default
          return try files.contentsOfDirectory(atPath: "/proc/self/fd").count { file in
            (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + file))?.hasPrefix("socket:") ?? false
          }
        #else
          return 0
        #endif
      }
    }
  }
}
