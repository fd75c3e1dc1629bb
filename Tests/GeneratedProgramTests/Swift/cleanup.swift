// Can a cancelled task clean up with its ctx?
import Cascade

/// A payment fails. Two other tasks have to undo what they
/// did.
func cleanup(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("pay") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
      throw AppError("card declined")
    }
    await group.go("seats") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(800))
      } catch {
        throw AppError("seats not released: context canceled")
      }
    }
    await group.go("stock") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(800))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(200))
        throw error
      }
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
        try await cleanup(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
