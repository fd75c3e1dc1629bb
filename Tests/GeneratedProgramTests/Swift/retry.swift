// Do retries stop when the deadline passes?
import Cascade

/// A page has 1 s. Two of its three services may be asked
/// again.
func retry(_ ctx: Context) async throws {
  let timeout = ctx.makeCancelScope(
    timeout: .seconds(1),
    cause: AppError("the page has 1 s"))
  try await withErrGroup(in: timeout.context) { group in
    await group.go("profile") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("orders") { ctx in
      for attempt in 1...3 {
        do {
          switch attempt {
          case 1, 2:
            try await ctx.sleep(for: .milliseconds(100))
            throw AppError("503")
          default:
            try await ctx.sleep(for: .milliseconds(200))
            return
          }
        } catch is AppError where attempt < 3 {
          try await ctx.sleep(for: .milliseconds(100))
        }
      }
    }
    await group.go("prices") { ctx in
      for attempt in 1...6 {
        do {
          try await ctx.sleep(for: .milliseconds(100))
          throw AppError("connection refused")
        } catch is AppError where attempt < 6 {
          try await ctx.sleep(for: .milliseconds(250))
        }
      }
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
        try await retry(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
