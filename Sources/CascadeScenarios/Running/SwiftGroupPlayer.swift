import Cascade

/// Opens one of Swift's own groups as a plan says, fills it and waits: the standard library's code decides who is
/// cancelled and which error comes out. Here is only said what happens.
struct SwiftGroupPlayer: Sendable {
  let stage: Stage
  let plan: GroupPlan
  /// The group's path.
  let path: String
  /// The strings on the task that opens it; none where no task does. One that is to end adds nobody any more, and ends
  /// when the group is over.
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
    let group = ForeignGroup(named: plan.name, kind: plan.kind.rawValue, in: parent)
    stage.ledger.open(RunLedger.OfGroup(kind: plan.kind, start: parent.sinceStart(start)), at: path)
    let crew = Crew(
      stage: stage, path: path, group: nil, context: parent, parent: parent, cancelLayer: nil, start: start)
    let thrown = await failure(of: { try await cancellable(group, crew) })
    let tagged = thrown as? Thrown
    let error = tagged?.error ?? thrown
    let end = parent.sinceStart(parent.now)
    stage.ledger.change(group: path) { seen in
      seen.end = end
      seen.waitError = error.map { String(describing: $0) }
    }
    group.close(error, of: tagged?.task)
    var failed = error
    if !plan.afterWait.isEmpty {
      let steps = StepPlayer(
        crew: crew, owner: path, context: parent, own: parent, isDeaf: false, onCancel: stage.onCancel, cleanup: .zero,
        control: TaskControl())
      let ended = await steps.play(plan.afterWait)
      failed = failed ?? ended.error
    }
    if let failed { throw failed }
  }

  /// Runs the group, in a Swift task of its own where an outside hand will cancel that.
  private func cancellable(_ group: ForeignGroup, _ crew: Crew) async throws {
    guard let hand = plan.outsideCancel else { return try await told(group, crew) }
    let task = Task(executorPreference: crew.parent.environment.executor) { try await told(group, crew) }
    let action = crew.parent.schedule(at: crew.start.advanced(by: hand.at)) { [path] in
      crew.parent.intervene("cancel", on: path)
      task.cancel()
    }
    defer { action.cancel() }
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func told(_ group: ForeignGroup, _ crew: Crew) async throws {
    try await withTaskCancellationHandler {
      try await run(group, crew)
    } onCancel: {
      group.told()
    }
  }

  private func run(_ group: ForeignGroup, _ crew: Crew) async throws {
    let blame = Blame()
    switch plan.kind {
    case .swiftDiscarding:
      try await withThrowingDiscardingTaskGroup { swift in
        for task in plan.tasks where control?.order == nil {
          let body = await body(of: task, group, crew, blame, isToBlame: true)
          group.ordering(by: body.task) { swift.addTask { try await body.run() } }
        }
        await group.wait {}
      }
    case .swiftForEach:
      try await withThrowingTaskGroup(of: Void.self) { swift in
        for task in plan.tasks where control?.order == nil {
          let body = await body(of: task, group, crew, blame, isToBlame: false)
          group.ordering(by: body.task) { swift.addTask { try await body.run() } }
        }
        do {
          try await group.wait { for try await _ in swift {} }
        } catch let thrown as Thrown {
          // When the body throws, Swift cancels whoever is still there.
          blame.blame(thrown.task)
          throw thrown
        }
      }
    default:
      try await withThrowingTaskGroup(of: Void.self) { swift in
        for task in plan.tasks where control?.order == nil {
          let body = await body(of: task, group, crew, blame, isToBlame: false)
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
    of plan: TaskPlan, _ group: ForeignGroup, _ crew: Crew, _ blame: Blame, isToBlame: Bool
  ) async -> Body {
    await crew.arrival(of: plan, by: crew.parent, control)
    let taskPath = "\(path)/\(plan.name)"
    stage.ledger.spawn(taskPath, at: crew.parent.sinceStart(crew.parent.now))
    let player = TaskPlayer(crew: crew, plan: plan, path: taskPath)
    let task = group.spawn(plan.name)
    return Body(task: task) {
      do {
        try await task.run(origin: { blame.origin }) { try await player.play(crew.parent) }
      } catch {
        if isToBlame { blame.blame(task.id) }
        throw Thrown(task: task.id, error: error)
      }
    }
  }
}
