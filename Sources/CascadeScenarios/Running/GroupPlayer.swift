import Cascade
import CascadeTrace

/// Opens a group as its plan says, fills it and waits, with the library's real groups and contexts.
struct GroupPlayer: Sendable {
  let environment: RunEnvironment
  let plan: GroupPlan
  /// The group's path.
  let path: String
  /// The interventions on the task that opens it; none where no task does.
  var control: TaskControl?
  /// What the task that opens it hands on in Go, where it makes no context of its own.
  var lasting: Context?

  /// - Throws: what the group's wait throws.
  func play(in parent: Context) async throws {
    if plan.kind.isSwift {
      return try await SwiftGroupPlayer(environment: environment, plan: plan, path: path, control: control).play(
        in: parent)
    }
    let start = parent.now
    let layers = Layers(plan, in: parent, start: start)
    layers.enter(environment.registry)
    defer { layers.leave(environment.registry) }
    let context = layers.context
    let group = try open(in: context)
    let groupContext = group.context
    environment.ledger.open(
      RunLedger.OfGroup(
        kind: plan.kind, start: parent.sinceStart(start), deadline: groupContext.deadline.map(parent.sinceStart)),
      at: path)
    let watch = groupContext.onCancel { [environment, path] _ in
      let instant = parent.sinceStart(parent.now)
      environment.ledger.change(group: path) { $0.cancelledAt = instant }
    }
    let cancelling = plan.outsideCancel.map { cancel in
      parent.schedule(at: start.advanced(by: cancel.at)) { [path] in
        parent.intervene(.cancel, on: path)
        layers.cancelLayer?.cancel(cause: cancel.cause)
      }
    }
    let shutdown = plan.shutdown.map { shutdown in
      parent.schedule(at: start.advanced(by: shutdown.at)) { [path] in
        parent.intervene(.shutdown, on: path)
        group.shutdown(grace: shutdown.grace, fileID: "", line: 0)
      }
    }
    let afterFunctions = plan.afterFunctions.enumerated().map { index, function in
      register(
        function, index: index, on: function.on == .group ? groupContext : parent, start: start,
        cancelLayer: layers.cancelLayer)
    }

    let told = Told()
    let outside = context.id == parent.id ? lasting ?? context : context
    let opened = OpenGroup(
      environment: environment, path: path, group: group, context: groupContext,
      parent: plan.leavesWithDecision ? outside : context,
      cancelLayer: layers.cancelLayer,
      start: start, isLimited: plan.limit != nil, spawnsUntilTold: plan.spawnsUntilTold,
      decision: plan.leavesWithDecision ? (told, plan.kind) : nil,
      lasting: plan.hasOwnContext ? groupContext : outside, saysPauses: !plan.stepsBeforeWait.isEmpty)
    environment.registry.open(opened)
    var held: [String: Int] = [:]
    var left = await opened.beforeWait(plan, isFirst: true, &held, in: parent, control)
    if left == nil {
      let begin = parent.now
      var stopped: StepPlayer.Ended?
      for task in plan.tasks where stopped == nil {
        stopped = await opened.spawn(task, by: parent, control, looks: plan.spawnsUntilTold, since: begin)
      }
      if stopped?.error == nil {
        if !plan.closes.isEmpty { opened.closeWhenOut(plan.closes, in: parent) }
        left = await opened.beforeWait(plan, isFirst: false, &held, in: parent, control)
      } else {
        left = stopped
      }
    }

    let closing = Closing(environment: environment, path: path, group: group, watch: watch)
    let ended: GroupEnd
    if let early = left {
      closing.isLeft(in: parent)
      environment.ledger.change(group: path) { $0.afterWait = early.error == nil ? nil : early.outcome }
      ended = .left(early.error)
    } else {
      environment.registry.callerWaits(for: path)
      if let leave = plan.leave {
        ended = await LeavingCaller(plan: leave, kind: plan.kind, closing: closing, told: told).wait(in: parent)
      } else {
        ended = .over(await closing.wait())
      }
    }
    if environment.waitsTwice {
      let again = await failure(of: { try await group.wait() })
      environment.ledger.change(group: path) { $0.secondWaitError = again.map { String(describing: $0) } }
    }
    // What comes from outside may still do so while a caller that doesn't wait does what is deferred; and after wait, where
    // the context isn't the group's own, so that it goes on.
    if !ended.isEarly {
      if plan.hasOwnContext { cancelling?.cancel() }
      shutdown?.cancel()
    }
    let failed = await opened.afterWait(plan, ended, in: parent, control)
    cancelling?.cancel()
    shutdown?.cancel()
    opened.giveBack(held, unless: plan.ownSteps.released)
    // What is deferred last comes first: where the group has no context of its own, its functions are stopped by then.
    if !plan.hasOwnContext { for function in afterFunctions { function.release() } }
    // What the caller made ends with it (Go: `defer cancel()`).
    if ended.isEarly {
      group.leave()
      layers.leave()
    }
    if plan.hasOwnContext { for function in afterFunctions { function.release() } }
    withExtendedLifetime(layers) {}
    if let failed { throw failed }
  }

