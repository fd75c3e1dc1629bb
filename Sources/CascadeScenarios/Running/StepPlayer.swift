import Cascade

/// Performs steps in order, on a context.
struct StepPlayer: Sendable {
  /// How a list of steps ended.
  struct Ended: Sendable {
    var outcome: TaskOutcome
    var error: (any Error)?
    /// When a step was cut short, if one was.
    var interruptedAt: Instant?
  }

  let crew: Crew
  /// The path of the task, or of the group whose caller does this after wait.
  let owner: String
  let context: Context
  let isDeaf: Bool
  /// Whether `context` isn't the task's own, so that the code can't hear that one.
  var looksElsewhere = false
  /// What is returned when a step was cut short, and how long cleaning up takes before that.
  let onCancel: CancelResult
  let cleanup: Duration
  /// Whether being asked to finish ends it without an error.
  var finishesWhenAsked = false

  func play(_ steps: [Step]) async -> Ended {
    var context = context
    var looksElsewhere = looksElsewhere
    for (index, step) in steps.enumerated() {
      if isAsked(in: context) { return Ended(outcome: .completed) }
      switch step {
      case .work(let duration, let listens):
        let listens = listens && !isDeaf
        // What the events call listening is to the task's own context.
        context.note(
          .step(
            index: index, label: listens ? "work" : "busy", planned: duration, listens: listens && !looksElsewhere))
        if let ended = await work(duration, listens: listens, in: context) { return ended }
      case .group(let plan, let ignoreError):
        context.note(
          .step(index: index, label: plan.isNamed ? "group \(plan.name)" : "a group", planned: nil, listens: !isDeaf))
        let player = GroupPlayer(stage: crew.stage, plan: plan, path: "\(owner)/\(plan.name)")
        let context = context
        if let error = await failure(of: { try await player.play(in: context) }), !ignoreError {
          return Ended(outcome: .propagated, error: error)
        }
      case .spawn(let plan): await crew.spawn(plan, by: context)
      case .cancel(let cause): crew.cancelLayer?.cancel(cause: cause)
      case .useGroupContext:
        context = crew.context
        looksElsewhere = false
      case .log(let text): context.note(.log(text))
      case .finish: return Ended(outcome: .completed)
      case .fail(let text): return Ended(outcome: .failed, error: ScriptedError(text))
      case .panic(let text): return Ended(outcome: .failed, error: PanicError(text))
      }
    }
    return Ended(outcome: .completed)
  }

  /// Waits between two attempts.
  ///
  /// - Returns: how the task ends, when it was cut short.
  func pause(_ duration: Duration) async -> Ended? {
    await work(duration, listens: !isDeaf, in: context)
  }

  private func work(_ duration: Duration, listens: Bool, in context: Context) async -> Ended? {
    guard listens else {
      await context.pause(for: duration)
      return nil
    }
    do {
      guard finishesWhenAsked else {
        try await context.sleep(for: duration)
        return nil
      }
      let isOver = try await context.sleep(for: duration, orUntil: context.shutdownSignal)
      return isOver ? nil : Ended(outcome: .completed)
    } catch {
      return await cutShort(by: error, in: context)
    }
  }

  /// Whether it is to finish, and isn't cancelled.
  private func isAsked(in context: Context) -> Bool {
    finishesWhenAsked && context.shutdownSignal.isCancelled && !context.isCancelled
  }

  private func cutShort(by error: ContextError, in context: Context) async -> Ended {
    let instant = context.now
    if cleanup > .zero {
      context.note(.cleanup(planned: cleanup))
      await context.pause(for: cleanup)
    }
    let returned: (any Error)? =
      switch onCancel {
      // What Swift calls it, where nothing but Swift's own cancellation was there.
      case .contextError: context.isCancelled ? error : CancellationError()
      case .cause: context.cause ?? error
      case .success: nil
      case .error(let text): ScriptedError(text)
      }
    return Ended(outcome: .cancelled, error: returned, interruptedAt: instant)
  }
}
