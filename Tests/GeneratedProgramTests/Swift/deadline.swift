// Deadline first, then an error: which one wins?
import Cascade

/// A search has 1 s. Two of its three shards need longer.
func deadline(_ ctx: Context) async throws {
  let timeout = ctx.makeCancelScope(
    timeout: .seconds(1),
    cause: AppError("the search budget of 1 s is spent"))
  try await withErrGroup(in: timeout.context) { group in
    await group.go("cache") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
    }
    await group.go("shard-1") { ctx in
      try await ctx.sleep(for: .milliseconds(800))
    }
    await group.go("shard-2") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(1500))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("shard-3") { ctx in
      await ctx.busy(for: .milliseconds(1200))
      throw AppError("disk error")
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

extension Context {
  /// Work that doesn't look at its context.
  fileprivate func busy(for time: Duration) async {
    try? await withoutCancel().sleep(for: time)
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await deadline(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
