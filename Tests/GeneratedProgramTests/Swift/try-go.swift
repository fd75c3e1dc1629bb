// What does TryGo do on a full group?
import Cascade

/// A service resizes photos, two at a time. Four photos
/// arrive.
func tryGo(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx, .limit(2)) { group in
    await group.go("photo-1") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
    }
    await group.go("photo-2") { ctx in
      try await ctx.sleep(for: .milliseconds(800))
    }
    await ctx.busy(for: .milliseconds(100))
    let spawned = group.tryGo("photo-3") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
    if spawned == nil {
      print("photo-3: there is no free slot")
    }
    await ctx.busy(for: .milliseconds(400))
    let spawned2 = group.tryGo("photo-4") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
    if spawned2 == nil {
      print("photo-4: there is no free slot")
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
        try await tryGo(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
