// Services
import Cascade

func services(_ ctx: Context) async throws {
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .milliseconds(520))
    scope.cancel(cause: AppError("interrupt"))
  }()
  try await withErrGroup(in: scope.context) { group in
    // From outside: finish, please.
    async let _: Void = {
      try await ctx.sleep(for: .milliseconds(310))
      group.shutdown(grace: .seconds(5))
    }()
    await group.go("serve") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(30))  // cleans up
    }
    await group.go("says-why") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(100))
        await ctx.waitUntilCancelled()
        try ctx.checkCancellation()
      } catch {
        throw ctx.cause ?? error
      }
    }
    await group.go("plain") { ctx in
      await ctx.waitUntilCancelled()
    }
    await group.go("own") { ctx in
      try await ctx.withTimeout(
        .milliseconds(230), cause: AppError("too slow")
      ) { ctx in
        await ctx.waitUntilCancelled()
      }
    }
    await group.go("accept") { ctx in
      while try await ctx.sleep(
        for: .seconds(1), orUntil: ctx.shutdownSignal
      ) {}
    }
    await group.go("drain") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(100))
      print("drained")
    }
    await group.go("sweep") { ctx in
      await ctx.waitUntilCancelled()
      do {
        try await ctx.sleep(for: .milliseconds(100))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(10))
        throw error
      }
    }
    await group.go("inner") { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go("listen") { ctx in
          await ctx.waitUntilCancelled()
        }
        await group.go("other") { ctx in
          try await ctx.sleep(for: .milliseconds(200))
        }
      }  // waits until all are out
    }
    await group.go("again") { ctx in
      do {
        for attempt in 1...2 {
          do {
            switch attempt {
            case 1:
              try await ctx.sleep(for: .milliseconds(50))
              throw AppError("no")
            default:
              try await ctx.sleep(for: .milliseconds(50))
              await ctx.waitUntilCancelled()
              try ctx.checkCancellation()
            }
          } catch is AppError where attempt < 2 {
            continue
          }
        }
      } catch is ContextError {
        return
      }
    }
    try await group.wait()
  }
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
        try await services(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
