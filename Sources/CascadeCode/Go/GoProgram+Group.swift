import Cascade
import CascadeScenarios
import CascadeTrace

/// Groups, from their making to what comes after wait.
extension GoProgram {
  /// Writes a group as the rest of a function, what wait returns included.
  mutating func writeGroup(_ plan: GroupPlan, ids: [String], in outer: GoScope, ignoreError: Bool = false) {
    let begin = code.next
    var scope = GoScope(context: outer.context, ownsContext: outer.ownsContext)
    scope.asked = outer.asked
    writeLayers(plan, in: &scope)
    scope.parentContext = scope.context
    writeShutdown(plan, in: &scope)
    writeMaking(plan, in: &scope)
    code.mark(ids.map { .group($0) }, from: begin)
    let registrations = writeAfterFunctions(plan, in: scope)
    if plan.afterWait.isEmpty {
      for registration in registrations { code.line("defer \(registration)()") }
    }
    writeTasks(plan, ids: ids, in: &scope)
    let wait = code.next
    writeWait(plan, ids: ids, in: &scope, ignoreError: ignoreError, stopping: registrations)
    if plan.afterWait.isEmpty { code.mark(ids.map { .wait($0) }, from: wait) }
  }

  private mutating func writeWait(
    _ plan: GroupPlan, ids: [String], in scope: inout GoScope, ignoreError: Bool, stopping registrations: [String]
  ) {
    let begin = code.next
    let dropsError = scope.isWaitGroup || ignoreError
    let call = "\(scope.group).Wait()"
    guard !plan.afterWait.isEmpty else {
      if dropsError {
        code.line(scope.isWaitGroup ? call : "_ = \(call)")
        code.line("return nil")
      } else {
        code.line("return \(call)")
      }
      return
    }
    code.line(dropsError ? (scope.isWaitGroup ? call : "_ = \(call)") : "err := \(call)")
    code.mark(ids.map { .wait($0) }, from: begin)
    for registration in registrations { code.line("\(registration)()") }
    scope.context = scope.parentContext
    for (index, step) in plan.afterWait.enumerated() {
      let begin = code.next
      switch step {
      case .work(let duration, true) where !dropsError:
        needsSleep = true
        code.line("if e := sleep(\(scope.context), \(self.duration(duration))); e != nil && err == nil {")
        code.line("\treturn e")
        code.line("}")
      default: writeStep(step, ids: [], in: &scope, plan: nil)
      }
      code.mark(ids.map { .afterWait(group: $0, index: index) }, from: begin)
    }
    code.line(dropsError ? "return nil" : "return err")
  }
}
