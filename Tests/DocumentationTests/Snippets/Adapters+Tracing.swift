#if Tracing
  import Cascade
  import CascadeTracing
  import Testing
  import Tracing

  private struct Cart: Sendable { var id = 7 }
  private func checkout(_ ctx: Context, _ cart: Cart) async throws -> String { "\(cart.id)" }
  private func fetchProfile(_ ctx: Context, _ id: Int) async throws -> String { "Alice" }
  private func fetchOrders(_ ctx: Context, _ id: Int) async throws -> Int { 5 }

  @Suite struct TracingSnippets {
    @Test func aSpanHasAContext() async throws {
      let (ctx, cart) = (Context.background, Cart())
      // snippet: comment-span
      let line = try await ctx.withSpan("checkout") { ctx, span in
        span.attributes["cart"] = cart.id
        return try await checkout(ctx, cart)
      }
      // snippet: end
      #expect(line == "7")
    }

    @Test func groupsAndTasksAreSpans() async throws {
      let (ctx, id) = (Context.background, 1)
      // snippet: comment-group-span
      try await withErrGroupSpan("dashboard", in: ctx) { group in
        await group.goSpan("profile") { ctx in try await fetchProfile(ctx, id) }
        await group.goSpan("orders") { ctx in try await fetchOrders(ctx, id) }
      }
      // snippet: end
    }
  }
#endif
