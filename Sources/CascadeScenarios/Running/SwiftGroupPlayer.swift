import Cascade

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
      environment: environment, path: path, group: nil, context: parent, parent: parent, cancelLayer: nil, start: start)
    let thrown = await failure(of: { try await cancellable(group, opened) })
    let tagged = thrown as? Thrown
    let error = tagged?.error ?? thrown
    let end = parent.sinceStart(parent.now)
    environment.ledger.change(group: path) { seen in
      seen.end = end
      seen.waitError = error.map { String(describing: $0) }
    }
    group.close(error, of: tagged?.task)
    let failed = await opened.afterWait(plan, .over(error), in: parent)
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
    await opened.arrival(of: plan, by: opened.parent, control)
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
