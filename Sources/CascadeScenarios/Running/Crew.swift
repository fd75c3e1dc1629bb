import Cascade

/// A group that is open, and what its tasks need to know about it.
struct Crew: Sendable {
  let stage: Stage
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

  /// Hands a task over to the group, when its arrival says.
  ///
  /// - Parameters:
  ///   - spawner: a context of the code that spawns; only its clock matters.
  ///   - control: The strings on the task that spawns, if one does. One that is to end spawns nobody any more.
  func spawn(_ plan: TaskPlan, by spawner: Context, _ control: TaskControl?) async {
    await arrival(of: plan, by: spawner, control)
    guard control?.order == nil else { return }
    let taskPath = "\(path)/\(plan.name)"
    stage.ledger.spawn(taskPath, at: spawner.sinceStart(spawner.now))
    let player = TaskPlayer(crew: self, plan: plan, path: taskPath)
    // The line that a task was spawned at is a line of this engine, which says nothing: hence 0.
    switch plan.spawn {
    case .go: await group?.go(plan.name, fileID: "", line: 0) { try await player.play($0) }
    case .tryGo:
      if let group, group.tryGo(plan.name, fileID: "", line: 0, { try await player.play($0) }) == nil {
        stage.ledger.change(task: taskPath) { $0.outcome = .rejected }
      }
    }
  }

  /// Hands a task over to the group at once, on behalf of nobody.
  func spawnFromOutside(_ plan: TaskPlan, at now: Context.Instant) {
    let taskPath = "\(path)/\(plan.name)"
    stage.ledger.spawn(taskPath, at: now)
    let player = TaskPlayer(crew: self, plan: plan, path: taskPath)
    group?.goFromOutside(plan.name) { try await player.play($0) }
  }

  /// Waits until a task is to be handed over.
  func arrival(of plan: TaskPlan, by spawner: Context, _ control: TaskControl?) async {
    let instant =
      // The line that a task was spawned at is a line of this engine, which says nothing: hence 0.
      switch plan.arrival {
      case .afterPrevious(let delay): spawner.now.advanced(by: delay)
      case .sinceGroupStart(let offset): start.advanced(by: offset)
      }
    if let control {
      await control.pause(until: instant, in: spawner)
    } else {
      await spawner.pause(until: instant, alarm: nil)
    }
  }
}
