import Cascade
import CascadeScenarios
import CascadeTrace

/// What happens beside the tasks: cancellation and shutdown from outside, and after-functions.
extension SwiftProgram {
  /// Something that happens beside everything else, so long after this place.
  ///
  /// In a task it isn't a child task, whose end would count as one of the task's own cancellations.
  mutating func writeLater(
    _ delay: Duration, named name: String, in scope: SwiftScope, _ body: (inout SwiftProgram) -> Void
  ) {
    guard !scope.isNested else {
      needsLater = true
      let timer = names.unique(name)
      code.line("let \(timer) = \(scope.context).later(\(Literal.swift(delay))) {")
      code.begin()
      body(&self)
      code.end()
      code.line("}")
      code.line("defer { \(timer).cancel() }")
      return
    }
    code.line("async let _: Void = {")
    code.begin()
    code.line("try await \(scope.context).sleep(for: \(Literal.swift(delay)))")
    body(&self)
    code.end()
    code.line("}()")
  }

  mutating func writeCancel(_ canceller: String, cause: String?) {
    call("\(canceller).cancel", cause.map { ["cause: \(error($0))"] } ?? [])
  }

  mutating func writeShutdown(_ plan: GroupPlan, in scope: SwiftScope) {
    guard let shutdown = plan.shutdown else { return }
    code.line("// From outside: finish, please.")
    writeLater(shutdown.at, named: "asking", in: scope) { program in
      program.code.line("group.shutdown(grace: \(Literal.swift(shutdown.grace)))")
    }
  }

  /// - Returns: the registrations that have to be stopped once wait has returned: a context that isn't the group's own
  ///   doesn't end with it.
  @discardableResult
  mutating func writeAfterFunctions(_ plan: GroupPlan, in scope: SwiftScope) -> [String] {
    var registrations: [String] = []
    for function in plan.afterFunctions {
      let isStopped = !plan.hasOwnContext || function.on == .parent
      var registration = ""
      if function.stopAt != nil || isStopped { registration = names.unique(function.name, else: "registration") }
      let own = plan.hasOwnContext ? scope.groupContext : scope.parentContext
      let context = function.on == .group ? own : scope.openedIn
      writeFunction(function, on: context, as: registration, in: scope)
      if isStopped { registrations.append(registration) }
      if let stopAt = function.stopAt {
        writeLater(stopAt, named: "stopping", in: scope) { $0.code.line("\(registration).stop()") }
      }
    }
    return registrations
  }
}

extension GoProgram {
  /// Writes how the tasks are asked to finish, and cancelled when the grace is over.
  mutating func writeShutdown(_ plan: GroupPlan, in scope: inout GoScope) {
    guard let shutdown = plan.shutdown else { return }
    // Without a context of its own, a group's after-functions are on the one around it, which the grace doesn't end.
    let isPassedBy =
      !plan.hasOwnContext
      && (plan.afterFunctions.contains { $0.on == .group } || !plan.stepsBeforeWait.isEmpty || plan.spawnsUntilTold
        || plan.onError.usesCause)
    let name = plan.needsTwoContexts || isPassedBy ? scope.free("sctx") : "ctx"
    code.line("\(name), insist := context.WithCancel(\(scope.context))")
    code.line("defer insist()")
    code.line("// From outside: finish, please.")
    code.line("asked := make(chan struct{})")
    code.line("asking := time.AfterFunc(\(duration(shutdown.at)), func() {")
    code.line("\tclose(asked)")
    code.line("\ttime.AfterFunc(\(duration(shutdown.grace)), insist)")
    code.line("})")
    code.line("defer asking.Stop()")
    scope.context = name
    scope.asked = "asked"
  }

  /// - Returns: what stops those that have to be stopped once wait has returned: a context that isn't the group's own
  ///   doesn't end with it.
  mutating func writeAfterFunctions(_ plan: GroupPlan, in scope: GoScope) -> [String] {
    var registrations: [String] = []
    for function in plan.afterFunctions {
      let isStopped = !plan.hasOwnContext || function.on == .parent
      var registration = ""
      if function.stopAt != nil || isStopped {
        registration = names.unique("stop-" + function.name, else: "stopAfter")
      }
      let own = plan.hasOwnContext ? scope.groupContext : scope.parentContext
      let context = function.on == .group ? own : scope.openedIn
      writeFunction(function, on: context, as: registration, in: scope)
      if isStopped { registrations.append(registration) }
      if let stopAt = function.stopAt {
        code.line("time.AfterFunc(\(duration(stopAt)), func() { \(registration)() })")
      }
    }
    return registrations
  }
}

/// After-functions of groups and tasks.
extension SwiftProgram {
  /// - Parameter registration: What stops it; empty for nothing.
  mutating func writeFunction(
    _ function: GroupPlan.AfterFunction, on context: String, as registration: String, in scope: SwiftScope
  ) {
    let name = Literal.swift(function.name)
    let head = registration.isEmpty ? "" : "let \(registration) = "
    code.line("\(head)\(context).afterCancel(\(name)) {")
    code.begin()
    code.line("print(\(name))")
    var inside = scope
    inside.context = context
    inside.isInFunction = true
    for step in function.steps { writeStep(step, ids: [], in: &inside, task: nil) }
    code.end()
    code.line("}")
  }

  /// Those of a task.
  mutating func writeAfterFunctions(_ plan: TaskPlan, in scope: SwiftScope) {
    for function in plan.afterFunctions {
      let registration = names.unique(function.name, else: "registration")
      writeFunction(function, on: scope.context, as: registration, in: scope)
      code.line("defer { \(registration).stop() }")
    }
  }
}

extension GoProgram {
  /// - Parameter registration: What stops it; empty for nothing.
  mutating func writeFunction(
    _ function: GroupPlan.AfterFunction, on context: String, as registration: String, in scope: GoScope
  ) {
    let head = registration.isEmpty ? "" : "\(registration) := "
    code.line("\(head)context.AfterFunc(\(context), func() {")
    code.begin()
    code.line(Self.printing(function.name))
    var inside = scope
    for step in function.steps { writeStep(step, ids: [], in: &inside, plan: nil) }
    code.end()
    code.line("})")
  }

  /// Those of a task.
  mutating func writeAfterFunctions(_ plan: TaskPlan, in scope: GoScope) {
    for function in plan.afterFunctions {
      let registration = names.unique("stop-" + function.name, else: "stopAfter")
      writeFunction(function, on: scope.context, as: registration, in: scope)
      code.line("defer \(registration)()")
    }
  }
}
