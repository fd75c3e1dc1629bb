import Cascade

/// A group that is open, with what its tasks need of it.
///
/// An object, since each of its tasks, and what that calls, has it at hand.
final class OpenGroup: LiveGroup {
  let environment: RunEnvironment
  /// The group's path.
  let path: String
  /// None for one of Swift's own groups, which no code but its body's can spawn in.
  let group: ErrGroup?
  /// The context that the tasks are meant to see.
  let context: Context
  /// The one that the group was made from.
  let parent: Context
  let cancelLayer: Layer?
  let start: Context.Instant
  /// Whether "go" may have to wait for a free slot.
  let isLimited: Bool
  /// Whether its caller looks at the context before it hands over a task.
  let spawnsUntilTold: Bool
  /// What its tasks keep for its caller.
  let kept = KeptErrors()
  /// Where the caller leaves with the task that decides the group: it looks at this, as a Go program reads a channel of results.
  let decision: (told: Told, kind: GroupKind)?
  /// Whether its caller has steps of its own before Wait: a pause between them is said, since no event says else that one is over.
  let saysPauses: Bool
  /// What a task that makes no context of its own hands on in Go, where it shares its group's: here it has one, which ends
  /// with it.
  let lasting: Context?

  init(
    environment: RunEnvironment, path: String, group: ErrGroup?, context: Context, parent: Context, cancelLayer: Layer?,
    start: Context.Instant, isLimited: Bool, spawnsUntilTold: Bool = false,
    decision: (told: Told, kind: GroupKind)? = nil, lasting: Context? = nil, saysPauses: Bool = false
  ) {
    self.environment = environment
    self.path = path
    self.group = group
    self.context = context
    self.parent = parent
    self.cancelLayer = cancelLayer
    self.start = start
    self.isLimited = isLimited
    self.spawnsUntilTold = spawnsUntilTold
    self.decision = decision
    self.lasting = lasting
    self.saysPauses = saysPauses
  }

  /// Spawns a task when its arrival says.
  ///
  /// - Parameters:
  ///   - spawner: a context of the code that spawns; only its clock matters.
  ///   - control: The interventions on the task that spawns, if one does. A task that is to end spawns no more.
  ///   - index: The number of that task's step: of a caller, the group says that it is blocked.
  ///   - looks: Whether the spawner looks at the group's context first, and doesn't where that is done.
  ///   - begin: What the places of lines count from; none for the group's start.
  /// - Returns: how that ends the spawner, where it does.
  @discardableResult
  func spawn(
    _ plan: TaskPlan, by spawner: Context, _ control: TaskControl?, asStep index: Int? = nil,
    listens: Event.Listening = .no, looks: Bool = false, since begin: Context.Instant? = nil
  ) async -> StepPlayer.Ended? {
    func isBrokenOff() -> Bool { looks && context.isCancelled }
    if isBrokenOff() { return StepPlayer.Ended(outcome: .cancelled, interruptedAt: spawner.now) }
    await arrival(of: plan, since: begin ?? start, by: spawner, control)
    if isBrokenOff() { return StepPlayer.Ended(outcome: .cancelled, interruptedAt: spawner.now) }
    guard control?.order == nil else { return nil }
    let taskPath = "\(path)/\(plan.name)"
    environment.ledger.spawn(taskPath, at: spawner.sinceStart(spawner.now))
    if let index, isLimited, plan.spawn == .go {
      spawner.note(.wait(index: index, for: .slot(group: path), listens: listens))
    }
    let player = TaskPlayer(opened: self, plan: plan, path: taskPath)
    // The line that a task was spawned at is a line of this engine, which says nothing: hence 0.
    switch plan.spawn {
    case .go: await group?.go(plan.name, fileID: "", line: 0) { try await player.play($0) }
    case .tryGo:
      if let group, group.tryGo(plan.name, fileID: "", line: 0, { try await player.play($0) }) == nil {
        environment.signals.refuse(taskPath)
        environment.ledger.change(task: taskPath) { $0.outcome = .rejected }
      }
    case .inline:
      if let group, group.tryGo(plan.name, fileID: "", line: 0, { try await player.play($0) }) == nil {
        let ended = await player.playInline(by: spawner, control)
        if ended.error != nil { return ended }
      }
    }
    return nil
  }

