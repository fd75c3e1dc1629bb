import Cascade
import CascadeScenarios
import CascadeTrace

/// Groups: what their context is made of, who is handed over, and the wait.
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

  // MARK: What the context is made of

  private mutating func writeLayers(_ plan: GroupPlan, in scope: inout GoScope) {
    if plan.isDetached {
      // A parameter can't be declared again in its own function.
      code.line("ctx \(scope.ownsContext ? "=" : ":=") context.WithoutCancel(\(scope.context))")
      scope.context = "ctx"
    }
    if plan.hasCancelLayer {
      code.line("ctx, cancel := context.WithCancelCause(\(scope.context))")
      code.line("defer cancel(nil)")
      scope.context = "ctx"
      if let hand = plan.outsideCancel {
        code.line("// An outside hand, such as Ctrl-C.")
        code.line("time.AfterFunc(\(duration(hand.at)), func() {")
        let cause = hand.cause.map { error($0) } ?? "nil"
        code.line("\tcancel(\(cause))")
        code.line("})")
      }
    }
    if let deadline = plan.deadline {
      let head: String
      let moment: String
      switch deadline.moment {
      case .afterStart(let timeout): (head, moment) = ("context.WithTimeout", duration(timeout))
      case .atRunTime(let time):
        (head, moment) = ("context.WithDeadline", "began.Add(\(duration(time)))")
      }
      if let cause = deadline.cause {
        code.line("ctx, stop := \(head)Cause(\(scope.context), \(moment),")
        code.line("\t\(error(cause)))")
      } else {
        code.line("ctx, stop := \(head)(\(scope.context), \(moment))")
      }
      code.line("defer stop()")
      scope.context = "ctx"
    }
  }

  /// Writes how everybody is asked to finish, and cancelled when the grace is over.
  private mutating func writeShutdown(_ plan: GroupPlan, in scope: inout GoScope) {
    guard let shutdown = plan.shutdown else { return }
    let name = plan.needsTwoContexts ? "sctx" : "ctx"
    code.line("\(name), insist := context.WithCancel(\(scope.context))")
    code.line("defer insist()")
    code.line("// An outside hand: finish, please.")
    code.line("asked := make(chan struct{})")
    code.line("asking := time.AfterFunc(\(duration(shutdown.at)), func() {")
    code.line("\tclose(asked)")
    code.line("\ttime.AfterFunc(\(duration(shutdown.grace)), insist)")
    code.line("})")
    code.line("defer asking.Stop()")
    scope.context = name
    scope.asked = "asked"
  }

  private mutating func writeMaking(_ plan: GroupPlan, in scope: inout GoScope) {
    switch plan.kind {
    case .waitgroup:
      imports.insert("sync")
      code.line("var wg sync.WaitGroup")
      scope.group = "wg"
      scope.isWaitGroup = true
      if let limit = plan.limit {
        code.line("slots := make(chan struct{}, \(limit))")
        scope.slots = "slots"
      }
    case .zeroErrgroup:
      imports.insert("golang.org/x/sync/errgroup")
      code.line("var g errgroup.Group")
    default:
      imports.insert("golang.org/x/sync/errgroup")
      let own = !plan.usesGroupContextInGo ? "_" : plan.needsTwoContexts ? "gctx" : "ctx"
      code.line("g, \(own) := errgroup.WithContext(\(scope.context))")
      if own != "_" { scope.context = own }
    }
    if plan.kind != .waitgroup, let limit = plan.limit { code.line("g.SetLimit(\(limit))") }
    if !plan.hasOwnContext, plan.hasTaskBetween {
      code.line("gctx := \(scope.context)")
      scope.context = "gctx"
    }
    scope.groupContext = scope.context
  }

  /// - Returns: what stops those that have to be stopped once wait has returned: a context that isn't the group's own
  ///   doesn't end with it.
  private mutating func writeAfterFunctions(_ plan: GroupPlan, in scope: GoScope) -> [String] {
    var registrations: [String] = []
    for function in plan.afterFunctions {
      let text = Literal.go(function.name)
      var registration = ""
      if function.stopAt != nil || !plan.hasOwnContext {
        registration = names.unique("stop-" + function.name, else: "stopAfter")
      }
      let head = registration.isEmpty ? "" : "\(registration) := "
      code.line("\(head)context.AfterFunc(\(scope.groupContext), func() {")
      code.line("\tfmt.Println(\(text))")
      code.line("})")
      if !plan.hasOwnContext { registrations.append(registration) }
      if let stopAt = function.stopAt {
        code.line("time.AfterFunc(\(duration(stopAt)), func() { \(registration)() })")
      }
    }
    return registrations
  }

  // MARK: Who is handed over

  private mutating func writeTasks(_ plan: GroupPlan, ids: [String], in scope: inout GoScope) {
    if plan.measuresArrivals {
      imports.insert("time")
      scope.opened = "opened"
      code.line("opened := time.Now()")
    }
    var clock = Duration.zero
    for batch in Batch.batches(of: plan.tasks) {
      let tasks = ids.flatMap { id in batch.names.map { "\(id)/\($0)" } }
      guard batch.isLoop else {
        writeSpawn(batch.plan, ids: tasks, in: scope, clock: &clock)
        continue
      }
      code.line("for number := range \(batch.names.count) {")
      code.begin()
      let format = Literal.go(batch.stem.replacing("%", with: "%%") + "%d")
      writeSpawn(batch.plan, name: "fmt.Sprintf(\(format), number+1)", ids: tasks, in: scope, clock: &clock)
      code.end()
      code.line("}")
    }
    for id in ids { code.setSpawns(plan.tasks.map { "\(id)/\($0.name)" }, of: id) }
  }

  /// Hands a task over.
  ///
  /// - Parameters:
  ///   - name: Its name, as an expression.
  ///   - clock: How long after the group's start the spawner is here, if nothing holds it back.
  mutating func writeSpawn(
    _ plan: TaskPlan, name: String? = nil, ids: [String], in scope: GoScope, clock: inout Duration
  ) {
    let begin = code.next
    switch plan.arrival {
    case .afterPrevious(let delay):
      if delay > .zero { writeBusy(delay) }
      clock += delay
    case .sinceGroupStart(let offset):
      if !scope.opened.isEmpty, offset > .zero {
        code.line("time.Sleep(time.Until(opened.Add(\(DurationText.goAlone(offset)))))")
      } else if offset > clock {
        writeBusy(offset - clock)
        clock = offset
      }
    }
    if scope.slots != nil { code.line("slots <- struct{}{}") }
    let go = plan.spawn == .go ? "Go" : "TryGo"
    let task = "task(\(name ?? Literal.go(plan.name)), func() error {"
    if scope.isWaitGroup {
      needsDropping = true
      code.line("\(scope.group).Go(dropping(\(task)")
    } else {
      code.line("\(scope.group).\(go)(\(task)")
    }
    code.mark(ids.map { .spawn($0) }, from: begin)
    code.begin()
    if scope.slots != nil { code.line("defer func() { <-slots }()") }
    writeBody(plan, ids: ids, in: scope)
    code.end()
    code.line(scope.isWaitGroup ? "})))" : "}))")
  }
}

