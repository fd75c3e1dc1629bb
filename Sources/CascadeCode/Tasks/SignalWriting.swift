import Cascade
import CascadeScenarios
import CascadeTrace

extension GroupPlan {
  /// How often steps in it may give a signal.
  fileprivate func givings(of name: String) -> Int {
    var count = ownSteps.count { $0 == .signal(name) }
    // What is repeated may give it again.
    count += 2 * ownSteps.count { $0 != .signal(name) && $0.withInner.contains(.signal(name)) }
    for nested in ownSteps.flatMap(\.withInner).compactMap(\.nestedGroup) {
      count += nested.givings(of: name) * (nested.inRounds == nil ? 1 : 2)
    }
    for task in allTasks where task.inRounds != nil { count += task.allSteps.count { $0 == .signal(name) } }
    return count
  }
}

extension SwiftProgram {
  mutating func writeSignals() {
    signals = SignalVariable.all(scenario, &names, success: "ended")
    if !signals.isEmpty { needsSignal = true }
    for name in signals.flatMap({ [$0.name, $0.success] }).compactMap(\.self) {
      code.line("let \(name) = Signal(ctx)")
    }
  }

  /// The names of the tasks of a group whose start or return is waited for.
  func awaitedTasks(in ids: [String]) -> Set<String> { GoProgram.awaitedTasks(signals, in: ids) }

  /// Says that a task has started, and that it will have returned.
  mutating func writeTaskSignals(ids: [String]) {
    for signal in signals where ids.contains(signal.task) {
      switch signal.awaited {
      case .start: code.line("\(signal.name).give()")
      case .out: code.line("defer { \(signal.name).give() }")
      case .failure: code.line("defer { \(signal.success ?? "").give() }")
      case .told, .signal, .any: continue
      }
    }
  }

  mutating func writeGiving(_ name: String) {
    guard let signal = signals.first(where: { $0.awaited == .signal(name) }) else { return }
    code.line("\(signal.name).give()")
  }

  /// Waits for the first of several, or for so much time.
  private mutating func writeWaiting(
    any parts: [Awaited], or time: Duration?, of task: TaskPlan?, in scope: SwiftScope, ending: SwiftEnding
  ) {
    needsSignalOfSeveral = true
    let waited = parts.compactMap { part in signals.first { $0.awaited == part } }
    let successes = waited.compactMap(\.success)
    let isDeaf = task?.isDeaf == true
    let context = isDeaf ? "\(scope.context).withoutCancel()" : scope.context
    var arguments = ["of: [\(waited.map(\.name).joined(separator: ", "))]"]
    if !successes.isEmpty { arguments.append("unless: [\(successes.joined(separator: ", "))]") }
    if let time { arguments.append("within: \(Literal.swift(time))") }
    if task?.onShutdown == .finish, !isDeaf { arguments.append("orUntil: \(context).shutdownSignal") }
    arguments.append("in: \(context)")
    writeGuard("await Signal.first", arguments, ending: ending)
  }

  mutating func writeWaiting(_ awaited: Awaited, of task: TaskPlan?, in scope: SwiftScope, ending: SwiftEnding) {
    switch awaited {
    case .any(let parts, let time):
      return writeWaiting(any: parts, or: time, of: task, in: scope, ending: ending)
    case .failure: return writeWaiting(any: [awaited], or: nil, of: task, in: scope, ending: ending)
    case .told, .start, .out, .signal: break
    }
    guard let signal = signals.first(where: { $0.awaited == awaited }) else { return }
    if task?.isDeaf == true {
      code.line("await \(signal.name).wait()")
    } else if task?.onShutdown == .finish {
      let arguments = [scope.context, "orUntil: \(scope.context).shutdownSignal"]
      writeGuard("await \(signal.name).wait", arguments, ending: ending)
      needsSignalOrEnd = true
    } else if scope.isInSwiftGroup, ending != .endsQuietly {
      code.line("do {")
      code.line("  try await \(signal.name).wait(\(scope.context))")
      code.line("} catch {")
      code.line("  throw \(scope.context).isCancelled ? error : CancellationError()")
      code.line("}")
    } else {
      code.line("\(ending.attempt) await \(signal.name).wait(\(scope.context))")
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
    if needsSignalContext {
      lines += ["", "  /// Is over when it has happened.", "  var context: Context { scope.context }"]
    }
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
    if needsSignalOfSeveral {
      lines += [
        "",
        "  /// Waits for the first of several, for so long at most, unless one of",
        "  /// `others` comes before: whether it came.",
        "  static func first(",
        "    of signals: [Signal], unless others: [Signal] = [],",
        "    within time: Duration? = nil, orUntil asked: Context? = nil,",
        "    in ctx: Context",
        "  ) async throws -> Bool {",
        "    func isGiven(_ signals: [Signal]) -> Bool {",
        "      signals.contains { $0.scope.context.isCancelled }",
        "    }",
        "    let any = Signal(ctx)",
        "    let signal = any.scope.context",
        "    let all = (signals + others).map { $0.scope.context }",
        "    for end in all + [asked].compactMap(\\.self) {",
        "      end.onCancel { _ in any.give() }",
        "    }",
        "    do {",
        "      let step = time ?? .seconds(1)",
        "      while try await ctx.sleep(for: step, orUntil: signal) {",
        "        if time != nil { return true }",
        "      }",
        "    } catch {",
        "      guard isGiven(others), !isGiven(signals) else { throw error }",
        "    }",
        "    return isGiven(signals)",
        "  }",
      ]
    }
    for line in lines + ["}"] { code.line(line) }
  }
}

extension GoProgram {
  mutating func writeSignals() {
    signals = SignalVariable.all(scenario, &names, success: "succeeded")
    for index in signals.indices {
      let name = signals[index].name
      code.line("\(name) := make(chan struct{})")
      if let success = signals[index].success { code.line("\(success) := make(chan struct{})") }
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
        for name in [signal.name, signal.success].compactMap(\.self) {
          parameters += ", \(name) chan struct{}"
          arguments += ", \(name)"
        }
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
      case .failure:
        code.line("defer func() {")
        code.line("\tif returned != nil {")
        code.line("\t\tclose(\(signal.name))")
        code.line("\t} else {")
        code.line("\t\tclose(\(signal.success ?? ""))")
        code.line("\t}")
        code.line("}()")
      case .told, .signal, .any: continue
      }
    }
  }

