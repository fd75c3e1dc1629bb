// Two tasks fail: which error does Wait return?
import Cascade

/// Four services delete one user's data. Two of them fail.
func twoFailures(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("profile") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
    }
    await group.go("orders") { ctx in
      try await ctx.sleep(for: .milliseconds(500))
      throw AppError("orders are locked")
    }
    await group.go("photos") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(900))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("letters") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
      await ctx.busy(for: .milliseconds(600))
      throw AppError("no such mailbox")
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
        try await twoFailures(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
