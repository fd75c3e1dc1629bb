extension GroupCore {
  /// What becomes of a task that somebody asked for.
  enum Admission {
    /// It may start.
    case start(TaskNode)
    /// It may start when this says so; its spawner doesn't wait any longer.
    case startLater(TaskNode, Waiter)
    /// It never runs: the group is over, and an option says so.
    case skip(TaskNode)
    /// It never runs: there is no slot, and its spawner doesn't want to wait for one.
    case refuse
  }

  /// Makes the record of a task, and asks for a slot. If there is none, ``turn(of:after:)`` has to follow.
  func admit(_ name: String?, site: CallSite?) -> Admission {
    let task = make(name)
    let spawned = spawned(task, site)
    return node.withTreeLock {
      announceSpawnLocked(task, spawned)
      if queued == .skipAfterFailure, node.isDone { return skipLocked(task) }
      let isAdmitted = machine.spawn()
      if let record = task.linkLocked() { task.announce(record) }
      if isAdmitted { return .start(task) }
      if machine.limit == 0 { fatalError("go on a group with a limit of 0 would wait for ever; use tryGo") }
      if spawned != nil { observation?.emit(task.scope.id, .taskQueued) }
      return queueLocked(task)
    }
  }

  /// Waits for a slot.
  func turn(of task: TaskNode, after waiter: Waiter) async -> Admission {
    guard await waiter.value(doing: "a free slot in \(node.scope.id)") == .contextDone else { return .start(task) }
    return node.withTreeLock {
      if queued == .skipAfterFailure { return skipLocked(task) }
      return machine.respawn() ? .start(task) : queueLocked(task)
    }
  }

  /// Makes the record of a task if there is a slot.
  func tryAdmit(_ name: String?, site: CallSite?) -> Admission {
    let task = make(name)
    let spawned = spawned(task, site)
    return node.withTreeLock {
      announceSpawnLocked(task, spawned)
      if queued == .skipAfterFailure, node.isDone { return skipLocked(task) }
      guard machine.trySpawn() else {
        if spawned != nil {
          observation?.emit(task.scope.id, .taskRefused(why: "the limit of \(machine.limit ?? 0) is reached"))
        }
        return .refuse
      }
      if let record = task.linkLocked() { task.announce(record) }
      return .start(task)
    }
  }

  private func make(_ name: String?) -> TaskNode {
    guard node.isObserved, let observation else {
      return TaskNode(name: name ?? "", parent: node, scope: nil)
    }
    let label = name ?? String(takeIndex())
    let id = observation.path(of: label, below: node.scope.id)
    return TaskNode(
      name: label, parent: node, scope: Context(node).childScope(id: id, ownsNames: true, deadline: nil))
  }

  private func takeIndex() -> Int {
    node.withTreeLock {
      defer { nextIndex += 1 }
      return nextIndex
    }
  }

  private func spawned(_ task: TaskNode, _ site: CallSite?) -> Event.TaskSpawned? {
    guard node.isObserved else { return nil }
    return Event.TaskSpawned(group: node.scope.id, name: task.name, place: site.map(Event.Place.site))
  }

  private func announceSpawnLocked(_ task: TaskNode, _ spawned: Event.TaskSpawned?) {
    // Not a precondition, whose message a release build leaves out.
    if isClosed { fatalError("a task was started on a group whose scope is over") }
    if let spawned { observation?.emit(task.scope.id, .taskSpawned(spawned)) }
  }

  private func queueLocked(_ task: TaskNode) -> Admission {
    let waiter = Waiter(in: node.scope.environment)
    machine.queue(waiter)
    return .startLater(task, waiter)
  }

  private func skipLocked(_ task: TaskNode) -> Admission {
    observation?.emit(task.scope.id, .taskSkipped(why: "the group is over"))
    // Nothing was ever started below it.
    _ = task.endQuietlyLocked(at: nil)
    return .skip(task)
  }

  // MARK: Waking spawners

  /// Lets those who wait for a slot go on when the group's context ends. Only for groups with an option that asks for it.
  func wakeSpawnersAtTheEnd() {
    _ = node.add(SpawnerHook(self))
  }

  fileprivate func wakeSpawners() {
    let (spawners, joiners) = node.withTreeLock { machine.takeSpawners(dropping: queued == .skipAfterFailure) }
    for spawner in spawners { spawner.wake(.contextDone) }
    for joiner in joiners { joiner.wake(.elapsed) }
  }

  // MARK: The Swift task

  /// Starts the Swift task of a record.
  ///
  /// - Parameter gate: What to wait for before it counts as started, where there was no slot yet.
  func start<Value: Sendable>(
    _ task: TaskNode, after gate: Waiter? = nil, priority: TaskPriority?,
    _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) -> Subtask<Value> {
    // A Swift task with an executor of its own costs more, even where that is the global pool.
    let handle =
      if node.scope.environment.executor == nil {
        Task(priority: priority) { try await self.run(task, after: gate, operation) }
      } else {
        startInTurn(task, after: gate, priority: priority, operation)
      }
    task.publish(handle)
    return Subtask(task: handle, node: task)
  }

  /// Starts the Swift task of a record on the executor of a simulation.
  private func startInTurn<Value: Sendable>(
    _ task: TaskNode, after gate: Waiter?, priority: TaskPriority?,
    _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) -> Task<Value, any Error> {
    let environment = node.scope.environment
    return environment.ordering(by: task.scope.id) {
      Task(executorPreference: environment.executor, priority: priority) {
        try await self.run(task, after: gate, operation)
      }
    }
  }

  /// What the Swift task of a record does.
  @inline(__always)
  private func run<Value: Sendable>(
    _ task: TaskNode, after gate: Waiter?,
    _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) async throws -> Value {
    if let gate { await gate.value(doing: "a free slot in \(node.scope.id)") }
    taskStarted(task)
    do {
      let value = try await Running.$code.withValue(task) { try await operation(Context(task)) }
      taskReturned(task, nil)
      return value
    } catch {
      taskReturned(task, error)
      throw error
    }
  }

  private func taskStarted(_ task: TaskNode) {
    guard task.isObserved, let observation else { return }
    observation.began(task.scope.id)
    observation.emit(task.scope.id, .taskStarted)
  }

  /// The handle of a task that never runs.
  func skipped<Value: Sendable>(_ task: TaskNode) -> Subtask<Value> {
    let error = node.record?.cancellation.error
    let handle = Task<Value, any Error>(executorPreference: node.scope.environment.executor) {
      throw error ?? .cancelled(Cancellation(reason: .scopeEnded))
    }
    return Subtask(task: handle, node: task)
  }
}

/// Wakes the spawners of a group.
///
/// Sendable because its only property is weak and never changes otherwise.
private final class SpawnerHook: Hook, @unchecked Sendable {
  private weak let core: GroupCore?

  init(_ core: GroupCore) {
    self.core = core
  }

  override func run(_ cancellation: Cancellation, on node: ContextNode) {
    core?.wakeSpawners()
  }
}
