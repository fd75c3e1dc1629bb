// Does cancelling unblock a waiting g.Go?
import Cascade

/// Two copies fill the group. The caller wants to start a
/// third task.
func blockedGo(_ ctx: Context) async throws {
  let timeout = ctx.makeCancelScope(
    timeout: .milliseconds(300))
  try await withErrGroup(
    in: timeout.context, .limit(2)
  ) { group in
    await group.go("copy-1") { ctx in
      await ctx.busy(for: .milliseconds(800))
    }
    await group.go("copy-2") { ctx in
      await ctx.busy(for: .milliseconds(700))
    }
    await group.go("report") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
  }  // waits until all are out
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
        try await blockedGo(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
