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
    scope.round = outer.round
    scope.isNested = outer.isNested
    scope.loop = outer.loop
    scope.kind = plan.kind
    scope.parentContext = base.context
    scope.openedIn = outer.context
    scope.canceller = base.canceller ?? "group"
    scope.endsTasksAlone = plan.shutdown != nil && !plan.hasOwnContext
    // The scope form would be cancelled with the child task that it is in; a handle isn't.
    if plan.hasOwnContext, plan.isOverWithWait, !outer.isInSwiftGroup {
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
      "\(attempt) await withErrGroup", ["in: \(scope.parentContext)"] + options(of: plan, inRound: scope.round),
      ") { group in")
    code.mark(ids.map { .group($0) }, from: begin)
    code.begin()
    writeShutdown(plan, in: scope)
    for registration in writeAfterFunctions(plan, in: scope) { code.line("defer { \(registration).stop() }") }
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
    if plan.kind == .waitgroup, plan.leave == nil {
      call("let group = try WaitGroup", made + options(of: plan, inRound: scope.round))
    } else if plan.kind == .waitgroup {
      call("let group = try ErrGroup", made + [".policy(.ignoreErrors)"] + options(of: plan, inRound: scope.round))
    } else if plan.kind == .zeroErrgroup {
      call("let group = try ErrGroup", made + [".policy(.keepFirst)"] + options(of: plan, inRound: scope.round))
    } else {
      let context = plan.usesGroupContext ? "groupContext" : "_"
      call(
        "let (group, \(context)) = try ErrGroup.withContext",
        [scope.parentContext] + options(of: plan, inRound: scope.round))
    }
    scope.groupContext = plan.hasOwnContext ? "groupContext" : scope.parentContext
    if plan.keepsErrors {
      needsKept = true
      code.line("let kept = KeptErrors()")
    }
    code.mark(ids.map { .group($0) }, from: begin)
    writeShutdown(plan, in: scope)
    let registrations = writeAfterFunctions(plan, in: scope)
    for registration in registrations { code.line("defer { \(registration).stop() }") }
    if plan.beforeGo.isEmpty {
      writeTasks(plan, ids: ids, in: &scope)
      writeClosing(plan)
    }
    let canThrow = plan.kind != .waitgroup
    let inside = scope
    writeEnd(plan, ids: ids, in: &scope, ignoreError: ignoreError) { program, attempt in
      guard let leave = plan.leave else {
        return program.code.line("\(canThrow ? attempt + " " : "")await group.wait()")
      }
      program.writeLeaving(plan, leave, ignoreError: ignoreError, in: inside)
    }
  }

  /// Writes wait and what comes after it.
  ///
  /// - Parameters:
  ///   - ignoreError: Whether what it all throws is dropped.
  ///   - writeWait: Writes a statement that throws what wait throws, with `try` or `try?`.
  mutating func writeEnd(
    _ plan: GroupPlan, ids: [String], in scope: inout SwiftScope, ignoreError: Bool,
    _ writeWait: (inout SwiftProgram, String) -> Void
  ) {
    let caller = scope
    let mayLeave =
      plan.leave.map { !plan.onError.exits || !ignoreError && ($0.error != nil || $0.whenTold) } ?? false
    let mayThrow =
      plan.kind != .waitgroup && !(plan.onError.exits && plan.onError.returnsNone) || mayLeave || plan.keepsErrors
      || plan.mayFailEarly
      || (plan.beforeGo + plan.afterWait).contains { self.mayThrow($0, of: nil, in: caller) }
    let mustGoOn = mayThrow && !plan.deferred.isEmpty
    let isDropped =
      ignoreError && plan.afterWait.isEmpty && !plan.mayReturnEarly && !plan.onError.exits || plan.dropsError
    // Where only what Wait throws is dropped, what the caller's own steps throw is caught here.
    let catches = mayThrow && (ignoreError || mustGoOn) && (!isDropped || plan.mayReturnEarly)
    if mustGoOn, !ignoreError { code.line("var failure: (any Error)?") }
    if catches {
      code.line("do {")
      code.begin()
    }
    var before = scope
    if plan.returnsEarly {
      // What is deferred comes after it.
      let label = names.unique("caller")
      before.leaves = label
      code.line("\(label): do {")
      code.begin()
    }
    writeBeforeGo(plan, ids: ids, in: &before)
    writeBeforeWait(plan, ids: ids, in: before)
    if plan.waitsAtAll { writeWaitAndAfter(plan, ids: ids, in: &scope, isDropped: isDropped, writeWait) }
    if plan.returnsEarly {
      code.end()
      code.line("}")
    }
    if catches {
      code.end()
      code.line(ignoreError ? "} catch {}" : "} catch { failure = error }")
    }
    for step in plan.deferred { writeStep(step, ids: [], in: &scope, task: nil) }
    if mustGoOn, !ignoreError { code.line("if let failure { throw failure }") }
  }

  private mutating func writeWaitAndAfter(
    _ plan: GroupPlan, ids: [String], in scope: inout SwiftScope, isDropped: Bool,
    _ writeWait: (inout SwiftProgram, String) -> Void
  ) {
    let isHandled = plan.leave == nil && (!plan.onError.isPlain || plan.keepsErrors)
    if isHandled, plan.kind != .waitgroup, !isDropped {
      code.line("do {")
      code.begin()
      writeMarked(plan, ids: ids, "try", writeWait)
      code.end()
      writeCatches(plan, in: scope)
      code.line("}")
    } else {
      writeMarked(plan, ids: ids, isDropped ? "try?" : "try", writeWait)
    }
    let maySkip = plan.leave != nil && !plan.afterWait.isEmpty
    if maySkip {
      code.line("if !isLeft {")
      code.begin()
    }
    for (index, step) in plan.afterWait.enumerated() {
      let begin = code.next
      writeStep(step, ids: [], in: &scope, task: nil)
      code.mark(ids.map { .afterWait(group: $0, index: index) }, from: begin)
    }
    if maySkip {
      code.end()
      code.line("}")
    }
    if plan.keepsErrors, !isDropped { code.line("try await kept.check()") }
  }

  /// Writes what becomes of wait's error, each with the head of its clause.
  mutating func writeCatches(_ plan: GroupPlan, in scope: SwiftScope) {
    let answer = plan.onError
    for (texts, action) in [(answer.ok, GroupPlan.ErrorAnswer.Action.ok), (answer.cause, .cause)] where !texts.isEmpty {
      needsIsCaused = true
      let tests = texts.map { "error.isCaused(by: \(Literal.swift($0)))" }
      code.line("} catch let error where \(tests.joined(separator: " || ")) {")
      writeAnswer(action, of: plan, in: scope)
    }
    guard answer.otherwise != .error || plan.keepsErrors else { return }
    code.line("} catch {")
    writeAnswer(answer.otherwise, of: plan, in: scope)
  }

  private mutating func writeAnswer(_ action: GroupPlan.ErrorAnswer.Action, of plan: GroupPlan, in scope: SwiftScope) {
    code.begin()
    let context = plan.hasOwnContext ? scope.groupContext : scope.parentContext
    var thrown: String?
    switch action {
    case .error: thrown = "error"
    case .cause:
      if plan.keepsErrors {
        thrown = "\(context).cause ?? error"
      } else {
        code.line("if let cause = \(context).cause { throw cause }")
      }
    case .ok: code.line("// It counts as none.")
    case .wrap(let text): thrown = wrapped(text)
    case .fail(let text): thrown = error(text)
    case .exit(let status): code.line("exit(\(status))")
    case .fatal(let text):
      needsFatal = true
      let place = plan.onError.isLast ? "before" : "with"
      let said = plan.keepsErrors ? "\\(await kept.joined(\(place): error))" : "\\(error)"
      call("fatal", ["\(Literal.swift(text.map { $0 + ": " } ?? "").dropLast())\(said)\""])
    }
    if let thrown {
      let place = plan.onError.isLast ? "before" : "with"
      code.line(plan.keepsErrors ? "throw await kept.joined(\(place): \(thrown))" : "throw \(thrown)")
    }
    code.end()
  }

  private mutating func writeMarked(
    _ plan: GroupPlan, ids: [String], _ attempt: String, _ writeWait: (inout SwiftProgram, String) -> Void
  ) {
    let wait = code.next
    writeWait(&self, attempt)
    code.mark(ids.map { .wait($0) }, from: wait)
  }
}

