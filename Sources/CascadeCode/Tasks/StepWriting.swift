import Cascade
import CascadeScenarios
import CascadeTrace

/// One step, in Swift and in Go.
extension SwiftProgram {
  /// - Parameters:
  ///   - ids: The paths of the task.
  ///   - task: The task; none for the caller of a group.
  ///   - isLast: Whether no step follows.
  ///   - ending: What comes after it in the program.
  mutating func writeStep(
    _ step: Step, ids: [String], in scope: inout SwiftScope, task: TaskPlan?, isLast: Bool = false,
    ending: SwiftEnding = .goesOn
  ) {
    let finishes = task?.onShutdown == .finish
    if finishes, !step.canBeCutShort(isDeaf: task?.isDeaf == true) || step.traits.waitsInLibrary {
      let context = scope.context
      code.line("if \(context).shutdownSignal.isCancelled, !\(context).isCancelled { return }")
    }
    switch step {
    case .work(let duration, let listens):
      let listens = listens && task?.isDeaf != true
      writeWork(duration, listens: listens, finishes: finishes, in: scope, ending: ending)
    case .wait(.told): writeServing(task, isLast: isLast, in: scope, ending: ending)
    case .wait(let awaited): writeWaiting(awaited, of: task, in: scope, ending: ending)
    case .signal(let name): writeGiving(name)
    case .channel(let step): writeChannel(step, ids: ids, of: task, in: &scope, ending: ending)
    case .permits(let step): writePermits(step, of: task, in: scope)
    case .attempt(let step): writeAttempt(step, ids: ids, of: task, in: &scope)
    case .flight(let step): writeFlight(step, of: task, in: scope)
    case .rounds(let rounds): writeRounds(rounds, ids: ids, of: task, in: &scope, ending: ending)
    case .handling(let step): writeTry(step, ids: ids, of: task, in: &scope)
    case .timed(let step): writeTimed(step, ids: ids, of: task, in: scope)
    case .group(let plan, let ignoreError):
      let isAlone = task?.onlyGroup != nil
      // The handle has the name of the task's own group.
      let isHandle = plan.isHandle(inSwiftGroup: scope.isInSwiftGroup)
      let isNumbered = plan.inRounds != nil && scope.round != nil && plan.printsNames
      let isApart = isHandle && !isAlone || isNumbered
      if isApart {
        code.line("do {")
        code.begin()
      }
      let own = ids.flatMap { id in plan.copies.map { "\(id)/\($0.name)" } }
      var inside = scope
      if isNumbered, let round = scope.round, let task = ids.first {
        let path = shown.path(task)
        code.line("let name = \(below("\(path)/\(plan.name)-", in: scope).dropLast())\(round)\"")
        inside.loop = LoopedTask(path: "\(path)/\(plan.copies.first?.name ?? plan.name)")
      }
      writeGroup(plan, ids: own, in: inside, ignoreError: ignoreError)
      if isApart {
        code.end()
        code.line("}")
      }
    case .spawn(let plan):
      writeAdded(plan, ids: ids, in: scope)
    case .cancel(let cause): writeCancel(scope.canceller, cause: cause)
    case .useGroupContext: scope.context = scope.groupContext
    case .keep(let text): code.line("await kept.add(\(error(text)))")
    case .log(let text): call("print", [Literal.swift(text)])
    case .finish: code.line(scope.returning)
    case .fail(let text): call("throw AppError", [errorText(text)])
    case .panic(let text): call("throw AppError", [panicArgument(text)])
    case .exit(let exit): writeExit(exit)
    }
  }

  /// Ends the program.
  private mutating func writeExit(_ exit: Exit) {
    guard let text = exit.text else { return code.line("exit(\(exit.status))") }
    needsFatal = true
    call("fatal", [Literal.swift(text)])
  }

  /// Throws `error` with a text around it.
  mutating func writeWrapped(_ text: WrapText) {
    code.line("throw \(wrapped(text))")
  }

  mutating func wrapped(_ text: WrapText) -> String {
    needsError = true
    return "AppError(\(Literal.swift(text.before).dropLast())\\(error)\(Literal.swift(text.after).dropFirst()))"
  }

  mutating func errorText(_ text: String) -> String {
    needsError = true
    return Literal.swift(text)
  }
}

