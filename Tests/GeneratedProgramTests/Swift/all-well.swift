// How long does Wait take if nothing fails?
import Cascade

/// A page asks four services at the same time.
func allWell(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("product") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
    }
    await group.go("price") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
    }
    await group.go("stock") { ctx in
      try await ctx.sleep(for: .milliseconds(800))
    }
    await group.go("reviews") { ctx in
      try await ctx.sleep(for: .milliseconds(600))
    }
  }  // waits until all are out
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await allWell(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
