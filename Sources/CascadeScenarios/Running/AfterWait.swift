import Cascade

/// The errors that the tasks of a group keep for its caller.
final class KeptErrors: Sendable {
  private let errors = Locked<[any Error]>([])

  func add(_ error: any Error) { errors.withLock { $0.append(error) } }

  /// An error together with these (Go: `errors.Join`).
  func joined(with first: (any Error)?) -> (any Error)? {
    let kept = errors.withLock { $0 }
    guard !kept.isEmpty else { return first }
    return JoinedError(errors: (first.map { [$0] } ?? []) + kept)
  }
}

/// Several errors, a line for each (Go: `errors.Join`).
struct JoinedError: WrappingError, CustomStringConvertible {
  let errors: [any Error]

  var description: String { errors.map { String(describing: $0) }.joined(separator: "\n") }

  package func wrapped(most count: Int) -> [any Error] { Array(errors.prefix(count)) }
}

/// What the caller of a group does when wait has returned.
extension OpenGroup {
  /// Does it, and what is deferred.
  ///
  /// - Parameter ended: How its wait ended. A caller that left does nothing but what is deferred.
  /// - Returns: what the caller returns.
  func afterWait(_ plan: GroupPlan, _ ended: GroupEnd, in parent: Context) async -> (any Error)? {
    let steps = StepPlayer(
      opened: self, owner: path, context: parent, own: parent, isDeaf: false, onCancel: environment.onCancel,
      cleanup: .zero, control: TaskControl())
    var failed: (any Error)?
    var isNews = true
    switch ended {
    case .left(let error): failed = error
    case .over(let thrown), .decided(let thrown):
      failed = kept.joined(
        with: thrown.map { error in plan.wrap.map { WrappedError(text: $0, error: error) } ?? error })
      if thrown == nil, !plan.afterWait.isEmpty {
        let ended = await steps.play(plan.afterWait)
        failed = ended.error ?? failed
        if ended.error != nil { environment.ledger.change(group: path) { $0.afterWait = ended.outcome } }
      }
      // What a task returns its own event says; nothing else says it of the caller of the outermost group.
      isNews =
        ended.isEarly
        || path.parentPath.isEmpty && failed.map { String(describing: $0) } != thrown.map { String(describing: $0) }
    }
    if !plan.deferred.isEmpty { _ = await steps.play(plan.deferred) }
    let returned = failed
    environment.ledger.change(group: path) { $0.returned = returned.map { String(describing: $0) } }
    if isNews { parent.note(.returns(error: returned.map { Event.ErrorInfo($0) })) }
    return failed
  }
}
