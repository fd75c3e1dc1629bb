// Functions
import Cascade

func functions(_ ctx: Context) async throws {
  let closed = Signal(ctx)
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  let pressing = ctx.later(.milliseconds(400)) {
    scope.cancel()
  }
  defer { pressing.cancel() }
  try await withErrGroup(in: scope.context) { group in
    group.context.afterCancel("flush") {
      print("flush")
      await group.context.busy(for: .milliseconds(300))
      print("flushed")
    }
    let hangUp = ctx.afterCancel("hang up") {
      print("hang up")
      scope.cancel(cause: AppError("hung up"))
    }
    defer { hangUp.stop() }
    await group.go("reads") { ctx in
      let close = ctx.afterCancel("close") {
        print("close")
        await ctx.busy(for: .milliseconds(10))
        closed.give()
      }
      defer { close.stop() }
      await closed.wait()
      throw AppError("use of closed connection")
    }
    await group.go("works") { ctx in
      let never = ctx.afterCancel("never") {
        print("never")
      }
      defer { never.stop() }
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("inner") { ctx in
      try await ctx.withTimeout(.seconds(2)) { ctx in
        try await withErrGroup(in: ctx) { group in
          group.context.afterCancel("part") {
            print("part")
            await group.context.busy(for: .milliseconds(50))
          }
          let up = ctx.afterCancel("up") {
            print("up")
          }
          defer { up.stop() }
          await group.go("a") { ctx in
            try await ctx.sleep(for: .milliseconds(100))
          }
          await group.go("b") { ctx in
            try await ctx.sleep(for: .milliseconds(50))
          }
          try await group.wait()
        }
        await ctx.waitUntilCancelled()
        try ctx.checkCancellation()
      }
    }
    try await group.wait()
  }
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

  /// Does something when so much time has passed.
  fileprivate func later(
    _ time: Duration, _ action: @escaping @Sendable () -> Void
  ) -> CancelScope {
    let timer = withoutCancel().makeCancelScope(timeout: time)
    timer.context.onCancel { end in
      if end.reason == .deadlineExceeded { action() }
    }
    return timer
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await functions(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