  private func open(in context: Context) throws -> ErrGroup {
    precondition(!plan.kind.isSwift, "Swift's own groups have a player of their own")
    return try ErrGroup(in: context, [.named(plan.name)] + plan.settings.options)
  }

  private func register(
    _ function: GroupPlan.AfterFunction, index: Int, on context: Context, start: Context.Instant, cancelLayer: Layer?
  ) -> RegisteredAfterFunction {
    environment.ledger.change(group: path) { $0.afterFunctions.append(RunLedger.OfAfterFunction(name: function.name)) }
    let player = AfterPlayer(environment: environment, cancelLayer: cancelLayer, function: function)
    let registration = player.register(on: context) { [environment, path] in
      let instant = context.sinceStart(context.now)
      environment.ledger.change(group: path) { $0.afterFunctions[index].firedAt = instant }
    }
    let stopping = function.stopAt.map { offset in
      context.schedule(at: start.advanced(by: offset)) { [environment, path] in
        let stopped = registration.stop()
        environment.ledger.change(group: path) { $0.afterFunctions[index].stopResults = [stopped] }
      }
    }
    return RegisteredAfterFunction(player: player, registration: registration, stopping: stopping)
  }
}

/// An after-function, and the timer that will stop it.
private struct RegisteredAfterFunction: Sendable {
  let player: AfterPlayer
  let registration: CancelRegistration
  let stopping: ScheduledAction?

  func release() {
    stopping?.cancel()
    player.release(registration)
  }
}

/// Opens one of Swift's own groups as a plan says, fills it and waits: the standard library's code decides which
/// tasks are cancelled and which error is thrown; this only records it.
struct SwiftGroupPlayer: Sendable {
  let environment: RunEnvironment
  let plan: GroupPlan
  /// The group's path.
  let path: String
  /// The interventions on the task that opens it; none where no task does. A task that is to end adds no more tasks, and
  /// ends when the group is over.
  let control: TaskControl?

  /// An error on its way through Swift's group, with the task that threw it.
  private struct Thrown: Error {
    let task: String
    let error: any Error
  }

  /// Which failure, if one did, made Swift cancel the others.
  private final class Blame: Sendable {
    private let task = Locked("")

    var origin: String { task.withLock { $0 } }

    func blame(_ failed: String) {
      task.withLock { if $0.isEmpty { $0 = failed } }
    }
  }

  /// - Throws: what the group throws.
  func play(in parent: Context) async throws {
    let start = parent.now
    let group = ForeignGroup(named: plan.name, policy: plan.kind.policy, in: parent)
    environment.ledger.open(RunLedger.OfGroup(kind: plan.kind, start: parent.sinceStart(start)), at: path)
    let opened = OpenGroup(
      environment: environment, path: path, group: nil, context: parent, parent: parent, cancelLayer: nil, start: start,
      isLimited: false)
    let thrown = await failure(of: { try await cancellable(group, opened) })
    let tagged = thrown as? Thrown
    let error = tagged?.error ?? thrown
    let end = parent.sinceStart(parent.now)
    environment.ledger.change(group: path) { seen in
      seen.end = end
      seen.waitError = error.map { String(describing: $0) }
    }
    group.close(error, of: tagged?.task)
    let failed = await opened.afterWait(plan, .over(error), in: parent, control)
    if let failed { throw failed }
  }

