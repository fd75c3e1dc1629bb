// Raced
import Cascade

func raced(_ ctx: Context) async throws {
  try await withErrGroup(
    in: ctx, .policy(.firstSuccess)
  ) { group in
    await group.go("slow") { ctx in
      do {
        try await ctx.sleep(for: .seconds(1))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("deaf") { ctx in
      await ctx.busy(for: .milliseconds(700))
    }
    await group.go("bad") { ctx in
      try await ctx.sleep(for: .milliseconds(100))
      throw AppError("no")
    }
    await group.go("quick") { ctx in
      try await ctx.sleep(for: .milliseconds(500))
    }
    await group.go("lost") { ctx in
      try? await withErrGroup(
        in: ctx, .policy(.firstSuccess)
      ) { group in
        await group.go("f") { ctx in
          try await ctx.sleep(for: .milliseconds(100))
          throw AppError("no")
        }
        await group.go("g") { ctx in
          try await ctx.sleep(for: .milliseconds(200))
          throw AppError("nor")
        }
      }  // waits until all are out
      try await ctx.sleep(for: .seconds(1))
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
        try await raced(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
