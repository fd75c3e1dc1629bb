// Late
import Cascade
import Synchronization

func late(_ ctx: Context) async throws {
  let rows = Items(1...2)
  let calls = SingleFlight<String, Void>()
  let group = try WaitGroup(in: ctx)
  await group.go("writes") { ctx in
    try await ctx.withTimeout(.milliseconds(20)) { ctx in
      try await ctx.sleep(for: .milliseconds(30))
    }
  }
  await group.go("rounds") { ctx in
    do {
      for _ in 1...2 {
        try await ctx.withTimeout(
          .milliseconds(50)
        ) { ctx in
          try await ctx.sleep(for: .milliseconds(20))
        }
      }
      try await ctx.withTimeout(.milliseconds(10)) { ctx in
        try await ctx.sleep(for: .milliseconds(20))
      }
    } catch let error as ContextError where ctx.isCancelled {  // cleans up
      await ctx.busy(for: .milliseconds(5))
      throw error
    }
  }
  await group.go("elects") { ctx in
    var ticker = Ticker(
      start: ctx.now, period: .milliseconds(50))
    for _ in 1...2 {
      try await ctx.sleep(until: ticker.next(after: ctx.now))
      do {
        try await ctx.withTimeout(
          .milliseconds(20)
        ) { ctx in
          await ctx.busy(for: .milliseconds(5))
          try await ctx.sleep(for: .milliseconds(30))
        }
      } catch {
        print("not elected")
      }
    }
  }
  await group.go("again") { ctx in
    do {
      for attempt in 1...3 {
        do {
          try await ctx.withTimeout(
            .milliseconds(20)
          ) { ctx in
            try await ctx.sleep(for: .milliseconds(30))
          }
          return
        } catch let error where attempt < 3 && (error is AppError || !ctx.isCancelled) {
          try await ctx.sleep(for: .milliseconds(5))
        }
      }
    } catch is ContextError where ctx.isCancelled {
      return
    }
  }
  await group.go("once") { ctx in
    for attempt in 1...3 {
      do {
        try await ctx.withTimeout(
          .milliseconds(20)
        ) { ctx in
          try await ctx.sleep(for: .milliseconds(30))
        }
        return
      } catch let error
        where attempt < 3 && (error is AppError || !ctx.isCancelled) && "\(error)" != "context deadline exceeded"
      {
        continue
      }
    }
  }
  await group.go("inner") { ctx in
    do {
      let scope = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope.context)
      await group.go("a") { ctx in
        try await ctx.sleep(for: .milliseconds(80))
      }
      await group.go("b") { ctx in
        do {
          try await ctx.withTimeout(
            .milliseconds(90)
          ) { ctx in
            try await ctx.sleep(for: .milliseconds(100))
          }
        } catch let error as ContextError where ctx.isCancelled {  // cleans up
          await ctx.busy(for: .milliseconds(7))
          throw AppError("b: \(error)")
        }
        print("never")
      }
      await group.go("c") { ctx in
        try await ctx.sleep(for: .milliseconds(40))
        throw AppError("c")
      }
      do {
        do {
          try await groupContext.withTimeout(
            .milliseconds(30)
          ) { ctx in
            try await ctx.sleep(for: .milliseconds(10))
          }
        } catch is ContextError where groupContext.isCancelled {
          // It goes on.
        }
        do {
          try await groupContext.withTimeout(
            .milliseconds(5)
          ) { ctx in
            _ = try rows.next(ctx)
          }
        } catch is ContextError where groupContext.isCancelled {
          // It goes on.
        }
        try await group.wait()
      } catch {}
    }
    do {
      try await ctx.withTimeout(.milliseconds(20)) { ctx in
        try await withErrGroup(
          in: ctx, .named("second")
        ) { group in
          await group.go("d") { ctx in
            do {
              try await ctx.sleep(for: .milliseconds(60))
            } catch {
              throw AppError("d: \(error)")
            }
          }
          await group.go("e") { ctx in
            await ctx.busy(for: .milliseconds(40))
          }
        }  // waits until all are out
      }
    } catch {
      print("dropped")
    }
    try await ctx.withTimeout(.milliseconds(30)) { ctx in
      try await calls.value(for: "user", in: ctx) { ctx in
        try await ctx.sleep(for: .milliseconds(40))
      }
    }
  }
  await group.go("early") { ctx in
    let scope2 = ctx.makeCancelScope()
    let (group, groupContext) = try ErrGroup.withContext(
      scope2.context)
    await group.go("f") { ctx in
      try await ctx.sleep(for: .milliseconds(30))
    }
    do {
      try await groupContext.withTimeout(
        .milliseconds(10)
      ) { ctx in
        try await ctx.sleep(for: .milliseconds(20))
      }
    } catch is ContextError where groupContext.isCancelled {
      // It goes on.
    }
    try await group.wait()
  }
  await group.go("after") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    await group.go("g") { ctx in
      try await ctx.sleep(for: .milliseconds(10))
    }
    var failure: (any Error)?
    do {
      try await group.wait()
      try await ctx.withTimeout(.milliseconds(10)) { ctx in
        try await ctx.sleep(for: .milliseconds(20))
      }
    } catch { failure = error }
    print("over")
    if let failure { throw failure }
  }
  await group.go("drops") { ctx in
    do {
      try await ctx.withTimeout(.milliseconds(10)) { ctx in
        try await ctx.sleep(for: .milliseconds(30))
        throw AppError("no")
      }
    } catch {
      // It goes on.
    }
    print("on")
  }
  await group.wait()
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Items that tasks share: each goes to one of them.
private final class Items<Item: Sendable>: Sendable {
  private let rest: Mutex<[Item]>

  init(_ items: some Sequence<Item>) {
    rest = Mutex(items.reversed())
  }

  /// The next one, if there is one.
  func next() -> Item? { rest.withLock { $0.popLast() } }

  /// The same, unless the context is over.
  func next(_ ctx: Context) throws -> Item? {
    try ctx.checkCancellation()
    return next()
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
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await late(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
