// Results
import Cascade
import Synchronization

func results(_ ctx: Context) async throws {
  let jobs = Channel<Int>()
  let results2 = Channel<Int>(capacity: 2)
  let parts = Channel<Int>()
  let found = Channel<Int>(capacity: 1)
  let (group, groupContext) = try ErrGroup.withContext(ctx)
  await group.go("feed") { ctx in
    defer { jobs.close() }
    for item in 1...7 {
      try await jobs.send(item, in: ctx)
    }
  }
  for number in 1...3 {
    await ctx.busy(for: .milliseconds(1))
    await group.go("worker-\(number)") { ctx in
      while try await jobs.receive(in: ctx) != nil {
        try await ctx.sleep(for: .milliseconds(20))
        try await results2.send(1, in: ctx)
      }
    }
  }
  await group.go("inner") { ctx in
    do {
      let (group, groupContext) = try ErrGroup.withContext(ctx)
      for number in 1...4 {
        await ctx.busy(for: .milliseconds(1))
        await group.go("part-\(number)") { ctx in
          do {
            try await ctx.sleep(for: .milliseconds(3))
            for item in 1...2 {
              try await parts.send(item, in: ctx)
            }
          } catch {
            throw ctx.cause ?? error
          }
        }
      }
      await group.go("bad") { ctx in
        try await ctx.sleep(for: .milliseconds(20))
        throw AppError("no part")
      }
      async let _: Void = {
        try? await group.wait()
        parts.close()
      }()
      do {
        while try await parts.receive(
          in: groupContext
        ) != nil {
          await groupContext.busy(for: .milliseconds(6))
        }
      } catch {
        // It goes on.
      }
      print("no more parts")
      try? await group.wait()
    }
    do {
      let group = try WaitGroup(in: ctx, .named("search"))
      await ctx.busy(for: .milliseconds(1))
      await group.go("first") { ctx in
        await ctx.busy(for: .milliseconds(10))
        try await found.send(1)
      }
      await group.go("other") { ctx in
        await ctx.busy(for: .milliseconds(15))
        try await found.send(1)
      }
      async let _: Void = {
        await group.wait()
        found.close()
      }()
      _ = try? await found.receive(in: ctx)
      _ = try await found.receive()
      do {
        while try await found.receive(in: ctx) != nil {
          print("never")
        }
      } catch {
        // It goes on.
      }
      await group.wait()
      _ = try await found.receive(in: ctx)
    }
    try await ctx.sleep(for: .milliseconds(5))
  }
  async let _: Void = {
    try? await group.wait()
    results2.close()
  }()
  do {
    while try await results2.receive(
      in: groupContext
    ) != nil {
      await groupContext.busy(for: .milliseconds(5))
    }
  } catch {
    // It goes on.
  }
  print("all results")
  try await group.wait()
  print("done")
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
  /// What stands for a panic of Go.
  init(panic text: String) { description = "panic: \(text)" }
}

/// Items on their way from task to task, each to one of them: first
/// come, first served. Where it is full, a send waits for a receive.
private final class Channel<Item: Sendable>: Sendable {
  /// A task that waits, with its item or for one.
  private final class Waiter: Sendable {
    let ctx: Context
    let turn = Semaphore(permits: 1)
    private let held: Mutex<Item?>

    init(_ item: Item?, in ctx: Context) {
      self.ctx = ctx
      held = Mutex(item)
      _ = turn.tryAcquire()
    }

    var item: Item? { held.withLock { $0 } }

    /// Takes its item for another one, or none, and lets it go on.
    func serve(_ other: Item?) -> Item? {
      defer { turn.release() }
      return held.withLock { item in
        defer { item = other }
        return item
      }
    }

    /// The first of those whose contexts aren't over.
    static func next(_ waiters: inout [Waiter]) -> Waiter? {
      waiters.removeAll { $0.ctx.isCancelled }
      return waiters.isEmpty ? nil : waiters.removeFirst()
    }
  }

  private struct State {
    let capacity: Int
    var items: [Item] = []
    var senders: [Waiter] = []
    var receivers: [Waiter] = []
    var isClosed = false

    /// Whether the item needn't wait.
    mutating func send(_ item: Item) throws -> Bool {
      if isClosed { throw AppError(panic: "send on closed channel") }
      if let receiver = Waiter.next(&receivers) {
        _ = receiver.serve(item)
      } else if items.count < capacity {
        items.append(item)
      } else {
        return false
      }
      return true
    }

    mutating func receive() -> Item? {
      // Then there is room for what the first one waits with.
      if let item = Waiter.next(&senders)?.serve(nil) {
        items.append(item)
      }
      return items.isEmpty ? nil : items.removeFirst()
    }

    /// Whether it still waited.
    mutating func remove(_ waiter: Waiter) -> Bool {
      let count = senders.count + receivers.count
      senders.removeAll { $0 === waiter }
      receivers.removeAll { $0 === waiter }
      return senders.count + receivers.count < count
    }
  }

  private let state: Mutex<State>

  init(capacity: Int = 0) {
    state = Mutex(State(capacity: capacity))
  }

  /// Sends an item: waits for room, or for a task that receives it.
  func send(
    _ item: Item, in ctx: Context = .background
  ) async throws {
    try ctx.checkCancellation()
    let waiter = Waiter(item, in: ctx)
    let isSent = try state.withLock { state in
      let isSent = try state.send(item)
      if !isSent { state.senders.append(waiter) }
      return isSent
    }
    if isSent { return }
    let error = await wait(waiter)
    guard waiter.item != nil else { return }
    throw error ?? AppError(panic: "send on closed channel")
  }

  /// Waits for the next item: none where it is closed and empty.
  func receive(
    in ctx: Context = .background
  ) async throws -> Item? {
    try ctx.checkCancellation()
    let waiter = Waiter(nil, in: ctx)
    let (item, waits) = state.withLock { state in
      let item = state.receive()
      let waits = item == nil && !state.isClosed
      if waits { state.receivers.append(waiter) }
      return (item, waits)
    }
    guard waits else { return item }
    let error = await wait(waiter)
    if let error, waiter.item == nil { throw error }
    return waiter.item
  }

  /// Nothing is sent any more.
  func close() {
    state.withLock { state in
      state.isClosed = true
      for waiter in state.senders + state.receivers {
        waiter.turn.release()
      }
      (state.senders, state.receivers) = ([], [])
    }
  }

  /// - Returns: Why it waits no more, if that isn't its turn.
  private func wait(_ waiter: Waiter) async -> (any Error)? {
    do {
      try await waiter.turn.acquire(waiter.ctx)
      return nil
    } catch {
      _ = state.withLock { $0.remove(waiter) }
      return error
    }
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
        try await results(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
