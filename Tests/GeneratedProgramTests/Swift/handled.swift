// Handled
import Cascade

func handled(_ ctx: Context) async throws {
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .milliseconds(305))
    scope.cancel()
  }()
  let (group, groupContext) = try ErrGroup.withContext(
    scope.context)
  await group.go("worker") { ctx in
    for _ in 1...3 {
      do {
        try await ctx.sleep(for: .milliseconds(80))
        throw AppError("503")
      } catch {
        print("gave up")
        await ctx.busy(for: .milliseconds(20))
      }
    }
    try await ctx.sleep(for: .milliseconds(100))
  }
  await group.go("consumer") { ctx in
    while !ctx.isCancelled {
      do {
        try await ctx.sleep(for: .milliseconds(70))
        do {
          try await ctx.sleep(for: .milliseconds(30))
          throw AppError("bad")
        } catch {
          // It goes on.
        }
      } catch {
        print("no message")
      }
    }
    try ctx.checkCancellation()
  }
  await group.go("drops") { ctx in
    do {
      try await ctx.sleep(for: .milliseconds(400))
    } catch {
      // It goes on.
    }
    await ctx.busy(for: .milliseconds(10))
    print("goes on")
  }
  await group.go("answers") { ctx in
    do {
      do {
        try await ctx.sleep(for: .milliseconds(400))
      } catch {
        print("told")
        try await ctx.sleep(for: .milliseconds(50))
      }
    } catch {  // cleans up
      await ctx.busy(for: .milliseconds(30))
      throw AppError("late")
    }
    print("never")
  }
  await group.go("falls-back") { ctx in
    do {
      do {
        try await ctx.sleep(for: .milliseconds(10))
        throw AppError("first")
      } catch {
        try await ctx.sleep(for: .milliseconds(10))
        throw AppError("second")
      }
    } catch {
      await ctx.busy(for: .milliseconds(10))
    }
    try await ctx.sleep(for: .milliseconds(10))
  }
  await group.go("opens") { ctx in
    do {
      try await withErrGroup(in: ctx) { group in
        await group.go("a") { ctx in
          try await ctx.sleep(for: .milliseconds(100))
          throw AppError("no")
        }
        await group.go("b") { ctx in
          try await ctx.sleep(for: .milliseconds(150))
        }
      }  // waits until all are out
    } catch {
      print("no group")
      return
    }
    print("never")
  }
  await group.go("batches") { ctx in
    for round in 1...2 {
      do {
        try await ctx.sleep(for: .milliseconds(10))
        try await withErrGroup(
          in: ctx, .named("batch-\(round)")
        ) { group in
          await group.go("a") { ctx in
            try await ctx.sleep(for: .milliseconds(50))
            throw AppError("no")
          }
        }  // waits until all are out
      } catch {
        // It goes on.
      }
    }
    print("both done")
  }
  do {
    try await groupContext.sleep(for: .milliseconds(10))
  } catch {
    print("before")
  }
  try? await group.wait()
  do {
    try await ctx.sleep(for: .milliseconds(10))
  } catch {
    print("after")
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
        try await handled(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
