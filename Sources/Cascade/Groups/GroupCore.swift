/// What a group is inside: its context, its rules, and the shell of lock and continuations around them. The handles that
/// people hold, and every task, hold it.
///
/// Sendable because `machine`, `closed` and `nextIndex` are touched only under the lock of the context's tree.
final class GroupCore: @unchecked Sendable {
  typealias Machine = GroupMachine<Waiter, Waiter>

  /// The context that the tasks hang on.
  let node: ContextNode
  /// What people see as the group's context: that, or for a group without one of its own, the one it was made in.
  let context: Context
  private var machine: Machine
  private let ignoresLoneCancellations: Bool
  private var isClosed = false
  private var nextIndex = 0

  private var observation: Observation? { node.scope.environment.observation }

  /// - Parameter policy: Go's zero group and wait group have no context of their own, and no other policy.
  init(_ policy: JoinPolicy? = nil, in parent: Context, _ configuration: ErrGroup.Configuration) {
    let observation = parent.environment.observation
    let ownContext = policy == nil
    let policy = policy ?? configuration.policy
    let id = observation?.path(of: configuration.name, below: parent.owner)
    node = ContextNode(
      kind: ownContext ? .group : .plainGroup, parent: parent.node,
      scope: parent.childScope(id: id, ownsNames: true, deadline: nil))
    context = ownContext ? Context(node) : parent
    machine = Machine(policy: policy, limit: configuration.limit)
    ignoresLoneCancellations = configuration.ignoresLoneCancellations
    let opened = observation.map { _ in
      Event.GroupOpened(
        parent: parent.node.scope.id, name: configuration.name, kind: policy.name, options: configuration.given)
    }
    node.withTreeLock {
      if let observation, let opened { observation.emit(node.scope.id, .groupOpened(opened)) }
      if let record = node.linkLocked() { node.announce(record) }
    }
  }

  // MARK: Starting

  /// Makes the record of a task, and waits for a slot if there is none.
  func admit(_ name: String?, location: @autoclosure () -> String?) async -> TaskNode {
    let (task, admitted, waiter) = make(name, location: location()) { machine in
      (true, machine.spawn())
    }
    guard let task else { preconditionFailure("a group always takes what go gives it") }
    if !admitted, let waiter { await waiter.value(doing: "a free slot in \(node.scope.id)") }
    return task
  }

  /// Makes the record of a task if there is a slot.
  func tryAdmit(_ name: String?, location: @autoclosure () -> String?) -> TaskNode? {
    make(name, location: location()) { machine in
      let admitted = machine.trySpawn()
      return (admitted, admitted)
    }.task
  }

  private func make(
    _ name: String?, location: @autoclosure () -> String?, _ ask: (inout Machine) -> (make: Bool, admitted: Bool)
  ) -> (task: TaskNode?, admitted: Bool, waiter: Waiter?) {
    let observation = observation
    let label = observation == nil && name == nil ? "" : name ?? String(takeIndex())
    let id = observation?.path(of: label, below: node.scope.id)
    let task = TaskNode(
      name: label, parent: node, scope: Context(node).childScope(id: id, ownsNames: true, deadline: nil))
    let spawned = id.map { id in
      (
        id: id,
        kind: Event.Kind.taskSpawned(
          Event.TaskSpawned(group: node.scope.id, name: label, location: location()))
      )
    }
    return node.withTreeLock {
      // Not a precondition, whose message a release build leaves out.
      if isClosed { fatalError("a task was started on a group whose scope is over") }
      let (made, admitted) = ask(&machine)
      if let observation, let spawned { observation.emit(spawned.id, spawned.kind) }
      guard made else {
        if let observation, let spawned {
          observation.emit(spawned.id, .taskRefused(why: "the limit of \(machine.limit ?? 0) is reached"))
        }
        return (nil, false, nil)
      }
      if let record = task.linkLocked() { task.announce(record) }
      guard !admitted else { return (task, true, nil) }
      if machine.limit == 0 { fatalError("go on a group with a limit of 0 would wait for ever; use tryGo") }
      if let observation, let spawned { observation.emit(spawned.id, .taskQueued) }
      let waiter = Waiter(in: node.scope.environment)
      machine.queue(waiter)
      return (task, false, waiter)
    }
  }

