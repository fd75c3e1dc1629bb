// Added siblings
import Cascade

func addedSiblings(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("adds") { ctx in
      let ctx = ctx.withoutCancel()
      try await ctx.sleep(for: .milliseconds(100))
      await group.go("added") { ctx in
        try await ctx.sleep(for: .seconds(1))
      }
      try await ctx.sleep(for: .milliseconds(600))
    }
    await group.go("limited") { ctx in
      try await ctx.withTimeout(.milliseconds(200)) { ctx in
        await group.go("more") { ctx in
          do {
            try await ctx.sleep(for: .seconds(1))
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(20))
            throw error
          }
        }
        try? await ctx.sleep(for: .milliseconds(400))
      }
    }
    await group.go("bare") { ctx in
      let group = try ErrGroup(in: ctx, .policy(.keepFirst))
      await group.go("long") { ctx in
        let ctx = ctx.withoutCancel()
        try await ctx.sleep(for: .milliseconds(100))
        await group.go("last") { ctx in
          try await ctx.sleep(for: .seconds(1))
        }
        try await ctx.sleep(for: .milliseconds(600))
      }
      try await group.wait()
    }
    await group.go("fails") { ctx in
      try await ctx.sleep(for: .milliseconds(500))
      throw AppError("boom")
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
        try await addedSiblings(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
