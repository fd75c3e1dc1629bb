import Cascade
import CascadeScenarios
import CascadeTrace

/// What a group's context is made of, and how the group is made.
extension SwiftProgram {
  mutating func writeLayers(_ plan: GroupPlan, in scope: SwiftScope) -> (context: String, canceller: String?) {
    var context = scope.context
    var canceller: String?
    if plan.isDetached { context += ".withoutCancel()" }
    if plan.needsCancelScope {
      let name = names.unique("scope")
      canceller = name
      // A scope belongs to the code that made it.
      let isShared = plan.allTasks.contains(where: \.cancelsGroup)
      if isShared { needsSharedScope = true }
      let made = "\(context).makeCancelScope()"
      code.line("let \(name) = \(isShared ? "SharedScope(\(made))" : made)")
      context = "\(name).context"
      if let cancel = plan.outsideCancel {
        code.line("// From outside, such as Ctrl-C.")
        // What is bound by `async let` can't be used in an after-function, too.
        var scope = scope
        if plan.afterFunctions.contains(where: { $0.steps.contains(where: \.isCancel) }) { scope.isNested = true }
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
        call("let \(name) = \(context).makeCancelScope", ["timeout: \(Literal.swift(timeout))"] + cause)
      case .atRunTime(let time):
        name = names.unique("deadline")
        let instant = "\(start ?? "start").advanced(by: \(Literal.swift(time)))"
        call("let \(name) = \(context).makeCancelScope", ["deadline: \(instant)"] + cause)
      }
      context = "\(name).context"
    }
    if plan.siblingsLookAtCaller || (context != "ctx" && plan.allTasks.contains(where: \.looksAtCaller)) {
      // Where they are handed over, `ctx` may have another meaning, and a scope can't be taken along.
      let caller = names.unique("caller")
      code.line("let \(caller) = \(context)")
      context = caller
    }
    return (context, canceller)
  }

  /// - Parameter round: The number of the round that it is in, for a literal.
  func options(of plan: GroupPlan, inRound round: String?) -> [String] {
    let number = plan.inRounds == nil ? "" : round.map { "-\($0)" } ?? ""
    let name = Literal.swift(plan.name).dropLast() + number + "\""
    return (plan.isNamed ? [".named(\(name))"] : []) + plan.settings.code
  }
}

/// What a group's context is made of, and how the group is made.
extension GoProgram {
  mutating func writeLayers(_ plan: GroupPlan, in scope: inout GoScope) {
    if plan.isDetached {
      // A parameter can't be declared again in its own function.
      code.line("ctx \(scope.ownsContext ? "=" : ":=") context.WithoutCancel(\(scope.context))")
      scope.context = "ctx"
    }
    if plan.hasCancelLayer {
      scope.cancelTakesCause = plan.cancelsWithCause
      code.line("ctx, cancel := context.WithCancel\(scope.cancelTakesCause ? "Cause" : "")(\(scope.context))")
      code.line("defer cancel(\(scope.cancelTakesCause ? "nil" : ""))")
      scope.context = "ctx"
      if let cancel = plan.outsideCancel {
        code.line("// From outside, such as Ctrl-C with signal.NotifyContext.")
        if scope.cancelTakesCause {
          code.line("time.AfterFunc(\(duration(cancel.at)), func() {")
          code.line("\tcancel(\(cancel.cause.map { error($0) } ?? "nil"))")
          code.line("})")
        } else {
          code.line("time.AfterFunc(\(duration(cancel.at)), cancel)")
        }
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
      writeLimitedContext(
        head, moment, cause: deadline.cause, named: plan.hasCancelLayer ? "stop" : "cancel", in: &scope)
    }
  }

  /// Derives `ctx` with a time limit, with its cause where there is one, and works in it from then on.
  ///
  /// - Parameter cancel: What cancels it. Where the group is cancelled by that name, it has another one.
  mutating func writeLimitedContext(
    _ head: String, _ moment: String, cause: String?, named cancel: String, in scope: inout GoScope
  ) {
    if let cause {
      code.line("ctx, \(cancel) := \(head)Cause(\(scope.context), \(moment),")
      code.line("\t\(error(cause)))")
    } else {
      code.line("ctx, \(cancel) := \(head)(\(scope.context), \(moment))")
    }
    code.line("defer \(cancel)()")
    scope.context = "ctx"
  }

  mutating func writeMaking(_ plan: GroupPlan, isNested: Bool, in scope: inout GoScope) {
    scope.form = plan.goForm(isNested: isNested)
    scope.ends = false
    switch scope.form {
    case .dropping, .reporting, .noticing, .racing, .ending:
      writeWaitGroup(plan, scope.form, needsContext: plan.usesGroupContextByName, in: &scope)
    case .errgroup where plan.kind == .zeroErrgroup:
      imports.insert("golang.org/x/sync/errgroup")
      code.line("var g errgroup.Group")
    case .errgroup:
      imports.insert("golang.org/x/sync/errgroup")
      let own = !plan.usesGroupContextInGo && watcher == nil ? "_" : plan.needsTwoContexts ? scope.free("gctx") : "ctx"
      code.line("g, \(own) := errgroup.WithContext(\(scope.context))")
      if own != "_" { scope.context = own }
    }
    if scope.form == .errgroup, let limit = plan.limit { code.line("g.SetLimit(\(limit))") }
    let hasOwn = scope.ends || scope.form == .errgroup && plan.kind != .zeroErrgroup
    if !hasOwn, plan.hasTaskBetween {
      let own = scope.free("gctx")
      code.line("\(own) := \(scope.context)")
      scope.context = own
    }
    scope.groupContext = scope.context
    if let watcher {
      code.line("watched := \(watcher)(\(scope.context), \(Literal.go(plan.name)), \(Literal.go(plan.kind.rawValue)))")
    }
  }
}

extension GroupPlan {
  /// Whether any code looks at its own context.
  var usesGroupContextInGo: Bool {
    usesGroupContextByName || givesCause
      || allTasks.contains { $0.looksAtContext && $0.capturedContext == .group }
  }

