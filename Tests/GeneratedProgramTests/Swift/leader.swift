// What stops a leader that has lost its lease?
import Cascade

/// renew renews a lease every 200 ms. lead may work as long
/// as it is held.
func leader(_ ctx: Context) async throws {
  try await withErrGroup(
    in: ctx, .policy(.firstReturn)
  ) { group in
    await group.go("renew") { ctx in
      var ticker = Ticker(
        start: ctx.now, period: .milliseconds(200))
      for _ in 1...3 {
        try await ctx.sleep(until: ticker.next(after: ctx.now))
        try await ctx.sleep(for: .milliseconds(30))
      }
      try await ctx.sleep(until: ticker.next(after: ctx.now))
      try await ctx.sleep(for: .milliseconds(100))
      throw AppError("lease lost")
    }
    await group.go("lead") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(100))  // cleans up
    }
    await group.go("watch") { ctx in
      do {
        var ticker2 = Ticker(
          start: ctx.now, period: .milliseconds(160))
        while true {
          try await ctx.sleep(until: ticker2.next(after: ctx.now))
          try await ctx.sleep(for: .milliseconds(20))
        }
      } catch {
        return
      }
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Says when the next round begins. Of missed rounds there is one.
private struct Ticker {
  let start: Context.Instant
  let period: Duration
  private var count = 0

  init(start: Context.Instant, period: Duration) {
    self.start = start
    self.period = period
  }

  mutating func next(after now: Context.Instant) -> Context.Instant {
    count = max(count + 1, Int(start.duration(to: now) / period))
    return start.advanced(by: period * count)
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
        try await leader(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
