// Is ctx still usable after Wait returns nil?
import Cascade

/// An image is pushed in three parts. Its manifest is sent
/// after them.
func usedAfterWait(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("push") { ctx in
      let (group, groupContext) = try ErrGroup.withContext(ctx)
      await group.go("config") { ctx in
        try await ctx.sleep(for: .milliseconds(100))
      }
      await group.go("layer-1") { ctx in
        try await ctx.sleep(for: .milliseconds(400))
      }
      await group.go("layer-2") { ctx in
        try await ctx.sleep(for: .milliseconds(600))
      }
      try await group.wait()
      print("all parts are there; now the manifest")
      try await groupContext.sleep(for: .milliseconds(200))
    }
    await group.go("scan") { ctx in
      do {
        try await ctx.sleep(for: .seconds(1))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
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
        try await usedAfterWait(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
