import CascadeScenarios

/// What programs need besides their function: only what they use.
extension SwiftProgram {
  mutating func writeHelpers() {
    if closesChannels { needsError = true }
    if needsError {
      code.blank()
      code.line("private struct AppError: Error, CustomStringConvertible {")
      code.line("  let description: String")
      code.line("  init(_ text: String) { description = text }")
      code.line("}")
    }
    if needsFatal {
      code.blank()
      code.line("/// Says a last line and ends the program.")
      code.line("private func fatal(_ text: String) -> Never {")
      code.line("  FileHandle.standardError.write(Data((text + \"\\n\").utf8))")
      code.line("  exit(1)")
      code.line("}")
    }
    writeTaskHelper()
    writeSignalHelper()
    writeItemsHelper()
    writeChannelHelper()
    writeLimiterHelper()
    writeTickerHelper()
    writeKeptHelper()
    writeIsCausedHelper()
    writeSharedScopeHelper()
    let methods = contextMethods
    guard !methods.isEmpty else { return }
    code.blank()
    code.line("extension Context {")
    for (number, method) in methods.enumerated() {
      if number > 0 { code.blank() }
      for line in method { code.line("  " + line) }
    }
    code.line("}")
  }

  private var contextMethods: [[String]] {
    var methods: [[String]] = []
    if needsWork { methods.append(work) }
    let isShielded = scenario.group.hasSwiftGroup
    if needsBusy {
      methods.append(
        isShielded
          ? shielded("busy(for time: Duration)", "makeCancelScope(timeout: time)")
          : busy("busy(for time: Duration)", "sleep(for: time)", isFirst: true))
    }
    if needsBusyUntil {
      methods.append(
        isShielded
          ? shielded("busy(until time: Context.Instant)", "makeCancelScope(deadline: time)")
          : busy("busy(until time: Context.Instant)", "sleep(until: time)", isFirst: !needsBusy))
    }
    if needsLater { methods.append(later) }
    return methods
  }

  private mutating func writeItemsHelper() {
    guard channels.contains(where: { $0.plan.filling != nil }) else { return }
    // Swift's own groups cancel Swift tasks alone.
    let isForeign = scenario.group.hasSwiftGroup
    let lines =
      [
        "/// Items that tasks share: each goes to one of them.",
        "private final class Items<Item: Sendable>: Sendable {",
        "  private let rest: Mutex<[Item]>",
        "",
        "  init(_ items: some Sequence<Item>) {",
        "    rest = Mutex(items.reversed())",
        "  }",
        "",
        "  /// The next one, if there is one.",
        "  func next() -> Item? { rest.withLock { $0.popLast() } }",
        "",
        "  /// The same, unless the context is over.",
        "  func next(_ ctx: Context) throws -> Item? {",
        "    try ctx.checkCancellation()",
      ] + (isForeign ? ["    try Task.checkCancellation()"] : []) + ["    return next()", "  }", "}"]
    code.blank()
    for line in lines { code.line(line) }
  }

  private mutating func writeChannelHelper() {
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
    let fails = closes ? ["      if isClosed { throw AppError(\"panic: send on closed channel\") }"] : []
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
        : ["    throw \(says ? "" : "error ?? ")AppError(\"panic: send on closed channel\")"])
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

  private mutating func writeLimiterHelper() {
    guard !limiters.isEmpty else { return }
    code.blank()
    let lines = [
      "/// Has a token each so often, and keeps a few of them.",
      "private final class RateLimiter: Sendable {",
      "  private let every: Duration",
      "  private let burst: Int",
      "  /// When it has all its tokens again.",
      "  private let full = Mutex<Context.Instant?>(nil)",
      "",
      "  init(every: Duration, burst: Int) {",
      "    self.every = every",
      "    self.burst = burst",
      "  }",
      "",
      "  /// Takes a token, or waits for the next one.",
      "  func wait(_ ctx: Context) async throws {",
      "    try ctx.checkCancellation()",
      "    let now = ctx.now",
      "    let (next, token) = try full.withLock { full in",
      "      let next = max(full ?? now, now).advanced(by: every)",
      "      let token = next.advanced(by: every * -burst)",
      "      if let end = ctx.deadline, max(token, now) > end {",
      "        throw AppError(",
      "          \(Literal.swift(PermitStep.wouldExceed)))",
      "      }",
      "      full = next",
      "      return (next, token)",
      "    }",
      "    guard token > now else { return }",
      "    do {",
      "      try await ctx.sleep(until: token)",
      "    } catch {",
      "      // It comes back, unless others wait for later ones.",
      "      full.withLock { full in",
      "        if full == next { full = next.advanced(by: every * -1) }",
      "      }",
      "      throw error",
      "    }",
      "  }",
      "}",
    ]
    for line in lines { code.line(line) }
  }

