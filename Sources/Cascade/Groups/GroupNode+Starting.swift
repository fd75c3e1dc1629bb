extension GroupNode {
  /// Makes the record of a task, and asks for a slot. If there is none, the record has a gate, and
  /// ``waitForSlot(_:)`` has to follow.
  func admit(_ name: String?, site: CallSite?) -> TaskNode {
    isUnobservedAndReal ? admitLean(name) : admitObserved(name, site: site)
  }

  /// The same where the run isn't observed.
  private func admitLean(_ name: String?) -> TaskNode {
    if !spares.isEmpty {
      lockTree()
      if let task = spares.take() {
        let last = task.beginAnew(name: name)
        enterLocked(task, isNamed: name != nil)
        unlockTree()
        last?.release()
        return task
      }
      unlockTree()
    }
    let task = TaskNode(name: name, of: self)
    lockTree()
    enterLocked(task, isNamed: name != nil)
    unlockTree()
    return task
  }

  @inline(__always)
  private func enterLocked(_ task: TaskNode, isNamed: Bool) {
    if takesNoMore { return skipLocked(task) }
    if !isNamed {
      task.index = UInt32(truncatingIfNeeded: nextIndex)
      nextIndex += 1
    }
    let isAdmitted = machine.spawn()
    task.linkLeanLocked()
    if !isAdmitted { queueLocked(task) }
  }

  private func admitObserved(_ name: String?, site: CallSite?) -> TaskNode {
    let task = make(name)
    lockTree()
    defer { unlockTree() }
    emitSpawned(task, site)
    if takesNoMore {
      skipLocked(task)
      return task
    }
    let isAdmitted = machine.spawn()
    if let record = task.linkLocked() { task.announce(record) }
    if isAdmitted { return task }
    observation?.emit(task.scope.id, .taskQueued)
    queueLocked(task)
    return task
  }

  private func emitSpawned(_ task: TaskNode, _ site: CallSite?) {
    guard isObserved else { return }
    unownedScope._withUnsafeGuaranteedRef { scope in
      scope.withObservation { observation, _ in
        task.unownedScope._withUnsafeGuaranteedRef {
          observation.emit($0.id, .taskSpawned(group: scope.id, site: site))
        }
      }
    }
  }

  /// Waits for a slot. If the group's context ends before, and an option says that spawners don't wait then, the record
  /// keeps a gate: its Swift task waits in place of its spawner.
  func waitForSlot(_ task: TaskNode) async {
    guard await task.gatePassed() == .contextDone else { return }
    spawnersEnded(task)
  }

  /// The same, but only until `context` is over, or the current Swift task is cancelled from outside: then the task is
  /// skipped, unless it has got its slot at this very moment.
  func waitForSlot(_ task: TaskNode, in context: Context) async throws(ContextError) {
    guard let gate = task.gate.take() else { return }
    let outcome = await context.suspend(gate, doing: .slot(group: scope.id.text))
    if outcome == .elapsed { return }
    let (wasQueued, joiners) = withTreeLock { () -> (Bool, [Waiter]) in
      let withdrawn = machine.withdraw(gate.place)
      if withdrawn.wasQueued { skipLocked(task, why: "its spawner gave up") }
      return withdrawn
    }
    for joiner in joiners { joiner.wake(.elapsed) }
    if !wasQueued {
      // The slot came first, or the group ended and emptied its queue.
      if withTreeLock({ gate.wasTurnedAway }) { spawnersEnded(task) }
      return
    }
    Running.sawCancellation()
    throw context.error ?? .cancelled(Cancellation(reason: .taskCancelled, origin: context.path, instant: context.now))
  }

  /// The group has ended, and an option says that no caller waits for a slot any longer.
  private func spawnersEnded(_ task: TaskNode) {
    withTreeLock {
      if queued == .skipAfterFailure {
        skipLocked(task)
      } else if !machine.respawn() {
        queueLocked(task)
      }
    }
  }

  /// Makes the record of a task if there is a slot.
  func tryAdmit(_ name: String?, site: CallSite?) -> TaskNode? {
    let task = make(name)
    return withTreeLock {
      emitSpawned(task, site)
      if takesNoMore {
        skipLocked(task)
        return nil
      }
      guard machine.trySpawn() else {
        observation?.emit(task.scope.id, .taskRefused(why: "the limit of \(machine.limit ?? 0) is reached"))
        return nil
      }
      if let record = task.linkLocked() { task.announce(record) }
      return task
    }
  }

  private func make(_ name: String?) -> TaskNode {
    guard isObserved, let observation else {
      let task =
        isUnobservedAndReal ? TaskNode(name: name, of: self) : TaskNode(name: name ?? "", group: self, scope: nil)
      if name == nil { task.index = UInt32(truncatingIfNeeded: takeIndex()) }
      return task
    }
    let index = name == nil ? takeIndex() : 0
    let id =
      name.map { observation.path(of: $0, below: scope.id) } ?? observation.path(ofIndex: index, below: scope.id)
    let below = unownedScope._withUnsafeGuaranteedRef {
      Scope(below: $0, values: $0.values, deadline: $0.deadline, id: id, ownsNames: true)
    }
    let task = TaskNode(name: name ?? "", group: self, scope: below)
    task.index = UInt32(truncatingIfNeeded: index)
    return task
  }

  private func takeIndex() -> Int {
    withTreeLock {
      defer { nextIndex += 1 }
      return nextIndex
    }
  }

  /// Whether what is asked for now never runs: the scope of the group is over, or an option says so. Under the tree's lock.
  private var takesNoMore: Bool { isClosed || queued == .skipAfterFailure && isDone }

  private func queueLocked(_ task: TaskNode) {
    if machine.limit == 0 { fatalError("go on a group with a limit of 0 would wait for ever; use tryGo") }
    let waiter = Waiter(in: scope.environment)
    waiter.place = machine.queue(waiter)
    task.gate = waiter
  }

  private func skipLocked(_ task: TaskNode, why: String = "the group is over") {
    observation?.emit(task.scope.id, .taskSkipped(why: why))
    // Nothing was ever started below it.
    _ = task.endQuietlyLocked(at: nil)
    task.skip()
  }

  // MARK: Waking spawners

  /// Resumes the spawners that wait for a slot when the group's context ends. Only for groups with an option that asks
  /// for it.
  func wakeSpawnersAtTheEnd() {
    _ = add(SpawnerHook())
  }

  fileprivate func wakeSpawners() {
    let (spawners, joiners) = withTreeLock {
      let taken = machine.takeSpawners(dropping: queued == .skipAfterFailure)
      for spawner in taken.spawners { spawner.wasTurnedAway = true }
      return taken
    }
    for spawner in spawners { spawner.wake(.contextDone) }
    for joiner in joiners { joiner.wake(.elapsed) }
  }
}

/// Wakes the spawners of the group that it hangs on.
///
/// Sendable because it has no properties.
private final class SpawnerHook: Hook, @unchecked Sendable {
  override func run(_ cancellation: Cancellation, on node: ContextNode) {
    (node as? GroupNode)?.wakeSpawners()
  }
}
