// Do queued tasks start after a failure?
import Cascade

/// Five checks of one database, two at a time. One of them
/// fails.
func lateStart(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx, .limit(2)) { group in
    await group.go("headers") { ctx in
      do {
        try await ctx.sleep(for: .seconds(1))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("state") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
      throw AppError("state root differs")
    }
    await group.go("receipts") { ctx in
      try await ctx.sleep(for: .milliseconds(600))
    }
    await group.go("snapshots") { ctx in
      await ctx.busy(for: .milliseconds(600))
    }
    await group.go("indexes") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
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
        try await lateStart(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