  private func takeIndex() -> Int {
    node.withTreeLock {
      defer { nextIndex += 1 }
      return nextIndex
    }
  }

  /// Starts the Swift task of a record.
  func start<Value: Sendable>(
    _ task: TaskNode, priority: TaskPriority?,
    _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) -> Subtask<Value> {
    let environment = node.scope.environment
    var handle: Task<Value, any Error>?
    environment.time.ordering(by: environment.time.tie(path: task.scope.id, wait: 0)) {
      handle = Task(executorPreference: environment.executor, priority: priority) {
        environment.observation?.began(task.scope.id)
        environment.observation?.emit(task.scope.id, .taskStarted)
        do {
          let value = try await TaskNode.$current.withValue(task) { try await operation(Context(task)) }
          self.taskReturned(task, nil)
          return value
        } catch {
          self.taskReturned(task, error)
          throw error
        }
      }
    }
    guard let handle else { preconditionFailure("the time source performs what it is given") }
    task.publish(handle)
    return Subtask(task: handle, node: task)
  }

  // MARK: Ending

  private func taskReturned(_ task: TaskNode, _ error: (any Error)?) {
    task.finishStage()
    let observation = observation
    observation?.ended(task.scope.id)
    // People's own descriptions are asked for before the lock is taken.
    var out = observation.map { _ in task.outcome(error) }
    let ending = error.map { self.ending(of: task, $0) } ?? Machine.Ending.success
    let instant = observation.map { _ in node.scope.environment.time.now }
    // In one step: the task is out, its failure is the one that counts, and everybody is told.
    var quiet: ContextNode.Walk?
    var walk: ContextNode.Walk?
    var question: GroupTally?
    var left: (spawner: Waiter?, joiners: [Waiter])?
    node.withTreeLock {
      let decision = machine.taskReturned(ending)
      out?.kept = decision.kept
      if let observation, let out { observation.emit(task.scope.id, .taskOut(out)) }
      quiet = task.endQuietlyLocked(at: instant)
      if decision.kept, let observation {
        observation.emit(node.scope.id, .groupFailureKept(task: task.scope.id, error: out?.error ?? ""))
      }
      switch decision.action {
      case .none: break
      case .tell(let failure): walk = tellLocked(failure.error, text: out?.error, origin: task.scope.id)
      case .ask(let tally): question = tally
      }
      if quiet == nil, walk == nil, question == nil { left = machine.leave() }
    }
    if let quiet { quiet.deliver() }
    if let walk { walk.deliver() }
    if let question { ask(question) }
    let (spawner, joiners) = left ?? node.withTreeLock { machine.leave() }
    _ = spawner?.wake(.elapsed)
    for joiner in joiners { joiner.wake(.elapsed) }
  }

  /// The code that runs the group failed: that counts like the failure of a task.
  func bodyFailed(_ error: any Error) {
    let text = observation.map { _ in String(describing: error) }
    var walk: ContextNode.Walk?
    var question: GroupTally?
    node.withTreeLock {
      let nature: Failure.Nature = node.isDone && error.isOnlyCancellation ? .echo : .own
      let decision = machine.taskReturned(.failure(Failure(task: "", error: error, nature: nature)))
      if decision.kept { observation?.emit(node.scope.id, .groupFailureKept(task: "", error: text ?? "")) }
      switch decision.action {
      case .none: break
      case .tell: walk = tellLocked(error, text: text, origin: node.scope.id)
      case .ask(let tally): question = tally
      }
    }
    walk?.deliver()
    if let question { ask(question) }
  }

