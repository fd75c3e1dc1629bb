import Cascade

nonisolated final class Scratch {
  var count = 0
}

nonisolated func sharedInAMap(_ ctx: Context) async throws {
  let scratch = Scratch()
  try await [1, 2].concurrentForEach(in: ctx) { _, _ in
    scratch.count += 1  // refused
  }
}
