import Cascade
import CascadeScenarios
import CascadeTrace

/// Work, and what a task does that was cut short.
extension SwiftProgram {
  /// - Parameter finishes: Whether it ends early when the group is asked to shut down.
  mutating func writeWork(
    _ duration: Duration, listens: Bool, finishes: Bool = false, in scope: SwiftScope, ending: SwiftEnding = .goesOn
  ) {
    guard listens else { return code.line(busy(duration, scope.context)) }
    writeSleep(Literal.swift(duration), finishes: finishes, in: scope, ending: ending)
  }

  /// Does nothing but listen, for a time that is an expression.
  mutating func writeSleep(
    _ duration: String, finishes: Bool, in scope: SwiftScope, ending: SwiftEnding = .goesOn
  ) {
    if finishes {
      let arguments = ["for: \(duration)", "orUntil: \(scope.context).shutdownSignal"]
      writeGuard("await \(scope.context).sleep", arguments, ending: ending)
    } else if scope.isInSwiftGroup {
      needsWork = true
      code.line("\(ending.attempt) await \(scope.context).work(for: \(duration))")
    } else {
      code.line("\(ending.attempt) await \(scope.context).sleep(for: \(duration))")
    }
  }

  /// Writes a call after which the task goes on only where it returns true.
  mutating func writeGuard(_ head: String, _ arguments: [String], ending: SwiftEnding) {
    switch ending {
    case .ends, .endsQuietly: call("_ = \(ending.attempt) \(head)", arguments)
    case .goesOn:
      code.line("guard")
      code.line("  try \(head)(")
      for argument in arguments.dropLast() { code.line("    \(argument),") }
      code.line("    \(arguments.last ?? ""))")
      code.line("else { return }")
    }
  }

  /// Writes a step that serves until the task is told.
  ///
  /// - Parameter isLast: Whether the task is cut short in it.
  mutating func writeServing(
    _ plan: TaskPlan?, isLast: Bool, in scope: SwiftScope, ending: SwiftEnding = .goesOn
  ) {
    let context = plan?.isDeaf == true ? "\(scope.context).withoutCancel()" : scope.context
    if plan?.onShutdown == .finish, !isLast {
      // What comes after it is done where it is told, and not where it is asked.
      code.line("while (try? await \(context).sleep(")
      code.line("  for: .seconds(1), orUntil: \(context).shutdownSignal)) == true")
      code.line("{}")
      if ending == .goesOn { code.line("if !\(context).isCancelled { return }") }
      return
    }
    if plan?.onShutdown == .finish {
      code.line("while try await \(context).sleep(")
      code.line("  for: .seconds(1), orUntil: \(context).shutdownSignal")
      code.line(") {}")
      if ending == .goesOn { code.line("return") }
      return
    }
    code.line("await \(context).waitUntilCancelled()")
    guard isLast, ending != .endsQuietly else { return }
    code.line("try \(context).checkCancellation()")
    if scope.isInSwiftGroup { code.line("throw CancellationError()") }
  }

  /// What a task does that has served to its end, where nothing catches that.
  mutating func writeEndOfServing(_ plan: TaskPlan, in scope: SwiftScope) {
    if plan.cleanup > .zero { code.line("\(busy(plan.cleanup, scope.context))  // cleans up") }
    switch plan.onCancel ?? scenario.onCancel {
    case .contextError:
      code.line("try \(scope.context).checkCancellation()")
      if scope.isInSwiftGroup { code.line("throw CancellationError()") }
    case .error(let text): code.line("throw \(error(text))")
    case .success, .cause, .wrapped: break
    }
  }

  /// The pattern that catches what was cut short, without a name that nothing uses.
  func caught(_ plan: TaskPlan, in scope: SwiftScope) -> String {
    if scope.isInSwiftGroup { return "let error where !(error is AppError)" }
    switch plan.onCancel ?? scenario.onCancel {
    case .contextError, .cause: return "let error as ContextError"
    case .wrapped: return "let error as ContextError"
    case .success, .error: return "is ContextError"
    }
  }

  /// What a task does that was cut short.
  mutating func writeAnswer(_ plan: TaskPlan, in scope: SwiftScope) {
    let answer = plan.onCancel ?? scenario.onCancel
    code.begin()
    if plan.cleanup > .zero { code.line(busy(plan.cleanup, scope.context)) }
    switch answer {
    case .contextError: code.line("throw error")
    case .cause: code.line("throw \(scope.context).cause ?? error")
    case .wrapped(let text): writeWrapped(text)
    case .success: code.line("return")
    case .error(let text): code.line("throw \(error(text))")
    }
    code.end()
  }
}

