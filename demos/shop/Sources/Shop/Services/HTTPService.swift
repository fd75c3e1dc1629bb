import Cascade
import Hummingbird
import Logging
import NIOCore
public import ServiceLifecycle

/// One HTTP server on 127.0.0.1.
public struct HTTPService: Service {
  /// What it is called in its lines.
  public let name: String
  /// What happened to its connections and requests.
  public let log: ConnectionLog
  private let responder: any HTTPResponder<ConnectionContext>
  private let wanted: Int
  private let bound = Once<Int>()

  /// - Parameters:
  ///   - wanted: The port; 0 for one that is free.
  ///   - root: Where the contexts of its requests come from.
  init(_ name: String, port wanted: Int, root: Context, routes: (Router<ConnectionContext>, ConnectionLog) -> Void) {
    self.name = name
    self.wanted = wanted
    log = ConnectionLog(name, root: root)
    let router = Router(context: ConnectionContext.self)
    routes(router, log)
    responder = router.buildResponder()
  }

  /// The port that it listens on: suspends until it does.
  ///
  /// - Throws: what ``run()`` threw, if it couldn't listen.
  public var port: Int {
    get async throws { try await bound.value }
  }

  /// Serves until it is shut down gracefully, or its Swift task is cancelled.
  ///
  /// - Throws: when it can't listen.
  public func run() async throws {
    let bound = bound
    let application = Application(
      responder: CallbackResponder { [responder] request, context in
        try await responder.respond(to: request, context: context)
      }, server: .http1(countedBy: log),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: wanted), serverName: name),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { bound.resolve(.success(port)) }
      },
      logger: Logger(label: name) { _ in SwiftLogNoOpLogHandler() })
    do {
      try await application.run()
      // In case it never listened.
      bound.resolve(.failure(CancellationError()))
    } catch {
      bound.resolve(.failure(error))
      throw error
    }
  }
}

extension Request {
  /// The value under this name in the query.
  func query(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }
}
