// Should one bad item cancel the whole batch?
import Cascade

/// 1,000 texts are translated, 50 at a time. One is in an
/// unknown language.
func batch(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx, .limit(50)) { group in
    for number in 1...649 {
      await group.go("text-\(number)") { ctx in
        try await ctx.sleep(for: .milliseconds(200))
      }
    }
    await group.go("bad") { ctx in
      try await ctx.sleep(for: .milliseconds(100))
      throw AppError("unknown language")
    }
    for number in 1...350 {
      await group.go("more-\(number)") { ctx in
        try await ctx.sleep(for: .milliseconds(200))
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
        try await batch(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