extension GoProgram {
  /// - Returns: the lines of what is done when it is cut short, if that is anything.
  @discardableResult
  mutating func writeWork(
    _ duration: Duration, listens: Bool, of plan: TaskPlan?, in scope: GoScope
  ) -> Range<Int>? {
    guard listens else {
      writeBusy(duration)
      return nil
    }
    return writeWork(self.duration(duration), listens: true, of: plan, in: scope)
  }

  /// The same for a duration that is an expression.
  @discardableResult
  mutating func writeWork(_ duration: String, listens: Bool, of plan: TaskPlan?, in scope: GoScope) -> Range<Int>? {
    guard listens else {
      code.line("time.Sleep(\(duration))")
      return nil
    }
    if scope.goesOn {
      needsSleep = true
      if scope.label == nil {
        code.line("_ = sleep(\(scope.context), \(duration))")
      } else {
        code.line("if sleep(\(scope.context), \(duration)) != nil {")
        code.begin()
        writeBreak(in: scope)
        code.end()
        code.line("}")
      }
      return nil
    }
    let asked = plan?.onShutdown == .finish ? scope.asked : nil
    let answers = plan?.catchesCancellation(else: scenario.onCancel) == true
    if let asked {
      needsSleepUnless = true
      let ending = answers ? "err != nil" : "!done"
      code.line("if done, err := sleepUnless(\(scope.context), \(asked), \(duration)); \(ending) {")
    } else {
      needsSleep = true
      let call = "sleep(\(scope.context), \(duration))"
      let isUsed =
        switch plan?.onCancel ?? scenario.onCancel {
        case .contextError, .wrapped: true
        case .cause, .success, .error: false
        }
      code.line(isUsed ? "if err := \(call); err != nil {" : "if \(call) != nil {")
    }
    code.begin()
    let begin = code.next
    if let plan, plan.cleanup > .zero { writeBusy(plan.cleanup, comment: " // cleans up") }
    let answer = answer(of: plan, in: scope, error: "err")
    code.line(returning(answer, in: scope))
    let cleanup = begin..<code.next
    code.end()
    if asked != nil, answers {
      code.line("} else if !done {")
      code.line("\t\(returning(nil, in: scope))")
    }
    code.line("}")
    return cleanup
  }

  /// Writes work that listens where nothing comes after it, and returns what it does.
  ///
  /// - Returns: whether that can be written.
  mutating func writeLastWork(_ duration: Duration, of plan: TaskPlan?, in scope: GoScope) -> Bool {
    guard plan?.cleanup ?? .zero == .zero else { return false }
    let asked = plan?.onShutdown == .finish ? scope.asked : nil
    let length = self.duration(duration)
    switch plan?.onCancel ?? scenario.onCancel {
    case .success where asked == nil:
      needsSleep = true
      code.line("_ = sleep(\(scope.context), \(length)) // its end is no error")
      writeSuccess(in: scope)
    case .contextError:
      if let asked {
        needsSleepUnless = true
        code.line("_, err := sleepUnless(\(scope.context), \(asked), \(length))")
        code.line(returning("err", in: scope))
      } else {
        needsSleep = true
        code.line(returning("sleep(\(scope.context), \(length))", in: scope))
      }
    case .success, .cause, .wrapped, .error: return false
    }
    return true
  }
}

extension GoProgram {
  /// Writes a step that serves until the task is told, with the steps after it to come.
  mutating func writeServing(_ plan: TaskPlan?, in scope: GoScope) {
    guard let asked = plan?.onShutdown == .finish ? scope.asked : nil else {
      code.line(plan?.isDeaf == true ? "select {}" : "<-\(scope.context).Done()")
      return
    }
    code.line("select {")
    code.line("case <-\(scope.context).Done():")
    code.line("case <-\(asked):")
    code.line("\treturn nil")
    code.line("}")
  }

  /// The same where it is the last step: with what the task does and returns then.
  mutating func writeServing(_ plan: TaskPlan, ids: [String], index: Int, in scope: GoScope) {
    writeServing(plan, in: scope)
    let begin = code.next
    writeAnswer(plan, in: scope)
    for id in ids {
      for (number, steps) in plan.attempts.enumerated() where steps.last?.isUntilTold == true {
        code.mark(.cleanup(task: id, attempt: number + 1, index: index), begin..<code.next)
      }
    }
  }
}

extension TaskPlan {
  /// Whether it does something when it is cut short.
  func catchesCancellation(else answer: CancelResult) -> Bool {
    cleanup > .zero || (onCancel ?? answer) != .contextError
  }
}
