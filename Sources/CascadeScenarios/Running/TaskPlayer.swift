import Cascade

/// Plays the part of one task, on the context that the library gives it.
struct TaskPlayer: Sendable {
  let crew: Crew
  let plan: TaskPlan
  let path: String

  private var ledger: RunLedger { crew.stage.ledger }
  private var troupe: Troupe { crew.stage.troupe }

  /// - Throws: what the task returns to its group.
  func play(_ own: Context) async throws {
    let start = own.sinceStart(own.now)
    ledger.change(task: path) { $0.start = start }
    let control = TaskControl(plan, in: own)
    troupe.enter(control, as: path)
    if plan.plannedWork > .zero { own.note(.plan(total: plan.plannedWork)) }
    var context = plan.capturedContext == .group ? own : crew.parent
    if plan.isDetached { context = context.withoutCancel(fileID: "", line: 0) }
    let timeout = plan.timeout.map {
      Layer(context.makeCancelScope(timeout: $0.after, cause: $0.cause.map(ScriptedError.init), fileID: "", line: 0))
    }
    context = timeout?.context ?? context
    troupe.enter(timeout)
    ledger.change(task: path) { $0.deadline = context.deadline.map(own.sinceStart) }

    let ended = await attempts(in: context, own: own, control)
    troupe.leave(timeout)
    troupe.leave(path)
    let cancellation = context.cancellation
    let end = own.sinceStart(own.now)
    ledger.change(task: path) { seen in
      seen.end = end
      seen.outcome = ended.outcome
      seen.interruptedAt = ended.interruptedAt.map(own.sinceStart)
      seen.returned = ended.error.map { String(describing: $0) }
      seen.contextError = cancellation.map { String(describing: $0.error) }
      seen.cause = cancellation.map { String(describing: $0.cause) }
    }
    withExtendedLifetime(timeout) {}
    if let error = ended.error { throw error }
  }

  private func attempts(in context: Context, own: Context, _ control: TaskControl) async -> StepPlayer.Ended {
    let steps = StepPlayer(
      crew: crew, owner: path, context: context, own: own, isDeaf: plan.isDeaf, looksElsewhere: plan.looksElsewhere,
      onCancel: plan.onCancel ?? crew.stage.onCancel,
      cleanup: plan.cleanup, finishesWhenAsked: plan.onShutdown == .finish, control: control)
    for (index, attempt) in plan.attempts.enumerated() {
      if plan.attempts.count > 1 { own.note(.retry(attempt: index + 1, limit: plan.attempts.count)) }
      let ended = await steps.play(attempt)
      // Whom a hand lets fail doesn't try again.
      guard ended.outcome == .failed, control.order == nil, index + 1 < plan.attempts.count else { return ended }
      // The group never hears of it, so nobody else says it.
      let why = ended.error.map { ": \($0)" } ?? ""
      own.note(.log("attempt \(index + 1) of \(plan.attempts.count) failed\(why)"))
      guard plan.retryDelay > .zero else { continue }
      own.note(.pause(planned: plan.retryDelay))
      if let cut = await steps.pause(plan.retryDelay) { return cut }
    }
    return StepPlayer.Ended(outcome: .completed)
  }
}