extension GoProgram {
  /// - Parameters:
  ///   - ids: The paths of the task.
  ///   - plan: The task; none for the caller of a group.
  ///   - isLast: Whether the function returns without an error after it.
  /// - Returns: whether what is written returns by itself.
  @discardableResult
  mutating func writeStep(
    _ step: Step, ids: [String], in scope: inout GoScope, plan: TaskPlan?, attempts: [Int] = [], index: Int = 0,
    isLast: Bool = false
  ) -> Bool {
    if let asked = scope.asked, let plan, plan.onShutdown == .finish,
      !step.canBeCutShort(isDeaf: plan.isDeaf) || step.traits.waitsInLibrary
    {
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
      let listens = listens && plan?.isDeaf != true
      if listens, isLast, writeLastWork(duration, of: plan, in: scope) { return true }
      guard let cleanup = writeWork(duration, listens: listens, of: plan, in: scope) else { break }
      mark(cleanup, ids: ids, attempts: attempts, index: index)
    case .wait(.told): writeServing(plan, in: scope)
    case .wait(let awaited):
      guard let cleanup = writeWaiting(awaited, of: plan, in: scope) else { break }
      mark(cleanup, ids: ids, attempts: attempts, index: index)
    case .signal(let name): writeGiving(name)
    case .channel(let step):
      for cleanup in writeChannel(step, ids: ids, of: plan, index: index, in: &scope) {
        mark(cleanup, ids: ids, attempts: attempts, index: index)
      }
    case .permits(let step):
      if isLast, writeLastToken(step, of: plan, in: scope) { return true }
      for cleanup in writePermits(step, of: plan, in: scope) {
        mark(cleanup, ids: ids, attempts: attempts, index: index)
      }
    case .attempt(let step): writeAttempt(step, ids: ids, of: plan, index: index, in: &scope)
    case .flight(let step):
      for cleanup in writeFlight(step, of: plan, in: scope, isLast: isLast) {
        mark(cleanup, ids: ids, attempts: attempts, index: index)
      }
      return isLast
    case .handling(let step): writeTry(step, ids: ids, of: plan, index: index, in: &scope)
    case .timed(let step): return writeTimed(step, ids: ids, of: plan, in: scope, isLast: isLast)
    case .rounds(let rounds): return writeRounds(rounds, ids: ids, of: plan, index: index, in: &scope, isLast: isLast)
    case .group(let group, let ignoreError):
      let call = stepCall(group, ids: ids, in: scope)
      if !mayFail(group, isNested: true) {
        code.line(call)
      } else if ignoreError {
        code.line("// Its error is dropped.")
        code.line("_ = \(call)")
      } else if isLast {
        code.line(returning(call, in: scope))
        return true
      } else {
        code.line("if err := \(call); err != nil {")
        code.line("\t\(returning("err", in: scope))")
        code.line("}")
      }
    case .spawn(let plan):
      writeAdded(plan, ids: ids, in: &scope)
    case .cancel(let cause):
      code.line("cancel(\(scope.cancelTakesCause ? cause.map { error($0) } ?? "nil" : ""))")
    case .useGroupContext: scope.context = scope.groupContext
    case .keep(let text): code.line("keep(\(error(text)))")
    case .log(let text): code.line(Self.printing(text))
    case .finish: code.line(returning(nil, in: scope))
    case .fail(let text): code.line(returning(error(text), in: scope))
    case .panic(let text): code.line("panic(\(Literal.go(text)))")
    case .exit(let exit): writeExit(exit)
    }
    return false
  }

  /// Ends the program.
  private mutating func writeExit(_ exit: Exit) {
    imports.insert(exit.text == nil ? "os" : "log")
    code.line(exit.text.map { "log.Fatal(\(Literal.go($0)))" } ?? "os.Exit(\(exit.status))")
  }

  func wrapped(_ text: WrapText, _ error: String) -> String {
    let (before, after) = (text.before.replacing("%", with: "%%"), text.after.replacing("%", with: "%%"))
    return "fmt.Errorf(\(Literal.go(before + "%w" + after)), \(error))"
  }

  /// Says which lines are what is done when a step is cut short.
  private mutating func mark(_ cleanup: Range<Int>, ids: [String], attempts: [Int], index: Int) {
    for id in ids {
      for attempt in attempts { code.mark(.cleanup(task: id, attempt: attempt, index: index), cleanup) }
    }
  }

  /// A call of the function that a group of a step is written as: what a loop opens bears the number of the round.
  mutating func stepCall(_ group: GroupPlan, ids: [String], in scope: GoScope) -> String {
    var inside = scope
    var name = scope.loop?.variable ?? "name"
    if group.inRounds != nil, let round = scope.round, let first = ids.first {
      let path = shown.path(first)
      let stem =
        (scope.loop.map { "%s" + $0.rest(of: path).replacing("%", with: "%%") } ?? path.replacing("%", with: "%%"))
      let arguments = (scope.loop.map { $0.variable + ", " } ?? "") + round
      let written = "\(path)/\(group.name)-\(round)"
      let format = "\(stem)/\(group.name.replacing("%", with: "%%"))-%d"
      name =
        Int(round) != nil && scope.loop == nil
        ? Literal.go(written) : "fmt.Sprintf(\(Literal.go(format)), \(arguments))"
      inside.loop = LoopedTask(path: "\(path)/\(group.copies.first?.name ?? group.name)")
    }
    return call(group, ids: ids, in: inside, named: name)
  }

  /// A call of the function that a group is written as.
  ///
  /// - Parameter shownName: What the function calls the task that a loop spawns, or its own round, as an expression.
  mutating func call(_ group: GroupPlan, ids: [String], in scope: GoScope, named shownName: String) -> String {
    let task = ids.first?.split(separator: "/").last.map(String.init) ?? group.name
    // What a loop opens without a name is called after the task, too.
    let isNamed = group.isNamed && !(group.inRounds != nil && group.name == "round")
    let name = names.unique(isNamed ? group.name : task, else: "nested")
    let isAsked = scope.asked != nil && group.hasFinishers
    let own = ids.flatMap { id in group.copies.map { "\(id)/\($0.name)" } }
    let loop = scope.loop.map { LoopedTask(path: $0.path) }
    pending.append(Function(name: name, plan: group, ids: own, isAsked: isAsked, loop: loop))
    let signals =
      signalParameters(of: group, ids: own).arguments + channelParameters(of: group).arguments
      + sharedParameters(of: group).arguments
    return "\(name)(\(scope.context)\(scope.loop == nil ? "" : ", " + shownName)\(isAsked ? ", asked" : "")\(signals))"
  }
}
