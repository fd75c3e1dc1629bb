import Cascade

/// A derived context that anybody may end, for as long as somebody holds it.
final class Layer: Sendable {
  private let scope: CancelScope
  var context: Context { scope.context }

  init(_ scope: consuming CancelScope) {
    self.scope = scope
  }

  func cancel(cause: String?) {
    scope.cancel(cause: cause.map(ScriptedError.init), fileID: "", line: 0)
  }
}

/// The contexts between the one that a group is opened in and the group's own.
struct Layers: Sendable {
  let cancelLayer: Layer?
  private let deadlineLayer: Layer?
  /// The innermost.
  let context: Context

  init(_ plan: GroupPlan, in parent: Context, start: Context.Instant) {
    var context = parent
    if plan.isDetached { context = context.withoutCancel(fileID: "", line: 0) }
    cancelLayer = plan.hasCancelLayer ? Layer(context.makeCancelScope(fileID: "", line: 0)) : nil
    context = cancelLayer?.context ?? context
    deadlineLayer = plan.deadline.map { deadline in
      let cause = deadline.cause.map(ScriptedError.init)
      switch deadline.moment {
      case .afterStart(let timeout):
        return Layer(context.makeCancelScope(timeout: timeout, cause: cause, fileID: "", line: 0))
      case .atRunTime(let time):
        let origin = start.nanoseconds - parent.sinceStart(start).nanoseconds
        return Layer(
          context.makeCancelScope(
            deadline: Context.Instant(nanoseconds: origin).advanced(by: time), cause: cause, fileID: "", line: 0))
      }
    }
    self.context = deadlineLayer?.context ?? context
  }

  func enter(_ troupe: Troupe) {
    troupe.enter(cancelLayer)
    troupe.enter(deadlineLayer)
  }

  func leave(_ troupe: Troupe) {
    troupe.leave(cancelLayer)
    troupe.leave(deadlineLayer)
  }
}
