import CascadeScenarios

/// The channel of programs in Swift, with only what they use of it.
extension SwiftProgram {
  mutating func writeChannelHelper() {
    guard channels.contains(where: { $0.plan.filling == nil }) else { return }
    code.blank()
    let closes = closesChannels
    let lines =
      [
        "/// Items on their way from task to task, each to one of them: first",
        "/// come, first served. Where it is full, a send waits for a receive.",
        "private final class Channel<Item: Sendable>: Sendable {",
      ] + waiterOfChannel + stateOfChannel(closes: closes) + sendingOnChannel(closes: closes)
      + receivingFromChannel(closes: closes) + (closes ? closingChannel : []) + waitingForChannel + ["}"]
    for line in lines { code.line(line) }
  }

  private var waiterOfChannel: [String] {
    [
      "  /// A task that waits, with its item or for one.",
      "  private final class Waiter: Sendable {",
      "    let ctx: Context",
      "    let turn = Semaphore(permits: 1)",
      "    private let held: Mutex<Item?>",
      "",
      "    init(_ item: Item?, in ctx: Context) {",
      "      self.ctx = ctx",
      "      held = Mutex(item)",
      "      _ = turn.tryAcquire()",
      "    }",
      "",
      "    var item: Item? { held.withLock { $0 } }",
      "",
      "    /// Takes its item for another one, or none, and lets it go on.",
      "    func serve(_ other: Item?) -> Item? {",
      "      defer { turn.release() }",
      "      return held.withLock { item in",
      "        defer { item = other }",
      "        return item",
      "      }",
      "    }",
      "",
      "    /// The first of those whose contexts aren't over.",
      "    static func next(_ waiters: inout [Waiter]) -> Waiter? {",
      "      waiters.removeAll { $0.ctx.isCancelled }",
      "      return waiters.isEmpty ? nil : waiters.removeFirst()",
      "    }",
      "  }",
      "",
    ]
  }

  private func stateOfChannel(closes: Bool) -> [String] {
    let isClosed = closes ? ["    var isClosed = false"] : []
    let fails = closes ? ["      if isClosed { throw AppError(panic: \"send on closed channel\") }"] : []
    return [
      "  private struct State {",
      "    let capacity: Int",
      "    var items: [Item] = []",
      "    var senders: [Waiter] = []",
      "    var receivers: [Waiter] = []",
    ] + isClosed + [
      "",
      "    /// Whether the item needn't wait.",
      "    mutating func send(_ item: Item) \(closes ? "throws " : "")-> Bool {",
    ] + fails + [
      "      if let receiver = Waiter.next(&receivers) {",
      "        _ = receiver.serve(item)",
      "      } else if items.count < capacity {",
      "        items.append(item)",
      "      } else {",
      "        return false",
      "      }",
      "      return true",
      "    }",
      "",
      "    mutating func receive() -> Item? {",
      "      // Then there is room for what the first one waits with.",
      "      if let item = Waiter.next(&senders)?.serve(nil) {",
      "        items.append(item)",
      "      }",
      "      return items.isEmpty ? nil : items.removeFirst()",
      "    }",
      "",
      "    /// Whether it still waited.",
      "    mutating func remove(_ waiter: Waiter) -> Bool {",
      "      let count = senders.count + receivers.count",
      "      senders.removeAll { $0 === waiter }",
      "      receivers.removeAll { $0 === waiter }",
      "      return senders.count + receivers.count < count",
      "    }",
      "  }",
      "",
      "  private let state: Mutex<State>",
      "",
      "  init(capacity: Int = 0) {",
      "    state = Mutex(State(capacity: capacity))",
      "  }",
    ]
  }

  /// What the head of a function says of a second context.
  private func orUntil(_ isUsed: Bool) -> [String] {
    isUsed ? ["    orUntil other: Context? = nil"] : []
  }

