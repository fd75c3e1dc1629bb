import Cascade

@MainActor final class Model {
  var count = 0

  func set(_ count: Int) { self.count = count }

  func load(_ ctx: Context) async throws {
    try await withErrGroup(in: ctx) { group in
      count += 1
      await group.go { _ in await self.set(1) }
      await group.go { @MainActor _ in self.count = 2 }
      group.tryGo { _ in await self.set(1) }
    }
    try await ctx.withTimeout(.seconds(1)) { _ in count += 1 }
    count = try await ctx.withTimeout(.seconds(1)) { _ in 1 }
    try await retry(in: ctx, .attempts(2), .attemptTimeout(.seconds(1))) { _, attempt in count = attempt }
    try await withResultGroup(in: ctx, of: Int.self) { group in
      await group.go { _ in 1 }
      for try await number in group.results { count += number }
    }
    for number in try await [1, 2].concurrentMap(in: ctx, transform: { _, number in number }) { count += number }
  }
}

actor Store {
  var count = 0

  func set(_ count: Int) { self.count = count }

  func load(_ ctx: Context) async throws {
    try await withErrGroup(in: ctx) { group in
      count += 1
      await group.go { _ in await self.set(1) }
    }
    try await ctx.withTimeout(.seconds(1)) { _ in count += 1 }
    try await retry(in: ctx) { _, attempt in count = attempt }
    try await withResultGroup(in: ctx, of: Int.self) { group in
      await group.go { _ in 1 }
      for try await number in group.results { count += number }
    }
  }
}
