// Selects
import Cascade
import Synchronization

func selects(_ ctx: Context) async throws {
  let hints = Channel<Int>(capacity: 1)
  let callsStory = Channel<Int>()
  let gone = Channel<Int>()
  let slow = Channel<Int>()
  let none = Channel<Int>()
  let last = Channel<Int>(capacity: 1)
  let group = try WaitGroup(in: ctx)
  await group.go("sends") { ctx in
    if try !hints.trySend(1) {
      print("never")
    }
    if try !hints.trySend(1) {
      print("dropped")
    }
    _ = try callsStory.trySend(1)
    await ctx.busy(for: .milliseconds(20))
    if try !callsStory.trySend(1) {
      print("never")
    }
  }
  await group.go("takes") { ctx in
    await ctx.busy(for: .milliseconds(10))
    if hints.tryReceive() == nil {
      print("never")
    }
    if hints.tryReceive() == nil {
      print("nothing there")
      return
    }
    print("never")
  }
  await group.go("waits") { ctx in
    await ctx.busy(for: .milliseconds(15))
    _ = try await callsStory.receive(in: ctx)
    print("called")
  }
  await group.go("offers") { ctx in
    await ctx.busy(for: .milliseconds(25))
    try await callsStory.send(1, in: ctx)
    print("taken")
  }
  await group.go("looks") { ctx in
    await ctx.busy(for: .milliseconds(30))
    if callsStory.tryReceive() == nil {
      throw AppError("no call")
    }
    await ctx.busy(for: .milliseconds(5))
    if callsStory.tryReceive() == nil {
      try await ctx.sleep(for: .milliseconds(5))
      throw AppError("no second call")
    }
  }
  await group.go("closes") { ctx in
    defer { slow.close() }
    await ctx.busy(for: .milliseconds(12))
    gone.close()
    try await ctx.sleep(for: .milliseconds(3))
    if gone.tryReceive() == nil {
      print("never")
    }
  }
  await group.go("hears") { ctx in
    _ = try await gone.receive(in: ctx)
    while try await gone.receive(in: ctx) != nil {}
    _ = try await gone.receive()
  }
  await group.go("late") { ctx in
    do {
      try await ctx.withTimeout(.milliseconds(20)) { ctx in
        _ = try await none.receive(in: ctx)
      }
    } catch let error as ContextError where ctx.isCancelled {  // cleans up
      await ctx.busy(for: .milliseconds(5))
      throw error
    }
  }
  await group.go("tries") { ctx in
    do {
      try await ctx.withTimeout(.milliseconds(15)) { ctx in
        try await none.send(1, in: ctx)
      }
    } catch {
      print("not sent")
    }
    do {
      try await ctx.withTimeout(.milliseconds(40)) { ctx in
        _ = try await slow.receive(in: ctx)
      }
    } catch {
      print("never")
    }
    await ctx.busy(for: .milliseconds(1))
  }
  await group.go("again") { ctx in
    do {
      for attempt in 1...3 {
        do {
          try await ctx.withTimeout(
            .milliseconds(10)
          ) { ctx in
            _ = try await none.receive(in: ctx)
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
  await group.go("told") { ctx in
    try await ctx.withTimeout(.milliseconds(35)) { ctx in
      do {
        while true {
          do {
            try await ctx.withTimeout(
              .milliseconds(10)
            ) { ctx in
              try await none.send(1, in: ctx)
            }
          } catch {
            print("later")
          }
          try await ctx.sleep(for: .milliseconds(2))
        }
      } catch {
        throw AppError("told: \(error)")
      }
    }
  }
  await group.go("quiet") { ctx in
    try await ctx.withTimeout(.milliseconds(5)) { ctx in
      await ctx.busy(for: .milliseconds(1))
      try? await none.send(1, in: ctx)
    }
  }
  await group.go("silent") { ctx in
    try await ctx.withTimeout(.milliseconds(6)) { ctx in
      _ = try? await none.receive(in: ctx)
    }
  }
  await group.go("caller") { ctx in
    do {
      let scope = ctx.makeCancelScope()
      let timeout = scope.context.makeCancelScope(
        timeout: .milliseconds(30))
      let (group, groupContext) = try ErrGroup.withContext(
        timeout.context)
      do {
        try await last.send(1, in: groupContext)
        await group.go("a") { ctx in
          try await ctx.sleep(for: .milliseconds(50))
        }
        try? await none.send(1, in: groupContext)
        _ = try? await last.receive(in: groupContext)
        _ = try? await last.receive(in: groupContext)
        do {
          while try await none.receive(
            in: groupContext
          ) != nil {
            print("never")
          }
        } catch {
          // It goes on.
        }
        print("on")
        try await group.wait()
      } catch {}
    }
    do {
      let (group, groupContext) = try ErrGroup.withContext(
        ctx, .named("other"))
      groupContext.afterCancel("hang up") {
        print("hang up")
        await groupContext.busy(for: .milliseconds(2))
        last.close()
      }
      await group.go("b") { ctx in
        try await ctx.sleep(for: .milliseconds(20))
        throw AppError("no")
      }
      while try await last.receive() != nil {}
      try? await group.wait()
    }
    try await ctx.sleep(for: .milliseconds(1))
  }
  await group.wait()
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
        try await selects(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
