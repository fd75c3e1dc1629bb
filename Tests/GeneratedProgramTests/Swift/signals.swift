// Signals
import Cascade

func signals(_ ctx: Context) async throws {
  let againDone = Signal(ctx)
  let dbStarted = Signal(ctx)
  let dbDone = Signal(ctx)
  let innerWaitsDone = Signal(ctx)
  let seen = Signal(ctx)
  let up = Signal(ctx)
  try await withErrGroup(in: ctx) { group in
    await group.go("early") { ctx in
      try await dbStarted.wait(ctx)
      try await ctx.sleep(for: .milliseconds(50))
    }
    await group.go("late") { ctx in
      do {
        try await dbDone.wait(ctx)
        try await ctx.sleep(for: .milliseconds(50))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(10))
        return
      }
    }
    await group.go("ready") { _ in
      await up.wait()
      print("it is up")
    }
    await group.go("inner") { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go("waits") { ctx in
          defer { innerWaitsDone.give() }
          try await up.wait(ctx)
          seen.give()
          try await ctx.sleep(for: .milliseconds(20))
        }
        await group.go("sees") { ctx in
          try await seen.wait(ctx)
          try await innerWaitsDone.wait(ctx)
        }
      }  // waits until all are out
      try await dbDone.wait(ctx)
    }
    await ctx.busy(for: .milliseconds(10))
    await group.go("again") { ctx in
      defer { againDone.give() }
      for attempt in 1...2 {
        do {
          switch attempt {
          case 1:
            try await ctx.sleep(for: .milliseconds(50))
            throw AppError("no")
          default:
            try await ctx.sleep(for: .milliseconds(100))
            return
          }
        } catch is AppError where attempt < 2 {
          continue
        }
      }
    }
    await group.go("asked") { ctx in
      try await againDone.wait(ctx)
      seen.give()
    }
    await group.go("never") { ctx in
      await ctx.waitUntilCancelled()
    }
    await ctx.busy(for: .milliseconds(50))
    await group.go("db") { ctx in
      dbStarted.give()
      defer { dbDone.give() }
      try await ctx.sleep(for: .milliseconds(100))
      up.give()
      try await ctx.sleep(for: .milliseconds(100))
    }
    await group.go("fails") { ctx in
      try await dbDone.wait(ctx)
      try await ctx.sleep(for: .milliseconds(500))
      throw AppError("boom")
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Something that happens once, and that tasks wait for.
private final class Signal: Sendable {
  private let scope: CancelScope

  init(_ ctx: Context) {
    scope = ctx.withoutCancel().makeCancelScope()
  }

  func give() { scope.cancel() }

  /// Waits for it, and listens to the context.
  func wait(_ ctx: Context) async throws {
    while try await ctx.sleep(
      for: .seconds(1), orUntil: scope.context
    ) {}
  }

  /// Waits for it, and doesn't listen.
  func wait() async {
    try? await wait(scope.context.withoutCancel())
  }
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
        try await signals(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
