import Cascade
import CascadeScenarios
import CascadeTrace

/// What happens beside the tasks: outside hands, and after-functions.
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
      code.line("let \(timer) = \(scope.context).later(\(DurationText.swift(delay))) {")
      code.begin()
      body(&self)
      code.end()
      code.line("}")
      code.line("defer { \(timer).cancel() }")
      return
    }
    code.line("async let _: Void = {")
    code.begin()
    code.line("try await \(scope.context).sleep(for: \(DurationText.swift(delay)))")
    body(&self)
    code.end()
    code.line("}()")
  }

  mutating func writeCancel(_ hand: String, cause: String?) {
    call("\(hand).cancel", cause.map { ["cause: \(error($0))"] } ?? [])
  }

  mutating func writeShutdown(_ plan: GroupPlan, in scope: SwiftScope) {
    guard let shutdown = plan.shutdown else { return }
    code.line("// An outside hand: finish, please.")
    writeLater(shutdown.at, named: "asking", in: scope) { program in
      program.code.line("group.shutdown(grace: \(DurationText.swift(shutdown.grace)))")
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