  /// Ends the group's context because of a failure. Under the tree's lock.
  ///
  /// - Parameter text: What the error says of itself, when somebody observes.
  private func tellLocked(_ error: any Error, text: String?, origin: String) -> ContextNode.Walk? {
    let cancellation = Cancellation(
      reason: .siblingFailed, givenCause: error, origin: origin, instant: node.scope.environment.time.now)
    return node.endLocked(CancellationRecord(cancellation, cause: text))
  }

  /// Asks the policy whether that is enough. Without any lock.
  private func ask(_ tally: GroupTally) {
    guard case .asked(let judge, _) = machine.policy.form, case .end(let cause) = judge(tally) else { return }
    node.end(
      Cancellation(
        reason: .groupDecided, givenCause: cause, origin: node.scope.id, instant: node.scope.environment.time.now))
  }

  private func ending(of task: TaskNode, _ error: any Error) -> Machine.Ending {
    var nature = Failure.Nature.own
    if let cancellation = task.record?.cancellation, error.saysOnly(cancellation) {
      nature = node.isDone ? .echo : .cancelledAlone
    }
    if nature == .cancelledAlone, ignoresLoneCancellations { return .overlooked }
    let name = task.scope.id.isEmpty ? task.name : task.scope.id
    return .failure(Failure(task: name, error: error, nature: nature))
  }

  // MARK: Waiting

  /// Waits until every task is out, then closes the group.
  ///
  /// - Returns: the failure that counts.
  func wait() async -> (any Error)? {
    let task = TaskNode.current
    observation?.emit(node.scope.id, .groupWaiting(who: task?.scope.id ?? ""))
    var waiter: Waiter?
    node.withTreeLock {
      let joins = machine.join(
        {
          let new = Waiter(in: node.scope.environment)
          waiter = new
          return new
        }())
      if !joins { waiter = nil }
    }
    if let waiter { await waiter.value(doing: "group \(node.scope.id)") }
    let failure = close()
    if let failure { task?.received(failure, from: node.scope.id) }
    return failure
  }

  /// Ends the group's own context, as Go's `Wait` does.
  private func close() -> (any Error)? {
    let failure = node.withTreeLock { machine.conclusion }()
    let text = observation.flatMap { _ in failure.map { String(describing: $0) } }
    if node.kind == .group {
      let cancellation = Cancellation(
        reason: .scopeEnded, givenCause: failure, origin: node.scope.id, instant: node.scope.environment.time.now)
      node.end(CancellationRecord(cancellation, cause: text))
    }
    observation?.emit(node.scope.id, .groupClosed(error: text))
    return failure
  }

  /// No task can be started from now on.
  func seal() {
    node.withTreeLock { isClosed = true }
    release()
  }

  /// The group's node leaves the tree, when nobody can use the group any more.
  func release() {
    node.end(
      Cancellation(reason: .scopeEnded, origin: node.scope.id, instant: node.scope.environment.time.now), as: .silent)
  }

  /// The last handle is gone, and nobody has waited: whoever still runs is told.
  func abandon() {
    node.end(
      Cancellation(reason: .handleDropped, origin: node.scope.id, instant: node.scope.environment.time.now))
  }

  /// Ends the group's context, by the hand of whoever calls.
  func cancel(_ cancellation: Cancellation) {
    node.end(cancellation)
  }

  var failures: [Failure] { node.withTreeLock { machine.tally.failures } }
}

extension Error {
  /// Whether this is one of the errors that say that somebody cancelled, and nothing else.
  fileprivate var isOnlyCancellation: Bool { self is ContextError || self is CancellationError }

  /// Whether this says no more than that there was this cancellation.
  fileprivate func saysOnly(_ cancellation: Cancellation) -> Bool {
    if isOnlyCancellation { return true }
    guard let cause = cancellation.givenCause, type(of: cause) == type(of: self) else { return false }
    return String(describing: cause) == String(describing: self)
  }
}
