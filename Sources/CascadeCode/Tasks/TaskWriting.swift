import Cascade
import CascadeScenarios
import CascadeTrace

/// What a task does.
extension SwiftProgram {
  /// The body of a task's closure.
  mutating func writeBody(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    let failures = signals.failures(of: ids)
    writeTaskSignals(ids: ids)
    guard !failures.isEmpty else { return writeWork(of: plan, ids: ids, in: scope) }
    code.line("do {")
    code.begin()
    writeWork(of: plan, ids: ids, in: scope)
    code.end()
    code.line("} catch {")
    for failure in failures { code.line("  \(failure.name).give()") }
    code.line("  throw error")
    code.line("}")
  }

  private mutating func writeWork(of plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    var scope = scope
    if plan.looksAtCaller {
      code.line("// The caller's context, not the group's.")
    }
    if plan.isDetached, plan.looksAtContext {
      code.line("let ctx = \(scope.context).withoutCancel()")
      scope.context = "ctx"
    }
    guard let timeout = plan.timeout, plan.looksAtContext || plan.asksBetweenSteps else {
      writeAfterFunctions(plan, in: scope)
      return writeAttempts(plan, ids: ids, in: scope)
    }
    let cause = timeout.cause.map { ["cause: \(error($0))"] } ?? []
    call(
      "try await \(scope.context).withTimeout", [Literal.swift(timeout.after)] + cause, ") { ctx in")
    scope.context = "ctx"
    code.begin()
    writeAfterFunctions(plan, in: scope)
    writeAttempts(plan, ids: ids, in: scope)
    code.end()
    code.line("}")
  }

