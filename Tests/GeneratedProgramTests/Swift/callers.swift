// Callers
import Cascade
import Synchronization

func callers(_ ctx: Context) async throws {
  let stop = Signal(ctx)
  let paths = Channel<Int>()
  let sums = Channel<Int>(capacity: 2)
  let hints = Items(1...2)
  let spare = Channel<Int>(capacity: 1)
  let slots = Semaphore(permits: 1, name: "slots")
  let (group, groupContext) = try ErrGroup.withContext(ctx)
  await group.go("walk") { ctx in
    defer { paths.close() }
    for item in 1...3 {
      try await paths.send(item, in: ctx)
    }
  }
  for number in 1...3 {
    await group.go("digest-\(number)") { ctx in
      while try await paths.receive() != nil {
        await ctx.busy(for: .milliseconds(20))
        if try !sums.trySend(1) {
          print("dropped")
        }
      }
    }
  }
  await group.go("serve") { ctx in
    try await stop.wait(ctx)
    throw AppError("http: Server closed")
  }
  await group.go("feeds") { ctx in
    let (group, groupContext) = try ErrGroup.withContext(ctx)
    await group.go("a") { ctx in
      try await ctx.sleep(for: .milliseconds(40))
    }
    _ = try spare.trySend(1)
    if try !spare.trySend(1) {
      print("spare")
    }
    try? await groupContext.sleep(for: .milliseconds(15))
    do {
      for _ in 1...3 { _ = try hints.next(groupContext) }
    } catch {
      // It goes on.
    }
    try await group.wait()
  }
  await group.go("early") { ctx in
    do {
      let scope = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope.context)
      await group.go("b") { ctx in
        await ctx.waitUntilCancelled()
        try ctx.checkCancellation()
      }
      do {
        await groupContext.busy(for: .milliseconds(5))
        throw AppError("no config")
      } catch {}
    }
    try await ctx.sleep(for: .milliseconds(10))
  }
  await group.go("takes") { ctx in
    var slotsHeld = 0
    defer { slots.release(permits: slotsHeld) }
    if slots.tryAcquire() {
      slotsHeld += 1
    } else {
      throw AppError("busy")
    }
    try await ctx.sleep(for: .milliseconds(8))
  }
  await group.go("known") { ctx in
    let (group, groupContext) = try ErrGroup.withContext(ctx)
    let kept = KeptErrors()
    await group.go("c") { ctx in
      try await ctx.sleep(for: .milliseconds(10))
      throw AppError("EOF")
    }
    await group.go("d") { ctx in
      await kept.add(AppError("d"))
      await ctx.waitUntilCancelled()
    }
    do {
      try await group.wait()
    } catch let error where error.isCaused(by: "EOF") || error.isCaused(by: "not so") {
      // It counts as none.
    } catch let error where error.isCaused(by: "context canceled") {
      throw await kept.joined(before: groupContext.cause ?? error)
    } catch {
      throw await kept.joined(before: AppError("gone"))
    }
    try await kept.check()
  }
  async let _: Void = {
    try? await group.wait()
    sums.close()
  }()
  while try await sums.receive() != nil {
    await groupContext.busy(for: .milliseconds(5))
  }
  print("all")
  stop.give()
  do {
    try await group.wait()
  } catch let error where error.isCaused(by: "http: Server closed") {
    // It counts as none.
  } catch {
    throw AppError("sum: \(error)")
  }
  print("closed")
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
  /// What stands for a panic of Go.
  init(panic text: String) { description = "panic: \(text)" }
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

/// Errors that are kept beside the one that wait throws.
private actor KeptErrors {
  private var errors: [any Error] = []

  func add(_ error: any Error) { errors.append(error) }

  func joined(with error: any Error) -> AppError {
    let all = [error] + errors
    return AppError(all.map { "\($0)" }.joined(separator: "\n"))
  }

  func joined(before error: any Error) -> AppError {
    let all = errors + [error]
    return AppError(all.map { "\($0)" }.joined(separator: "\n"))
  }

  /// Throws them, if there are any.
  func check() throws {
    guard let first = errors.first else { return }
    errors.removeFirst()
    throw joined(with: first)
  }
}

extension Error {
  /// Whether it is the error with this text, or has it inside.
  fileprivate func isCaused(by text: String) -> Bool {
    "\(self)" == text || "\(self)".hasSuffix(": \(text)")
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
        try await callers(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
