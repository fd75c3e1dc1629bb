// Where does a rate-limited loop stop?
import Cascade
import Synchronization

/// The caller fetches six pages, one every 100 ms. Their
/// index is missing.
func rateLimit(_ ctx: Context) async throws {
  let api = RateLimiter(every: .milliseconds(100), burst: 1)
  let scope = ctx.makeCancelScope()
  let (group, groupContext) = try ErrGroup.withContext(
    scope.context)
  await group.go("index") { ctx in
    try await ctx.sleep(for: .milliseconds(280))
    throw AppError("404 Not Found")
  }
  do {
    for round in 1...6 {
      try await api.wait(groupContext)
      await group.go("page-\(round)") { ctx in
        try await ctx.sleep(for: .milliseconds(250))
      }
    }
  } catch is ContextError {
    // It goes on.
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

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await rateLimit(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
