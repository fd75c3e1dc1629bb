// Permits and calls
import Cascade
import Synchronization

func permitsAndCalls(_ ctx: Context) async throws {
  let rows = Items(1...3)
  let connections = Semaphore(
    permits: 2, name: "connections")
  let memory = Semaphore(permits: 8, name: "memory")
  let calls = SingleFlight<String, Void>()
  let group = try WaitGroup(in: ctx)
  await group.go("a") { ctx in
    try await connections.acquire(ctx)
    defer { connections.release() }
    try await ctx.sleep(for: .milliseconds(100))
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("b") { ctx in
    try await ctx.withTimeout(.milliseconds(200)) { ctx in
      var connectionsHeld = 0
      defer { connections.release(permits: connectionsHeld) }
      do {
        try await connections.acquire(ctx)
        connectionsHeld += 1
        try await ctx.sleep(for: .milliseconds(500))
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(30))
        return
      }
    }
  }
  await group.go("c") { ctx in
    try await ctx.sleep(for: .milliseconds(5))
    try await connections.acquire(ctx, permits: 2)
    await ctx.busy(for: .milliseconds(20))
    connections.release(permits: 2)
    try await ctx.sleep(for: .milliseconds(50))
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("d") { ctx in
    try await ctx.withTimeout(.milliseconds(40)) { ctx in
      var connectionsHeld = 0
      defer { connections.release(permits: connectionsHeld) }
      do {
        try await ctx.sleep(for: .milliseconds(5))
        try await connections.acquire(ctx)
        connectionsHeld += 1
      } catch {
        throw AppError("no connection: \(error)")
      }
      print("d has one")
    }
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("e") { ctx in
    await ctx.busy(for: .milliseconds(5))
    try await connections.acquire(ctx.withoutCancel())
    defer { connections.release() }
    print("e has one")
  }
  await ctx.busy(for: .milliseconds(60))
  await group.go("tries") { ctx in
    do {
      try await memory.acquire(ctx)
      defer { memory.release() }
      try await ctx.sleep(for: .milliseconds(30))
      throw AppError("no")
    } catch {
      print("given back")
    }
    try await memory.acquire(ctx, permits: 8)
    defer { memory.release(permits: 8) }
    await ctx.busy(for: .milliseconds(1))
  }
  await group.go("asks") { ctx in
    var memoryHeld = 0
    defer { memory.release(permits: memoryHeld) }
    for _ in 1...2 {
      do {
        var memoryHeld = 0
        defer { memory.release(permits: memoryHeld) }
        try await ctx.withTimeout(.milliseconds(3)) { ctx in
          if memory.tryAcquire(permits: 2) {
            memoryHeld += 2
          } else {
            print("none")
          }
          try await ctx.sleep(for: .milliseconds(5))
        }
      } catch {
        // It goes on.
      }
    }
    do {
      try await memory.acquire(ctx)
      memoryHeld += 1
    } catch {  // cleans up
      await ctx.busy(for: .milliseconds(1))
      return
    }
  }
  await group.go("rows") { ctx in
    while try rows.next(ctx) != nil {
      try await memory.acquire(ctx, permits: 5)
      try await ctx.sleep(for: .milliseconds(10))
      memory.release(permits: 5)
    }
  }
  await group.go("inner") { ctx in
    try await withErrGroup(in: ctx) { group in
      await group.go("first") { ctx in
        try await ctx.withTimeout(
          .milliseconds(30)
        ) { ctx in
          do {
            try await calls.value(
              for: "user 7", in: ctx
            ) { ctx in
              try await ctx.sleep(for: .milliseconds(80))
              print("loaded")
            }
          } catch let error as ContextError {
            throw ctx.cause ?? error
          }
        }
      }
      await ctx.busy(for: .milliseconds(10))
      await group.go("deaf") { ctx in
        try await calls.value(
          for: "user 7", in: ctx.withoutCancel()
        ) { ctx in
          try await ctx.sleep(for: .seconds(1))
        }
        await ctx.busy(for: .milliseconds(5))
      }
      await group.go("waits") { ctx in
        await ctx.busy(for: .milliseconds(20))
        try await calls.value(
          for: "user 7", in: ctx.withoutCancel()
        ) { ctx in
          try await ctx.sleep(for: .seconds(1))
        }
        try await memory.acquire(ctx)
        defer { memory.release() }
        try await ctx.sleep(for: .milliseconds(5))
      }
      await group.go("fails") { ctx in
        try await ctx.sleep(for: .milliseconds(200))
        try await calls.value(
          for: "user 8", in: ctx
        ) { ctx in
          await ctx.busy(for: .milliseconds(10))
          throw AppError("no such user")
        }
      }
    }  // waits until all are out
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
        try await permitsAndCalls(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
