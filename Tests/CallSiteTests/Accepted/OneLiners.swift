import Cascade

func take(_ body: () async throws -> Void) async rethrows { try await body() }

func groupInTask() -> Task<Void, any Error> {
  Task { try await withErrGroup(in: .background) { group in await group.go { _ in } } }
}

func groupInNamedTask() {
  _ = Task<Void, any Error> { try await withErrGroup(in: .background) { group in await group.go { _ in } } }
}

func groupInUntypedTask() {
  Task { try await withErrGroup(in: .background) { group in await group.go { _ in } } }
}

func groupInClosure(_ ctx: Context) async throws {
  try await take { try await withErrGroup(in: ctx) { group in await group.go { _ in } } }
  try await take { try await withErrGroup(in: ctx, .limit(1)) { group in group.tryGo { _ in } } }
  try await take { try await withErrGroup(in: ctx, [.limit(1)]) { group in group.tryGo { _ in 5 } } }
}

func timeoutAroundGroup(_ ctx: Context) async throws {
  try await ctx.withTimeout(.seconds(2)) { ctx in try await withErrGroup(in: ctx) { group in await group.go { _ in } } }
  try await ctx.withDeadline(ctx.now) { ctx in try await withErrGroup(in: ctx) { group in await group.go { _ in } } }
  try await take {
    try await ctx.withTimeout(.seconds(2)) { ctx in try await withErrGroup(in: ctx) { group in await group.go { _ in } }
    }
  }
}

func otherBodies(_ ctx: Context) async throws {
  try await ctx.withCancel { ctx, _ in try await withErrGroup(in: ctx) { group in await group.go { _ in } } }
  try await take { try await ctx.withCancel { ctx, _ in try await withErrGroup(in: ctx) { g in await g.go { _ in } } } }
  try await ctx.withTimeoutLeavingBehind(.seconds(1)) { ctx in
    try await withErrGroup(in: ctx) { g in await g.go { _ in } }
  }
  try await take {
    try await ctx.withTimeoutLeavingBehind(.seconds(1)) { ctx in
      try await withErrGroup(in: ctx) { g in g.tryGo { _ in } }
    }
  }
  _ = try await ctx.withTimeoutOrNil(.seconds(1)) { ctx in try await withErrGroup(in: ctx) { g in await g.go { _ in } }
  }
}

func timeoutInTask(_ ctx: Context) -> Task<Void, any Error> {
  Task {
    try await ctx.withTimeout(.seconds(2)) { ctx in try await withErrGroup(in: ctx) { g in await g.go { _ in } } }
  }
}

func retriedGroup(_ ctx: Context) async throws {
  try await retry(in: ctx) { ctx, _ in try await withErrGroup(in: ctx) { group in await group.go { _ in } } }
  try await take { try await retry(in: ctx) { ctx, _ in try await withErrGroup(in: ctx) { g in await g.go { _ in } } } }
}

func results(_ ctx: Context, _ options: [ErrGroup.Option], _ again: [Retry.Option]) async throws {
  try await take { try await withResultGroup(in: ctx, of: Int.self, options) { group in group.tryGo { _ in 1 } } }
  try await take {
    try await retry(in: ctx, again) { ctx, _ in try await withErrGroup(in: ctx) { g in g.tryGo { _ in } } }
  }
  try await withResultGroup(in: ctx, of: Int.self) { group in await group.go { _ in 1 } }
  try await take { try await withResultGroup(in: ctx, of: Int.self) { group in group.tryGo { _ in 1 } } }
}

func waits(_ ctx: Context) async throws {
  try await ctx.withTimeout(.seconds(1)) { ctx in try await ctx.sleep(for: .seconds(1)) }
  try await ctx.withTimeout(.seconds(1)) { ctx in await ctx.waitUntilCancelled() }
  try await [1].concurrentForEach(in: ctx) { ctx, _ in try await ctx.sleep(for: .seconds(1)) }
  try await Task.sleep(for: .seconds(1), clock: ctx.clock)
}