  /// Runs the group, in a Swift task of its own where it will be cancelled from outside.
  private func cancellable(_ group: ForeignGroup, _ opened: OpenGroup) async throws {
    guard let cancel = plan.outsideCancel else { return try await told(group, opened) }
    let task = Task(executorPreference: opened.parent.environment.executor) { try await told(group, opened) }
    let action = opened.parent.schedule(at: opened.start.advanced(by: cancel.at)) { [path] in
      opened.parent.intervene(.cancel, on: path)
      task.cancel()
    }
    defer { action.cancel() }
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func told(_ group: ForeignGroup, _ opened: OpenGroup) async throws {
    try await withTaskCancellationHandler {
      try await run(group, opened)
    } onCancel: {
      group.told()
    }
  }

  private func run(_ group: ForeignGroup, _ opened: OpenGroup) async throws {
    let blame = Blame()
    if plan.kind == .swiftDiscarding {
      try await withThrowingDiscardingTaskGroup { swift in
        for task in plan.tasks where control?.order == nil {
          let body = await body(of: task, group, opened, blame, isToBlame: true)
          group.ordering(by: body.task) { swift.addTask { try await body.run() } }
        }
        await group.wait {}
      }
    } else if plan.kind == .swiftForEach {
      try await withThrowingTaskGroup(of: Void.self) { swift in
        for task in plan.tasks where control?.order == nil {
          let body = await body(of: task, group, opened, blame, isToBlame: false)
          group.ordering(by: body.task) { swift.addTask { try await body.run() } }
        }
        do {
          try await group.wait { for try await _ in swift {} }
        } catch let thrown as Thrown {
          // When the body throws, Swift cancels the tasks that still run.
          blame.blame(thrown.task)
          throw thrown
        }
      }
    } else {
      try await withThrowingTaskGroup(of: Void.self) { swift in
        for task in plan.tasks where control?.order == nil {
          let body = await body(of: task, group, opened, blame, isToBlame: false)
          group.ordering(by: body.task) { swift.addTask { try await body.run() } }
        }
        try await group.wait { try await swift.waitForAll() }
      }
    }
  }

  /// What Swift is given to run as a child task.
  private struct Body: Sendable {
    let task: ForeignTask
    let run: @Sendable () async throws -> Void
  }

  /// Makes a task when its arrival says.
  ///
  /// - Parameter isToBlame: Whether its failure alone makes Swift cancel the others.
  private func body(
    of plan: TaskPlan, _ group: ForeignGroup, _ opened: OpenGroup, _ blame: Blame, isToBlame: Bool
  ) async -> Body {
    await opened.arrival(of: plan, since: opened.start, by: opened.parent, control)
    let taskPath = "\(path)/\(plan.name)"
    environment.ledger.spawn(taskPath, at: opened.parent.sinceStart(opened.parent.now))
    let player = TaskPlayer(opened: opened, plan: plan, path: taskPath)
    let task = group.spawn(plan.name)
    return Body(task: task) {
      do {
        try await task.run(origin: { blame.origin }) { try await player.play(opened.parent) }
      } catch {
        if isToBlame { blame.blame(task.id) }
        throw Thrown(task: task.id, error: error)
      }
    }
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

  /// The caller returns while tasks may still look at them.
  func leave() {
    deadlineLayer?.release()
    cancelLayer?.release()
  }

  func enter(_ registry: LiveRegistry) {
    registry.enter(cancelLayer)
    registry.enter(deadlineLayer)
  }

  func leave(_ registry: LiveRegistry) {
    registry.leave(cancelLayer)
    registry.leave(deadlineLayer)
  }
}
