extension GroupNode {
  /// A task's function returned, with this error or none.
  func taskReturned(_ task: TaskNode, _ error: (any Error)?) {
    task.finishStage()
    if error == nil, !policy.isAsked, isObserved ? observedTaskSucceeded(task) : taskSucceeded(task) { return }
    let observation = observation
    observation?.ended(task.scope.id)
    // People's own descriptions are asked for before the lock is taken.
    var out = observation.map { _ in task.outcome(error) }
    let ending = error.map { self.ending(of: task, $0) } ?? Machine.Ending.success
    let instant = observation.map { _ in now }
    // In one step: the task is out, its failure is the one that counts, and the others are told.
    var quiet: ContextNode.Walk?
    var walk: ContextNode.Walk?
    var question: ErrGroup.Tally?
    var left: (spawner: Waiter?, joiners: [Waiter])?
    var joiners: [Waiter] = []
    withTreeLock {
      joiners = task.takeJoiners()
      let decision = machine.taskReturned(ending)
      out?.kept = decision.kept
      if let observation, let out { observation.emit(task.scope.id, .taskOut(out)) }
      quiet = task.endQuietlyLocked(at: instant)
      if decision.kept, let observation {
        observation.emit(scope.id, .groupFailureKept(task: task.scope.id, error: out?.error ?? ""))
      }
      switch decision.action {
      case .none: break
      case .tell(let failure): walk = tellLocked(failure.error, info: out?.error, origin: task.origin)
      case .ask(let tally): question = tally
      }
      if quiet == nil, walk == nil, question == nil { left = machine.leave() }
    }
    if let quiet { quiet.deliver() }
    if let walk { walk.deliver() }
    if let question { ask(question) }
    for joiner in joiners { joiner.wake(.elapsed) }
    go(on: left ?? withTreeLock { machine.leave() })
  }

  /// The same in one step, for a success without an asked policy, where nothing hangs on the task and no caller waits for it
  /// alone.
  ///
  /// - Returns: whether it was so.
  private func observedTaskSucceeded(_ task: TaskNode) -> Bool {
    let end = task.outcome(nil)
    lockTree()
    guard taskJoiners.isEmpty, task.isDone || task.isLonelyLocked else {
      unlockTree()
      return false
    }
    task.unownedScope._withUnsafeGuaranteedRef { scope in
      scope.withObservation { observation, _ in
        observation.ended(scope.id)
        observation.emit(scope.id, .taskOut(end))
      }
    }
    _ = task.endAloneLocked()
    let (spawner, isLast) = machine.succeed()
    unlockTree()
    leaveLean(spawner, isLast)
    return true
  }

  /// The same in brief, for a success without observer or asked policy.
  @discardableResult
  private func taskSucceeded(_ task: TaskNode) -> Bool {
    var joiners: [Waiter] = []
    let (quiet, left) = withTreeLock { () -> (ContextNode.Walk?, (spawner: Waiter?, joiners: [Waiter])?) in
      joiners = task.takeJoiners()
      _ = machine.taskReturned(.success)
      if let quiet = task.endQuietlyLocked(at: nil) { return (quiet, nil) }
      return (nil, machine.leave())
    }
    for joiner in joiners { joiner.wake(.elapsed) }
    quiet?.deliver()
    go(on: left ?? withTreeLock { machine.leave() })
    return true
  }

  /// The same for a task that isn't observed, in one step where nothing hangs on it.
  func leanTaskReturned(_ task: TaskNode, isVoid: Bool) {
    guard !policy.isAsked else { return taskReturned(task, nil) }
    if isVoid { task.finishStageKeepingHandle() } else { task.finishStage() }
    lockTree()
    guard taskJoiners.isEmpty else {
      unlockTree()
      taskSucceeded(task)
      return
    }
    var dropped: Unmanaged<TaskNode>?
    if task.isLonelyLocked {
      if task.endLonelyLocked() { dropped = spares.put(.passUnretained(task)) }
    } else if !task.endAloneLocked() {
      unlockTree()
      taskSucceeded(task)
      return
    }
    let (spawner, isLast) = machine.succeed()
    unlockTree()
    if let dropped { SpareTasks<TaskNode>.drop(dropped) }
    leaveLean(spawner, isLast)
  }

