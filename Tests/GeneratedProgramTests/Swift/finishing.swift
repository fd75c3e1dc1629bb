// Finishing
import Cascade
import Synchronization

func finishing(_ ctx: Context) async throws {
  let orders = Channel<Int>(capacity: 1)
  let bills = Channel<Int>()
  let more = Channel<Int>()
  let rows = Items(1...3)
  try await withErrGroup(in: ctx) { group in
    // From outside: finish, please.
    async let _: Void = {
      try await ctx.sleep(for: .milliseconds(55))
      group.shutdown(grace: .milliseconds(40))
    }()
    await group.go("sells") { ctx in
      defer { orders.close() }
      while true {
        guard
          try await ctx.sleep(
            for: .milliseconds(10),
            orUntil: ctx.shutdownSignal)
        else { return }
        guard
          try await orders.send(
            1, in: ctx,
            orUntil: ctx.shutdownSignal)
        else { return }
      }
    }
    await group.go("packs") { ctx in
      do {
        while try await orders.receive(
          in: ctx, orUntil: ctx.shutdownSignal
        ) != nil {
          if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
          await ctx.busy(for: .milliseconds(4))
          for item in 1...2 {
            guard
              try await bills.send(
                item, in: ctx,
                orUntil: ctx.shutdownSignal)
            else { return }
          }
        }
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(3))
        throw error
      }
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      print("packed")
    }
    await group.go("pays") { ctx in
      for _ in 1...5 {
        _ = try await bills.receive(
          in: ctx, orUntil: ctx.shutdownSignal)
      }
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      print("paid")
      _ = try await more.receive(
        in: ctx, orUntil: ctx.shutdownSignal)
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      print("never")
    }
    await group.go("sends") { ctx in
      do {
        for item in 1...2 {
          guard
            try await more.send(
              item, in: ctx,
              orUntil: ctx.shutdownSignal)
          else { return }
        }
      } catch is ContextError {
        return
      }
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      print("never")
    }
    await group.go("last") { ctx in
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      await ctx.busy(for: .milliseconds(20))
      do {
        _ = try await more.send(
          1, in: ctx, orUntil: ctx.shutdownSignal)
      } catch is ContextError {
        return
      }
    }
    await group.go("takes") { ctx in
      for _ in 1...2 { _ = try rows.next(ctx) }
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      _ = rows.next()
      _ = try await ctx.sleep(
        for: .milliseconds(3), orUntil: ctx.shutdownSignal)
    }
    await group.go("stays") { ctx in
      do {
        try await ctx.withTimeout(
          .milliseconds(80)
        ) { ctx in
          _ = try await more.receive(in: ctx)
        }
      } catch let error as ContextError where ctx.isCancelled {  // cleans up
        await ctx.busy(for: .milliseconds(2))
        throw error
      }
    }
    await ctx.busy(for: .milliseconds(1))
    await group.go("slow") { ctx in
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      while try await more.receive() != nil {
        if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
        await ctx.busy(for: .milliseconds(10))
      }
    }
    await group.go("ends") { ctx in
      await ctx.busy(for: .milliseconds(120))
      more.close()
    }
    try await group.wait()
  }
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
  /// What stands for a panic of Go.
  init(panic text: String) { description = "panic: \(text)" }
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
  /// Gives up when `other` is over: whether it was sent.
  @discardableResult
  func send(
    _ item: Item, in ctx: Context = .background,
    orUntil other: Context? = nil
  ) async throws -> Bool {
    try ctx.checkCancellation()
    if other?.isCancelled == true { return false }
    let waiter = Waiter(item, in: ctx)
    let isSent = try state.withLock { state in
      let isSent = try state.send(item)
      if !isSent { state.senders.append(waiter) }
      return isSent
    }
    if isSent { return true }
    let error = await wait(waiter, orUntil: other)
    guard waiter.item != nil else { return true }
    if let error { throw error }
    if other?.isCancelled == true { return false }
    throw AppError(panic: "send on closed channel")
  }

  /// Waits for the next item: none where it is closed and empty.
  /// Gives up when `other` is over: none, too.
  func receive(
    in ctx: Context = .background,
    orUntil other: Context? = nil
  ) async throws -> Item? {
    try ctx.checkCancellation()
    if other?.isCancelled == true { return nil }
    let waiter = Waiter(nil, in: ctx)
    let (item, waits) = state.withLock { state in
      let item = state.receive()
      let waits = item == nil && !state.isClosed
      if waits { state.receivers.append(waiter) }
      return (item, waits)
    }
    guard waits else { return item }
    let error = await wait(waiter, orUntil: other)
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
  private func wait(
    _ waiter: Waiter, orUntil other: Context? = nil
  ) async -> (any Error)? {
    let asked = other?.onCancel { _ in
      self.state.withLock { state in
        if state.remove(waiter) { waiter.turn.release() }
      }
    }
    defer { asked?.stop() }
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
        try await finishing(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
