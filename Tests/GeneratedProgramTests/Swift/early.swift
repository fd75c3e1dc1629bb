// Early
import Cascade

func early(_ ctx: Context) async throws {
  let group = try ErrGroup(in: ctx, .policy(.keepFirst))
  await group.go("ignored") { ctx in
    do {
      let scope = ctx.makeCancelScope()
      let (group, _) = try ErrGroup.withContext(
        scope.context)
      do {
        try {
          throw AppError("no route")
        }()
        await group.go("a") { ctx in
          try await ctx.sleep(for: .milliseconds(100))
        }
        try? await group.wait()
      } catch {}
    }
    try await ctx.sleep(for: .milliseconds(50))
  }
  await group.go("waits") { ctx in
    do {
      let scope2 = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope2.context)
      await group.go("b") { ctx in
        try await ctx.sleep(for: .milliseconds(100))
      }
      do {
        try? await groupContext.sleep(for: .milliseconds(10))
        throw AppError("no room")
      } catch {}
    }
    try await ctx.sleep(for: .milliseconds(50))
  }
  await group.go("drops") { ctx in
    let scope3 = ctx.makeCancelScope()
    let (group, groupContext) = try ErrGroup.withContext(
      scope3.context)
    var failure: (any Error)?
    do {
      try await groupContext.sleep(for: .milliseconds(10))
      await group.go("c") { ctx in
        try await ctx.sleep(for: .milliseconds(50))
        throw AppError("no")
      }
      try? await group.wait()
    } catch { failure = error }
    print("bye")
    if let failure { throw failure }
  }
  await group.go("deferred") { ctx in
    let scope4 = ctx.makeCancelScope()
    let timeout = scope4.context.makeCancelScope(
      timeout: .milliseconds(60))
    let (group, groupContext) = try ErrGroup.withContext(
      timeout.context)
    var failure: (any Error)?
    do {
      try await groupContext.sleep(for: .milliseconds(100))
      await group.go("d") { ctx in
        try await ctx.sleep(for: .milliseconds(100))
      }
      try? await group.wait()
    } catch { failure = error }
    print("bye")
    if let failure { throw failure }
  }
  try await group.wait()
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
        try await early(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
