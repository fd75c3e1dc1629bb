import Cascade
import CascadeScenarios
import CascadeTrace

/// What a task does.
extension GoProgram {
  /// The body of a task's function, what it returns included.
  mutating func writeBody(_ plan: TaskPlan, ids: [String], in outer: GoScope) {
    var scope = outer
    scope.ownsContext = false
    scope.context = plan.capturedContext == .group ? scope.groupContext : scope.parentContext
    if plan.looksAtCaller { code.line("// The caller's context, not the group's.") }
    if plan.isDetached, plan.looksAtContext {
      code.line("ctx := context.WithoutCancel(\(scope.context))")
      scope.context = "ctx"
    }
    if let timeout = plan.timeout, plan.looksAtContext {
      if let cause = timeout.cause {
        code.line("ctx, stop := context.WithTimeoutCause(\(scope.context), \(duration(timeout.after)),")
        code.line("\t\(error(cause)))")
      } else {
        code.line("ctx, stop := context.WithTimeout(\(scope.context), \(duration(timeout.after)))")
      }
      code.line("defer stop()")
      scope.context = "ctx"
    }
    if plan.attempts.count > 1 {
      writeLoop(plan, ids: ids, in: scope)
    } else {
      writeSteps(plan.attempts[0], of: plan, ids: ids, attempts: [1], in: scope)
    }
  }

  private mutating func writeLoop(_ plan: TaskPlan, ids: [String], in scope: GoScope) {
    let last = plan.attempts.count
    let rounds = plan.rounds
    code.line("attempt := func(\(rounds.count == 1 ? "" : "number int")) error {")
    code.begin()
    if rounds.count == 1 {
      writeSteps(rounds[0].steps, of: plan, ids: ids, attempts: Array(rounds[0].numbers), in: scope)
    } else {
      code.line("switch number {")
      for (index, round) in rounds.enumerated() {
        let numbers = round.numbers.map(String.init).joined(separator: ", ")
        code.line(index == rounds.count - 1 ? "default:" : "case \(numbers):")
        code.begin()
        writeSteps(round.steps, of: plan, ids: ids, attempts: Array(round.numbers), in: scope)
        code.end()
      }
      code.line("}")
    }
    code.end()
    code.line("}")
    code.line("for number := 1; ; number++ {")
    code.begin()
    code.line("err := attempt(\(rounds.count == 1 ? "" : "number"))")
    var ends = ["err == nil", "number == \(last)"]
    if plan.looksAtContext {
      if (plan.onCancel ?? scenario.onCancel) == .contextError {
        imports.insert("errors")
        ends.append("errors.Is(err, \(scope.context).Err())")
      } else {
        ends.append("\(scope.context).Err() != nil")
      }
    }
    code.line("if \(ends.joined(separator: " || ")) {")
    code.line("\treturn err")
    code.line("}")
    let pause = code.next
    if plan.retryDelay > .zero {
      writeWork(plan.retryDelay, listens: !plan.isDeaf, of: plan, in: scope)
      code.mark(ids.map { .pause(task: $0) }, from: pause)
    }
    code.end()
    code.line("}")
  }

  private mutating func writeSteps(
    _ steps: [Step], of plan: TaskPlan, ids: [String], attempts: [Int], in outer: GoScope
  ) {
    var scope = outer
    let reachable = steps.reachable
    var isOver = false
    for (place, one) in reachable.enumerated() {
      let begin = code.next
      isOver = place == reachable.count - 1 && writeLast(one.step, of: plan, ids: ids, in: scope)
      if !isOver { writeStep(one.step, ids: ids, in: &scope, plan: plan, attempts: attempts, index: one.index) }
      let parts = ids.flatMap { id in
        attempts.map { CodeListing.Part.step(task: id, attempt: $0, index: one.index) }
      }
      code.mark(parts, from: begin)
    }
    if !isOver, steps.succeeds { code.line("return nil") }
  }

  /// Writes a last step that returns by itself.
  ///
  /// - Returns: whether it is one.
  private mutating func writeLast(_ step: Step, of plan: TaskPlan, ids: [String], in scope: GoScope) -> Bool {
    let asked = plan.onShutdown == .finish ? scope.asked : nil
    switch step {
    case .work(let duration, true) where !plan.isDeaf && !plan.answers(scenario.onCancel):
      if let asked {
        needsSleepUnless = true
        code.line("_, err := sleepUnless(\(scope.context), \(asked), \(self.duration(duration)))")
        code.line("return err")
        return true
      }
      needsSleep = true
      code.line("return sleep(\(scope.context), \(self.duration(duration)))")
      return true
    case .group where asked != nil: return false
    case .group(let group, let ignoreError) where plan.canHold(group):
      writeGroup(group, ids: ids.map { "\($0)/\(group.name)" }, in: scope, ignoreError: ignoreError)
      return true
    case .group(let group, false):
      code.line("return \(call(group, ids: ids, in: scope))")
      return true
    default: return false
    }
  }