extension GroupPlan {
  /// Whether it takes a cancel scope to end it: where it isn't only its own tasks that end with it.
  var needsCancelScope: Bool {
    guard hasCancelLayer else { return false }
    return outsideCancel != nil || !hasOwnContext || !isOverWithWait || !afterFunctions.isEmpty
      || allTasks.contains { $0.capturedContext == .parent }
  }

  /// Whether its caller returns what wait returns, and does no more.
  var isOverWithWait: Bool {
    afterWait.isEmpty && stepsBeforeWait.isEmpty && closes.isEmpty && deferred.isEmpty && onError.isPlain
      && !keepsErrors && leave == nil
  }

  /// Whether its caller comes to Wait where nothing before the first task ends it.
  var waitsAtAll: Bool { beforeWait.last?.traits.ending != .throwsError && beforeWait.last != .finish }

  /// Whether wait's error counts as none, whatever it is.
  var dropsError: Bool { onError.dropsAll && leave == nil && !keepsErrors }

  /// Whether its caller looks at its own context after wait, and that isn't the one that the group is made in.
  var returnsToCaller: Bool {
    guard isDetached || hasCancelLayer || deadline != nil, waitsAtAll else {
      return false
    }
    return afterWait.prefix { $0 != .useGroupContext }.contains { $0.looksAtContext(isDeaf: false) }
  }

