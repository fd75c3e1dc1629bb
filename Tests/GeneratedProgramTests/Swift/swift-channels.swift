// Channels in Swift's group
import Cascade
import Synchronization

func swiftChannels(_ ctx: Context) async throws {
  let items = Channel<Int>()
  let never = Channel<Int>()
  let fullOfIt = Channel<Int>()
  let shut = Channel<Int>(capacity: 1)
  let twice = Channel<Int>()
  let full = Channel<Int>(capacity: 1)
  let group = try ErrGroup(in: ctx, .policy(.keepFirst))
  await group.go("pairs") { ctx in
    try? await withThrowingDiscardingTaskGroup { group in
      group.addTask {
        try await task("sends") {
          for item in 1...3 {
            try await items.send(item, in: ctx)
          }
        }
      }
      group.addTask {
        try await task("takes") {
          for _ in 1...2 {
            _ = try await items.receive(in: ctx)
          }
          await ctx.busy(for: .milliseconds(5))
          _ = try await items.receive(in: ctx)
          print("three")
        }
      }
      group.addTask {
        try await task("waits") {
          do {
            while try await never.receive(in: ctx) != nil {
              print("no")
            }
          } catch {  // cleans up
            await ctx.busy(for: .milliseconds(5))
            throw error
          }
        }
      }
      group.addTask {
        try await task("offers") {
          await ctx.busy(for: .milliseconds(2))
          try? await fullOfIt.send(1, in: ctx)
        }
      }
      group.addTask {
        try await task("tries") {
          await ctx.busy(for: .milliseconds(1))
          if try !never.trySend(1) {
            print("never")
          }
          if fullOfIt.tryReceive() == nil {
            await ctx.busy(for: .milliseconds(2))
          }
          if fullOfIt.tryReceive() == nil {
            print("never")
          }
        }
      }
      group.addTask {
        try await task("last") {
          await ctx.busy(for: .milliseconds(4))
          do {
            try await fullOfIt.send(1, in: ctx)
          } catch {
            throw AppError("in vain")
          }
        }
      }
      group.addTask {
        try await task("fails") {
          try await ctx.work(for: .milliseconds(30))
          throw AppError("boom")
        }
      }
    }  // waits until all are out
    try await ctx.sleep(for: .milliseconds(10))
  }
  await group.go("closes") { ctx in
    await ctx.busy(for: .milliseconds(10))
    shut.close()
    await ctx.busy(for: .milliseconds(10))
    guard twice.close() else {
      throw AppError(panic: "close of closed channel")
    }
    await ctx.busy(for: .milliseconds(10))
    full.close()
  }
  await group.go("pushes") { ctx in
    do {
      try await shut.send(1, in: ctx)
      await ctx.busy(for: .milliseconds(20))
      try await shut.send(1, in: ctx)
    } catch is ContextError {  // cleans up
      await ctx.busy(for: .milliseconds(5))
      return
    }
    print("never")
  }
  await group.go("looks") { ctx in
    await ctx.busy(for: .milliseconds(20))
    if try !shut.trySend(1) {
      print("never")
    }
    print("never")
  }
  await group.go("again") { ctx in
    await ctx.busy(for: .milliseconds(30))
    guard twice.close() else {
      throw AppError(panic: "close of closed channel")
    }
    print("never")
  }
  await group.go("hears") { ctx in
    _ = try await twice.receive(in: ctx)
    try await shut.send(1)
  }
  await group.go("stuck") { ctx in
    do {
      for item in 1...2 {
        try await full.send(item, in: ctx)
      }
    } catch let error as ContextError {  // cleans up
      await ctx.busy(for: .milliseconds(5))
      throw error
    }
    print("never")
  }
  await group.go("catches") { ctx in
    await ctx.busy(for: .milliseconds(25))
    do {
      try await shut.send(1, in: ctx)
    } catch let error where (error as? AppError)?.isPanic != true {
      print("closed")
    }
    await ctx.busy(for: .milliseconds(1))
  }
  try await group.wait()
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  private(set) var isPanic = false
  init(_ text: String) { description = text }
  /// What stands for a panic of Go.
  init(panic text: String) { (description, isPanic) = ("panic: \(text)", true) }
}

/// Says how a task ended.
private func task(
  _ name: String, _ body: () async throws -> Void
) async throws {
  do {
    try await body()
    print("\(name): done")
  } catch {
    print("\(name): \(error)")
    throw error
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

  /// Sends an item where that needs no wait: whether it was sent.
  func trySend(_ item: Item) throws -> Bool {
    try state.withLock { try $0.send(item) }
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

  /// The next item, where that needs no wait: none in it where it is
  /// closed and empty.
  func tryReceive() -> Item?? {
    state.withLock { state in
      let item = state.receive()
      return item == nil && !state.isClosed ? nil : .some(item)
    }
  }

  /// Nothing is sent any more: whether it wasn't closed before.
  @discardableResult
  func close() -> Bool {
    state.withLock { state in
      if state.isClosed { return false }
      state.isClosed = true
      for waiter in state.senders + state.receivers {
        waiter.turn.release()
      }
      (state.senders, state.receivers) = ([], [])
      return true
    }
  }

  /// - Returns: Why it waits no more, if that isn't its turn.
  private func wait(_ waiter: Waiter) async -> (any Error)? {
    do {
      try await waiter.turn.acquire(waiter.ctx)
      return nil
    } catch {
      _ = state.withLock { $0.remove(waiter) }
      return waiter.ctx.isCancelled ? error : CancellationError()
    }
  }
}

extension Context {
  /// Work that Swift's own cancellation cuts short, too.
  fileprivate func work(for time: Duration) async throws {
    do {
      try await sleep(for: time)
    } catch {
      throw isCancelled ? error : CancellationError()
    }
  }

  /// Work that no cancellation cuts short.
  fileprivate func busy(for time: Duration) async {
    let clock = withoutCancel().makeCancelScope(timeout: time)
    await withCheckedContinuation { continuation in
      clock.context.onCancel { _ in continuation.resume() }
    }
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await swiftChannels(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
