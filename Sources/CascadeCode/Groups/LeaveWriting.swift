import Cascade
import CascadeScenarios

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
    if goesOn { code.line("var isLeft = false") }
    code.line("do {")
    code.line("  try await group.wait(in: \(end))")
    code.line("} catch is ContextError where \(end).isCancelled {")
    code.line("  // It doesn't wait any longer.")
    code.begin()
    if goesOn { code.line("isLeft = true") }
    if !ignoreError { writeLeft(plan, leave, in: scope) }
    code.end()
    if ignoreError {
      code.line("} catch {}")
    } else if plan.keepsErrors {
      code.line("} catch {")
      code.line("  throw await kept.joined(with: \(plan.wrap.map { wrapped($0) } ?? "error"))")
      code.line("}")
    } else if let wrap = plan.wrap {
      code.line("} catch {")
      code.line("  throw \(wrapped(wrap))")
      code.line("}")
    } else {
      code.line("}")
    }
  }

  /// What the caller throws that leaves, if it does.
  private mutating func writeLeft(_ plan: GroupPlan, _ leave: GroupPlan.Leave, in scope: SwiftScope) {
    if let text = leave.error { return call("throw AppError", [errorText(text)]) }
    guard leave.whenTold else { return }
    switch plan.kind {
    case .firstSuccess: break
    case .firstReturn: code.line("if let first = group.failures.first { throw first.error }")
    case .errgroup, .zeroErrgroup, .waitgroup, .collectAll, .supervised, .swiftWaitForAll, .swiftForEach,
      .swiftDiscarding:
      code.line("if let cause = \(scope.groupContext).cause { throw cause }")
    }
  }
}

extension GoProgram {
  /// Lets a goroutine wait, and looks at what comes first.
  ///
  /// - Returns: what wait's error is then, as an expression; none where it has none.
  mutating func writeLeaving(
    _ plan: GroupPlan, _ leave: GroupPlan.Leave, ignoreError: Bool, in scope: GoScope
  ) -> String? {
    if plan.leavesWithDecision, leave.awaited.isEmpty, leave.after == nil, leave.error == nil {
      code.line("// It doesn't wait for the others.")
      code.line("go func() {")
      code.line("\twg.Wait()")
      code.line("\tclose(results)")
      code.line("}()")
      return scope.form.result
    }
    let hasError = scope.form != .dropping
    code.line("waited := make(chan \(hasError ? "error, 1" : "struct{}"))")
    code.line("go func() {")
    code.begin()
    if leave.whenTold, plan.kind.endsWithItsOwn {
      // What decides it comes before all are out.
      code.line("wg.Wait()")
      code.line("close(results)")
      code.end()
      code.line("}()")
      code.line("go func() {")
      code.line("\twaited <- \(scope.form.result ?? "nil")")
    } else {
      let error = writeWaiting(plan, in: scope)
      code.line(hasError ? "waited <- \(error ?? "nil")" : "close(waited)")
      code.end()
    }
    code.line("}()")
    if hasError { code.line("var err error") }
    code.line("select {")
    code.line(hasError ? "case err = <-waited:" : "case <-waited:")
    if leave.whenTold, plan.kind.endsWithItsOwn, let text = leave.error {
      let statement = "return \(ignoreError ? "nil" : error(text))"
      if plan.kind == .firstReturn {
        code.line("\t\(statement)")
      } else {
        code.line("\tif err == nil {")
        code.line("\t\t\(statement)")
        code.line("\t}")
      }
    }
    if leave.whenTold, !plan.kind.endsWithItsOwn { writeTold(plan, leave, ignoreError: ignoreError, in: scope) }
    for part in leave.awaited {
      guard let signal = signals.first(where: { $0.awaited == part }) else { continue }
      code.line("case <-\(signal.name):")
      writeLeft(leave, else: "nil", ignoreError: ignoreError)
    }
    if let time = leave.after {
      code.line("case <-time.After(\(goDuration(time))):")
      writeLeft(leave, else: "nil", ignoreError: ignoreError)
    }
    code.line("}")
    return hasError ? "err" : nil
  }

  private mutating func writeTold(
    _ plan: GroupPlan, _ leave: GroupPlan.Leave, ignoreError: Bool, in scope: GoScope
  ) {
    guard scope.form == .errgroup, plan.hasOwnContext else {
      code.line("case <-\(scope.parentContext).Done():")
      return writeLeft(leave, else: "context.Cause(\(scope.parentContext))", ignoreError: ignoreError)
    }
    imports.insert("errors")
    code.line("case <-\(scope.groupContext).Done():")
    code.line("\terr = context.Cause(\(scope.groupContext))")
    code.line("\tif \(scope.parentContext).Err() != nil || !errors.Is(err, context.Canceled) {")
    code.begin()
    writeLeft(leave, else: "err", ignoreError: ignoreError)
    code.end()
    code.line("\t}")
    code.line("\terr = <-waited // Wait cancels it, too, when all is well")
  }

  private mutating func writeLeft(_ leave: GroupPlan.Leave, else other: String, ignoreError: Bool) {
    code.line("\treturn \(ignoreError ? "nil" : leave.error.map { error($0) } ?? other)")
  }
}
