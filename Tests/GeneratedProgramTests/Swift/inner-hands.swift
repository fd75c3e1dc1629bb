// Inner hands
import Cascade

func innerHands(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("early") { ctx in
      let scope = ctx.makeCancelScope()
      // From outside, such as Ctrl-C.
      let pressing = ctx.later(.seconds(2)) {
        scope.cancel()
      }
      defer { pressing.cancel() }
      try await withErrGroup(in: scope.context) { group in
        await group.go("a") { ctx in
          try await ctx.sleep(for: .milliseconds(300))
        }
        await group.go("b") { ctx in
          try await ctx.sleep(for: .milliseconds(500))
        }
      }  // waits until all are out
    }
    await group.go("cut") { ctx in
      let scope2 = ctx.makeCancelScope()
      // From outside, such as Ctrl-C.
      let pressing2 = ctx.later(.milliseconds(150)) {
        scope2.cancel(cause: AppError("enough"))
      }
      defer { pressing2.cancel() }
      try await withErrGroup(in: scope2.context) { group in
        await group.go("c") { ctx in
          try await ctx.sleep(for: .milliseconds(300))
        }
      }  // waits until all are out
    }
    await group.go("told") { ctx in
      let scope3 = ctx.withoutCancel().makeCancelScope()
      // From outside, such as Ctrl-C.
      let pressing3 = ctx.later(.seconds(3)) {
        scope3.cancel()
      }
      defer { pressing3.cancel() }
      _ = try? await withErrGroup(
        in: scope3.context
      ) { group in
        await group.go("d") { ctx in
          await ctx.busy(for: .milliseconds(400))
        }
      }  // waits until all are out
      try? await ctx.sleep(for: .milliseconds(100))
    }
    await group.go("asks") { ctx in
      try await withErrGroup(in: ctx) { group in
        // From outside: finish, please.
        let asking = ctx.later(.seconds(3)) {
          group.shutdown(grace: .seconds(1))
        }
        defer { asking.cancel() }
        await group.go("e") { ctx in
          try await ctx.sleep(for: .milliseconds(300))
        }
        try await group.wait()
      }
    }
    await group.go("stops") { ctx in
      try await withErrGroup(in: ctx) { group in
        let fn = group.context.afterCancel("fn") {
          print("fn")
        }
        let stopping = ctx.later(.seconds(3)) {
          fn.stop()
        }
        defer { stopping.cancel() }
        await group.go("f") { ctx in
          try await ctx.sleep(for: .milliseconds(300))
        }
        try await group.wait()
      }
    }
    await group.go("bare") { ctx in
      let group = try ErrGroup(in: ctx, .policy(.keepFirst))
      let never = ctx.afterCancel("never") {
        print("never")
      }
      defer { never.stop() }
      await group.go("i") { ctx in
        try await ctx.sleep(for: .milliseconds(200))
      }
      try await group.wait()
    }
    await group.go("by-hand") { ctx in
      let scope4 = SharedScope(ctx.makeCancelScope())
      let (group, _) = try ErrGroup.withContext(
        scope4.context)
      await group.go("g") { ctx in
        try await ctx.sleep(for: .milliseconds(200))
        scope4.cancel(cause: AppError("done with it"))
      }
      await group.go("h") { ctx in
        try? await ctx.sleep(for: .milliseconds(600))
      }
      try await group.wait()
      try await ctx.sleep(for: .milliseconds(100))
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// The right to end a context, for several tasks.
private final class SharedScope: Sendable {
  private let scope: CancelScope

  init(_ scope: consuming CancelScope) { self.scope = scope }

  var context: Context { scope.context }

  func cancel(cause: (any Error)? = nil) {
    scope.cancel(cause: cause)
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
        try await innerHands(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
