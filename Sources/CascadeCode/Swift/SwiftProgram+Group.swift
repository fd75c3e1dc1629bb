import Cascade
import CascadeScenarios
import CascadeTrace

/// Groups: what their context is made of, who is handed over, and the wait.
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
    scope.hand = base.hand ?? "group"
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
    switch plan.kind {
    case .waitgroup: call("let group = try WaitGroup", made + options(of: plan))
    case .zeroErrgroup: call("let group = try ErrGroup", made + options(of: plan))
    default:
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

  // MARK: What the context is made of

  private mutating func writeLayers(_ plan: GroupPlan, in scope: SwiftScope) -> (context: String, hand: String?) {
    var context = scope.context
    var hand: String?
    if plan.isDetached { context += ".withoutCancel()" }
    if plan.needsHand {
      let name = names.unique("hand")
      hand = name
      code.line("let \(name) = \(context).withCancel()")
      context = "\(name).context"
      if let cancel = plan.outsideCancel {
        code.line("// An outside hand, such as Ctrl-C.")
        writeLater(cancel.at, named: "pressing", in: scope) { program in
          program.writeCancel(name, cause: cancel.cause)
        }
      }
    }
    if let deadline = plan.deadline {
      let name: String
      let cause = deadline.cause.map { ["cause: \(error($0))"] } ?? []
      switch deadline.moment {
      case .afterStart(let timeout):
        name = names.unique("timeout")
        call("let \(name) = \(context).withTimeout", [DurationText.swift(timeout)] + cause)
      case .atRunTime(let time):
        name = names.unique("deadline")
        let instant = "\(start ?? "start").advanced(by: \(DurationText.swift(time)))"
        call("let \(name) = \(context).withDeadline", [instant] + cause)
      }
      context = "\(name).context"
    }
    if plan.siblingsLookAtCaller || (context != "ctx" && plan.allTasks.contains(where: \.looksAtCaller)) {
      // Where they are handed over, `ctx` may have another meaning, and a scope can't be taken along.
      let caller = names.unique("caller")
      code.line("let \(caller) = \(context)")
      context = caller
    }
    return (context, hand)
  }

  private func options(of plan: GroupPlan) -> [String] {
    var options: [String] = []
    if plan.isNamed { options.append(".named(\(Literal.swift(plan.name)))") }
    if let limit = plan.limit { options.append(".limit(\(limit))") }
    switch plan.kind {
    case .errgroup, .zeroErrgroup, .waitgroup, .swiftWaitForAll, .swiftForEach, .swiftDiscarding: break
    case .collectAll: options.append(".policy(.collectAll)")
    case .firstSuccess: options.append(".policy(.firstSuccess)")
    case .supervised: options.append(".policy(.supervised)")
    }
    switch plan.queued {
    case .start: break
    case .startWithoutSpawner: options.append(".queued(.startWithoutSpawner)")
    case .skipAfterFailure: options.append(".queued(.skipAfterFailure)")
    }
    if plan.ignoresLoneCancellations { options.append(".ignoringLoneCancellations") }
    return options
  }

  /// Something that happens beside everything else, so long after this place.
  ///
  /// In a task it isn't a child task, whose end would count as one of the task's own cancellations.
  private mutating func writeLater(
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

  private mutating func writeShutdown(_ plan: GroupPlan, in scope: SwiftScope) {
    guard let shutdown = plan.shutdown else { return }
    code.line("// An outside hand: finish, please.")
    writeLater(shutdown.at, named: "asking", in: scope) { program in
      program.code.line("group.shutdown(grace: \(DurationText.swift(shutdown.grace)))")
    }
  }

  /// - Returns: the registrations that have to be stopped once wait has returned: a context that isn't the group's own
  ///   doesn't end with it.
  @discardableResult
  private mutating func writeAfterFunctions(_ plan: GroupPlan, in scope: SwiftScope) -> [String] {
    var registrations: [String] = []
    for function in plan.afterFunctions {
      let name = Literal.swift(function.name)
      var registration = ""
      if function.stopAt != nil || !plan.hasOwnContext {
        registration = names.unique(function.name, else: "registration")
      }
      let head = registration.isEmpty ? "" : "let \(registration) = "
      code.line("\(head)\(scope.groupContext).after(\(name)) {")
      code.line("  print(\(name))")
      code.line("}")
      if !plan.hasOwnContext { registrations.append(registration) }
      if let stopAt = function.stopAt {
        writeLater(stopAt, named: "stopping", in: scope) { $0.code.line("\(registration).stop()") }
      }
    }
    return registrations
  }

  // MARK: Who is handed over

  mutating func writeTasks(_ plan: GroupPlan, ids: [String], in scope: inout SwiftScope) {
    if plan.measuresArrivals {
      scope.opened = names.unique("opened")
      code.line("let \(scope.opened) = \(scope.context).now")
    }
    var clock = Duration.zero
    for batch in Batch.batches(of: plan.tasks) {
      writeBatch(batch, ids: ids, in: scope, clock: &clock)
    }
    for id in ids { code.setSpawns(plan.tasks.map { "\(id)/\($0.name)" }, of: id) }
  }

  private mutating func writeBatch(_ batch: Batch, ids: [String], in scope: SwiftScope, clock: inout Duration) {
    let tasks = ids.flatMap { id in batch.names.map { "\(id)/\($0)" } }
    guard batch.isLoop else { return writeSpawn(batch.plan, ids: tasks, in: scope, clock: &clock) }
    code.line("for number in 1...\(batch.names.count) {")
    code.begin()
    let stem = Literal.swift(batch.stem).dropLast()
    writeSpawn(batch.plan, name: stem + "\\(number)\"", ids: tasks, in: scope, clock: &clock)
    code.end()
    code.line("}")
  }

  /// Hands a task over.
  ///
  /// - Parameters:
  ///   - name: Its name, as a literal.
  ///   - clock: How long after the group's start the spawner is here, if nothing holds it back.
  mutating func writeSpawn(
    _ plan: TaskPlan, name: String? = nil, ids: [String], in scope: SwiftScope, clock: inout Duration
  ) {
    let begin = code.next
    switch plan.arrival {
    case .afterPrevious(let delay):
      if delay > .zero { code.line(busy(delay, scope.context)) }
      clock += delay
    case .sinceGroupStart(let offset):
      if !scope.opened.isEmpty, offset > .zero {
        needsBusyUntil = true
        let instant = "\(scope.opened).advanced(by: \(DurationText.swift(offset)))"
        call("await \(scope.context).busy", ["until: \(instant)"])
      } else if offset > clock {
        code.line(busy(offset - clock, scope.context))
        clock = offset
      }
    }
    if let kind = scope.kind, kind.isSwift {
      return writeChildTask(plan, name: name ?? Literal.swift(plan.name), ids: ids, from: begin, in: scope)
    }
    let own = taskScope(of: plan, in: scope)
    let parameter = plan.usesContext && !plan.looksAtCaller ? "ctx" : "_"
    let hand = plan.spawn == .go ? "await group.go" : "group.tryGo"
    code.line("\(hand)(\(name ?? Literal.swift(plan.name))) { \(parameter) in")
    code.mark(ids.map { .spawn($0) }, from: begin)
    code.begin()
    writeBody(plan, ids: ids, in: own)
    code.end()
    code.line("}")
  }

  private func taskScope(of plan: TaskPlan, in scope: SwiftScope) -> SwiftScope {
    var own = scope
    own.isNested = true
    own.isInSwiftGroup = false
    own.context = plan.looksAtCaller ? scope.parentContext : "ctx"
    return own
  }
}

extension GroupPlan {
  /// Whether it takes a context of its own to end it by hand: where somebody else has to hear of it, too.
  fileprivate var needsHand: Bool {
    guard hasCancelLayer else { return false }
    return outsideCancel != nil || !hasOwnContext || !afterWait.isEmpty
      || allTasks.contains { $0.capturedContext == .parent }
  }

  /// Whether the handle's context is asked for by name.
  fileprivate var usesGroupContext: Bool {
    !afterFunctions.isEmpty || afterWait.contains(.useGroupContext)
      || allTasks.contains { $0.attempts.joined().contains(.useGroupContext) }
  }

  /// Whether a task that is added later captures the context that the group was made from.
  fileprivate var siblingsLookAtCaller: Bool {
    let own = Set(tasks.map(\.name))
    return allTasks.contains { !own.contains($0.name) && $0.looksAtCaller }
  }

  /// Whether something has to go on beside the tasks while the body of the group waits for them.
  fileprivate var needsOpenBody: Bool {
    shutdown != nil || afterFunctions.contains { $0.stopAt != nil }
  }
}
