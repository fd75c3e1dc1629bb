// Does errgroup recover a panic?
import Cascade

/// A photo's decoder panics in a group inside the page's
/// group.
func panic(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("banner") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("gallery") { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go("photo-1") { ctx in
          do {
            try await ctx.sleep(for: .milliseconds(800))
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(50))
            throw error
          }
        }
        await group.go("photo-2") { ctx in
          try await ctx.sleep(for: .milliseconds(400))
          throw AppError(panic: "index 3 is out of range")
        }
      }  // waits until all are out
    }
    await group.go("invoice") { ctx in
      do {
        try await ctx.sleep(for: .seconds(1))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(20))
        throw error
      }
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
  /// What stands for a panic of Go.
  init(panic text: String) { description = "panic: \(text)" }
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
        try await panic(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
