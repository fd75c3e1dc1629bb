// Does cancelling a context stop a goroutine?
import Cascade

/// A payment fails while three other tasks are running.
func deafTask(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("charge-card") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
      throw AppError("card declined")
    }
    await group.go("reserve-stock") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(800))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("print-label") { ctx in
      try await ctx.sleep(for: .milliseconds(100))
      await ctx.busy(for: .milliseconds(500))
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("sync-crm") { ctx in
      await ctx.busy(for: .milliseconds(1200))
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
        try await deafTask(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
