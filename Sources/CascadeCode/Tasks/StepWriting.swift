import Cascade
import CascadeScenarios
import CascadeTrace

/// One step, in Swift and in Go.
extension SwiftProgram {
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
    case .cancel(let cause): writeCancel(scope.canceller, cause: cause)
    case .useGroupContext: scope.context = scope.groupContext
    case .log(let text): call("print", [Literal.swift(text)])
    case .finish: code.line("return")
    case .fail(let text): call("throw AppError", [errorText(text)])
    case .panic(let text): call("throw AppError", [errorText(String(describing: PanicError(text)))], ")  // a panic")
    }
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

  /// A call of the function that a group is written as.
  mutating func call(_ group: GroupPlan, ids: [String], in scope: GoScope) -> String {
    let task = ids.first?.split(separator: "/").last.map(String.init) ?? group.name
    let name = names.unique(group.isNamed ? group.name : task, else: "nested")
    let isAsked = scope.asked != nil && group.hasFinishers
    pending.append(Function(name: name, plan: group, ids: ids.map { "\($0)/\(group.name)" }, isAsked: isAsked))
    return "\(name)(\(scope.context)\(isAsked ? ", asked" : ""))"
  }
}
