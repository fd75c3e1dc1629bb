import Cascade
import CascadeScenarios
import CascadeTrace

/// What a group's context is made of, and how the group is made.
extension GoProgram {
  mutating func writeLayers(_ plan: GroupPlan, in scope: inout GoScope) {
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
  mutating func writeShutdown(_ plan: GroupPlan, in scope: inout GoScope) {
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

  mutating func writeMaking(_ plan: GroupPlan, in scope: inout GoScope) {
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
