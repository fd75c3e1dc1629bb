import Cascade
import CascadeScenarios
import CascadeTrace

/// What a caller does before it waits.
extension SwiftProgram {
  /// Writes what the caller does before it spawns the first task, and the tasks.
  mutating func writeBeforeGo(_ plan: GroupPlan, ids: [String], in outer: inout SwiftScope) {
    guard !plan.beforeGo.isEmpty else { return }
    var scope = outer
    scope.context = outer.groupContext
    let before = released
    released = plan.ownSteps.released
    defer { released = before }
    writeHolding(plan.stepsBeforeWait, unless: released)
    for (index, step) in plan.beforeGo.enumerated() {
      let begin = code.next
      // The compiler isn't to know that what follows is never reached.
      let hides =
        switch step {
        case .fail: "try {"
        case .exit: "_ = { () -> Void in"
        case .work, .wait, .channel, .permits, .attempt, .flight, .rounds, .handling, .timed, .group, .spawn, .cancel,
          .useGroupContext, .signal, .keep, .log, .finish, .panic:
          String?.none
        }
      if let hides {
        code.line(hides)
        code.begin()
      }
      writeStep(step, ids: ids.map { $0 + "/." }, in: &scope, task: nil)
      if hides != nil {
        code.end()
        code.line("}()")
      }
      code.mark(ids.map { .beforeWait(group: $0, index: index) }, from: begin)
    }
    writeTasks(plan, ids: ids, in: &outer)
    writeClosing(plan)
  }

  /// Writes what the caller does before it waits.
  mutating func writeBeforeWait(_ plan: GroupPlan, ids: [String], in outer: SwiftScope) {
    guard !plan.beforeWait.isEmpty else { return }
    var scope = outer
    scope.context = outer.groupContext
    let before = released
    released = plan.ownSteps.released
    defer { released = before }
    if plan.beforeGo.isEmpty { writeHolding(plan.beforeWait, unless: released) }
    // What it spawns are siblings of what isn't there.
    let own = ids.map { $0 + "/." }
    for (index, step) in plan.beforeWait.enumerated() {
      let begin = code.next
      switch step {
      case .work, .wait: writeStep(step, ids: own, in: &scope, task: nil, ending: .endsQuietly)
      case .channel(.send(_, count: 1, listens: true)) where !mayPanic(step, of: nil),
        .channel(.receive(_, count: 1, listens: true)):
        writeStep(step, ids: own, in: &scope, task: nil, ending: .endsQuietly)
      case .channel, .permits, .attempt, .flight, .rounds, .handling, .timed, .group, .spawn, .cancel, .useGroupContext,
        .signal, .keep, .log, .finish, .fail, .panic, .exit:
        let isCaught = step.withUncaught.contains { !$0.handlesAll && $0.looksAtContext(isDeaf: false) }
        if isCaught {
          code.line("do {")
          code.begin()
        }
        writeStep(step, ids: own, in: &scope, task: nil)
        if isCaught {
          code.end()
          let throwsElse = mayThrowElse(step, of: nil) || step.withUncaught.contains(where: \.endsTask)
          let mayBeLate = step.withUncaught.contains(where: \.isTimed)
          let unless = mayBeLate ? " where \(scope.context).isCancelled" : ""
          code.line(throwsElse ? "} catch is ContextError\(unless) {" : "} catch {")
          code.line("  // It goes on.")
          code.line("}")
        }
      }
      code.mark(ids.map { .beforeWait(group: $0, index: plan.beforeGo.count + index) }, from: begin)
    }
  }
}

/// What a caller does before it waits.
extension GoProgram {
  /// Writes what the caller does before it spawns the first task.
  mutating func writeBeforeGo(_ plan: GroupPlan, ids: [String], in outer: inout GoScope) {
    var scope = outer
    defer { outer.tickers = scope.tickers }
    scope.context = outer.callerContext
    let before = released
    released = plan.ownSteps.released
    defer { released = before }
    for (index, step) in plan.beforeGo.enumerated() {
      let begin = code.next
      if case .fail(let text) = step {
        // The compiler isn't to know that what follows is never reached.
        code.line("if err := \(error(text)); err != nil {")
        code.line("\t\(returning("err", in: scope))")
        code.line("}")
      } else {
        writeStep(step, ids: ids.map { $0 + "/." }, in: &scope, plan: nil)
      }
      code.mark(ids.map { .beforeWait(group: $0, index: index) }, from: begin)
    }
  }