  /// Whether the handle's context is asked for by name.
  var usesGroupContext: Bool {
    afterFunctions.contains { $0.on == .group } || leave?.whenTold == true || afterWait.usesGroupContext(asked: false)
      || onError.usesCause || spawnsUntilTold || ([.useGroupContext] + stepsBeforeWait).usesGroupContext(asked: false)
      || allTasks.contains { task in
        task.attempts.contains { $0.reachable.map(\.step).usesGroupContext(asked: task.onShutdown == .finish) }
      }
  }

  /// Whether a task that is added later captures the context that the group was made from.
  var siblingsLookAtCaller: Bool {
    let own = Set(tasks.map(\.name))
    return allTasks.contains { !own.contains($0.name) && $0.looksAtCaller }
  }

  /// Whether the task that adds one of those has a context of its own.
  var siblingsLookAtCallerFromAnother: Bool {
    allTasks.contains { task in
      (task.isDetached || task.timeout != nil) && task.allSteps.contains { $0.spawnedTask?.looksAtCaller == true }
    }
  }

  /// Whether something has to go on beside the tasks while the body of the group waits for them.
  var needsOpenBody: Bool {
    shutdown != nil || afterFunctions.contains { $0.stopAt != nil || $0.on == .parent }
  }
}

extension [Step] {
  /// Whether a Swift program names a context after the turn to that of the group.
  ///
  /// - Parameter asked: Whether it is looked at before each step.
  fileprivate func usesGroupContext(asked: Bool) -> Bool {
    flatMap(\.withInner).drop { $0 != .useGroupContext }.contains { step in
      if step == .useGroupContext { return false }
      let traits = step.traits
      if asked || traits.work != nil || traits.listening != .never || traits.givesContextOn { return true }
      return step.spawnedTask.map { $0.arrival != .afterPrevious(.zero) } ?? false
    }
  }
}

/// Groups, from their making to what comes after wait.
extension GoProgram {
  /// Writes a group as the rest of a function, what wait returns included.
  mutating func writeGroup(_ plan: GroupPlan, ids: [String], in outer: GoScope, ignoreError: Bool = false) {
    let begin = code.next
    var scope = GoScope(context: outer.context, ownsContext: outer.ownsContext)
    scope.results = outer.results
    scope.loop = outer.loop
    scope.asked = outer.asked
    scope.askedAround = outer.asked
    scope.openedIn = outer.context
    if plan.afterFunctions.contains(where: { $0.on == .parent }) || plan.returnsToCaller {
      // The contexts of the group may take its name.
      scope.openedIn = names.unique("caller")
      code.line("\(scope.openedIn) := \(outer.context)")
    }
    writeLayers(plan, in: &scope)
    scope.parentContext = scope.context
    if plan.siblingsLookAtCallerFromAnother {
      // Where they are handed over, `ctx` has another meaning.
      scope.parentContext = names.unique("caller")
      code.line("\(scope.parentContext) := \(scope.context)")
    }
    writeShutdown(plan, in: &scope)
    scope.askedInGroup = scope.asked
    scope.madeFrom = scope.context
    if plan.shutdown != nil { scope.cutShortBy = scope.parentContext }
    let isNested = ids.first?.contains("/") == true
    writeMaking(plan, isNested: isNested, in: &scope)
    scope.callerContext = plan.hasOwnContext || plan.shutdown == nil ? scope.groupContext : scope.parentContext
    code.mark(ids.map { .group($0) }, from: begin)
    for registration in writeAfterFunctions(plan, in: scope) { code.line("defer \(registration)()") }
    if !plan.deferred.isEmpty {
      code.line("defer func() {")
      code.begin()
      var inside = scope
      for step in plan.deferred { writeStep(step, ids: [], in: &inside, plan: nil) }
      code.end()
      code.line("}()")
    }
    if plan.keepsErrors {
      imports.formUnion(["errors", "sync"])
      for line in ["var mu sync.Mutex", "var kept []error", "keep := func(err error) {"] { code.line(line) }
      for line in ["mu.Lock()", "defer mu.Unlock()", "kept = append(kept, err)"] { code.line("\t" + line) }
      code.line("}")
    }
    writeBeforeGo(plan, ids: ids, in: &scope)
    writeTasks(plan, ids: ids, in: &scope)
    writeClosing(plan, in: scope)
    writeBeforeWait(plan, ids: ids, in: scope)
    if !plan.waitsAtAll { return }
    let wait = code.next
    writeWait(plan, ids: ids, in: &scope, ignoreError: ignoreError)
    if plan.afterWait.isEmpty { code.mark(ids.map { .wait($0) }, from: wait) }
  }