  /// Spawns a task at once, from outside.
  func spawnFromOutside(_ plan: TaskPlan, at now: Context.Instant) {
    let taskPath = "\(path)/\(plan.name)"
    environment.ledger.spawn(taskPath, at: now)
    let player = TaskPlayer(opened: self, plan: plan, path: taskPath)
    group?.goFromOutside(plan.name) { try await player.play($0) }
  }

  /// Waits until a task is to be spawned.
  func arrival(
    of plan: TaskPlan, since begin: Context.Instant, by spawner: Context, _ control: TaskControl?
  ) async {
    let instant =
      switch plan.arrival {
      case .afterPrevious(let delay): spawner.now.advanced(by: delay)
      case .sinceGroupStart(let offset): begin.advanced(by: offset)
      }
    if saysPauses, spawner.now < instant { spawner.note(.pause(planned: spawner.now.duration(to: instant))) }
    if let control {
      await control.pause(until: instant, in: spawner)
    } else {
      await spawner.pause(until: instant, alarm: nil)
    }
  }
}

/// What the caller of a group does before it waits, and when wait has returned.
extension OpenGroup {
  /// Closes channels when every task is out, beside everything else (Go: `go func() { g.Wait(); close(c) }()`).
  func closeWhenOut(_ channels: [String], in parent: Context) {
    let over = Latch()
    parent.beside { [environment, group] in
      await group?.waitAside(ends: true)
      for name in channels { _ = environment.channels[name]?.close() }
      over.open()
    }
    environment.goesOn(until: over)
  }

  /// Does what stands before the first task, where it is cut short when it is told, or between the last one and wait, where it
  /// goes on then.
  ///
  /// - Parameter held: The permits that it holds.
  /// - Returns: how the caller returns, where it does.
  func beforeWait(
    _ plan: GroupPlan, isFirst: Bool, _ held: inout [String: Int], in parent: Context, _ control: TaskControl?
  ) async -> StepPlayer.Ended? {
    let own = isFirst ? plan.beforeGo : plan.beforeWait
    guard !own.isEmpty else { return nil }
    let steps = StepPlayer(
      opened: self, owner: path, context: context, own: parent, isDeaf: false, onCancel: environment.onCancel,
      cleanup: .zero, goesOnWhenTold: !isFirst, firstIndex: isFirst ? 0 : plan.beforeGo.count, control: TaskControl(),
      caller: control)
    var progress = StepPlayer.Progress(context: context, looksElsewhere: false, held: held)
    let ended = await steps.perform(own, &progress)
    held = progress.held
    return ended
  }

  /// Gives back permits of semaphores of which no step gives them back.
  func giveBack(_ held: [String: Int], unless released: @autoclosure () -> Set<String>) {
    guard !held.isEmpty else { return }
    let released = released()
    for (name, count) in held where count > 0 && !released.contains(name) {
      _ = environment.semaphores[name]?.giveBack(count)
    }
  }

