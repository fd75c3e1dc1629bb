// Which context does your task listen to?
import Cascade

/// Three tasks pull images. All three check a context all
/// the time.
func wrongContext(_ ctx: Context) async throws {
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .milliseconds(1500))
    scope.cancel(cause: AppError("Ctrl-C"))
  }()
  let caller = scope.context
  try await withErrGroup(in: caller) { group in
    await group.go("pull-web") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(1100))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("pull-db") { _ in
      // The caller's context, not the group's.
      try await caller.sleep(for: .seconds(1))
      print("1 of 2 GB")
      try await caller.sleep(for: .seconds(1))
    }
    await group.go("pull-cache") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
      throw AppError("no such image")
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
        try await wrongContext(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
