// Does Wait return at the first error?
import Cascade

/// Seven tasks build one page, two of them for render. One
/// task fails.
func firstFailure(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("fetch-user") { ctx in
      try await ctx.sleep(for: .milliseconds(800))
    }
    await group.go("fetch-orders") { ctx in
      try await ctx.sleep(for: .milliseconds(1200))
      throw AppError("503 from orders")
    }
    await group.go("fetch-recs") { ctx in
      do {
        try await ctx.sleep(for: .seconds(2))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(30))
        throw error
      }
    }
    await group.go("render") { ctx in
      try await withErrGroup(in: ctx) { group in
        await ctx.busy(for: .milliseconds(300))
        await group.go("thumb-1") { ctx in
          do {
            try await ctx.sleep(for: .milliseconds(1300))
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(20))
            throw error
          }
        }
        await group.go("thumb-2") { ctx in
          do {
            try await ctx.sleep(for: .milliseconds(1600))
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(180))
            throw error
          }
        }
      }  // waits until all are out
    }
    await group.go("audit-log") { ctx in
      await ctx.busy(for: .milliseconds(2600))
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
        try await firstFailure(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
