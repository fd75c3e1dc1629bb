// Leaving
import Cascade

func leaving(_ ctx: Context) async throws {
  let allDone = Signal(ctx)
  let calmDone = Signal(ctx)
  let firstStarted = Signal(ctx)
  let db = Semaphore(permits: 1, name: "db")
  let scope = ctx.makeCancelScope()
  let group = try ErrGroup(
    in: scope.context, .policy(.keepFirst))
  await group.go("first") { ctx in
    firstStarted.give()
    let scope2 = ctx.makeCancelScope()
    let (group, groupContext) = try ErrGroup.withContext(
      scope2.context)
    await group.go("a") { ctx in
      try await ctx.sleep(for: .milliseconds(10))
      throw AppError("no")
    }
    await group.go("b") { ctx in
      await ctx.busy(for: .milliseconds(50))
    }
    await group.go("c") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
    }
    do {
      try await group.wait(in: groupContext)
    } catch is ContextError where groupContext.isCancelled {
      // It doesn't wait any longer.
      if let cause = groupContext.cause { throw cause }
    }
  }
  await group.go("race") { ctx in
    let (group, groupContext) = try ErrGroup.withContext(
      ctx, .policy(.firstSuccess))
    await group.go("d") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
    }
    await group.go("e") { ctx in
      await ctx.busy(for: .milliseconds(50))
    }
    do {
      try await group.wait(in: groupContext)
    } catch is ContextError where groupContext.isCancelled {
      // It doesn't wait any longer.
    }
  }
  await group.go("actors") { ctx in
    do {
      let (group, groupContext) = try ErrGroup.withContext(
        ctx, .policy(.firstReturn))
      await group.go("f") { ctx in
        try await ctx.sleep(for: .milliseconds(20))
        throw AppError("over")
      }
      await group.go("g") { ctx in
        await ctx.busy(for: .milliseconds(50))
      }
      // It doesn't wait any longer than that.
      try? await group.wait(in: groupContext)
    }
    try await ctx.sleep(for: .milliseconds(10))
  }
  await group.go("hurried") { ctx in
    let scope3 = ctx.makeCancelScope()
    let group = try ErrGroup(
      in: scope3.context, .policy(.ignoreErrors))
    await group.go("h") { ctx in
      await ctx.busy(for: .milliseconds(60))
    }
    await group.go("i") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
    }
    let patience = ctx.withoutCancel().makeCancelScope(
      timeout: .milliseconds(35))
    do {
      try await group.wait(in: patience.context)
    } catch is ContextError where patience.context.isCancelled {
      // It doesn't wait any longer.
    }
  }
  await group.go("patient") { ctx in
    let scope4 = ctx.makeCancelScope()
    let (group, groupContext) = try ErrGroup.withContext(
      scope4.context, .policy(.collectAll))
    await group.go("j") { ctx in
      await ctx.busy(for: .milliseconds(60))
    }
    await group.go("k") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
      throw AppError("k")
    }
    let patience2 = ctx.withoutCancel().makeCancelScope(
      timeout: .seconds(1))
    let either = groupContext.makeCancelScope(merging: firstStarted.context)
    let either2 = either.context.makeCancelScope(merging: patience2.context)
    do {
      try await group.wait(in: either2.context)
    } catch is ContextError where either2.context.isCancelled {
      // It doesn't wait any longer.
      if let cause = groupContext.cause { throw cause }
    }
  }
  await group.go("calm") { ctx in
    defer { calmDone.give() }
    let scope5 = ctx.makeCancelScope()
    let (group, groupContext) = try ErrGroup.withContext(
      scope5.context)
    await group.go("l") { ctx in
      try await ctx.sleep(for: .milliseconds(10))
    }
    await group.go("m") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
    }
    let patience3 = ctx.withoutCancel().makeCancelScope(
      timeout: .seconds(2))
    let either3 = groupContext.makeCancelScope(merging: patience3.context)
    do {
      try await group.wait(in: either3.context)
    } catch is ContextError where either3.context.isCancelled {
      // It doesn't wait any longer.
      throw AppError("late")
    }
  }
  await group.go("returns") { ctx in
    do {
      let scope6 = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope6.context)
      await group.go("n") { ctx in
        try await ctx.sleep(for: .milliseconds(80))
      }
      await group.go("o") { ctx in
        await ctx.busy(for: .milliseconds(10))
        throw AppError("no")
      }
      var failure: (any Error)?
      do {
        caller: do {
          do {
            try await groupContext.sleep(for: .milliseconds(20))
          } catch {
            print("gone")
            break caller
          }
          print("never")
          try await group.wait()
          print("never")
        }
      } catch { failure = error }
      print("over")
      if let failure { throw failure }
    }
    await ctx.busy(for: .milliseconds(5))
  }
  await group.go("connects") { ctx in
    let scope7 = ctx.makeCancelScope()
    let timeout = scope7.context.makeCancelScope(
      timeout: .milliseconds(500))
    let (group, groupContext) = try ErrGroup.withContext(
      timeout.context, .limit(2))
    try await db.acquire(groupContext)
    try await groupContext.sleep(for: .milliseconds(20))
    do {
      try await groupContext.sleep(for: .milliseconds(5))
      throw AppError("none")
    } catch {
      print("from the start")
    }
    let opened = ctx.now
    await ctx.busy(
      until: opened.advanced(by: .milliseconds(20)))
    await group.go("p") { ctx in
      try await ctx.sleep(for: .milliseconds(10))
    }
    await group.go("q") { ctx in
      try await ctx.sleep(for: .milliseconds(20))
      throw AppError("lost")
    }
    await ctx.busy(for: .milliseconds(5))
    await group.go("r") { ctx in
      try await ctx.sleep(for: .milliseconds(30))
    }
    await group.go("s") { ctx in
      try await ctx.sleep(for: .milliseconds(10))
    }
    db.release()
    try? await group.wait()
  }
  await group.go("hangs-up") { ctx in
    do {
      let scope8 = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope8.context)
      do {
        try await groupContext.withTimeout(
          .milliseconds(10)
        ) { ctx in
          try await ctx.sleep(for: .milliseconds(30))
        }
        await group.go("v") { ctx in
          try await ctx.sleep(for: .milliseconds(10))
        }
        try await group.wait()
      } catch {}
      print("no connection")
    }
    try await ctx.sleep(for: .milliseconds(10))
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("refused") { ctx in
    do {
      let scope9 = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope9.context)
      do {
        var dbHeld = 0
        defer { db.release(permits: dbHeld) }
        try await db.acquire(groupContext)
        dbHeld += 1
        await groupContext.busy(for: .milliseconds(5))
        try {
          throw AppError("no route")
        }()
        await group.go("t") { ctx in
          try await ctx.sleep(for: .milliseconds(10))
        }
        await group.go("u") { ctx in
          try await ctx.sleep(for: .milliseconds(10))
        }
        try await group.wait()
      } catch {}
    }
    try await ctx.sleep(for: .milliseconds(10))
  }
  await group.go("all") { ctx in
    defer { allDone.give() }
    try await calmDone.wait(ctx)
    await ctx.busy(for: .milliseconds(200))
  }
  await group.go("behind") { ctx in
    await ctx.busy(for: .milliseconds(450))
  }
  let patience4 = ctx.withoutCancel().makeCancelScope(
    timeout: .seconds(3))
  let either4 = allDone.context.makeCancelScope(merging: patience4.context)
  do {
    try await group.wait(in: either4.context)
  } catch is ContextError where either4.context.isCancelled {
    // It doesn't wait any longer.
    throw AppError("enough")
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

  /// Is over when it has happened.
  var context: Context { scope.context }
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
        try await leaving(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
