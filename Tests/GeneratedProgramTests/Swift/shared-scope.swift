// Shared scope
import Cascade
import Synchronization

func sharedScope(_ ctx: Context) async throws {
  let none = Channel<Int>()
  let scope = SharedScope(ctx.makeCancelScope())
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .milliseconds(80))
    scope.cancel(cause: AppError("interrupt"))
  }()
  let (group, _) = try ErrGroup.withContext(scope.context)
  await group.go("early") { ctx in
    do {
      try await ctx.sleep(for: .milliseconds(50))
      scope.cancel(cause: AppError("enough"))
      try await ctx.sleep(for: .milliseconds(1))
    } catch {
      throw ctx.cause ?? error
    }
  }
  await group.go("late") { ctx in
    await ctx.busy(for: .milliseconds(60))
    scope.cancel(cause: AppError("too late"))
  }
  await group.go("hangs-up") { ctx in
    let hangUp = ctx.afterCancel("hang up") {
      print("hang up")
      await ctx.busy(for: .milliseconds(1))
      scope.cancel(cause: AppError("hung up"))
    }
    defer { hangUp.stop() }
    await ctx.waitUntilCancelled()
  }
  await group.go("asks") { ctx in
    try await withErrGroup(in: ctx) { group in
      // From outside: finish, please.
      let asking = ctx.later(.milliseconds(10)) {
        group.shutdown(grace: .milliseconds(20))
      }
      defer { asking.cancel() }
      await group.go("first") { ctx in
        await ctx.busy(for: .milliseconds(10))
      }
      await ctx.busy(for: .milliseconds(12))
      await group.go("sends") { ctx in
        if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
        try await none.send(1)
      }
      try await group.wait()
    }
  }
  try await group.wait()
  print("never")
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
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

    /// Whether the item needn't wait.
    mutating func send(_ item: Item) -> Bool {
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
    let isSent = state.withLock { state in
      let isSent = state.send(item)
      if !isSent { state.senders.append(waiter) }
      return isSent
    }
    if isSent { return }
    let error = await wait(waiter)
    guard waiter.item != nil else { return }
    if let error { throw error }
  }

  /// Waits for the next item.
  func receive(
    in ctx: Context = .background
  ) async throws -> Item? {
    try ctx.checkCancellation()
    let waiter = Waiter(nil, in: ctx)
    let (item, waits) = state.withLock { state in
      let item = state.receive()
      let waits = item == nil
      if waits { state.receivers.append(waiter) }
      return (item, waits)
    }
    guard waits else { return item }
    let error = await wait(waiter)
    if let error, waiter.item == nil { throw error }
    return waiter.item
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

/// The right to end a context, for several tasks.
private final class SharedScope: Sendable {
  private let scope: CancelScope

  init(_ scope: consuming CancelScope) { self.scope = scope }

  var context: Context { scope.context }

  func cancel(cause: (any Error)? = nil) {
    scope.cancel(cause: cause)
  }
}

extension Context {
  /// Work that doesn't look at its context.
  fileprivate func busy(for time: Duration) async {
    try? await withoutCancel().sleep(for: time)
  }

  /// Does something when so much time has passed.
  fileprivate func later(
    _ time: Duration, _ action: @escaping @Sendable () -> Void
  ) -> CancelScope {
    let timer = withoutCancel().makeCancelScope(timeout: time)
    timer.context.onCancel { end in
      if end.reason == .deadlineExceeded { action() }
    }
    return timer
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await sharedScope(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
