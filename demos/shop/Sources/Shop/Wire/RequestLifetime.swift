import Cascade
import Hummingbird

/// The client closed its side of the connection before the answer was complete.
public struct ClientLeft: Error, CustomStringConvertible {
  /// `the client closed the connection`.
  public var description: String { "the client closed the connection" }
}

/// Runs `body` in a context that is over when the client of this request leaves, with the cause ``ClientLeft``.
///
/// The body of the request is thrown away.
@concurrent
func withContext<Value: Sendable>(
  of request: Request, under parent: Context, loggedIn log: ConnectionLog,
  _ body: @concurrent (Context) async throws -> Value
) async throws -> Value {
  let lifetime = Lifetime(parent)
  let path = request.uri.path
  let index = log.change { state in
    state.requests.append(ConnectionLog.Request(path: path))
    return state.requests.count - 1
  }
  return try await request.body.consumeWithInboundCloseHandler { _ in
    do {
      let value = try await body(lifetime.scope.context)
      log.change { $0.requests[index].outcome = .answered }
      return value
    } catch {
      let cause = lifetime.scope.context.cause.map { "\($0)" }
      log.change { $0.requests[index].outcome = cause.map { .cancelled(cause: $0) } ?? .answered }
      throw error
    }
  } onInboundClosed: {
    lifetime.scope.cancel(cause: ClientLeft())
  }
}

/// Shares a scope with the callback that ends it.
private final class Lifetime: Sendable {
  let scope: CancelScope

  init(_ parent: Context) {
    scope = parent.withCancel(name: "request")
  }
}
