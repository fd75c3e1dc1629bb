import Cascade

nonisolated final class Scratch {
  var count = 0
}

nonisolated func made(_ group: ErrGroup) async {
  let scratch = Scratch()
  scratch.count = 1
  await group.go { _ in scratch.count += 1 }
  let other = Scratch()
  group.tryGo { _ in other.count += 1 }
  for _ in 0..<3 {
    let mine = Scratch()
    await group.go("mine") { _ in mine.count += 1 }
  }
}

nonisolated func given(_ group: ErrGroup, _ scratch: sending Scratch) async {
  await group.go { _ in scratch.count += 1 }
}

nonisolated func results(_ group: ResultGroup<Int>, _ scratch: sending Scratch) async {
  await group.go { _ in scratch.count }
}

nonisolated func kept(_ ctx: Context) async throws {
  let scratch = Scratch()
  try await withErrGroup(in: ctx) { _ in scratch.count += 1 }
  try await ctx.withTimeout(.seconds(1)) { _ in scratch.count += 1 }
  try await retry(in: ctx) { _, _ in scratch.count += 1 }
  let out = try await ctx.withTimeout(.seconds(1)) { _ in Scratch() }
  out.count += scratch.count
}

func references(_ group: ErrGroup) async {
  @Sendable func work(_ ctx: Context) async throws {}
  await group.go("work", work)
  let stored: @Sendable @concurrent (Context) async throws -> Void = { _ in }
  for _ in 0..<3 { await group.go("stored", stored) }
  for number in 0..<3 { await group.go { _ in number } }
  let callback: @Sendable () -> Void = { group.tryGo { _ in } }
  callback()
}

func generic<Value: Sendable>(_ group: ErrGroup, _ value: Value) async throws -> Value {
  async let handle = group.go { _ in value }
  return try await handle.value()
}
