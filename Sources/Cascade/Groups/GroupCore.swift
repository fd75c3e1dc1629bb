/// What a group is inside: its context, its rules, and the shell of lock and continuations around them. The handles that
/// people hold, and every task, hold it.
///
/// Sendable because `machine`, `isClosed` and `nextIndex` are touched only under the lock of the context's tree.
final class GroupCore: @unchecked Sendable {
  typealias Machine = GroupMachine<Waiter, Waiter>

  /// The context that the tasks hang on.
  let node: GroupNode
  /// What people see as the group's context: that, or for a group without one of its own, the one it was made in.
  let context: Context
  /// The rules. Under the lock of the context's tree, like all that can change here.
  @exclusivity(unchecked) var machine: Machine
  let ignoresLoneCancellations: Bool
  /// What becomes of tasks that have no slot when the group's context ends.
  let queued: ErrGroup.QueuedWork
  /// Whether nobody may start a task any more.
  var isClosed = false
  var nextIndex = 0

  var observation: Observation? { node.isObserved ? node.scope.environment.observation : nil }

  /// - Parameter policy: Go's zero group and wait group have no context of their own, and no other policy.
  init(_ policy: JoinPolicy? = nil, in parent: Context, _ configuration: ErrGroup.Configuration) {
    let observation = parent.environment.observation
    let ownContext = policy == nil
    let policy = policy ?? configuration.policy
    let id = observation?.path(of: configuration.name, below: parent.owner)
    node = GroupNode(
      kind: ownContext ? .group : .plainGroup, parent: parent.node,
      scope: parent.childScope(id: id, ownsNames: true, deadline: nil))
    context = ownContext ? Context(node) : parent
    machine = Machine(policy: policy, limit: configuration.limit)
    ignoresLoneCancellations = configuration.ignoresLoneCancellations
    queued = configuration.queued
    let opened = observation.map { _ in
      Event.GroupOpened(
        parent: parent.node.scope.id, name: configuration.name, kind: policy.name, options: configuration.given)
    }
    node.withTreeLock {
      if let observation, let opened { observation.emit(node.scope.id, .groupOpened(opened)) }
      if let record = node.linkLocked() { node.announce(record) }
    }
    if queued != .start, configuration.limit != nil { wakeSpawnersAtTheEnd() }
  }

  // MARK: Waiting

  /// Waits until every task is out, then closes the group.
  ///
  /// - Returns: the failure that counts.
  func wait() async -> (any Error)? {
    let task = Running.code
    observation?.emit(node.scope.id, .groupWaiting(who: task?.taskID ?? ""))
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
        reason: .scopeEnded, givenCause: failure, origin: node.scope.id, instant: node.now)
      node.end(text == nil ? .of(cancellation, in: node.scope.environment) : .of(cancellation, cause: text))
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
      Cancellation(reason: .scopeEnded, origin: node.scope.id, instant: node.now), as: .silent)
  }

  /// The last handle is gone, and nobody has waited: whoever still runs is told.
  func abandon() {
    node.end(
      Cancellation(reason: .handleDropped, origin: node.scope.id, instant: node.now))
  }

  /// Ends the group's context, by the hand of whoever calls.
  ///
  /// - Returns: whether this call ended it.
  @discardableResult
  func cancel(_ cancellation: Cancellation) -> Bool {
    node.end(cancellation)
  }

  /// What is left of a failure when echoes of a cancellation are none.
  func withoutEchoes(_ failure: any Error) -> (any Error)? {
    node.withTreeLock { machine.withoutEchoes(failure) }
  }

  var failures: [Failure] { node.withTreeLock { machine.tally.failures } }
}