  mutating func writeGiving(_ name: String) {
    guard let signal = signals.first(where: { $0.awaited == .signal(name) }) else { return }
    code.line(signal.opener.map { "\($0)()" } ?? "close(\(signal.name))")
  }

  /// - Returns: the lines of what is done when it is cut short, if that is anything.
  mutating func writeWaiting(_ awaited: Awaited, of plan: TaskPlan?, in scope: GoScope) -> Range<Int>? {
    var channels = awaited.parts.compactMap { part in signals.first { $0.awaited == part }?.name }
    if case .any(_, let time?) = awaited { channels.append("time.After(\(goDuration(time)))") }
    let successes = awaited.parts.compactMap { part in signals.first { $0.awaited == part }?.success }
    return writeSelect(channels, unless: successes, of: plan, in: scope)
  }

  /// Waits for the first of several channels, and listens to the context if the task does.
  ///
  /// - Parameter others: Channels at which it returns.
  /// - Returns: the lines of what is done when it is cut short, if that is anything.
  mutating func writeSelect(
    _ channels: [String], unless others: [String] = [], of plan: TaskPlan?, in scope: GoScope
  ) -> Range<Int>? {
    let isDeaf = plan?.isDeaf == true
    if isDeaf, channels.count == 1, others.isEmpty {
      code.line("<-\(channels[0])")
      return nil
    }
    code.line("select {")
    for channel in channels { code.line("case <-\(channel):") }
    for channel in others {
      code.line("case <-\(channel):")
      code.begin()
      if scope.goesOn { writeBreak(in: scope) } else { code.line(returning(nil, in: scope)) }
      code.end()
    }
    guard !isDeaf else {
      code.line("}")
      return nil
    }
    if let asked = plan?.onShutdown == .finish ? scope.asked : nil {
      code.line("case <-\(asked):")
      code.line("\t\(returning(nil, in: scope))")
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
    if scope.goesOn { return writeBreak(in: scope) }
    if let plan, plan.cleanup > .zero { writeBusy(plan.cleanup, comment: " // cleans up") }
    let answer = answer(of: plan, in: scope, error: known ?? "\(scope.context).Err()")
    code.line(returning(answer, in: scope))
  }

  /// Ends the step of a caller that goes on with the next.
  mutating func writeBreak(in scope: GoScope) {
    guard let label = scope.label else { return }
    usedLabels.insert(label)
    code.line("break \(label)")
  }

  /// Writes a loop that such a step is, with its label where something breaks it off.
  mutating func writeLoop(in scope: inout GoScope, _ write: (inout GoProgram, inout GoScope) -> Void) {
    guard scope.goesOn, scope.label == nil else { return write(&self, &scope) }
    let label = names.unique("loop")
    scope.label = label
    let begin = code.next
    write(&self, &scope)
    scope.label = nil
    guard usedLabels.contains(label) else { return }
    let loop = code.lines[begin...].firstIndex { $0.drop { $0 == "\t" }.hasPrefix("for ") }
    code.insertLabel(label, at: loop ?? begin)
  }

  /// What a task returns that was cut short; none for no error.
  ///
  /// - Parameter error: The context's error.
  mutating func answer(of plan: TaskPlan?, in scope: GoScope, error known: String) -> String? {
    switch plan?.onCancel ?? scenario.onCancel {
    case .contextError: known
    case .cause: "context.Cause(\(scope.context))"
    case .wrapped(let text): wrapped(text, known)
    case .success: nil
    case .error(let text): scope.late ?? error(text)
    }
  }
}
