import AsyncHTTPClient
import Cascade
import NIOCore
import NIOHTTP1
import Shop
import Synchronization
import UserAggregator

/// Asks the shop's services as the aggregator does, but holds the question to one of them until a condition holds, and
/// keeps what each answered.
struct GatedClient: Client {
  let inner: ServiceClient
  /// Where the question is held: the beginning of its path.
  let held: String
  let gate: @Sendable () async -> Void
  let errors = Errors()

  func get(_ ctx: Context, _ path: String) async throws -> String {
    if path.hasPrefix(held) { await gate() }
    do {
      return try await inner.get(ctx, path)
    } catch {
      errors.append(error, for: path)
      throw error
    }
  }
}

/// What clients threw, by path.
final class Errors: Sendable {
  private let errors = Mutex<[String: any Error]>([:])

  func append(_ error: any Error, for path: String) { errors.withLock { $0[path] = error } }
  subscript(path: String) -> (any Error)? { errors.withLock { $0[path] } }
}

extension Shop {
  /// Where the two services listen.
  var ports: [ServiceName: Int] {
    get async throws { [.profile: try await profile.port, .orders: try await orders.port] }
  }
}

extension Knobs {
  init(failing: Set<ServiceName> = [], slow: [ServiceName: Duration] = [:]) {
    self.init()
    self.failing = failing
    self.slow = slow
  }
}

/// Runs `body` with a client of its own, that is shut down afterwards.
func withClient<Value: Sendable>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
  let http = Shop.client()
  let result: Result<Value, any Error>
  do { result = .success(try await body(http)) } catch { result = .failure(error) }
  try await http.shutdown()
  return try result.get()
}

extension HTTPClient {
  /// The status and the text at this address of 127.0.0.1.
  func text(_ port: Int, _ path: String) async throws -> (status: UInt, text: String) {
    let response = try await execute(
      HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)"), deadline: .distantFuture)
    let body = try await response.body.collect(upTo: 65_536)
    return (response.status.code, String(decoding: body.readableBytesView, as: UTF8.self))
  }
}
