public import AsyncHTTPClient
public import Cascade
import NIOCore
import NIOHTTP1
public import UserAggregator

/// A service answered with something other than 200.
public struct ServiceFailure: Error, Hashable, CustomStringConvertible {
  /// The path that was asked for.
  public let path: String
  /// The HTTP status.
  public let status: UInt

  /// `/profiles/1 answered 503`.
  public var description: String { "\(path) answered \(status)" }
}

/// Asks the shop's services over HTTP: the aggregator's `client` option.
///
/// A request ends with its context. When that is over, the connection is closed, and what is thrown is the context's
/// error with its cause.
public struct ServiceClient: Client {
  private let http: HTTPClient
  private let ports: [ServiceName: Int]
  private let knobs: Knobs

  /// Makes a client; it doesn't own `http`.
  ///
  /// - Parameters:
  ///   - http: What sends the requests.
  ///   - ports: Where the services listen, on 127.0.0.1.
  ///   - knobs: What is to go wrong. The default is nothing.
  public init(_ http: HTTPClient, ports: [ServiceName: Int], knobs: Knobs = Knobs()) {
    self.http = http
    self.ports = ports
    self.knobs = knobs
  }

  /// Fetches what is at `path`, without white space around it.
  ///
  /// - Throws: the context's error when it ends first; ``ServiceFailure`` for a status other than 200; an
  ///   `HTTPClientError` or a `NIOError` when the service can't be reached.
  public func get(_ ctx: Context, _ path: String) async throws -> String {
    let request = HTTPClientRequest(url: try url(of: path))
    // A context of its own, since the Swift task around it need not be one that ends with `ctx`: the one in the closure does.
    return try await ctx.withCancel(name: "http") { _, _ in
      // The context has the deadline: none of the client's own.
      let response = try await http.execute(request, deadline: .distantFuture)
      let body = try await response.body.collect(upTo: 65_536)
      guard response.status == .ok else { throw ServiceFailure(path: path, status: response.status.code) }
      return String(decoding: body.readableBytesView, as: UTF8.self).trimmingWhitespace
    }
  }

  private func url(of path: String) throws -> String {
    let service: ServiceName = path.hasPrefix("/profiles/") ? .profile : .orders
    guard let port = ports[service] else { throw ServiceFailure(path: path, status: 404) }
    var query: [String] = []
    if knobs.failing.contains(service) { query.append("fail=true") }
    if let slow = knobs.slow[service] { query.append("slow=\(slow.inMilliseconds)") }
    return "http://127.0.0.1:\(port)\(path)" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }
}

extension String {
  fileprivate var trimmingWhitespace: String {
    let rest = drop(while: \.isWhitespace)
    return String(rest[..<(rest.lastIndex { !$0.isWhitespace }.map(rest.index(after:)) ?? rest.startIndex)])
  }
}