  private func sendingOnChannel(closes: Bool) -> [String] {
    let attempt = closes ? "try " : ""
    let says = needsSendOrEnd
    let words = says ? ["  /// Gives up when `other` is over: whether it was sent.", "  @discardableResult"] : []
    let isOver = says ? ["    if other?.isCancelled == true { return false }"] : []
    let ending: [String] =
      (says || !closes ? ["    if let error { throw error }"] : [])
      + (says ? ["    if other?.isCancelled == true { return false }"] : [])
      + (!closes
        ? says ? ["    return false"] : []
        : ["    throw \(says ? "" : "error ?? ")AppError(panic: \"send on closed channel\")"])
    let trying = [
      "",
      "  /// Sends an item where that needs no wait: whether it was sent.",
      "  func trySend(_ item: Item) \(closes ? "throws " : "")-> Bool {",
      "    \(attempt)state.withLock { \(attempt)$0.send(item) }",
      "  }",
    ]
    return [
      "",
      "  /// Sends an item: waits for room, or for a task that receives it.",
    ] + words + [
      "  func send(",
      "    _ item: Item, in ctx: Context = .background\(says ? "," : "")",
    ] + orUntil(says) + [
      "  ) async throws \(says ? "-> Bool " : ""){",
      "    try ctx.checkCancellation()",
    ] + isOver + [
      "    let waiter = Waiter(item, in: ctx)",
      "    let isSent = \(attempt)state.withLock { state in",
      "      let isSent = \(attempt)state.send(item)",
      "      if !isSent { state.senders.append(waiter) }",
      "      return isSent",
      "    }",
      "    if isSent { return\(says ? " true" : "") }",
      "    let error = await wait(waiter\(says ? ", orUntil: other" : ""))",
      "    guard waiter.item != nil else { return\(says ? " true" : "") }",
    ] + ending + ["  }"] + (needsTrySend ? trying : [])
  }

  private func receivingFromChannel(closes: Bool) -> [String] {
    let says = needsReceiveOrEnd
    let isOver = says ? ["    if other?.isCancelled == true { return nil }"] : []
    let trying =
      closes
      ? [
        "",
        "  /// The next item, where that needs no wait: none in it where it is",
        "  /// closed and empty.",
        "  func tryReceive() -> Item?? {",
        "    state.withLock { state in",
        "      let item = state.receive()",
        "      return item == nil && !state.isClosed ? nil : .some(item)",
        "    }",
        "  }",
      ]
      : [
        "",
        "  /// The next item, where that needs no wait.",
        "  func tryReceive() -> Item? { state.withLock { $0.receive() } }",
      ]
    return [
      "",
      "  /// Waits for the next item\(closes ? ": none where it is closed and empty" : "").",
    ] + (says ? ["  /// Gives up when `other` is over: none, too."] : []) + [
      "  func receive(",
      "    in ctx: Context = .background\(says ? "," : "")",
    ] + orUntil(says) + [
      "  ) async throws -> Item? {",
      "    try ctx.checkCancellation()",
    ] + isOver + [
      "    let waiter = Waiter(nil, in: ctx)",
      "    let (item, waits) = state.withLock { state in",
      "      let item = state.receive()",
      "      let waits = item == nil\(closes ? " && !state.isClosed" : "")",
      "      if waits { state.receivers.append(waiter) }",
      "      return (item, waits)",
      "    }",
      "    guard waits else { return item }",
      "    let error = await wait(waiter\(says ? ", orUntil: other" : ""))",
      "    if let error, waiter.item == nil { throw error }",
      "    return waiter.item",
      "  }",
    ] + (needsTryReceive ? trying : [])
  }

  private var closingChannel: [String] {
    let says = saysWhetherItCloses
    return [
      "",
      "  /// Nothing is sent any more\(says ? ": whether it wasn't closed before" : "").",
    ] + (says ? ["  @discardableResult"] : []) + [
      "  func close() \(says ? "-> Bool " : ""){",
      "    state.withLock { state in",
    ] + (says ? ["      if state.isClosed { return false }"] : []) + [
      "      state.isClosed = true",
      "      for waiter in state.senders + state.receivers {",
      "        waiter.turn.release()",
      "      }",
      "      (state.senders, state.receivers) = ([], [])",
    ] + (says ? ["      return true"] : []) + ["    }", "  }"]
  }

  private var waitingForChannel: [String] {
    let says = needsSendOrEnd || needsReceiveOrEnd
    let asking = [
      "    let asked = other?.onCancel { _ in",
      "      self.state.withLock { state in",
      "        if state.remove(waiter) { waiter.turn.release() }",
      "      }",
      "    }",
      "    defer { asked?.stop() }",
    ]
    // Swift's own groups cancel Swift tasks alone.
    let isForeign = scenario.group.hasSwiftGroup
    return [
      "",
      "  /// - Returns: Why it waits no more, if that isn't its turn.",
      says ? "  private func wait(" : "  private func wait(_ waiter: Waiter) async -> (any Error)? {",
    ] + (says ? ["    _ waiter: Waiter, orUntil other: Context? = nil", "  ) async -> (any Error)? {"] : [])
      + (says ? asking : []) + [
        "    do {",
        "      try await waiter.turn.acquire(waiter.ctx)",
        "      return nil",
        "    } catch {",
        "      _ = state.withLock { $0.remove(waiter) }",
        "      return \(isForeign ? "waiter.ctx.isCancelled ? error : CancellationError()" : "error")",
        "    }",
        "  }",
      ]
  }
}
