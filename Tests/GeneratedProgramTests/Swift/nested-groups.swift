// Does an inner failure cancel the outer group?
import Cascade

/// A page has two tasks. Each opens a group of its own in
/// the page's group.
func nestedGroups(_ ctx: Context) async throws {
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .milliseconds(800))
    scope.cancel(
      cause: AppError("the reader closed the tab"))
  }()
  try await withErrGroup(in: scope.context) { group in
    await group.go("weather") { ctx in
      try? await withErrGroup(in: ctx) { group in
        await group.go("radar") { ctx in
          try await ctx.sleep(for: .milliseconds(300))
          throw AppError("radar offline")
        }
        await group.go("satellite") { ctx in
          do {
            try await ctx.sleep(for: .seconds(1))
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(20))
            throw error
          }
        }
      }  // waits until all are out
      print("no weather today")
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("news") { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go("headlines") { ctx in
          try await ctx.sleep(for: .milliseconds(500))
        }
        await group.go("pictures") { ctx in
          do {
            try await ctx.sleep(for: .milliseconds(1500))
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(40))
            throw error
          }
        }
      }  // waits until all are out
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
        try await nestedGroups(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
