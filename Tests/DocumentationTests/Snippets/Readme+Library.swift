// What the README shows. The parts between the marks have to stand there word for word.

// snippet: page
import Cascade

struct Page: Sendable {
  var user: String
  var orders: [String]
}

func page(_ ctx: Context, id: Int) async throws -> Page {
  try await withErrGroup(in: ctx, .named("page"), .limit(4)) { group in
    let user = await group.go("user") { ctx in try await fetchUser(ctx, id) }
    let orders = await group.go("orders") { ctx in try await fetchOrders(ctx, id) }
    return Page(user: try await user.value(), orders: try await orders.value())
  }
}
// snippet: end

private func fetchUser(_ ctx: Context, _ id: Int) async throws -> String {
  try await ctx.sleep(for: .seconds(1))
  return "Alice"
}

private func fetchOrders(_ ctx: Context, _ id: Int) async throws -> [String] {
  try await ctx.sleep(for: .seconds(3600))
  return []
}
