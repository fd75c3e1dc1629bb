import Cascade
import Hummingbird
import NIOCore

/// The client closed its side of the connection before the answer was complete.
public struct ClientLeft: Error, CustomStringConvertible {
  /// There is nothing more to say.
  public init() {}

  /// `the client closed the connection`.
  public var description: String { "the client closed the connection" }
}

/// What a request brings with it: its connection, too.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection that it came over.
  let channel: any Channel

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

extension ConnectionLog {
  /// Runs `body` in a context that is over when the client of this request leaves, with the cause ``ClientLeft``, and notes
  /// how it went.
  ///
  /// - Parameters:
  ///   - request: The request that `body` answers.
  ///   - connection: What came with it.
  ///   - body: The work.
  @concurrent
  func answering<Value: Sendable>(
    _ request: Request, from connection: ConnectionContext, _ body: @concurrent (Context) async throws -> Value
  ) async throws -> Value {
    let path = request.uri.path
    let index = change { state in
      state.requests.append(ConnectionLog.Exchange(path: path))
      state.running += 1
      return state.requests.count - 1
    }
    return try await root.withCancel(name: name) { ctx, cancel in
      let channel = ObjectIdentifier(connection.channel)
      let token = departures.add(to: channel) { cancel(cause: ClientLeft()) }
      defer { departures.remove(token, from: channel) }
      do {
        let value = try await body(ctx)
        finish(index, .answered)
        return value
      } catch {
        let cause = ctx.cause.map { "\($0)" }
        finish(index, cause.map { .cancelled(cause: $0) } ?? .answered)
        throw error
      }
    }
  }

  private func finish(_ index: Int, _ outcome: Exchange.Outcome) {
    change { state in
      state.requests[index].outcome = outcome
      state.running -= 1
    }
  }
}
