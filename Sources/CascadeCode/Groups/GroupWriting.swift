import Cascade
import CascadeScenarios
import CascadeTrace

/// Groups, from their making to what comes after wait.
extension SwiftProgram {
  /// - Parameters:
  ///   - ids: The group's paths: more than one where the code around it is a loop.
  ///   - scope: What names mean here.
  ///   - ignoreError: Whether what wait throws is dropped.
  mutating func writeGroup(_ plan: GroupPlan, ids: [String], in outer: SwiftScope, ignoreError: Bool) {
    if plan.kind.isSwift { return writeSwiftGroup(plan, ids: ids, in: outer, ignoreError: ignoreError) }
    let begin = code.next
    let base = writeLayers(plan, in: outer)
    var scope = SwiftScope(context: outer.context)
    scope.isNested = outer.isNested
    scope.kind = plan.kind
    scope.parentContext = base.context
    scope.canceller = base.canceller ?? "group"
    // The scope form would be cancelled with the child task that it is in; a handle isn't.
    if plan.hasOwnContext, plan.afterWait.isEmpty, !outer.isInSwiftGroup {
      writeScopeForm(plan, ids: ids, from: begin, scope: scope, ignoreError: ignoreError)
    } else {
      writeHandleForm(plan, ids: ids, from: begin, scope: scope, ignoreError: ignoreError)
    }
  }

  private mutating func writeScopeForm(
    _ plan: GroupPlan, ids: [String], from begin: Int, scope: SwiftScope, ignoreError: Bool
  ) {
    var scope = scope
    scope.groupContext = "group.context"
    // A body of one statement has its value, and that is dropped, too.
    let isOne = plan.tasks.count == 1 && plan.afterFunctions.isEmpty && plan.shutdown == nil
    let attempt = ignoreError ? (isOne ? "_ = try?" : "try?") : "try"
    call(
      "\(attempt) await withErrGroup", ["in: \(scope.parentContext)"] + options(of: plan), ") { group in")
    code.mark(ids.map { .group($0) }, from: begin)
    code.begin()
    writeShutdown(plan, in: scope)
    writeAfterFunctions(plan, in: scope)
    writeTasks(plan, ids: ids, in: &scope)
    if plan.needsOpenBody {
      let wait = code.next
      code.line("try await group.wait()")
      code.mark(ids.map { .wait($0) }, from: wait)
      code.end()
      code.line("}")
    } else {
      code.end()
      let wait = code.next
      code.line("}  // waits until all are out")
      code.mark(ids.map { .wait($0) }, from: wait)
    }
  }

  private mutating func writeHandleForm(
    _ plan: GroupPlan, ids: [String], from begin: Int, scope: SwiftScope, ignoreError: Bool
  ) {
    var scope = scope
    let made = ["in: \(scope.parentContext)"]
    if plan.kind == .waitgroup {
      call("let group = try WaitGroup", made + options(of: plan))
    } else if plan.kind == .zeroErrgroup {
      call("let group = try ErrGroup", made + [".policy(.keepFirst)"] + options(of: plan))
    } else {
      let context = plan.usesGroupContext ? "groupContext" : "_"
      call("let (group, \(context)) = try ErrGroup.withContext", [scope.parentContext] + options(of: plan))
    }
    scope.groupContext = plan.hasOwnContext ? "groupContext" : scope.parentContext
    code.mark(ids.map { .group($0) }, from: begin)
    writeShutdown(plan, in: scope)
    let registrations = writeAfterFunctions(plan, in: scope)
    if plan.afterWait.isEmpty {
      for registration in registrations { code.line("defer { \(registration).stop() }") }
    }
    writeTasks(plan, ids: ids, in: &scope)
    let canThrow = plan.kind != .waitgroup
    let mustGoOn = canThrow && !ignoreError && !plan.afterWait.isEmpty
    if mustGoOn { code.line("var failure: (any Error)?") }
    let wait = code.next
    if mustGoOn {
      code.line("do { try await group.wait() } catch { failure = error }")
    } else {
      code.line(canThrow ? (ignoreError ? "try? await group.wait()" : "try await group.wait()") : "await group.wait()")
    }
    code.mark(ids.map { .wait($0) }, from: wait)
    if !plan.afterWait.isEmpty {
      for registration in registrations { code.line("\(registration).stop()") }
    }
    for (index, step) in plan.afterWait.enumerated() {
      let begin = code.next
      writeStep(step, ids: [], in: &scope, task: nil)
      code.mark(ids.map { .afterWait(group: $0, index: index) }, from: begin)
    }
    if mustGoOn { code.line("if let failure { throw failure }") }
  }
}

extension GroupPlan {
  /// Whether it takes a cancel scope to end it: where it isn't only its own tasks that end with it.
  var needsCancelScope: Bool {
    guard hasCancelLayer else { return false }
    return outsideCancel != nil || !hasOwnContext || !afterWait.isEmpty
      || allTasks.contains { $0.capturedContext == .parent }
  }

  /// Whether the handle's context is asked for by name.
  var usesGroupContext: Bool {
    !afterFunctions.isEmpty || afterWait.contains(.useGroupContext)
      || allTasks.contains { $0.attempts.joined().contains(.useGroupContext) }
  }

  /// Whether a task that is added later captures the context that the group was made from.
  var siblingsLookAtCaller: Bool {
    let own = Set(tasks.map(\.name))
    return allTasks.contains { !own.contains($0.name) && $0.looksAtCaller }
  }

  /// Whether something has to go on beside the tasks while the body of the group waits for them.
  var needsOpenBody: Bool {
    shutdown != nil || afterFunctions.contains { $0.stopAt != nil }
  }
}

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
    let task = ids.first.flatMap { $0.split(separator: "/").dropLast().last }
    let error = writeWaiting(plan, isNested: task != nil, in: scope)
    let dropsError = error == nil || ignoreError
    guard !plan.afterWait.isEmpty || plan.givesCause else {
      if dropsError {
        if let error { code.line("_ = \(error)") }
        code.line("return nil")
      } else if let error {
        code.line("return \(error)")
      }
      return
    }
    if let error { code.line(dropsError ? "_ = \(error)" : "err := \(error)") }
    if plan.givesCause {
      let label = Literal.go(task.map { "cause of \($0):" } ?? "cause:")
      code.line("fmt.Println(\(label), context.Cause(\(scope.groupContext)))")
    }
    if !plan.afterWait.isEmpty { code.mark(ids.map { .wait($0) }, from: begin) }
    for registration in registrations { code.line("\(registration)()") }
    scope.context = scope.parentContext
    for (index, step) in plan.afterWait.enumerated() {
      let begin = code.next
      if case .work(let duration, true) = step, !dropsError {
        needsSleep = true
        code.line("if e := sleep(\(scope.context), \(self.duration(duration))); e != nil && err == nil {")
        code.line("\treturn e")
        code.line("}")
      } else {
        writeStep(step, ids: [], in: &scope, plan: nil)
      }
      code.mark(ids.map { .afterWait(group: $0, index: index) }, from: begin)
    }
    code.line(dropsError ? "return nil" : "return err")
  }
}
