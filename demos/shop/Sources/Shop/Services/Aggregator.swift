import AsyncHTTPClient
import Cascade
import Hummingbird
import Logging
import NIOCore
import UserAggregator

extension HTTPService {
  /// The service in front: `GET /dashboard/:id` asks the two others at the same time, with ``UserAggregator``.
  ///
  /// The query adds to `knobs`: `fail=profile`, `slow=orders:2s`, `timeout=1s`.
  static func aggregator(
    port: Int, root: Context, http: HTTPClient, backends: [ServiceName: HTTPService], knobs: Knobs, timeout: Duration,
    say: @escaping @Sendable (String) -> Void
  ) -> HTTPService {
    HTTPService("aggregator", port: port, root: root) { router, log in
      router.get("dashboard/:id") { request, connection in
        var knobs = knobs
        do {
          for fail in request.uri.queryParameters.getAll("fail") { try knobs.fail(fail) }
          for slow in request.uri.queryParameters.getAll("slow") { try knobs.slow(slow) }
        } catch {
          return Response(status: .badRequest, text: "\(error)")
        }
        let id = connection.parameters.get("id", as: Int.self) ?? 1
        let timeout = request.query("timeout").flatMap { Duration(shop: $0) } ?? timeout
        var ports: [ServiceName: Int] = [:]
        for (name, service) in backends { ports[name] = try await service.port }
        let aggregator = try UserAggregator(
          .timeout(timeout), .client(ServiceClient(http, ports: ports, knobs: knobs)),
          .logger(Logger(label: "aggregator") { _ in SwiftLogNoOpLogHandler() }))
        return try await log.answering(request, from: connection) { ctx in
          let start = ctx.now
          let response: Response
          do {
            response = Response(status: .ok, text: try await aggregator.aggregate(ctx, id: id))
          } catch let error as ContextError where error.isTimeout {
            response = Response(status: .gatewayTimeout, text: "\(error)")
          } catch let error as ContextError {
            say("aggregator told: \(error.cancellation.cause)")
            throw error
          } catch {
            response = Response(status: .badGateway, text: "\(error)")
          }
          say("aggregator \(response.status.code) after \(start.duration(to: ctx.now).inMilliseconds)")
          return response
        }
      }
    }
  }
}

extension Response {
  /// One line of text.
  fileprivate init(status: HTTPResponse.Status, text: String) {
    self.init(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
  }
}
