import Cascade
import CascadeScenarios
import CascadeTrace

extension GroupPlan {
  /// How often steps in it may give a signal.
  fileprivate func givings(of name: String) -> Int {
    var count = ownSteps.count { $0 == .signal(name) }
    for nested in ownSteps.compactMap(\.nestedGroup) { count += nested.givings(of: name) }
    return count
  }
}

extension SwiftProgram {
  mutating func writeSignals() {
    signals = SignalVariable.all(scenario, &names)
    if !signals.isEmpty { needsSignal = true }
    for signal in signals { code.line("let \(signal.name) = Signal(ctx)") }
  }

  /// The names of the tasks of a group whose start or return is waited for.
  func awaitedTasks(in ids: [String]) -> Set<String> { GoProgram.awaitedTasks(signals, in: ids) }

  /// Says that a task has started, and that it will have returned.
  mutating func writeTaskSignals(ids: [String]) {
    for signal in signals where ids.contains(signal.task) {
      switch signal.awaited {
      case .start: code.line("\(signal.name).give()")
      case .out: code.line("defer { \(signal.name).give() }")
      case .told, .signal: continue
      }
    }
  }

  mutating func writeGiving(_ name: String) {
    guard let signal = signals.first(where: { $0.awaited == .signal(name) }) else { return }
    code.line("\(signal.name).give()")
  }

  mutating func writeWaiting(_ awaited: Awaited, of task: TaskPlan?, in scope: SwiftScope) {
    guard let signal = signals.first(where: { $0.awaited == awaited }) else { return }
    if task?.isDeaf == true {
      code.line("await \(signal.name).wait()")
    } else if task?.onShutdown == .finish {
      code.line("guard")
      code.line("  try await \(signal.name).wait(")
      code.line("    \(scope.context), orUntil: \(scope.context).shutdownSignal)")
      code.line("else { return }")
      needsSignalOrEnd = true
    } else if scope.isInSwiftGroup {
      code.line("do {")
      code.line("  try await \(signal.name).wait(\(scope.context))")
      code.line("} catch {")
      code.line("  throw \(scope.context).isCancelled ? error : CancellationError()")
      code.line("}")
    } else {
      code.line("try await \(signal.name).wait(\(scope.context))")
    }
  }

  mutating func writeSignalHelper() {
    guard needsSignal else { return }
    code.blank()
    var lines = [
      "/// Something that happens once, and that tasks wait for.",
      "private final class Signal: Sendable {",
      "  private let scope: CancelScope",
      "",
      "  init(_ ctx: Context) {",
      "    scope = ctx.withoutCancel().makeCancelScope()",
      "  }",
      "",
      "  func give() { scope.cancel() }",
      "",
      "  /// Waits for it, and listens to the context.",
      "  func wait(_ ctx: Context) async throws {",
      "    while try await ctx.sleep(",
      "      for: .seconds(1), orUntil: scope.context",
      "    ) {}",
      "  }",
      "",
      "  /// Waits for it, and doesn't listen.",
      "  func wait() async {",
      "    try? await wait(scope.context.withoutCancel())",
      "  }",
    ]
    if needsSignalOrEnd {
      lines += [
        "",
        "  /// Whether it came before `other` ended.",
        "  func wait(",
        "    _ ctx: Context, orUntil other: Context",
        "  ) async throws -> Bool {",
        "    let either = scope.context.makeCancelScope(merging: other)",
        "    while try await ctx.sleep(",
        "      for: .seconds(1), orUntil: either.context",
        "    ) {}",
        "    return scope.context.isCancelled",
        "  }",
      ]
    }
    for line in lines + ["}"] { code.line(line) }
  }
}

extension GoProgram {
  mutating func writeSignals() {
    signals = SignalVariable.all(scenario, &names)
    for index in signals.indices {
      let name = signals[index].name
      code.line("\(name) := make(chan struct{})")
      guard case .signal(let text) = signals[index].awaited, mayRepeat(text) else { continue }
      imports.insert("sync")
      let opener = names.unique("signal \(text)", else: "signal")
      code.line("\(opener) := sync.OnceFunc(func() { close(\(name)) })")
      signals[index].opener = opener
    }
  }

  /// Whether a signal may be given twice, which a channel can't be closed.
  private func mayRepeat(_ name: String) -> Bool { scenario.group.givings(of: name) > 1 }

  static func awaitedTasks(_ signals: [SignalVariable], in ids: [String]) -> Set<String> {
    var names: Set<String> = []
    for signal in signals where !signal.task.isEmpty {
      for id in ids where signal.task.hasPrefix(id + "/") {
        let name = signal.task.dropFirst(id.count + 1)
        if !name.contains("/") { names.insert(String(name)) }
      }
    }
    return names
  }

  /// What a group that is written as a function of its own has to be given: parameters with their types, and arguments.
  func signalParameters(of group: GroupPlan, ids: [String]) -> (parameters: String, arguments: String) {
    var parameters = ""
    var arguments = ""
    for signal in signals where signal.isUsed(in: group, ids: ids) {
      if signal.opener == nil || signal.isAwaited(in: group) {
        parameters += ", \(signal.name) chan struct{}"
        arguments += ", \(signal.name)"
      }
      if let opener = signal.opener, signal.isGiven(in: group) {
        parameters += ", \(opener) func()"
        arguments += ", \(opener)"
      }
    }
    return (parameters, arguments)
  }

  mutating func writeTaskSignals(ids: [String]) {
    for signal in signals where ids.contains(signal.task) {
      switch signal.awaited {
      case .start: code.line("close(\(signal.name))")
      case .out: code.line("defer close(\(signal.name))")
      case .told, .signal: continue
      }
    }
  }

  mutating func writeGiving(_ name: String) {
    guard let signal = signals.first(where: { $0.awaited == .signal(name) }) else { return }
    code.line(signal.opener.map { "\($0)()" } ?? "close(\(signal.name))")
  }

  /// - Returns: the lines of what is done when it is cut short, if that is anything.
  mutating func writeWaiting(_ awaited: Awaited, of plan: TaskPlan?, in scope: GoScope) -> Range<Int>? {
    guard let signal = signals.first(where: { $0.awaited == awaited }) else { return nil }
    guard plan?.isDeaf != true else {
      code.line("<-\(signal.name)")
      return nil
    }
    code.line("select {")
    code.line("case <-\(signal.name):")
    if let asked = plan?.onShutdown == .finish ? scope.asked : nil {
      code.line("case <-\(asked):")
      code.line("\treturn nil")
    }
    code.line("case <-\(scope.context).Done():")
    code.begin()
    let begin = code.next
    writeAnswer(plan, in: scope)
    let cleanup = begin..<code.next
    code.end()
    code.line("}")
    return cleanup
  }

  /// What a task does and returns that was cut short.
  ///
  /// - Parameter error: The context's error; none for asking the context.
  mutating func writeAnswer(_ plan: TaskPlan?, in scope: GoScope, error known: String? = nil) {
    if let plan, plan.cleanup > .zero { writeBusy(plan.cleanup, comment: " // cleans up") }
    switch plan?.onCancel ?? scenario.onCancel {
    case .contextError: code.line("return \(known ?? "\(scope.context).Err()")")
    case .cause: code.line("return context.Cause(\(scope.context))")
    case .wrapped(let text): writeWrapped(text, known ?? "\(scope.context).Err()")
    case .success: code.line("return nil")
    case .error(let text): code.line("return \(scope.late ?? error(text))")
    }
  }
}
