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
      let name = Literal.swift(function.name)
      var registration = ""
      if function.stopAt != nil || !plan.hasOwnContext {
        registration = names.unique(function.name, else: "registration")
      }
      let head = registration.isEmpty ? "" : "let \(registration) = "
      code.line("\(head)\(scope.groupContext).afterCancel(\(name)) {")
      code.line("  print(\(name))")
      code.line("}")
      if !plan.hasOwnContext { registrations.append(registration) }
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
    let name = plan.needsTwoContexts ? "sctx" : "ctx"
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
      var registration = ""
      if function.stopAt != nil || !plan.hasOwnContext {
        registration = names.unique("stop-" + function.name, else: "stopAfter")
      }
      let head = registration.isEmpty ? "" : "\(registration) := "
      code.line("\(head)context.AfterFunc(\(scope.groupContext), func() {")
      code.line("\t\(Self.printing(function.name))")
      code.line("})")
      if !plan.hasOwnContext { registrations.append(registration) }
      if let stopAt = function.stopAt {
        code.line("time.AfterFunc(\(duration(stopAt)), func() { \(registration)() })")
      }
    }
    return registrations
  }
}
