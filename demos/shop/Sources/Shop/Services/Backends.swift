import Cascade
import Hummingbird
import NIOCore

extension HTTPService {
  /// The profile service: `GET /profiles/:id` answers `Alice` when its time is over, and nothing before.
  ///
  /// The query says what goes wrong: `fail`, `slow=2s`.
  static func profile(port: Int, root: Context, say: @escaping @Sendable (String) -> Void) -> HTTPService {
    HTTPService(ServiceName.profile.rawValue, port: port, root: root) { router, log in
      router.get("profiles/:id") { request, connection in
        try await log.answering(request, from: connection) { ctx in
          do {
            try await ctx.sleep(for: request.slowness)
          } catch {
            say("profile   told: \(ctx.cause ?? error)")
            throw error
          }
          if request.query("fail") != nil {
            say("profile   fails with 503")
            return Response(status: .serviceUnavailable)
          }
          say("profile   answers")
          return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "Alice")))
        }
      }
    }
  }

  /// The orders service: `GET /orders/:id/count` streams its answer in ten pieces, nine of them white space, evenly
  /// over the time that it takes.
  ///
  /// The query says what goes wrong: `fail`, `slow=2s`.
  static func orders(port: Int, root: Context, say: @escaping @Sendable (String) -> Void) -> HTTPService {
    HTTPService(ServiceName.orders.rawValue, port: port, root: root) { router, log in
      router.get("orders/:id/count") { request, connection in
        if request.query("fail") != nil { return Response(status: .serviceUnavailable) }
        return Response(
          status: .ok,
          body: ResponseBody { writer in
            var pieces = 0
            try await log.answering(request, from: connection) { ctx in
              do {
                for _ in 1..<10 {
                  try await writer.write(ByteBuffer(string: " "))
                  pieces += 1
                  try await ctx.sleep(for: request.slowness / 9)
                }
                try await writer.write(ByteBuffer(string: "5"))
              } catch {
                say("orders    told after \(pieces) of 10 pieces: \(ctx.cause ?? error)")
                throw error
              }
            }
            say("orders    answers")
            try await writer.finish(nil)
          })
      }
    }
  }
}

extension Request {
  /// How long the answer is to take.
  fileprivate var slowness: Duration { query("slow").flatMap { Duration(shop: $0) } ?? .zero }
}
