import Cascade

/// What the caller of a group does when wait has returned.
extension OpenGroup {
  /// Does it, and what is deferred.
  ///
  /// - Parameter thrown: What wait threw.
  /// - Returns: what the caller returns.
  func afterWait(_ plan: GroupPlan, _ thrown: (any Error)?, in parent: Context) async -> (any Error)? {
    let steps = StepPlayer(
      opened: self, owner: path, context: parent, own: parent, isDeaf: false, onCancel: environment.onCancel,
      cleanup: .zero, control: TaskControl())
    var failed = thrown.map { error in plan.wrap.map { WrappedError(text: $0, error: error) } ?? error }
    if thrown == nil, !plan.afterWait.isEmpty {
      let ended = await steps.play(plan.afterWait)
      failed = ended.error
      if ended.error != nil { environment.ledger.change(group: path) { $0.afterWait = ended.outcome } }
    }
    if !plan.deferred.isEmpty { _ = await steps.play(plan.deferred) }
    let returned = failed
    environment.ledger.change(group: path) { $0.returned = returned.map { String(describing: $0) } }
    // What a task returns its own event says; nothing else says it of the caller of the outermost group.
    if path.parentPath.isEmpty, returned.map({ String(describing: $0) }) != thrown.map({ String(describing: $0) }) {
      parent.note(.returns(error: returned.map { Event.ErrorInfo($0) }))
    }
    return failed
  }
}
