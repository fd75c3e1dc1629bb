// A server shuts down
import Cascade

/// First it asks, then it insists. Who finishes in time
/// loses nothing. The others are told when the grace is
/// over.
func shutdown(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    // From outside: finish, please.
    async let _: Void = {
      try await ctx.sleep(for: .milliseconds(500))
      group.shutdown(grace: .milliseconds(800))
    }()
    await group.go("accept") { ctx in
      guard
        try await ctx.sleep(
          for: .milliseconds(2500),
          orUntil: ctx.shutdownSignal)
      else { return }
    }
    await group.go("login") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
    }
    await group.go("upload") { ctx in
      try await ctx.sleep(for: .milliseconds(900))
    }
    await group.go("live-tail") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(2500))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        return
      }
    }
    try await group.wait()
  }
}

extension Context {
  /// Work that doesn't look at its context.
  fileprivate func busy(for time: Duration) async {
    try? await withoutCancel().sleep(for: time)
  }
}

#if !TESTING
  @main struct Program {
    static func main() async {
      do {
        try await shutdown(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
      }
    }
  }
#endif
