// Can a server stop without losing requests?
import Cascade

/// A new version arrives while the server has two requests
/// open.
func shutdown(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    // From outside: finish, please.
    async let _: Void = {
      try await ctx.sleep(for: .milliseconds(500))
      group.shutdown(grace: .milliseconds(800))
    }()
    await group.go("accept") { ctx in
      _ = try await ctx.sleep(
        for: .milliseconds(2500),
        orUntil: ctx.shutdownSignal)
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
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await shutdown(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
