// Loops
import Cascade
import Synchronization

func loops(_ ctx: Context) async throws {
  let urls = Items(1...3)
  let slots = Semaphore(permits: 2, name: "slots")
  let scope = ctx.makeCancelScope()
  let (group, groupContext) = try ErrGroup.withContext(
    scope.context, .limit(3))
  if !groupContext.isCancelled {
    await group.go("batches") { ctx in
      for round in 1...3 {
        do {
          let name = "batches/batch-\(round)"
          try await withErrGroup(
            in: ctx, .named("batch-\(round)")
          ) { group in
            await group.go("load") { ctx in
              try await ctx.sleep(for: .milliseconds(20))
            }
            let spawned = group.tryGo("save") { ctx in
              try await ctx.sleep(for: .milliseconds(10))
            }
            if spawned == nil {
              print("\(name)/save: there is no free slot")
            }
          }  // waits until all are out
        }
        try await ctx.sleep(for: .milliseconds(5))
      }
    }
  }
  if !groupContext.isCancelled {
    await group.go("last") { ctx in
      for _ in 1...1 {
        await ctx.busy(for: .milliseconds(5))
      }
      _ = try? await withErrGroup(
        in: ctx, .named("round-2")
      ) { group in
        await group.go("x") { ctx in
          try await ctx.sleep(for: .milliseconds(10))
          throw AppError("no")
        }
      }  // waits until all are out
      try await ctx.sleep(for: .milliseconds(5))
    }
  }
  for number in 1...3 {
    if groupContext.isCancelled { break }
    await group.go("many-\(number)") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
    }
  }
  if !groupContext.isCancelled {
    let inline: @Sendable (Context) async throws -> Void = { ctx in
      try await ctx.sleep(for: .milliseconds(10))
    }
    if group.tryGo("inline", inline) == nil {
      try await inline(groupContext)
    }
  }
  if !groupContext.isCancelled {
    await ctx.busy(for: .milliseconds(20))
    if !groupContext.isCancelled {
      await group.go("adds") { ctx in
        for round2 in 1...2 {
          try await ctx.sleep(for: .milliseconds(5))
          await group.go("more-\(round2)") { ctx in
            try await ctx.sleep(for: .milliseconds(10))
          }
        }
      }
    }
  }
  do {
    var round3 = 0
    while try urls.next(groupContext) != nil {
      round3 += 1
      try await slots.acquire(groupContext)
      if groupContext.isCancelled { break }
      await group.go("fetch-\(round3)") { ctx in
        await ctx.busy(for: .milliseconds(10))
        slots.release()
      }
    }
  } catch {
    // It goes on.
  }
  do {
    var ticker = Ticker(
      start: groupContext.now, period: .milliseconds(10))
    for round4 in 1...2 {
      try await groupContext.sleep(until: ticker.next(after: groupContext.now))
      if groupContext.isCancelled { break }
      await groupContext.busy(for: .milliseconds(1))
      if groupContext.isCancelled { break }
      await group.go("tick-\(round4)") { ctx in
        try await ctx.sleep(for: .milliseconds(10))
      }
      print("tick")
    }
  } catch {
    // It goes on.
  }
  print("dispatched")
  try await group.wait()
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
        try await loops(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
