import Cascade
import CascadeScenarios

/// What functions of Go programs return.
extension GoProgram {
  /// A statement that returns.
  ///
  /// - Parameter error: An expression; none for no error.
  func returning(_ error: String?, in scope: GoScope) -> String {
    switch scope.results {
    case .error: "return \(error ?? "nil")"
    case .valueAndError: "return nil, \(error ?? "nil")"
    case .nothing: "return"
    }
  }

  /// Ends a function without an error.
  mutating func writeSuccess(in scope: GoScope) {
    switch scope.results {
    case .error, .valueAndError: code.line(returning(nil, in: scope))
    case .nothing: break
    }
  }

  /// Whether the function that a group is written as may return an error. Where it can't, it returns nothing.
  ///
  /// - Parameter isNested: Whether there is a group around it.
  func mayFail(_ plan: GroupPlan, isNested: Bool) -> Bool {
    if plan.goForm(isNested: isNested) != .dropping || plan.keepsErrors { return true }
    if let leave = plan.leave, leave.whenTold || leave.error != nil { return true }
    return plan.afterWait.flatMap(\.withInner).contains { mayFail($0) }
  }

  /// Whether the caller of a group may return an error in a step after wait.
  private func mayFail(_ step: Step) -> Bool {
    switch step {
    case .fail, .flight, .group: true
    case .channel(let step): step.doesJobs || step.listens && scenario.onCancel != .success
    case .work, .wait, .permits, .rounds: step.looksAtContext(isDeaf: false) && scenario.onCancel != .success
    case .spawn, .cancel, .useGroupContext, .signal, .keep, .log, .finish, .panic, .exit: false
    }
  }
}