  /// Lets a goroutine close channels when every task is out.
  private mutating func writeClosing(_ plan: GroupPlan, in scope: GoScope) {
    guard !plan.closes.isEmpty else { return }
    code.line("go func() {")
    code.line("\t\(scope.form == .errgroup ? "_ = g.Wait()" : "wg.Wait()")")
    if scope.ends { code.line("\tend()") }
    for name in plan.closes { code.line("\tclose(\(variable(of: name)))") }
    code.line("}()")
  }

  private mutating func writeWait(
    _ plan: GroupPlan, ids: [String], in scope: inout GoScope, ignoreError: Bool
  ) {
    let begin = code.next
    let waited =
      plan.leave.map { writeLeaving(plan, $0, ignoreError: ignoreError, in: scope) } ?? writeWaiting(plan, in: scope)
    let isDropped = ignoreError && plan.afterWait.isEmpty && !plan.onError.exits || plan.onError.dropsAll
    let isPlain = plan.afterWait.isEmpty && plan.onError.isPlain && !plan.keepsErrors
    let error: String?
    switch waited {
    case .isReturned: return
    case .nothing: error = nil
    case .error(let result): error = result
    }
    if let error, !plan.givesCause, isPlain || isDropped {
      let drops = ignoreError || isDropped
      code.line(drops ? "_ = \(error)" : returning(error, in: scope))
      if !drops { return }
    } else {
      if plan.givesCause {
        if let error, error != "err" { code.line(isDropped ? "_ = \(error)" : "err := \(error)") }
        code.line("fmt.Println(\(causeLabel(ids, in: scope)), context.Cause(\(scope.groupContext)))")
        if error != nil, isPlain, !ignoreError {
          code.line(returning("err", in: scope))
          return
        }
      }
      if let error, !isDropped {
        let begin = plan.givesCause || error == "err" ? "" : "err := \(error); "
        writeAnswer(of: plan, begin, ignoreError: ignoreError, in: scope)
      }
    }
    code.mark(ids.map { .wait($0) }, from: begin)
    writeAfterWait(plan, ids: ids, in: &scope, keeps: plan.keepsErrors && !ignoreError)
  }

  /// What stands before the cause of a group in what the program prints, as an expression.
  private func causeLabel(_ ids: [String], in scope: GoScope) -> String {
    let tasks = ids.map { $0.split(separator: "/").dropLast().joined(separator: "/") }
    guard let task = tasks.first?.split(separator: "/").last, tasks.first?.contains("/") == true else {
      return Literal.go("cause:")
    }
    if let loop = scope.loop, tasks.count > 1, let first = tasks.first {
      return "\"cause of \"+\(loop.variable)+" + Literal.go(loop.rest(of: shown.path(first)) + ":")
    }
    let name = shownName(String(task), ids: tasks, in: scope, ending: ":")
    return name.hasPrefix("\"") ? "\"cause of " + name.dropFirst() : "\"cause of \"+" + name
  }

  private mutating func writeAfterWait(_ plan: GroupPlan, ids: [String], in scope: inout GoScope, keeps: Bool) {
    scope.context = plan.returnsToCaller ? scope.openedIn : scope.parentContext
    let last = keeps ? nil : plan.afterWait.lastIndex { $0 != .useGroupContext }
    var isOver = false
    for (index, step) in plan.afterWait.enumerated() {
      let begin = code.next
      if !isOver { isOver = writeStep(step, ids: [], in: &scope, plan: nil, isLast: index == last) }
      code.mark(ids.map { .afterWait(group: $0, index: index) }, from: begin)
    }
    // The compiler doesn't know that an exit is the end.
    guard !isOver, plan.afterWait.last.map({ !$0.endsTask || $0.isExit }) ?? true else { return }
    if keeps { code.line(returning("errors.Join(kept...)", in: scope)) } else { writeSuccess(in: scope) }
  }
}
