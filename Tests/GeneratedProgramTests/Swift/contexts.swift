// Which contexts end when their parent ends?
import Cascade

/// A server, a request and three contexts derived from it.
/// No tasks.
func contexts(_ ctx: Context) async throws {
  let server = ctx.makeCancelScope(name: "server")
  let request = server.context.makeCancelScope(
    timeout: .seconds(1),
    cause: AppError("the page has 1 s"),
    name: "request")
  let ads = request.context.makeCancelScope(
    timeout: .milliseconds(300),
    cause: AppError("ads are too slow"),
    name: "ads")
  let search = request.context.makeCancelScope(
    timeout: .seconds(5),
    cause: AppError("never used"),
    name: "search")
  let closeRows = search.context.afterCancel("close-rows") {
    print("close-rows")
  }
  defer { closeRows.stop() }
  let audit = request.context.withoutCancel(name: "audit")
  try await ctx.sleep(for: .milliseconds(1500))
  server.cancel(cause: AppError("a new version"))
  check("server", server.context)
  check("request", request.context)
  check("ads", ads.context)
  check("search", search.context)
  check("audit", audit)
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Says whether a context is over, and why.
private func check(_ name: String, _ ctx: Context) {
  let error = ctx.error.map { "\($0)" } ?? "none"
  let cause = ctx.cause.map { "\($0)" } ?? "none"
  print("\(name): \(error), cause: \(cause)")
}

#if !TESTING
  @main struct Program {
    static func main() async throws {
      try await contexts(.background)
    }
  }
#endif
