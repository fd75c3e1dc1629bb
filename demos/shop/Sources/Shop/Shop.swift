public import AsyncHTTPClient
public import Cascade
public import CascadeServiceLifecycle
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The dashboard over real HTTP: two services and an aggregator in front of them, on 127.0.0.1.
public struct Shop: Sendable {
  /// Knows the user's name.
  public let profile: HTTPService
  /// Counts the user's orders.
  public let orders: HTTPService
  /// Puts both together, on `/dashboard/:id`.
  public let aggregator: HTTPService
  private let http: HTTPClient

  /// Makes the three; ``run(_:)`` starts them.
  ///
  /// - Parameters:
  ///   - port: Where the aggregator listens; 0 for a port that is free, which the services always have.
  ///   - knobs: What is to go wrong in every request. The default is nothing.
  ///   - timeout: How long a dashboard may take. The default is 5 s.
  ///   - root: Where the contexts of requests come from, for who wants to observe them. The default isn't observed.
  ///   - say: Called with a line for people when something happens. The default says nothing.
  public init(
    port: Int = 0, knobs: Knobs = Knobs(), timeout: Duration = .seconds(5),
    root: Context = .background, say: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    http = Self.client()
    profile = .profile(port: 0, root: root, say: say)
    orders = .orders(port: 0, root: root, say: say)
    aggregator = .aggregator(
      port: port, root: root, http: http, backends: [.profile: profile, .orders: orders], knobs: knobs,
      timeout: timeout, say: say)
  }

  /// A client that keeps at most 64 connections to a service, and an idle one for half a second. It has to be shut down.
  public static func client() -> HTTPClient {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.idleTimeout = .milliseconds(500)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// All three as one service: a shutdown lets each finish the requests that it has, and insists after `grace`.
  ///
  /// - Parameter grace: How long requests have after a shutdown was asked for.
  public func service(grace: Duration) -> GroupService {
    GroupService("shop", grace: grace, logger: Self.silent) { workers in
      for service in [profile, orders, aggregator] {
        await workers.go(service.name) { _ in try await service.run() }
      }
    }
  }

  /// Closes the aggregator's connections: for who runs ``service(grace:)``, when that has returned.
  public func close() async throws {
    try await http.shutdown()
  }

  /// Runs all three while `body` runs, and returns when they are out.
  ///
  /// - Parameter body: What to do with them; they listen already.
  /// - Throws: what `body` throws, or what keeps a service from listening.
  public func run<Value: Sendable>(_ body: @Sendable @escaping (Context) async throws -> Value) async throws -> Value {
    let outcome = await result { try await serving(body) }
    try await close()
    return try outcome.get()
  }

  private func serving<Value: Sendable>(
    _ body: @Sendable @escaping (Context) async throws -> Value
  ) async throws -> Value {
    let services = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: service(grace: .seconds(60)), successTerminationBehavior: .ignore)],
        logger: Self.silent))
    async let served: Void = services.run()
    let outcome = await result {
      for service in [profile, orders, aggregator] { _ = try await service.port }
      return try await body(.background)
    }
    // Not by cancelling: a server that is cancelled with a connection that it has accepted and not yet served traps, in
    // SwiftNIO.
    await services.triggerGracefulShutdown()
    try await served
    return try outcome.get()
  }

  private static let silent = Logger(label: "shop") { _ in SwiftLogNoOpLogHandler() }
}

private func result<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
  do { return .success(try await body()) } catch { return .failure(error) }
}

extension Shop {
  /// Serves until the program is asked to end (Ctrl-C, `SIGTERM`).
  ///
  /// - Parameters:
  ///   - grace: How long requests have to finish after that.
  ///   - ready: Called with the aggregator's port when all three listen.
  /// - Throws: what keeps a service from listening.
  public func serve(grace: Duration, ready: @escaping @Sendable (Int) -> Void) async throws {
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: service(grace: grace), successTerminationBehavior: .gracefullyShutdownGroup)
        ], gracefulShutdownSignals: [.sigint, .sigterm], logger: Self.silent
      ))
    async let announced: Void = announce(ready)
    let outcome = await result { try await group.run() }
    try await close()
    try? await announced
    try outcome.get()
  }

  private func announce(_ ready: @Sendable (Int) -> Void) async throws {
    _ = try await (profile.port, orders.port)
    ready(try await aggregator.port)
  }
}
