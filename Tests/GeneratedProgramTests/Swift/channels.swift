// Channels
import Cascade
import Synchronization

func channels(_ ctx: Context) async throws {
  let paths = Channel<Int>()
  let sums = Channel<Int>(capacity: 2)
  let done = Channel<Int>()
  let moreDone = Channel<Int>()
  let never = Channel<Int>(capacity: 1)
  try await withErrGroup(in: ctx) { group in
    await group.go("walk") { ctx in
      defer { paths.close() }
      defer { moreDone.close() }
      do {
        try await ctx.sleep(for: .milliseconds(10))
        for item in 1...6 {
          try await paths.send(item, in: ctx)
        }
        try await paths.send(1, in: ctx)
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(10))
        throw error
      }
    }
    await group.go("inner") { ctx in
      let (group, _) = try ErrGroup.withContext(ctx)
      await group.go("sum") { ctx in
        while try await paths.receive() != nil {
          await ctx.busy(for: .milliseconds(20))
          try await sums.send(1, in: ctx)
        }
      }
      await group.go("waits") { ctx in
        do {
          _ = try await done.receive(in: ctx)
        } catch {
          return
        }
        print("done")
      }
      var failure: (any Error)?
      do {
        try await group.wait()
      } catch { failure = error }
      await ctx.busy(for: .milliseconds(5))
      sums.close()
      if let failure { throw failure }
    }
    await group.go("collect") { ctx in
      do {
        for _ in 1...2 {
          _ = try await sums.receive(in: ctx)
        }
        while try await sums.receive(in: ctx) != nil {
          try await ctx.sleep(for: .milliseconds(50))
        }
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(5))
        throw error
      }
    }
    await group.go("later") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
      done.close()
      while try await done.receive(in: ctx) != nil {
        throw AppError("never")
      }
      _ = try await moreDone.receive()
    }
    await group.go("finishes") { ctx in
      do {
        while try await never.receive(in: ctx) != nil {
          return
        }
      } catch is ContextError {
        throw AppError("too late")
      }
    }
    await group.go("deaf") { _ in
      for _ in 1...3 {
        _ = try await done.receive()
      }
    }
    await group.go("fails") { ctx in
      try await ctx.sleep(for: .milliseconds(450))
      throw AppError("boom")
    }
    await ctx.busy(for: .milliseconds(20))
    await group.go("stuck") { ctx in
      do {
        for item in 1...2 {
          try await never.send(item, in: ctx)
        }
      } catch {
        throw ctx.cause ?? error
      }
    }
  }  // waits until all are out
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
        try await channels(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
