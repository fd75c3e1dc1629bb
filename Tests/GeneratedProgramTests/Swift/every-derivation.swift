// Every derivation
import Cascade

func everyDerivation(_ ctx: Context) async throws {
  let start = ctx.now
  let root = ctx
  let later = ctx  // a todo
  let user = root.setting(UserNameKey.self, to: "ada")
  let page = user.makeCancelScope(name: "page")
  let slow = page.context.makeCancelScope(
    deadline: start.advanced(by: .milliseconds(400)),
    cause: AppError("too slow"),
    name: "slow")
  let query = page.context.makeCancelScope(
    timeout: .seconds(2), name: "query")
  let log = query.context.afterCancel("log") {
    print("log")
  }
  defer { log.stop() }
  let never = later.afterCancel("never") {
    print("never")
  }
  defer { never.stop() }
  let stopped = page.context.afterCancel("stopped") {
    print("stopped")
  }
  check("root", root)
  check("later", later)
  check("user", user)
  check("page", page.context)
  check("slow", slow.context)
  check("query", query.context)
  try await ctx.sleep(for: .milliseconds(300))
  stopped.stop()
  try await ctx.sleep(for: .milliseconds(200))
  check("slow", slow.context)
  try await ctx.sleep(for: .milliseconds(100))
  query.cancel(cause: AppError("the user left"))
  let last = page.context.makeCancelScope(
    timeout: .milliseconds(100), name: "last")
  let audit = query.context.withoutCancel(name: "audit")
  let deep = audit.setting(RoleKey.self, to: "admin")
  check("root", root)
  check("later", later)
  check("user", user)
  check("page", page.context)
  check("slow", slow.context)
  check("query", query.context)
  check("last", last.context)
  check("audit", audit)
  check("deep", deep)
  // Until the last deadline has passed.
  try await ctx.sleep(for: .milliseconds(101))
  check("root", root)
  check("later", later)
  check("user", user)
  check("page", page.context)
  check("slow", slow.context)
  check("query", query.context)
  check("last", last.context)
  check("audit", audit)
  check("deep", deep)
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

private enum UserNameKey: ContextKey {
  static let defaultValue: String? = nil
}

private enum RoleKey: ContextKey {
  static let defaultValue: String? = nil
}

/// Says whether a context is over, and why.
private func check(_ name: String, _ ctx: Context) {
  let error = ctx.error.map { "\($0)" } ?? "none"
  let cause = ctx.cause.map { "\($0)" } ?? "none"
  print("\(name): \(error), cause: \(cause)")
  print("\(name): user name = \(ctx[UserNameKey.self] ?? "none")")
  print("\(name): role = \(ctx[RoleKey.self] ?? "none")")
}

#if !TESTING
  @main struct Program {
    static func main() async throws {
      try await everyDerivation(.background)
    }
  }
#endif
