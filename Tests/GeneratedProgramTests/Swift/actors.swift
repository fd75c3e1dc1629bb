// Which error does a group of actors return?
import Cascade

/// A program has three actors. As soon as one returns, the
/// others are stopped.
func actors(_ ctx: Context) async throws {
  try await withErrGroup(
    in: ctx, .policy(.firstReturn)
  ) { group in
    await group.go("api") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(150))  // cleans up
      throw AppError("http: Server closed")
    }
    await group.go("metrics") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(50))  // cleans up
    }
    await group.go("signal") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
      throw AppError("received signal interrupt")
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
        try await actors(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
