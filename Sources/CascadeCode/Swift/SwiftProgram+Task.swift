import Cascade
import CascadeScenarios
import CascadeTrace

/// What a task does.
extension SwiftProgram {
  /// The body of a task's closure.
  mutating func writeBody(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    var scope = scope
    if plan.looksAtCaller {
      code.line("// The caller's context, not the group's.")
    }
    if plan.isDetached, plan.looksAtContext {
      code.line("let ctx = \(scope.context).withoutCancel()")
      scope.context = "ctx"
    }
    guard let timeout = plan.timeout, plan.looksAtContext else {
      return writeAttempts(plan, ids: ids, in: scope)
    }
    let cause = timeout.cause.map { ["cause: \(error($0))"] } ?? []
    call(
      "try await \(scope.context).withTimeout", [DurationText.swift(timeout.after)] + cause, ") { ctx in")
    scope.context = "ctx"
    code.begin()
    writeAttempts(plan, ids: ids, in: scope)
    code.end()
    code.line("}")
  }

  private mutating func writeAttempts(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    guard plan.attempts.count > 1 else {
      return writeSteps(plan.attempts[0], of: plan, ids: ids, attempts: [1], in: scope, catches: true)
    }
    // Nothing in an attempt opens a group: whatever was cut short can be caught around all of them.
    let catches = plan.catchesCancellation(else: scenario.onCancel) && plan.looksAtContext
    if catches {
      code.line("do {")
      code.begin()
    }
    writeLoop(plan, ids: ids, in: scope)
    guard catches else { return }
    code.end()
    code.line("} catch \(caught(plan, in: scope)) {")
    let cleanup = code.next
    writeAnswer(plan, in: scope)
    for id in ids {
      for (number, steps) in plan.attempts.enumerated() {
        code.mark(steps.indices.map { .cleanup(task: id, attempt: number + 1, index: $0) }, from: cleanup)
      }
    }
    code.line("}")
  }

  private mutating func writeLoop(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    let last = plan.attempts.count
    code.line("for attempt in 1...\(last) {")
    code.begin()
    code.line("do {")
    code.begin()
    let rounds = plan.rounds
    if rounds.count == 1 {
      writeRound(rounds[0], of: plan, ids: ids, in: scope)
    } else {
      code.line("switch attempt {")
      for (index, round) in rounds.enumerated() {
        code.line(index == rounds.count - 1 ? "default:" : "case \(Self.pattern(round.numbers)):")
        code.begin()
        writeRound(round, of: plan, ids: ids, in: scope)
        code.end()
      }
      code.line("}")
    }
    code.end()
    // A task that answers a cancellation with an error of its own doesn't mean it as a failure to be tried again.
    let isAmbiguous = if case .error = plan.onCancel ?? scenario.onCancel { true } else { false }
    let isCancelled = scope.isInSwiftGroup ? "Task.isCancelled" : "\(scope.context).isCancelled"
    let unless = isAmbiguous ? " && !\(isCancelled)" : ""
    code.line("} catch is AppError where attempt < \(last)\(unless) {")
    needsError = true
    code.begin()
    let pause = code.next
    if plan.retryDelay > .zero {
      writeWork(plan.retryDelay, listens: !plan.isDeaf, finishes: plan.onShutdown == .finish, in: scope)
    } else {
      code.line("continue")
    }
    code.mark(ids.map { .pause(task: $0) }, from: pause)
    code.end()
    code.line("}")
    code.end()
    code.line("}")
  }

  private static func pattern(_ numbers: ClosedRange<Int>) -> String {
    numbers.count < 3
      ? numbers.map(String.init).joined(separator: ", ") : "\(numbers.lowerBound)...\(numbers.upperBound)"
  }

  private mutating func writeRound(
    _ round: (numbers: ClosedRange<Int>, steps: [Step]), of plan: TaskPlan, ids: [String], in scope: SwiftScope
  ) {
    writeSteps(
      round.steps, of: plan, ids: ids, attempts: Array(round.numbers), in: scope, catches: false)
    if round.steps.succeeds { code.line("return") }
  }

  /// - Parameter catches: Whether what a cancellation cuts short is caught here.
  private mutating func writeSteps(
    _ steps: [Step], of plan: TaskPlan, ids: [String], attempts: [Int], in scope: SwiftScope, catches: Bool
  ) {
    var scope = scope
    var rest = steps.reachable[...]
    while let first = rest.first {
      // A group's error isn't the end of a step: what is caught around steps has no group in it.
      let count =
        catches && plan.catchesCancellation(else: scenario.onCancel)
        ? rest.prefix { !$0.step.isGroup && !$0.step.endsTask }.caughtCount(isDeaf: plan.isDeaf) : 0
      guard count > 0 else {
        writeOne(first, ids: ids, attempts: attempts, in: &scope, plan: plan)
        rest = rest.dropFirst()
        continue
      }
      code.line("do {")
      code.begin()
      for one in rest.prefix(count) { writeOne(one, ids: ids, attempts: attempts, in: &scope, plan: plan) }
      code.end()
      code.line(plan.cleanup > .zero ? "} catch {  // cleans up" : "} catch {")
      let begin = code.next
      writeAnswer(plan, in: scope)
      for one in rest.prefix(count) {
        code.mark(ids.map { .cleanup(task: $0, index: one.index) }, from: begin)
      }
      code.line("}")
      rest = rest.dropFirst(count)
    }
  }