  /// Does it, and what is deferred.
  ///
  /// - Parameter ended: How its wait ended. A caller that left does nothing but what is deferred.
  /// - Returns: what the caller returns.
  func afterWait(
    _ plan: GroupPlan, _ ended: GroupEnd, in parent: Context, _ control: TaskControl?
  ) async -> (any Error)? {
    let steps = StepPlayer(
      opened: self, owner: path, context: parent, own: parent, isDeaf: false, onCancel: environment.onCancel,
      cleanup: .zero, control: TaskControl(), caller: control)
    var failed: (any Error)?
    var isNews = true
    switch ended {
    case .left(let error): failed = error
    case .over(let thrown), .decided(let thrown):
      var goesOn = true
      if let thrown {
        let action = plan.onError.action(for: thrown)
        goesOn = action == .ok
        switch action {
        case .error: failed = thrown
        case .cause: failed = context.cause
        case .ok: break
        case .wrap(let text): failed = WrappedError(text: text, error: thrown)
        case .fail(let text):
          failed = ScriptedError(text)
          environment.ledger.change(group: path) { $0.afterWait = .failed }
        case .fatal(let text):
          let said = plan.mayKeepErrors ? kept.joined(with: thrown, isLast: plan.onError.isLast) ?? thrown : thrown
          await environment.exit(Exit(text: text.map { "\($0): \(said)" } ?? "\(said)"), from: parent)
        case .exit(let status): await environment.exit(Exit(status: status), from: parent)
        }
      }
      if plan.mayKeepErrors { failed = kept.joined(with: failed, isLast: plan.onError.isLast) }
      if goesOn, !plan.afterWait.isEmpty {
        let last = await steps.playAttempt(plan.afterWait)
        let ended = last.settled
        // What was cut short returns at once; what has handled that goes on, and comes to the end.
        failed = last.interruptedAt != nil ? ended.error : ended.error ?? failed
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

/// Does what one task does, on the context that the library gives it.
///
/// An object, so that a plan isn't copied into each of the frames of a task that waits.
final class TaskPlayer: Sendable {
  let opened: OpenGroup
  let plan: TaskPlan
  let path: String

  init(opened: OpenGroup, plan: TaskPlan, path: String) {
    self.opened = opened
    self.plan = plan
    self.path = path
  }

  private var ledger: RunLedger { opened.environment.ledger }
  private var registry: LiveRegistry { opened.environment.registry }

  /// What a task has made for itself before it begins.
  private final class Begun: Sendable {
    let context: Context
    let timeout: Layer?
    let afterFunctions: [(player: AfterPlayer, registration: CancelRegistration)]
    let control: TaskControl

    init(
      context: Context, timeout: Layer?,
      afterFunctions: [(player: AfterPlayer, registration: CancelRegistration)], control: TaskControl
    ) {
      self.context = context
      self.timeout = timeout
      self.afterFunctions = afterFunctions
      self.control = control
    }
  }

  /// - Throws: what the task returns to its group.
  func play(_ own: Context) async throws {
    // In two halves around the wait, so that little is kept while a task waits.
    let begun = begin(own)
    let ended = await attempts(in: begun.context, own: own, begun.control)
    if let error = finish(begun, ended, own) { throw error }
  }

  private func begin(_ own: Context) -> Begun {
    let start = own.sinceStart(own.now)
    let control = TaskControl(plan, in: own)
    registry.enter(control, as: path)
    if plan.plannedWork > .zero { own.note(.plan(total: plan.plannedWork)) }
    var context = plan.capturedContext == .group ? own : opened.parent
    if plan.isDetached { context = context.withoutCancel(fileID: "", line: 0) }
    let timeout = plan.timeout.map {
      Layer(context.makeCancelScope(timeout: $0.after, cause: $0.cause.map(ScriptedError.init), fileID: "", line: 0))
    }
    context = timeout?.context ?? context
    registry.enter(timeout)
    let afterFunctions = plan.afterFunctions.map { function in
      let player = AfterPlayer(
        environment: opened.environment, cancelLayer: opened.cancelLayer, function: function)
      return (player, player.register(on: context))
    }
    opened.environment.signals.start(path)
    ledger.change(task: path) { seen in
      seen.start = start
      seen.deadline = context.deadline.map(own.sinceStart)
    }
    return Begun(context: context, timeout: timeout, afterFunctions: afterFunctions, control: control)
  }

  /// - Returns: what the task returns.
  private func finish(_ begun: Begun, _ result: StepPlayer.Ended, _ own: Context) -> (any Error)? {
    var ended = result
    if !closeChannels() {
      ended = StepPlayer.Ended(outcome: .failed, error: PanicError("close of closed channel"))
    }
    // What is late returns what a context says, which reads as the end of the task's own.
    if ended.outcome == .failed, ended.error is ContextError { ended.outcome = .cancelled }
    for (player, registration) in begun.afterFunctions { player.release(registration) }
    if let decision = opened.decision, ended.error == nil || decision.kind == .firstReturn {
      decision.told.open(ended.error)
    }
    opened.environment.signals.end(path, failed: ended.error != nil)
    registry.leave(begun.timeout)
    registry.leave(path)
    let cancellation = begun.context.cancellation
    let end = own.sinceStart(own.now)
    ledger.change(task: path) { seen in
      seen.end = end
      seen.outcome = ended.outcome
      seen.interruptedAt = ended.interruptedAt.map(own.sinceStart)
      seen.returned = ended.error.map { String(describing: $0) }
      seen.contextError = cancellation?.error.description
      seen.cause = cancellation.map { String(describing: $0.cause) }
    }
    return ended.error
  }

  /// Does it as the spawner's own code, which the group has no slot for.
  func playInline(by spawner: Context, _ control: TaskControl?) async -> StepPlayer.Ended {
    // The one that it would have in the group: in a group without a context of its own, the end of a grace ends that alone.
    let context = opened.group?.taskContext ?? opened.context
    ledger.change(task: path) { $0.start = spawner.sinceStart(spawner.now) }
    opened.environment.signals.start(path)
    let steps = StepPlayer(
      opened: opened, owner: path, context: context, own: spawner, isDeaf: plan.isDeaf,
      onCancel: plan.onCancel ?? opened.environment.onCancel, cleanup: plan.cleanup, control: TaskControl(),
      caller: control)
    steps.plan(more: plan.plannedWork)
    var ended = await steps.play(plan.attempts[0])
    // What was cut short is over: the spawner returns that error as it would any other.
    ended.interruptedAt = nil
    opened.environment.signals.end(path, failed: ended.error != nil)
    let end = spawner.sinceStart(spawner.now)
    let cancellation = context.cancellation
    ledger.change(task: path) { seen in
      seen.end = end
      seen.outcome = .rejected
      seen.contextError = cancellation?.error.description
      seen.contextEndedAt = cancellation?.instant.map(context.sinceStart)
      seen.returned = ended.error.map { String(describing: $0) }
    }
    return ended
  }

  /// Closes what the task closes as it returns.
  ///
  /// - Returns: whether nothing of that was closed before.
  private func closeChannels() -> Bool {
    plan.closes.allSatisfy { opened.environment.channels[$0]?.close() != false }
  }

  private func attempts(in context: Context, own: Context, _ control: TaskControl) async -> StepPlayer.Ended {
    let steps = StepPlayer(
      opened: opened, owner: path, context: context, own: own, isDeaf: plan.isDeaf, looksElsewhere: plan.looksElsewhere,
      onCancel: plan.onCancel ?? opened.environment.onCancel,
      cleanup: plan.cleanup, finishesWhenAsked: plan.onShutdown == .finish, control: control)
    var jitter = Retry.Jitter(
      part: Double(plan.backoff.jitter) / 100, seed: plan.backoff.jitter > 0 ? own.chance(of: "retry") : 0)
    var heardAt: Context.Instant?
    for (index, attempt) in plan.attempts.enumerated() {
      if plan.attempts.count > 1 { own.note(.retry(attempt: index + 1, limit: plan.attempts.count)) }
      var ended = await steps.playAttempt(attempt)
      heardAt = heardAt ?? ended.heardAt
      ended.heardAt = heardAt
      // A task that an intervention lets fail doesn't try again.
      guard ended.outcome == .failed, control.order == nil, index + 1 < plan.attempts.count else {
        return ended.settled
      }
      // The group never learns of it, so no event says it.
      let why = ended.error.map { ": \($0)" } ?? ""
      own.note(.log("attempt \(index + 1) of \(plan.attempts.count) failed\(why)"))
      if let except = plan.backoff.except, why == ": " + except { return ended.settled }
      let pause = jitter.applied(to: plan.pause(afterAttempt: index + 1))
      guard pause > .zero else { continue }
      own.note(.pause(planned: pause))
      if let cut = await steps.pause(pause) { return cut }
    }
    return StepPlayer.Ended(outcome: .completed)
  }
}
