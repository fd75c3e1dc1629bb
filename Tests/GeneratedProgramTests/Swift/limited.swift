// Limited
import Cascade
import Synchronization

func limited(_ ctx: Context) async throws {
  let api = RateLimiter(every: .milliseconds(40), burst: 2)
  let rate = RateLimiter(every: .milliseconds(15), burst: 1)
  let group = try ErrGroup(in: ctx, .policy(.keepFirst))
  await group.go("a") { ctx in
    try await api.wait(ctx)
    print("a has one")
    try await ctx.sleep(for: .milliseconds(5))
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("b") { ctx in
    for _ in 1...3 {
      try await api.wait(ctx)
      try await ctx.sleep(for: .milliseconds(7))
    }
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("late") { ctx in
    try await ctx.withTimeout(.milliseconds(50)) { ctx in
      do {
        try await api.wait(ctx)
        try await api.wait(ctx)
      } catch is ContextError {
        return
      }
    }
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("told") { ctx in
    let scope = ctx.makeCancelScope()
    // From outside, such as Ctrl-C.
    let pressing = ctx.later(.milliseconds(20)) {
      scope.cancel()
    }
    defer { pressing.cancel() }
    _ = try? await withErrGroup(
      in: scope.context
    ) { group in
      await group.go("waits") { ctx in
        do {
          try await api.wait(ctx)
        } catch let error as ContextError {  // cleans up
          await ctx.busy(for: .milliseconds(3))
          throw error
        }
        print("never")
      }
    }  // waits until all are out
    try await rate.wait(ctx)
  }
  await ctx.busy(for: .milliseconds(2))
  await group.go("deaf") { ctx in
    try await api.wait(ctx.withoutCancel())
    await ctx.busy(for: .milliseconds(1))
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("tries") { ctx in
    try await ctx.withTimeout(.milliseconds(60)) { ctx in
      do {
        try await rate.wait(ctx)
        try await rate.wait(ctx)
        try await api.wait(ctx)
      } catch {
        print("no token")
      }
      await ctx.busy(for: .milliseconds(2))
    }
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("again") { ctx in
    for attempt in 1...3 {
      do {
        try await rate.wait(ctx)
        try await ctx.sleep(for: .milliseconds(3))
        throw AppError("503")
      } catch is AppError where attempt < 3 {
        try await ctx.sleep(for: .milliseconds(11))
      }
    }
  }
  try await group.wait()
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Has a token each so often, and keeps a few of them.
private final class RateLimiter: Sendable {
  private let every: Duration
  private let burst: Int
  /// When it has all its tokens again.
  private let full = Mutex<Context.Instant?>(nil)

  init(every: Duration, burst: Int) {
    self.every = every
    self.burst = burst
  }

  /// Takes a token, or waits for the next one.
  func wait(_ ctx: Context) async throws {
    try ctx.checkCancellation()
    let now = ctx.now
    let (next, token) = try full.withLock { full in
      let next = max(full ?? now, now).advanced(by: every)
      let token = next.advanced(by: every * -burst)
      if let end = ctx.deadline, max(token, now) > end {
        throw AppError(
          "rate: Wait(n=1) would exceed context deadline")
      }
      full = next
      return (next, token)
    }
    guard token > now else { return }
    do {
      try await ctx.sleep(until: token)
    } catch {
      // It comes back, unless others wait for later ones.
      full.withLock { full in
        if full == next { full = next.advanced(by: every * -1) }
      }
      throw error
    }
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
        try await limited(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