  /// Writes what the caller does before it waits.
  mutating func writeBeforeWait(_ plan: GroupPlan, ids: [String], in outer: GoScope) {
    var scope = outer
    scope.goesOn = true
    scope.context = outer.callerContext
    let before = released
    released = plan.ownSteps.released
    defer { released = before }
    // What it spawns are siblings of what isn't there.
    for (index, step) in plan.beforeWait.enumerated() {
      let begin = code.next
      writeStep(step, ids: ids.map { $0 + "/." }, in: &scope, plan: nil)
      code.mark(ids.map { .beforeWait(group: $0, index: plan.beforeGo.count + index) }, from: begin)
    }
  }
}

/// A caller that doesn't wait to the end.
extension SwiftProgram {
  mutating func writeLeaving(_ plan: GroupPlan, _ leave: GroupPlan.Leave, ignoreError: Bool, in scope: SwiftScope) {
    var contexts = leave.whenTold ? [scope.groupContext] : []
    if !leave.awaited.isEmpty { needsSignalContext = true }
    contexts += leave.awaited.compactMap { part in
      signals.first { $0.awaited == part }.map { "\($0.name).context" }
    }
    if let time = leave.after {
      let name = names.unique("patience")
      call(
        "let \(name) = \(scope.openedIn).withoutCancel().makeCancelScope", ["timeout: \(Literal.swift(time))"])
      contexts.append("\(name).context")
    }
    var end = contexts.first ?? scope.groupContext
    for other in contexts.dropFirst() {
      let name = names.unique("either")
      code.line("let \(name) = \(end).makeCancelScope(merging: \(other))")
      end = "\(name).context"
    }
    let goesOn = !plan.afterWait.isEmpty
    let isHeard = !ignoreError || plan.onError.exits
    guard goesOn || isHeard else {
      code.line("// It doesn't wait any longer than that.")
      return code.line("try? await group.wait(in: \(end))")
    }
    if goesOn { code.line("var isLeft = false") }
    code.line("do {")
    code.line("  try await group.wait(in: \(end))")
    code.line("} catch is ContextError where \(end).isCancelled {")
    code.line("  // It doesn't wait any longer.")
    code.begin()
    if goesOn { code.line("isLeft = true") }
    if !ignoreError { writeLeft(plan, leave, in: scope) }
    code.end()
    if isHeard { writeCatches(plan, in: scope) }
    code.line("}")
  }

  /// What the caller throws that leaves, if it does.
  private mutating func writeLeft(_ plan: GroupPlan, _ leave: GroupPlan.Leave, in scope: SwiftScope) {
    if let text = leave.error {
      let isElse = plan.leavesWithDecision
      if isElse {
        code.line("if !\(scope.groupContext).isCancelled {")
        code.begin()
      }
      call("throw AppError", [errorText(text)])
      guard isElse else { return }
      code.end()
      code.line("}")
    }
    guard leave.whenTold else { return }
    if plan.kind == .firstReturn {
      code.line("if let first = group.failures.first { throw first.error }")
    } else if !plan.kind.endsWithItsOwn {
      code.line("if let cause = \(scope.groupContext).cause { throw cause }")
    }
  }
}

extension GoProgram {
  /// How a caller that may leave goes on.
  private struct Leaving {
    let leave: GroupPlan.Leave
    let ignoresError: Bool
    /// Whether what wait returns is looked at.
    let takesError: Bool
    /// Whether nothing follows: each case returns.
    let isLast: Bool
    /// Whether there is nothing to return but that all is well, whatever comes first.
    let isSilent: Bool
  }

