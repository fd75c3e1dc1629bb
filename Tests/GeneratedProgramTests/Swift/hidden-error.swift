// Why does Wait return "context canceled"?
import Cascade

/// A task finds a corrupt block, stops the other two and
/// then reports it.
func hiddenError(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("read-blocks") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
      print("block 812 is corrupt")
      group.cancel()
      await ctx.busy(for: .milliseconds(150))
      throw AppError("block 812 is corrupt")
    }
    await group.go("balances") { ctx in
      try await ctx.sleep(for: .milliseconds(800))
    }
    await group.go("mempool") { ctx in
      do {
        try await ctx.sleep(for: .seconds(1))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
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
        try await hiddenError(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
