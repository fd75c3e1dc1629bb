import CascadeScenarios

/// What programs need besides their function: only what they use.
extension SwiftProgram {
  mutating func writeHelpers() {
    if closesChannels { (needsError, panics) = (true, true) }
    if needsError { writeErrorHelper() }
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

  private mutating func writeErrorHelper() {
    code.blank()
    code.line("private struct AppError: Error, CustomStringConvertible {")
    code.line("  let description: String")
    if asksForPanics { code.line("  private(set) var isPanic = false") }
    code.line("  init(_ text: String) { description = text }")
    if panics {
      let text = "\"panic: \\(text)\""
      code.line("  /// What stands for a panic of Go.")
      code.line(
        "  init(panic text: String) { "
          + (asksForPanics ? "(description, isPanic) = (\(text), true) }" : "description = \(text) }"))
    }
    code.line("}")
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
