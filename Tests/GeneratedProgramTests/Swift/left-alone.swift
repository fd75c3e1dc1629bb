// Left alone
import Cascade

func leftAlone(_ ctx: Context) async throws {
  let timeout = ctx.makeCancelScope(
    timeout: .milliseconds(600),
    cause: AppError("time is up"))
  try await withErrGroup(
    in: timeout.context, .policy(.supervised)
  ) { group in
    await group.go("a") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
      throw AppError("no")
    }
    await group.go("b") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
    }
    await group.go("c") { ctx in
      try? await ctx.sleep(for: .seconds(1))
    }
    await group.go("d") { ctx in
      try await ctx.sleep(for: .seconds(1))
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await leftAlone(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
