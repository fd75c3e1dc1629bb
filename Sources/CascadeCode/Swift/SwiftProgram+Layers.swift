import Cascade
import CascadeScenarios
import CascadeTrace

/// What a group's context is made of, and how the group is made.
extension SwiftProgram {
  mutating func writeLayers(_ plan: GroupPlan, in scope: SwiftScope) -> (context: String, hand: String?) {
    var context = scope.context
    var hand: String?
    if plan.isDetached { context += ".withoutCancel()" }
    if plan.needsHand {
      let name = names.unique("hand")
      hand = name
      code.line("let \(name) = \(context).makeCancelScope()")
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
        call("let \(name) = \(context).makeCancelScope", ["timeout: \(DurationText.swift(timeout))"] + cause)
      case .atRunTime(let time):
        name = names.unique("deadline")
        let instant = "\(start ?? "start").advanced(by: \(DurationText.swift(time)))"
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
    return (context, hand)
  }

  func options(of plan: GroupPlan) -> [String] {
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
    if plan.ignoresLoneCancellations, plan.kind != .waitgroup { options.append(".ignoringLoneCancellations") }
    return options
  }
}