extension GroupPlan {
  /// Whether anybody looks at its own context.
  fileprivate var usesGroupContextInGo: Bool {
    !afterFunctions.isEmpty || afterWait.contains(.useGroupContext)
      || allTasks.contains { task in
        (task.looksAtContext && task.capturedContext == .group) || task.attempts.joined().contains(.useGroupContext)
      }
  }

  /// Whether a task makes a context of its own, and then needs the group's again: for itself, or for siblings that it adds.
  fileprivate var hasTaskBetween: Bool {
    allTasks.contains { task in
      (task.isDetached || task.timeout != nil)
        && (task.usesGroupContext || task.attempts.joined().contains(where: \.isSpawn))
    }
  }

  /// Whether its context can't take the name of the one that it is made from: somebody needs both.
  fileprivate var needsTwoContexts: Bool {
    if allTasks.contains(where: \.looksAtCaller) { return true }
    if hasTaskBetween { return true }
    if allTasks.contains(where: { $0.capturedContext == .parent && $0.usesGroupContext }) { return true }
    // The caller looks at its own context after wait, before it turns to the group's.
    let own = afterWait.prefix { $0 != .useGroupContext }
    return own.contains { step in
      if case .work(_, true) = step { true } else { false }
    }
  }
}

extension TaskPlan {
  fileprivate var usesGroupContext: Bool { attempts.joined().contains(.useGroupContext) }
}