  /// - Parameter catches: Whether what a cancellation cuts short is caught here.
  mutating func writeSteps(
    _ steps: [Step], of plan: TaskPlan, ids: [String], attempts: [Int], in scope: SwiftScope, catches: Bool
  ) {
    var scope = scope
    let outer = released
    released = steps.released
    defer { released = outer }
    writeHolding(steps, of: plan)
    var rest = steps.reachable[...]
    while let first = rest.first {
      // A group's error isn't the end of a step: what is caught around steps has no group in it.
      let count =
        catches && plan.catchesCancellation(else: scenario.onCancel)
        ? rest.prefix { $0.step.canBeCaught }.caughtCount(
          isDeaf: plan.isDeaf, last: steps.count - 1) : 0
      guard count > 0 else {
        writeOne(
          first, ids: ids, attempts: attempts, in: &scope, plan: plan, isLast: first.index == steps.count - 1)
        rest = rest.dropFirst()
        continue
      }
      code.line("do {")
      code.begin()
      for one in rest.prefix(count) {
        writeOne(one, ids: ids, attempts: attempts, in: &scope, plan: plan, isLast: one.index == steps.count - 1)
      }
      code.end()
      // Only what was cut short is caught, where something else may be thrown.
      let throwsElse = rest.prefix(count).contains { $0.step.withInner.contains(where: \.mayThrowElse) }
      let pattern = throwsElse ? caught(plan, in: scope) + " " : ""
      code.line("} catch \(pattern){\(plan.cleanup > .zero ? "  // cleans up" : "")")
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
    _ one: (index: Int, step: Step), ids: [String], attempts: [Int], in scope: inout SwiftScope, plan: TaskPlan,
    isLast: Bool
  ) {
    let begin = code.next
    writeStep(one.step, ids: ids, in: &scope, task: plan, isLast: isLast)
    let parts = ids.flatMap { id in
      attempts.map { CodeListing.Part.step(task: id, attempt: $0, index: one.index) }
    }
    code.mark(parts, from: begin)
  }
}

extension Step {
  /// Whether what cuts it short can be caught around it.
  fileprivate var canBeCaught: Bool {
    if case .rounds = self { return true }
    return nestedGroup == nil && !endsTask
  }
}

extension ArraySlice where Element == (index: Int, step: Step) {
  /// How many of the first have to be caught: up to the last one that can be cut short.
  fileprivate func caughtCount(isDeaf: Bool, last: Int) -> Int {
    lastIndex { $0.step.canBeCutShort(isDeaf: isDeaf) && ($0.index == last || !$0.step.isUntilTold) }
      .map { $0 - startIndex + 1 } ?? 0
  }
}

/// What a task does.
extension GoProgram {
  /// The body of a task's function, what it returns included.
  mutating func writeBody(_ plan: TaskPlan, ids: [String], in outer: GoScope) {
    var scope = outer
    scope.late = nil
    scope.results = .error
    scope.ownsContext = false
    scope.context = plan.capturedContext == .group ? scope.groupContext : scope.parentContext
    // It isn't asked through a context that isn't the group's.
    if plan.capturedContext == .parent { scope.asked = scope.askedAround }
    writeTaskSignals(ids: ids)
    writeClosing(plan)
    if plan.looksAtCaller { code.line("// The caller's context, not the group's.") }
    if plan.isDetached, plan.looksAtOwnContext {
      code.line("ctx := context.WithoutCancel(\(scope.context))")
      scope.context = "ctx"
    }
    if let timeout = plan.timeout, plan.looksAtOwnContext || scope.asked != nil && plan.asksBetweenSteps {
      writeLimitedContext(
        "context.WithTimeout", duration(timeout.after), cause: timeout.cause,
        named: plan.cancelsGroup ? "stop" : "cancel", in: &scope)
    }
    writeAfterFunctions(plan, in: scope)
    if plan.attempts.count > 1 {
      writeLoop(plan, ids: ids, in: scope)
    } else {
      writeSteps(plan.attempts[0], of: plan, ids: ids, attempts: [1], in: scope)
    }
  }

  mutating func writeSteps(
    _ steps: [Step], of plan: TaskPlan, ids: [String], attempts: [Int], in outer: GoScope
  ) {
    var scope = outer
    let before = released
    released = steps.released
    defer { released = before }
    let reachable = steps.reachable
    var isOver = false
    for (place, one) in reachable.enumerated() {
      let begin = code.next
      let isLast = place == reachable.count - 1
      isOver = isLast && writeLast(one.step, of: plan, ids: ids, in: scope)
      if !isOver {
        isOver = writeStep(
          one.step, ids: ids, in: &scope, plan: plan, attempts: attempts, index: one.index, isLast: isLast)
      }
      let parts = ids.flatMap { id in
        attempts.map { CodeListing.Part.step(task: id, attempt: $0, index: one.index) }
      }
      code.mark(parts, from: begin)
    }
    if !isOver, steps.succeeds { writeSuccess(in: scope) }
  }

  /// Writes a last step that is the rest of the function.
  ///
  /// - Returns: whether it is one.
  private mutating func writeLast(_ step: Step, of plan: TaskPlan, ids: [String], in scope: GoScope) -> Bool {
    if step.isUntilTold, let steps = plan.attempts.first(where: { $0.last == step }), !plan.isDeaf {
      writeServing(plan, ids: ids, index: steps.count - 1, in: scope)
      return true
    }
    let asked = plan.onShutdown == .finish ? scope.asked : nil
    guard asked == nil, case .group(let group, let ignoreError) = step, plan.canHold(group),
      !ignoreError || group.afterWait.isEmpty
    else { return false }
    writeGroup(group, ids: ids.map { "\($0)/\(group.name)" }, in: scope, ignoreError: ignoreError)
    return true
  }
}

extension TaskPlan {
  /// Whether it looks between its steps whether it is asked to finish, which counts only as long as its context isn't done.
  fileprivate var asksBetweenSteps: Bool {
    onShutdown == .finish && attempts.contains { !$0.reachable.isEmpty }
  }

  /// Whether the group can be written as the rest of its function: it is all that the task does, and they don't make a
  /// context each, for which there is only one name.
  fileprivate func canHold(_ group: GroupPlan) -> Bool {
    let makesContext = group.isDetached || group.hasCancelLayer || group.deadline != nil
    return onlyGroup != nil && !((isDetached || timeout != nil) && makesContext)
  }
}