  /// Whether what happens after its end, or in a task, asks for its context.
  fileprivate var usesGroupContextByName: Bool {
    onError.usesCause || spawnsUntilTold || afterFunctions.contains { $0.on == .group }
      || afterWait.contains(.useGroupContext)
      || stepsBeforeWait.flatMap(\.withInner).contains { $0.looksAtContext(isDeaf: false) || $0.traits.givesContextOn }
      || (leave?.whenTold == true && kind.goForm == .errgroup) || allTasks.contains(where: \.turnsToItsGroup)
  }

  /// Whether a call that cancels it gives a cause.
  fileprivate var cancelsWithCause: Bool {
    let functions = afterFunctions + allTasks.flatMap(\.afterFunctions)
    let steps = stepsBeforeWait + afterWait + deferred + functions.flatMap(\.steps) + allTasks.flatMap(\.allSteps)
    return outsideCancel?.cause != nil
      || steps.flatMap(\.withInner).contains { step in if case .cancel(.some) = step { true } else { false } }
  }

  /// Whether what ends it gives a cause, which no error says.
  var givesCause: Bool {
    func gives(_ steps: some Sequence<Step>) -> Bool {
      steps.contains { step in if case .cancel(.some) = step { true } else { false } }
    }
    return kind != .waitgroup
      && (deadline?.cause != nil || outsideCancel?.cause != nil
        || gives((stepsBeforeWait + afterWait).flatMap(\.withInner))
        || allTasks.contains { gives($0.allSteps) })
  }

  /// Whether a task makes a context of its own, and then needs the group's again: for itself, or for siblings that it adds.
  fileprivate var hasTaskBetween: Bool {
    allTasks.contains { task in
      (task.isDetached || task.timeout != nil)
        && (task.turnsToItsGroup
          || task.allSteps.contains { step in
            step.spawnedTask.map { other in
              other.looksAtContext && other.capturedContext == .group || other.turnsToItsGroup
                || other.onShutdown == .finish || kind == .supervised
            } == true
          })
    }
  }

  /// Whether its context can't take the name of the one that it is made from: both are needed.
  var needsTwoContexts: Bool {
    if allTasks.contains(where: \.looksAtCaller) { return true }
    if hasTaskBetween { return true }
    if leave?.whenTold == true, hasOwnContext, !kind.endsWithItsOwn { return true }
    // Whether it was cut short is asked of the one around it, after the end of its own.
    if kind == .supervised, usesGroupContextByName { return true }
    if allTasks.contains(where: { $0.capturedContext == .parent && $0.turnsToItsGroup }) { return true }
    // The caller looks at its own context after wait, before it turns to the group's.
    let own = afterWait.prefix { $0 != .useGroupContext }
    return own.contains { $0.looksAtContext(isDeaf: false) }
  }
}

extension TaskPlan {
  /// Whether it, its after-functions or a task that it adds, cancels its group.
  var cancelsGroup: Bool {
    (allSteps + afterFunctions.flatMap(\.steps).flatMap(\.withInner)).contains { step in
      if case .cancel = step { true } else { step.spawnedTask?.cancelsGroup == true }
    }
  }
}