  /// Lets a goroutine wait, and looks at what comes first.
  mutating func writeLeaving(
    _ plan: GroupPlan, _ leave: GroupPlan.Leave, ignoreError: Bool, in scope: GoScope
  ) -> GoWaited {
    let hasError = scope.form != .dropping
    let isDropped = ignoreError && plan.afterWait.isEmpty && !plan.onError.exits || plan.onError.dropsAll
    let isLast =
      plan.afterWait.isEmpty && !plan.givesCause && !plan.onError.exits
      && (ignoreError || plan.onError.isPlain && !plan.keepsErrors)
    if plan.leavesWithDecision, leave.awaited.isEmpty, leave.after == nil {
      code.line("// It doesn't wait for the others.")
      code.line("go func() {")
      code.begin()
      writeLastResult(of: plan, in: scope)
      code.end()
      code.line("}()")
      return GoWaited(scope.form)
    }
    let leaving = Leaving(
      leave: leave, ignoresError: ignoreError, takesError: hasError && !isDropped, isLast: isLast,
      isSilent: isLast && (isDropped || !hasError && leave.error == nil && !leave.whenTold))
    code.line("waited := make(chan \(hasError ? "error, 1" : "struct{}"))")
    code.line("go func() {")
    code.begin()
    if plan.leavesWithDecision {
      // What decides it comes before all are out.
      writeLastResult(of: plan, in: scope)
      code.end()
      code.line("}()")
      code.line("go func() {")
      code.line("\twaited <- \(scope.form.result ?? "nil")")
    } else {
      switch writeWaiting(plan, in: scope) {
      case .error(let error): code.line("waited <- \(error)")
      case .nothing, .isReturned: code.line("close(waited)")
      }
      code.end()
    }
    code.line("}()")
    if leaving.takesError, !isLast { code.line("var err error") }
    code.line("select {")
    writeWaited(plan, leaving, in: scope)
    if leave.whenTold, !plan.kind.endsWithItsOwn { writeTold(plan, leaving, in: scope) }
    for part in leave.awaited {
      guard let signal = signals.first(where: { $0.awaited == part }) else { continue }
      code.line("case <-\(signal.name):")
      writeLeft(leaving, else: nil, in: scope)
    }
    if let time = leave.after {
      code.line("case <-time.After(\(goDuration(time))):")
      writeLeft(leaving, else: nil, in: scope)
    }
    code.line("}")
    if isLast, !leaving.isSilent { return .isReturned }
    return leaving.takesError ? .error("err") : .nothing
  }

  /// Beside the caller: waits for all tasks, and says that no result follows. What else ends the group's context comes later, so
  /// its after-functions hear of it here.
  private mutating func writeLastResult(of plan: GroupPlan, in scope: GoScope) {
    code.line("wg.Wait()")
    if scope.ends, !plan.afterFunctions.isEmpty { code.line("end()") }
    code.line("close(results)")
  }

  /// What wait returns before the caller leaves.
  private mutating func writeWaited(_ plan: GroupPlan, _ leaving: Leaving, in scope: GoScope) {
    guard leaving.takesError else {
      code.line("case <-waited:")
      if leaving.isLast, !leaving.isSilent { code.line("\t\(returning(nil, in: scope))") }
      return
    }
    code.line("case err \(leaving.isLast ? ":=" : "=") <-waited:")
    if leaving.isLast { code.line("\t\(returning("err", in: scope))") }
  }

  private mutating func writeTold(_ plan: GroupPlan, _ leaving: Leaving, in scope: GoScope) {
    guard scope.form == .errgroup, plan.hasOwnContext else {
      code.line("case <-\(scope.madeFrom).Done():")
      return writeLeft(leaving, else: "context.Cause(\(scope.madeFrom))", in: scope)
    }
    // A task's error may have that of another context inside.
    let words = "// Wait cancels it, too, when all is well"
    let cause = "context.Cause(\(scope.groupContext))"
    code.line("case <-\(scope.groupContext).Done():")
    code.begin()
    if leaving.isSilent {
      code.line("if \(scope.madeFrom).Err() == nil && \(cause) == context.Canceled {")
      code.line("\t<-waited \(words)")
      code.line("}")
    } else {
      if leaving.takesError { code.line("err \(leaving.isLast ? ":=" : "=") \(cause)") }
      let end = leaving.takesError ? "err" : cause
      code.line("if \(scope.madeFrom).Err() != nil || \(end) != context.Canceled {")
      writeLeft(leaving, else: end, in: scope)
      code.line("}")
      let rest = leaving.takesError ? leaving.isLast ? returning("<-waited", in: scope) : "err = <-waited" : "<-waited"
      code.line("\(rest) \(words)")
    }
    code.end()
  }

  /// - Parameter other: What a caller returns that has no error of its own for that; none for no error.
  private mutating func writeLeft(_ leaving: Leaving, else other: String?, in scope: GoScope) {
    guard !leaving.isSilent else { return }
    let result = leaving.ignoresError ? nil : leaving.leave.error.map { error($0) } ?? other
    code.line("\t\(returning(result, in: scope))")
  }
}
