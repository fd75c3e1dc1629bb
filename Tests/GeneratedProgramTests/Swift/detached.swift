// What still runs after a cancellation?
import Cascade

/// A booking fails. Some of its work must go on, and some
/// must begin.
func detached(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    group.context.afterCancel("give-seats-back") {
      print("give-seats-back")
    }
    let remindGuest = group.context.afterCancel("remind-guest") {
      print("remind-guest")
    }
    async let _: Void = {
      try await ctx.sleep(for: .milliseconds(500))
      remindGuest.stop()
    }()
    await group.go("reserve") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("pay") { ctx in
      try await ctx.sleep(for: .milliseconds(600))
      throw AppError("card declined")
    }
    await group.go("tickets") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(1100))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("audit") { ctx in
      let ctx = ctx.withoutCancel()
      try await ctx.sleep(for: .seconds(1))
    }
    try await group.wait()
  }
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
        try await detached(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