  /// A call of the function that a group is written as.
  private mutating func call(_ group: GroupPlan, ids: [String], in scope: GoScope) -> String {
    let task = ids.first?.split(separator: "/").last.map(String.init) ?? group.name
    let name = names.unique(group.isNamed ? group.name : task, else: "nested")
    let isAsked = scope.asked != nil && group.hasFinishers
    pending.append(Function(name: name, plan: group, ids: ids.map { "\($0)/\(group.name)" }, isAsked: isAsked))
    return "\(name)(\(scope.context)\(isAsked ? ", asked" : ""))"
  }

  /// - Parameters:
  ///   - ids: The paths of the task.
  ///   - plan: The task; none for the caller of a group.
  mutating func writeStep(
    _ step: Step, ids: [String], in scope: inout GoScope, plan: TaskPlan?, attempts: [Int] = [], index: Int = 0
  ) {
    if let asked = scope.asked, let plan, plan.onShutdown == .finish, !step.canBeCutShort(isDeaf: plan.isDeaf) {
      code.line("select {")
      code.line("case <-\(asked):")
      code.line("\tif \(scope.context).Err() == nil {")
      code.line("\t\treturn nil")
      code.line("\t}")
      code.line("default:")
      code.line("}")
    }
    switch step {
    case .work(let duration, let listens):
      let cleanup = writeWork(duration, listens: listens && plan?.isDeaf != true, of: plan, in: scope)
      guard let cleanup else { return }
      let parts = ids.flatMap { id in
        attempts.map { CodeListing.Part.cleanup(task: id, attempt: $0, index: index) }
      }
      for part in parts { code.mark(part, cleanup) }
    case .group(let group, let ignoreError):
      let call = call(group, ids: ids, in: scope)
      if ignoreError {
        code.line("// Its error is dropped.")
        code.line("_ = \(call)")
      } else {
        code.line("if err := \(call); err != nil {")
        code.line("\treturn err")
        code.line("}")
      }
    case .spawn(let plan):
      var clock = Duration.zero
      let siblings = ids.map { id in id.split(separator: "/").dropLast().joined(separator: "/") + "/" + plan.name }
      writeSpawn(plan, ids: siblings, in: scope, clock: &clock)
    case .cancel(let cause): code.line("cancel(\(cause.map { error($0) } ?? "nil"))")
    case .useGroupContext: scope.context = scope.groupContext
    case .log(let text): code.line(Self.printing(text))
    case .finish: code.line("return nil")
    case .fail(let text): code.line("return \(error(text))")
    case .panic(let text): code.line("panic(\(Literal.go(text)))")
    }
  }

  /// - Returns: the lines of what is done when it is cut short, if that is anything.
  @discardableResult
  private mutating func writeWork(
    _ duration: Duration, listens: Bool, of plan: TaskPlan?, in scope: GoScope
  ) -> Range<Int>? {
    guard listens else {
      writeBusy(duration)
      return nil
    }
    let asked = plan?.onShutdown == .finish ? scope.asked : nil
    let answers = plan?.answers(scenario.onCancel) == true
    if let asked {
      needsSleepUnless = true
      let ending = answers ? "err != nil" : "!done"
      code.line("if done, err := sleepUnless(\(scope.context), \(asked), \(self.duration(duration))); \(ending) {")
    } else {
      needsSleep = true
      code.line("if err := sleep(\(scope.context), \(self.duration(duration))); err != nil {")
    }
    code.begin()
    let begin = code.next
    if let plan, plan.cleanup > .zero { writeBusy(plan.cleanup, comment: " // cleans up") }
    switch plan?.onCancel ?? scenario.onCancel {
    case .contextError: code.line("return err")
    case .cause: code.line("return context.Cause(\(scope.context))")
    case .success: code.line("return nil")
    case .error(let text): code.line("return \(error(text))")
    }
    let cleanup = begin..<code.next
    code.end()
    if asked != nil, answers {
      code.line("} else if !done {")
      code.line("\treturn nil")
    }
    code.line("}")
    return cleanup
  }
}

extension TaskPlan {
  /// Whether the group can be written as the rest of its function: it is all that the task does, and they don't make a
  /// context each, for which there is only one name.
  fileprivate func canHold(_ group: GroupPlan) -> Bool {
    let makesContext = group.isDetached || group.hasCancelLayer || group.deadline != nil
    return onlyGroup != nil && !((isDetached || timeout != nil) && makesContext)
  }

  /// Whether it does something when it is cut short.
  fileprivate func answers(_ answer: CancelResult) -> Bool {
    cleanup > .zero || (onCancel ?? answer) != .contextError
  }
}
