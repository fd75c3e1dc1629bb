// Collected
import Cascade

func collected(_ ctx: Context) async throws {
  let (group, groupContext) = try ErrGroup.withContext(
    ctx, .named("upload"), .limit(2), .policy(.collectAll))
  groupContext.afterCancel("report") {
    print("report")
  }
  await group.go("a") { ctx in
    try await ctx.sleep(for: .milliseconds(300))
    throw AppError("no route")
  }
  await group.go("b") { ctx in
    try await ctx.sleep(for: .milliseconds(500))
  }
  await group.go("c") { ctx in
    try await ctx.sleep(for: .milliseconds(500))
    throw AppError("rate limited")
  }
  await group.go("quiet") { ctx in
    try? await withErrGroup(
      in: ctx, .policy(.collectAll)
    ) { group in
      await group.go("d") { ctx in
        try await ctx.sleep(for: .milliseconds(100))
        throw AppError("no")
      }
      await group.go("e") { ctx in
        try await ctx.sleep(for: .milliseconds(200))
      }
    }  // waits until all are out
    try await ctx.sleep(for: .milliseconds(100))
  }
  try await group.wait()
  try await ctx.sleep(for: .milliseconds(100))
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
        try await collected(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
