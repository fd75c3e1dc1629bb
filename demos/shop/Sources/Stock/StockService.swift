public import Cascade
public import GRPCCore
import GRPCNIOTransportHTTP2Posix

/// The third service: `shop.Stock/Reserve` keeps something back. It asks a shelf and a ledger at the same time.
public struct StockService: RegistrableRPCService {
  static let reserve = MethodDescriptor(fullyQualifiedService: "shop.Stock", method: "Reserve")

  private let say: @Sendable (String) -> Void

  /// - Parameter say: Called with a line for people when something happens. The default says nothing.
  public init(say: @escaping @Sendable (String) -> Void = { _ in }) { self.say = say }

  /// Registers its one method.
  public func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
    router.registerHandler(
      forMethod: Self.reserve, deserializer: JSONMessages<Reservation>(), serializer: JSONMessages<Reserved>()
    ) { stream, _ in
      let request = try await ServerRequest(stream: stream)
      let reply = try await reserve(CallContext.current ?? .background, request.message)
      return StreamingServerResponse(single: ServerResponse(message: reply))
    }
  }

  private func reserve(_ ctx: Context, _ wanted: Reservation) async throws -> Reserved {
    let slowness = Duration.milliseconds(min(max(0, wanted.slowness), 3_600_000))
    say("stock begins: \(wanted.item.debugDescription)")
    do {
      try await withErrGroup(in: ctx, .named("reserve")) { group in
        await group.go("shelf") { try await $0.sleep(for: slowness) }
        await group.go("ledger") { try await $0.sleep(for: slowness / 2) }
      }
    } catch {
      say("stock told: \(ctx.cause ?? error)")
      throw error
    }
    say("stock answers")
    return Reserved(left: 5)
  }
}

/// Serves stock on 127.0.0.1.
public struct StockServer: Sendable {
  private let server: GRPCServer<HTTP2ServerTransport.Posix>

  /// - Parameters:
  ///   - port: Where it listens; 0 for a port that is free.
  ///   - root: What the contexts of calls are derived from; observed, where the server is to be.
  ///   - say: Called with a line for people when something happens. The default says nothing.
  public init(port: Int = 0, root: Context = .background, say: @escaping @Sendable (String) -> Void = { _ in }) {
    server = GRPCServer(
      transport: .http2NIOPosix(
        address: .ipv4(host: "127.0.0.1", port: port), transportSecurity: .plaintext),
      services: [StockService(say: say)], interceptors: [ContextServerInterceptor(root: root)])
  }

  /// Serves until ``stop()`` is called and all calls are answered.
  ///
  /// - Parameter ready: Called with the port when it listens.
  /// - Throws: what keeps it from listening.
  public func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.serve() }
      group.addTask { if let port = try? await server.listeningAddress?.ipv4?.port { ready(port) } }
      try await group.waitForAll()
    }
  }

  /// No call is taken any more; those that are there are answered.
  public func stop() { server.beginGracefulShutdown() }
}

/// Asks the stock service.
public struct StockClient: Sendable {
  private let client: GRPCClient<HTTP2ClientTransport.Posix>

  /// Keeps something back. The call ends with the context, on both sides.
  ///
  /// - Throws: the context's error where that ends first; else what the service answered, as an `RPCError`.
  public func reserve(_ ctx: Context, _ wanted: Reservation) async throws -> Reserved {
    try await ctx.withCancel(name: "rpc") { ctx, _ in
      try await CallContext.$current.withValue(ctx) {
        try await client.unary(
          request: ClientRequest(message: wanted), descriptor: StockService.reserve,
          serializer: JSONMessages<Reservation>(), deserializer: JSONMessages<Reserved>(), options: .defaults
        ) { try $0.message }
      }
    }
  }

  /// The same outside of any context, with a deadline that this side doesn't look at.
  func reserveWithoutContext(_ wanted: Reservation, timeout: String) async throws -> Reserved {
    try await client.unary(
      request: ClientRequest(
        message: wanted, metadata: [CallContext.timeoutKey: "\(timeout)", CallContext.callKey: "1"]),
      descriptor: StockService.reserve, serializer: JSONMessages<Reservation>(),
      deserializer: JSONMessages<Reserved>(), options: .defaults
    ) { try $0.message }
  }

  /// Runs `body` with a client that is connected to a port of 127.0.0.1.
  public static func with<Value: Sendable>(
    port: Int, _ body: @Sendable (StockClient) async throws -> Value
  ) async throws -> Value {
    try await withGRPCClient(
      transport: .http2NIOPosix(target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: .plaintext),
      interceptors: [ContextClientInterceptor()]
    ) { try await body(StockClient(client: $0)) }
  }
}