  private mutating func writeOne(
    _ one: (index: Int, step: Step), ids: [String], attempts: [Int], in scope: inout SwiftScope, plan: TaskPlan
  ) {
    let begin = code.next
    writeStep(one.step, ids: ids, in: &scope, task: plan)
    let parts = ids.flatMap { id in
      attempts.map { CodeListing.Part.step(task: id, attempt: $0, index: one.index) }
    }
    code.mark(parts, from: begin)
  }

  /// The pattern that catches what was cut short, without a name that nothing uses.
  private func caught(_ plan: TaskPlan, in scope: SwiftScope) -> String {
    if scope.isInSwiftGroup { return "let error where !(error is AppError)" }
    switch plan.onCancel ?? scenario.onCancel {
    case .contextError, .cause: return "let error as ContextError"
    case .success, .error: return "is ContextError"
    }
  }

  /// What a task does that was cut short.
  private mutating func writeAnswer(_ plan: TaskPlan, in scope: SwiftScope) {
    let answer = plan.onCancel ?? scenario.onCancel
    code.begin()
    if plan.cleanup > .zero { code.line(busy(plan.cleanup, scope.context)) }
    switch answer {
    case .contextError: code.line("throw error")
    case .cause: code.line("throw \(scope.context).cause ?? error")
    case .success: code.line("return")
    case .error(let text): code.line("throw \(error(text))")
    }
    code.end()
  }

  /// - Parameters:
  ///   - ids: The paths of the task.
  ///   - task: The task; none for the caller of a group.
  mutating func writeStep(_ step: Step, ids: [String], in scope: inout SwiftScope, task: TaskPlan?) {
    let finishes = task?.onShutdown == .finish
    if finishes, !step.canBeCutShort(isDeaf: task?.isDeaf == true) {
      let context = scope.context
      code.line("if \(context).shutdownSignal.isCancelled, !\(context).isCancelled { return }")
    }
    switch step {
    case .work(let duration, let listens):
      writeWork(duration, listens: listens && task?.isDeaf != true, finishes: finishes, in: scope)
    case .group(let plan, let ignoreError):
      let isAlone = task?.onlyGroup != nil
      // The handle has the name of the task's own group.
      let isHandle =
        !(plan.hasOwnContext && plan.afterWait.isEmpty && (plan.kind.isSwift || !scope.isInSwiftGroup))
      if isHandle, !isAlone {
        code.line("do {")
        code.begin()
      }
      writeGroup(plan, ids: ids.map { "\($0)/\(plan.name)" }, in: scope, ignoreError: ignoreError)
      if isHandle, !isAlone {
        code.end()
        code.line("}")
      }
    case .spawn(let plan):
      var clock = Duration.zero
      let siblings = ids.map { id in id.split(separator: "/").dropLast().joined(separator: "/") + "/" + plan.name }
      writeSpawn(plan, ids: siblings, in: scope, clock: &clock)
    case .cancel(let cause): writeCancel(scope.hand, cause: cause)
    case .useGroupContext: scope.context = scope.groupContext
    case .log(let text): call("print", [Literal.swift(text)])
    case .finish: code.line("return")
    case .fail(let text): call("throw AppError", [errorText(text)])
    case .panic(let text): call("throw AppError", [errorText(String(describing: PanicError(text)))], ")  // a panic")
    }
  }

  private mutating func errorText(_ text: String) -> String {
    needsError = true
    return Literal.swift(text)
  }

  /// - Parameter finishes: Whether it ends early when the group is asked to shut down.
  private mutating func writeWork(_ duration: Duration, listens: Bool, finishes: Bool = false, in scope: SwiftScope) {
    if listens, finishes {
      code.line("guard")
      code.line("  try await \(scope.context).sleep(")
      code.line("    for: \(DurationText.swift(duration)),")
      code.line("    orUntil: \(scope.context).shutdownSignal)")
      code.line("else { return }")
    } else if listens, scope.isInSwiftGroup {
      needsWork = true
      code.line("try await \(scope.context).work(for: \(DurationText.swift(duration)))")
    } else if listens {
      code.line("try await \(scope.context).sleep(for: \(DurationText.swift(duration)))")
    } else {
      code.line(busy(duration, scope.context))
    }
  }
}

extension TaskPlan {
  /// Whether it does something when it is cut short.
  fileprivate func catchesCancellation(else answer: CancelResult) -> Bool {
    cleanup > .zero || (onCancel ?? answer) != .contextError
  }
}

extension Step {
  fileprivate var isGroup: Bool {
    if case .group = self { true } else { false }
  }
}

extension ArraySlice where Element == (index: Int, step: Step) {
  /// How many of the first have to be caught: up to the last one that can be cut short.
  fileprivate func caughtCount(isDeaf: Bool) -> Int {
    lastIndex { $0.step.canBeCutShort(isDeaf: isDeaf) }.map { $0 - startIndex + 1 } ?? 0
  }
}