  private mutating func writeKeptHelper() {
    guard needsKept else { return }
    code.blank()
    let hasLast = scenario.group.keepsLast
    let before = [
      "  func joined(before error: any Error) -> AppError {",
      "    let all = errors + [error]",
      "    return AppError(all.map { \"\\($0)\" }.joined(separator: \"\\n\"))",
      "  }",
      "",
    ]
    let lines =
      [
        "/// Errors that are kept beside the one that wait throws.",
        "private actor KeptErrors {",
        "  private var errors: [any Error] = []",
        "",
        "  func add(_ error: any Error) { errors.append(error) }",
        "",
        "  func joined(with error: any Error) -> AppError {",
        "    let all = [error] + errors",
        "    return AppError(all.map { \"\\($0)\" }.joined(separator: \"\\n\"))",
        "  }",
        "",
      ] + (hasLast ? before : []) + [
        "  /// Throws them, if there are any.",
        "  func check() throws {",
        "    guard let first = errors.first else { return }",
        "    errors.removeFirst()",
        "    throw joined(with: first)",
        "  }",
        "}",
      ]
    for line in lines { code.line(line) }
  }

  private mutating func writeIsCausedHelper() {
    guard needsIsCaused else { return }
    code.blank()
    let lines = [
      "extension Error {",
      "  /// Whether it is the error with this text, or has it inside.",
      "  fileprivate func isCaused(by text: String) -> Bool {",
      "    \"\\(self)\" == text || \"\\(self)\".hasSuffix(\": \\(text)\")",
      "  }",
      "}",
    ]
    for line in lines { code.line(line) }
  }

  private mutating func writeSharedScopeHelper() {
    guard needsSharedScope else { return }
    code.blank()
    let lines = [
      "/// The right to end a context, for several tasks.",
      "private final class SharedScope: Sendable {",
      "  private let scope: CancelScope",
      "",
      "  init(_ scope: consuming CancelScope) { self.scope = scope }",
      "",
      "  var context: Context { scope.context }",
      "",
      "  func cancel(cause: (any Error)? = nil) {",
      "    scope.cancel(cause: cause)",
      "  }",
      "}",
    ]
    for line in lines { code.line(line) }
  }

  private var work: [String] {
    [
      "/// Work that Swift's own cancellation cuts short, too.",
      "fileprivate func work(for time: Duration) async throws {",
      "  do {",
      "    try await sleep(for: time)",
      "  } catch {",
      "    throw isCancelled ? error : CancellationError()",
      "  }",
      "}",
    ]
  }

  private func busy(_ head: String, _ sleep: String, isFirst: Bool) -> [String] {
    (isFirst ? ["/// Work that doesn't look at its context."] : [])
      + ["fileprivate func \(head) async {", "  try? await withoutCancel().\(sleep)", "}"]
  }

  private func shielded(_ head: String, _ clock: String) -> [String] {
    [
      "/// Work that no cancellation cuts short.",
      "fileprivate func \(head) async {",
      "  let clock = withoutCancel().\(clock)",
      "  await withCheckedContinuation { continuation in",
      "    clock.context.onCancel { _ in continuation.resume() }",
      "  }",
      "}",
    ]
  }

  private var later: [String] {
    [
      "/// Does something when so much time has passed.",
      "fileprivate func later(",
      "  _ time: Duration, _ action: @escaping @Sendable () -> Void",
      ") -> CancelScope {",
      "  let timer = withoutCancel().makeCancelScope(timeout: time)",
      "  timer.context.onCancel { end in",
      "    if end.reason == .deadlineExceeded { action() }",
      "  }",
      "  return timer",
      "}",
    ]
  }
}
