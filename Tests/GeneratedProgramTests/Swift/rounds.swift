// Rounds
import Cascade

func rounds(_ ctx: Context) async throws {
  let eitherFailed = Signal(ctx)
  let eitherEnded = Signal(ctx)
  let flakyFailed = Signal(ctx)
  let flakyEnded = Signal(ctx)
  let stopsPermanentFailed = Signal(ctx)
  let stopsPermanentEnded = Signal(ctx)
  let tried = Signal(ctx)
  let twiceDone = Signal(ctx)
  try await withErrGroup(in: ctx) { group in
    await group.go("health") { ctx in
      do {
        var ticker = Ticker(
          start: ctx.now, period: .milliseconds(200))
        for _ in 1...2 {
          try await ctx.sleep(until: ticker.next(after: ctx.now))
          try await ctx.sleep(for: .milliseconds(20))
          print("check ok")
        }
        try await ctx.sleep(until: ticker.next(after: ctx.now))
        try await ctx.sleep(for: .milliseconds(25))
        throw AppError("unhealthy")
      } catch let error as ContextError {  // cleans up
        await ctx.busy(for: .milliseconds(5))
        throw error
      }
    }
    await group.go("reports") { ctx in
      do {
        var ticker2 = Ticker(
          start: ctx.now, period: .milliseconds(250))
        while true {
          try await ctx.sleep(until: ticker2.next(after: ctx.now))
          try await ctx.sleep(for: .milliseconds(10))
        }
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(7))
        return
      }
    }
    await group.go("twice") { ctx in
      defer { twiceDone.give() }
      var ticker3 = Ticker(
        start: ctx.now, period: .milliseconds(100))
      for _ in 1...2 {
        await ctx.busy(until: ticker3.next(after: ctx.now))
        await ctx.busy(for: .milliseconds(30))
      }
      await ctx.busy(for: .milliseconds(20))
      var ticker4 = Ticker(
        start: ctx.now, period: .milliseconds(30))
      for _ in 1...2 {
        await ctx.busy(until: ticker4.next(after: ctx.now))
        await ctx.busy(for: .milliseconds(5))
      }
    }
    await group.go("line") { ctx in
      do {
        while true {
          try await ctx.sleep(for: .milliseconds(20))
          await ctx.busy(for: .milliseconds(10))
        }
      } catch {
        return
      }
    }
    await group.go("nested") { ctx in
      for _ in 1...2 {
        try await ctx.sleep(for: .milliseconds(5))
        for _ in 1...2 {
          try await ctx.sleep(for: .milliseconds(2))
        }
        await ctx.busy(for: .milliseconds(1))
        print("again")
      }
    }
    await group.go("endless") { ctx in
      do {
        while true {
          for _ in 1...2 {
            try await ctx.sleep(for: .milliseconds(15))
            await ctx.busy(for: .milliseconds(5))
          }
        }
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(3))
        throw error
      }
    }
    await group.go("busy") { ctx in
      do {
        while !ctx.isCancelled {
          await ctx.busy(for: .milliseconds(20))
        }
        try ctx.checkCancellation()
      } catch {
        return
      }
    }
    await group.go("hedge") { ctx in
      guard
        try await Signal.first(
          of: [flakyFailed],
          unless: [flakyEnded],
          within: .milliseconds(300),
          in: ctx)
      else { return }
      try await ctx.sleep(for: .milliseconds(40))
    }
    await group.go("flaky") { ctx in
      defer { flakyEnded.give() }
      do {
        for _ in 1...2 {
          try await ctx.sleep(for: .milliseconds(30))
        }
        tried.give()
      } catch {
        flakyFailed.give()
        throw error
      }
    }
    await group.go("either") { ctx in
      defer { eitherEnded.give() }
      do {
        guard
          try await Signal.first(
            of: [tried, twiceDone],
            in: ctx)
        else { return }
        try await ctx.sleep(for: .milliseconds(10))
      } catch {
        eitherFailed.give()
        throw error
      }
    }
    await group.go("spare") { ctx in
      do {
        guard
          try await Signal.first(
            of: [eitherFailed],
            unless: [eitherEnded],
            in: ctx)
        else { return }
      } catch {
        return
      }
      throw AppError("never")
    }
    await group.go("grows") { ctx in
      var pause = Duration.milliseconds(50)
      for attempt in 1...9 {
        do {
          try await ctx.sleep(for: .milliseconds(10))
          throw AppError("503")
        } catch is AppError where attempt < 9 {
          try await ctx.sleep(for: pause)
          pause = pause * 1.5
          pause = min(pause, .milliseconds(150))
        }
      }
    }
    await group.go("stops") { ctx in
      do {
        let group = try ErrGroup(
          in: ctx, .policy(.keepFirst))
        await group.go("permanent") { ctx in
          defer { stopsPermanentEnded.give() }
          do {
            var pause = Duration.milliseconds(20)
            for attempt in 1...3 {
              do {
                switch attempt {
                case 1:
                  try await ctx.sleep(for: .milliseconds(10))
                  throw AppError("503")
                case 2:
                  try await ctx.sleep(for: .milliseconds(10))
                  throw AppError("wrong")
                default:
                  try await ctx.sleep(for: .milliseconds(10))
                  return
                }
              } catch let error as AppError
                where attempt < 3 && error.description != "wrong"
              {
                try await ctx.sleep(for: pause)
                pause = pause * 2
              }
            }
          } catch {
            stopsPermanentFailed.give()
            throw error
          }
        }
        await group.go("sees") { ctx in
          guard
            try await Signal.first(
              of: [stopsPermanentFailed],
              unless: [stopsPermanentEnded],
              in: ctx)
          else { return }
          print("seen")
        }
        try? await group.wait()
      }
      try await ctx.sleep(for: .milliseconds(10))
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

  /// Waits for the first of several, for so long at most, unless one of
  /// `others` comes before: whether it came.
  static func first(
    of signals: [Signal], unless others: [Signal] = [],
    within time: Duration? = nil, orUntil asked: Context? = nil,
    in ctx: Context
  ) async throws -> Bool {
    func isGiven(_ signals: [Signal]) -> Bool {
      signals.contains { $0.scope.context.isCancelled }
    }
    let any = Signal(ctx)
    let signal = any.scope.context
    let all = (signals + others).map { $0.scope.context }
    for end in all + [asked].compactMap(\.self) {
      end.onCancel { _ in any.give() }
    }
    do {
      let step = time ?? .seconds(1)
      while try await ctx.sleep(for: step, orUntil: signal) {
        if time != nil { return true }
      }
    } catch {
      guard isGiven(others), !isGiven(signals) else { throw error }
    }
    return isGiven(signals)
  }
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

  fileprivate func busy(until time: Context.Instant) async {
    try? await withoutCancel().sleep(until: time)
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await rounds(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