  /// The same for one that failed.
  func leanTaskFailed(_ task: TaskNode, _ error: any Error) {
    // A task that fails first, or before it has been told, goes the long way.
    guard case .failFast = policy.form, isDone, task.isDone, error.isOnlyCancellation else {
      return taskReturned(task, error)
    }
    task.finishStage()
    lockTree()
    guard taskJoiners.isEmpty else {
      unlockTree()
      return taskReturned(task, error)
    }
    let (spawner, isLast) = machine.fail(echo: ErrGroup.Failure(task: task.label, error: error, nature: .echo))
    unlockTree()
    leaveLean(spawner, isLast)
  }

  private func leaveLean(_ spawner: Waiter?, _ isLast: Bool) {
    if isLast { wakeJoiners() }
    spawner?.wake(.elapsed)
  }

  /// Nothing was left to wait for. By now there may be again; then no joiner goes on.
  private func wakeJoiners() {
    lockTree()
    let joiner = machine.takeOnlyJoiner()
    let joiners = joiner == nil ? machine.takeJoiners() : []
    unlockTree()
    joiner?.wake(.elapsed)
    for joiner in joiners { joiner.wake(.elapsed) }
  }

  /// Resumes the next spawner, and the joiners if this was the last task.
  private func go(on left: (spawner: Waiter?, joiners: [Waiter])) {
    _ = left.spawner?.wake(.elapsed)
    for joiner in left.joiners { joiner.wake(.elapsed) }
  }

  /// The code that runs the group failed: that counts like the failure of a task.
  ///
  /// - Returns: what it threw, or the context's error in place of one that only says that a Swift task was cancelled.
  func bodyFailed(_ error: any Error) -> any Error {
    let error = Context(self).translated(error)
    let info = observation.map { _ in Event.ErrorInfo(error) }
    var walk: ContextNode.Walk?
    var question: ErrGroup.Tally?
    withTreeLock {
      let nature: ErrGroup.Failure.Nature = isDone && error.isOnlyCancellation ? .echo : .own
      let decision = machine.taskReturned(.failure(ErrGroup.Failure(task: "", error: error, nature: nature)))
      if decision.kept { observation?.emit(scope.id, .groupFailureKept(task: .empty, error: info ?? "")) }
      switch decision.action {
      case .none: break
      case .tell: walk = tellLocked(error, info: info, origin: scope.id)
      case .ask(let tally): question = tally
      }
    }
    walk?.deliver()
    if let question { ask(question) }
    return error
  }

  /// Ends the group's context because of a failure. Under the tree's lock.
  ///
  /// - Parameter info: What the error says of itself, when the run is observed.
  private func tellLocked(_ error: any Error, info: Event.ErrorInfo?, origin: Path) -> ContextNode.Walk? {
    let cancellation = Cancellation(
      reason: .siblingFailed, givenCause: error, origin: origin, instant: now)
    return endLocked(.of(cancellation, cause: info.map { CauseInfo($0) }))
  }

  /// Asks the policy whether that is enough. Without any lock.
  private func ask(_ tally: ErrGroup.Tally) {
    guard case .asked(let judge, _) = policy.form, case .end(let cause) = judge(tally) else { return }
    end(
      Cancellation(
        reason: .groupDecided, givenCause: cause, origin: scope.id, instant: now))
  }

  private func ending(of task: TaskNode, _ error: any Error) -> Machine.Ending {
    var nature = ErrGroup.Failure.Nature.own
    if let cancellation = task.record?.cancellation, error.saysOnly(cancellation) {
      nature = isDone ? .echo : .cancelledAlone
    }
    if nature == .cancelledAlone, switches.contains(.ignoringLoneCancellations) { return .overlooked }
    let name = task.scope.id.isEmpty ? task.label : task.scope.id.text
    return .failure(ErrGroup.Failure(task: name, error: error, nature: nature))
  }
}

extension TaskNode {
  /// Where its failure is said to begin: its path; where there are none, its name or index.
  fileprivate var origin: Path {
    scope.id.isEmpty ? Path(label) : scope.id
  }
}

extension Error {
  /// Whether this is one of the errors that report a cancellation, and nothing else.
  fileprivate var isOnlyCancellation: Bool {
    // Mostly it is the context's, and to compare types takes less than a cast.
    type(of: self) == ContextError.self || self is ContextError || self is CancellationError
  }

  /// Whether this says no more than that there was this cancellation.
  func saysOnly(_ cancellation: Cancellation) -> Bool {
    if isOnlyCancellation { return true }
    guard let cause = cancellation.givenCause, type(of: cause) == type(of: self) else { return false }
    return String(describing: cause) == String(describing: self)
  }
}
