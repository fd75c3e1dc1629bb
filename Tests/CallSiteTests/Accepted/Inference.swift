import Cascade

// A body that returns something is never taken for one that returns nothing.

func one(_ ctx: Context) async throws -> String {
  try await withErrGroup(in: ctx) { group in try await group.go { _ in "a" }.value() }
}

func nested(_ ctx: Context) async throws -> Int {
  try await ctx.withTimeout(.seconds(2)) { ctx in try await withErrGroup(in: ctx) { _ in 5 } }
}

func inferred(_ ctx: Context) async throws {
  let text = try await withErrGroup(in: ctx) { group in try await group.go { _ in "a" }.value() }
  let _: String = text
  let number = try await ctx.withTimeout(.seconds(1)) { _ in 7 }
  let _: Int = number
  let again = try await retry(in: ctx) { _, attempt in attempt }
  let _: Int = again
  let handle = try await withErrGroup(in: ctx) { group in await group.go { _ in 1 } }
  let _: Subtask<Int> = handle
  let several = try await withErrGroup(in: ctx) { group in
    let task = await group.go { _ in 1 }
    return try await task.value()
  }
  let _: Int = several
  let first = try await withResultGroup(in: ctx, of: Int.self) { group in
    await group.go { _ in 1 }
    return try await group.results.next()
  }
  let _: Int? = first
  let names = try await [1, 2].concurrentMap(in: ctx, .limit(2)) { _, number in "\(number)" }
  let _: [String] = names
}

func nothing(_ ctx: Context, _ ids: [Int]) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go { _ in }
    await group.go { _ in 5 }
  }
  try await withErrGroup(in: ctx) { group in for id in ids { await group.go { _ in id } } }
  try await ctx.withTimeout(.seconds(1)) { ctx in
    try await ctx.sleep(for: .seconds(1))
  }
}
