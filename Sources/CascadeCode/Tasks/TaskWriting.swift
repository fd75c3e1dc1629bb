import Cascade
import CascadeScenarios
import CascadeTrace

/// What a task does.
extension SwiftProgram {
  /// The body of a task's closure.
  mutating func writeBody(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    let failures = signals.failures(of: ids)
    writeTaskSignals(ids: ids)
    guard !failures.isEmpty, mayThrow(plan, in: scope) else { return writeWork(of: plan, ids: ids, in: scope) }
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
    writeClosing(plan)
    if plan.looksAtCaller {
      code.line("// The caller's context, not the group's.")
    }
    if plan.isDetached, plan.looksAtContext {
      code.line("let ctx = \(scope.context).withoutCancel()")
      scope.context = "ctx"
    }
    guard let timeout = plan.timeout, plan.isTimed else {
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
    let blocks = catches ? blocks(of: steps, of: plan, in: scope) : [StepBlock(steps: steps.reachable)]
    let last = blocks.lastIndex { $0.steps.contains { $0.step != .useGroupContext } }
    for (number, block) in blocks.enumerated() {
      // Attempts follow each other in a loop.
      let isLast = catches && number == last
      let isCaught = block.isCaught && !(isLast && canBeStraight(block, of: plan))
      if isCaught {
        code.line("do {")
        code.begin()
      }
      for (place, one) in block.steps.enumerated() {
        let isEnd = isLast && place == block.steps.count - 1
        let isQuiet = block.isCaught && (!isCaught || one.step.isUntilTold && isSilent(plan))
        writeOne(
          one, ids: ids, attempts: attempts, in: &scope, plan: plan, isLast: one.index == steps.count - 1,
          ending: isEnd ? isQuiet ? .endsQuietly : .ends : .goesOn)
      }
      guard isCaught else { continue }
      code.end()
      writeCatch(block, of: plan, ids: ids, in: scope)
    }
  }

  private mutating func writeCatch(_ block: StepBlock, of plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    // Only what was cut short is caught, where something else may be thrown.
    let unless = block.mayBeLate ? "where \(scope.context).isCancelled " : ""
    let pattern = block.mayThrowElse ? caught(plan, in: scope) + " \(unless)" : ""
    code.line("} catch \(pattern){\(plan.cleanup > .zero ? "  // cleans up" : "")")
    let begin = code.next
    writeAnswer(plan, in: scope)
    for one in block.steps { code.mark(ids.map { .cleanup(task: $0, index: one.index) }, from: begin) }
    code.line("}")
  }

  private mutating func writeOne(
    _ one: (index: Int, step: Step), ids: [String], attempts: [Int], in scope: inout SwiftScope, plan: TaskPlan,
    isLast: Bool, ending: SwiftEnding
  ) {
    let begin = code.next
    writeStep(one.step, ids: ids, in: &scope, task: plan, isLast: isLast, ending: ending)
    if ending == .endsQuietly, one.step.isUntilTold {
      let cleanup = code.next
      writeEndOfServing(plan, in: scope)
      if code.next > cleanup { code.mark(ids.map { .cleanup(task: $0, index: one.index) }, from: cleanup) }
    }
    let parts = ids.flatMap { id in
      attempts.map { CodeListing.Part.step(task: id, attempt: $0, index: one.index) }
    }
    code.mark(parts, from: begin)
  }
}

/// What a task does.
extension GoProgram {
  /// The body of a task's function, what it returns included.
  mutating func writeBody(_ plan: TaskPlan, ids: [String], in outer: GoScope) {
    var scope = outer
    scope.late = nil
    scope.goesOn = false
    scope.label = nil
    scope.round = nil
    scope.looks = false
    scope.isInLoop = false
    scope.results = .error
    scope.ownsContext = false
    scope.context = plan.capturedContext == .group ? scope.groupContext : scope.parentContext
    // It isn't asked through a context that isn't the group's, which the task that adds it may have had.
    scope.asked = plan.capturedContext == .parent ? scope.askedAround : scope.askedInGroup
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
    let last = reachable.lastIndex { $0.step != .useGroupContext }
    var isOver = false
    var begin = code.next
    for (place, one) in reachable.enumerated() {
      // What nothing is written for after the last has the lines of that.
      if last.map({ place <= $0 }) ?? true { begin = code.next }
      let isLast = place == last
      isOver = isOver || isLast && writeLast(one.step, of: plan, ids: ids, in: scope)
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
      !ignoreError || group.afterWait.isEmpty && !group.mayReturnEarly
    else { return false }
    writeGroup(group, ids: ids.map { "\($0)/\(group.name)" }, in: scope, ignoreError: ignoreError)
    return true
  }
}

extension TaskPlan {
  /// Whether its timeout can end anything.
  var isTimed: Bool { looksAtContext || asksBetweenSteps }

  /// Whether it looks between its steps whether it is asked to finish, which counts only as long as its context isn't done.
  var asksBetweenSteps: Bool {
    onShutdown == .finish && attempts.contains { !$0.reachable.isEmpty }
  }

  /// Whether the group can be written as the rest of its function: it is all that the task does, and they don't make a
  /// context each, for which there is only one name.
  fileprivate func canHold(_ group: GroupPlan) -> Bool {
    let makesContext = group.isDetached || group.hasCancelLayer || group.deadline != nil
    return onlyGroup != nil && !((isDetached || timeout != nil) && makesContext)
  }
}
