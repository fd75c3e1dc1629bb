import Synchronization

/// What a group is inside: the context that its tasks hang on, with the group's rules and the shell of lock and
/// continuations around them. The handles that people hold, and every task, hold it.
///
/// Sendable because what can change here is touched only under the lock of the tree.
final class GroupNode: ContextNode, @unchecked Sendable {
  typealias Machine = GroupMachine<Waiter, Waiter>

  /// For a group without a context of its own, the one it was made in.
  private let surrounding: Context?
  /// The rules. Under the lock of the tree, like all that can change here.
  @exclusivity(unchecked) var machine: Machine
  /// The policy of the rules, which may be read without the lock.
  let policy: JoinPolicy
  /// The callers that wait for one of the tasks to be out, by task.
  @exclusivity(unchecked) var taskJoiners: [ObjectIdentifier: [Waiter]] = [:]
  /// Records of tasks that are out, for new ones. Under the lock of the tree, as far as it doesn't say otherwise.
  @exclusivity(unchecked) var spares = SpareTasks<TaskNode>()
  /// The options that are on or off.
  let switches: ErrGroup.Configuration.Switches
  /// The priority that the code which made the group had from the beginning: tasks that were given none inherit at least
  /// that.
  private let priority: TaskPriority
  /// Where tasks take turns in Swift tasks, if they do.
  let shared: SharedTasks?
  /// What becomes of tasks that have no slot when the group's context ends.
  let queued: ErrGroup.QueuedWork
  /// Whether no task can be started any more.
  var isClosed = false
  /// Whether the code that runs the group has ended it, with ``ErrGroup/cancel(cause:message:fileID:line:)``: what says no
  /// more than that is no news to it.
  private var isEndedByOwner = false
  var nextIndex = 0
  /// The Swift task of the body of the group's scope, with the lowest bit set; 0 before it begins.
  private let bodyTask = Atomic<UInt>(0)
  /// The context that ends when the group is asked to shut down, once code has asked for that context.
  var shutdownNode: ContextNode?
  /// Whether it was asked itself, and not only a group that it is part of.
  var isAsked = false

  /// What people see as the group's context.
  var context: Context { surrounding ?? Context(self) }
  var observation: Observation? { isObserved ? scope.environment.observation : nil }

  /// Makes a group as the options say.
  ///
  /// - Throws: an ``OptionError`` for an option that can't be.
  convenience init(in parent: Context, _ options: [ErrGroup.Option]) throws(OptionError) {
    self.init(in: parent, try ErrGroup.Configuration(options), given: options.given)
  }

  /// - Parameter given: The options as given, for the events.
  init(in parent: Context, _ configuration: ErrGroup.Configuration, given: @autoclosure () -> [Event.GroupOption] = [])
  {
    let policy = configuration.policy
    parent.noteUse()
    let observation = parent.node.isObserved ? parent.environment.observation : nil
    let id = observation?.path(of: configuration.name, below: parent.owner)
    surrounding = policy.hasContext ? nil : parent
    machine = Machine(policy: policy, limit: configuration.limit)
    self.policy = policy
    switches = configuration.switches
    priority = Task.basePriority ?? Task.currentPriority
    shared =
      configuration.sharesSwiftTasks && parent.node.isUnobservedAndReal ? SharedTasks(priority: priority) : nil
    queued = configuration.queued
    super.init(
      kind: policy.hasContext ? .group : .plainGroup, parent: parent.node,
      scope: parent.childScope(id: id, ownsNames: true, deadline: nil))
    if let observation {
      let opened = Happening.groupOpened(parent: parent.node.scope.id, policy: policy.facts, options: given())
      withTreeLock {
        observation.emit(scope.id, opened)
        if let record = linkLocked() { announce(record) }
      }
    } else {
      link()
    }
    if queued != .start, configuration.limit != nil { wakeSpawnersAtTheEnd() }
  }

  // MARK: The body of a scope

  /// The body of the group's scope begins.
  func bodyHasBegun() { bodyTask.store(Running.currentTask | 1, ordering: .releasing) }

  /// Runs it in a Swift task of its own, which is cancelled when the group's context ends.
  func runBody<Value>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
  ) async throws -> Value {
    try await Context(self).runBody(isolation: isolation, { _ in try await body() }, onReturn: {})
  }

  /// Whether it has.
  var hasBodyBegun: Bool { bodyTask.load(ordering: .acquiring) != 0 }

  // MARK: Waiting

  /// Waits until every task is out, then closes the group.
  ///
  /// - Returns: the failure that counts.
  func wait() async -> (any Error)? {
    if let waiter = beginWait() { await wait(for: waiter) }
    return endWait()
  }

  /// The same, but the wait can end early.
  ///
  /// - Parameter context: What ends the wait early, together with a cancel of the current Swift task from outside.
  /// - Returns: the failure that counts.
  /// - Throws: why the wait ended early; the group isn't closed then.
  func wait(in context: Context) async throws(ContextError) -> (any Error)? {
    if let waiter = beginWait() {
      do throws(ContextError) {
        try await escalating { () throws(ContextError) in
          try await context.wait(for: waiter, doing: .group(scope.id.text))
        }
      } catch {
        withTreeLock { machine.unjoin { $0 === waiter } }
        throw error
      }
    }
    return endWait()
  }

  /// Begins to wait until every task is out; ``endWait()`` has to follow.
  ///
  /// - Returns: what to wait for; none when every task is out.
  func beginWait() -> Waiter? {
    observation?.emit(scope.id, .groupWaiting(who: Running.code?.taskID ?? .empty))
    lockTree()
    defer { unlockTree() }
    guard machine.outstanding > 0 else { return nil }
    let waiter = Waiter(in: scope.environment)
    _ = machine.join(waiter)
    return waiter
  }

  /// Every task is out: closes the group.
  ///
  /// - Returns: the failure that counts.
  func endWait() -> (any Error)? {
    let failure = isObserved || policy.isAsked ? closeFully() : close()
    if let failure { Running.code?.received(failure, from: scope.id) }
    return failure
  }

  /// Suspends until `waiter` is woken, which ``beginWait()`` gave.
  func wait(for waiter: Waiter) async {
    await escalating {
      if waiter.isPlain {
        _ = await withUnsafeContinuation { waiter.suspend($0) }
      } else {
        await waiter.value(doing: .group(scope.id.text))
      }
    }
  }

  /// Waits in `body`. If the priority of the Swift task that waits is raised, that of the tasks is, too: as Swift does it for
  /// its own groups and for the value of a task.
  private func escalating<Thrown: Error>(_ body: () async throws(Thrown) -> Void) async throws(Thrown) {
    guard scope.environment.executor == nil,
      #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *)
    else { return try await body() }
    try await withTaskPriorityEscalationHandler { () throws(Thrown) in
      // It may have been raised before, or be higher from the beginning.
      let priority = Task.currentPriority
      if priority > self.priority { escalate(to: priority) }
      try await body()
    } onPriorityEscalated: { _, priority in
      self.escalate(to: priority)
    }
  }

  @available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *)
  private func escalate(to priority: TaskPriority) {
    var tasks: [TaskNode] = []
    _ = child { node in
      if let task = node as? TaskNode { tasks.append(task) }
      return false
    }
    for task in tasks { task.escalate(to: priority) }
    shared?.raise(to: priority)
  }

  /// Ends the group's own context, as Go's `Wait` does. For a group that isn't observed, whose policy needn't be asked.
  private func close() -> (any Error)? {
    lockTree()
    let failure = machine.firstFailure
    unlockTree()
    if kind == .group { end(.scopeEnded, cause: failure, origin: scope.id) }
    return failure
  }

  /// The same for any group.
  private func closeFully() -> (any Error)? {
    let (failure, info) = endFully()
    observation?.emit(scope.id, .groupClosed(error: info))
    return failure
  }

  /// Waits as code beside the caller does: no event says so, and no report names it.
  ///
  /// - Parameter ends: Whether the group's own context ends then, as in ``wait()``.
  func waitAside(ends: Bool) async {
    let waiter = withTreeLock { () -> Waiter? in
      guard machine.outstanding > 0 else { return nil }
      let waiter = Waiter(in: scope.environment)
      _ = machine.join(waiter)
      return waiter
    }
    if let waiter { _ = await withUnsafeContinuation { waiter.suspend($0) } }
    if ends { _ = endFully() }
  }

  private func endFully() -> (failure: (any Error)?, info: Event.ErrorInfo?) {
    let interruption = interruption
    let failure = withTreeLock { machine.conclusion(interruption) }()
    let info = observation.flatMap { _ in failure.map { Event.ErrorInfo($0) } }
    if kind == .group {
      if let info {
        let cancellation = Cancellation(reason: .scopeEnded, givenCause: failure, origin: scope.id, instant: now)
        end(.of(cancellation, cause: CauseInfo(info)))
      } else {
        end(.scopeEnded, cause: failure, origin: scope.id)
      }
    }
    return (failure, info)
  }

  /// No task can be started from now on.
  func seal() {
    SpareTasks<TaskNode>.release(
      withTreeLock {
        isClosed = true
        return spares.close()
      })
    leaveTree()
  }

  /// The group's node leaves the tree, when no handle of the group is left.
  func release() {
    closeSpares()
    leaveTree()
  }

  /// No task can be started any more: no records are kept for such.
  private func closeSpares() {
    SpareTasks<TaskNode>.release(withTreeLock { spares.close() })
  }

  private func leaveTree() {
    end(
      Cancellation(reason: .scopeEnded, origin: scope.id, instant: now), as: .silent)
  }

  /// The Swift task around the group's scope was cancelled from outside.
  ///
  /// - Parameter path: That of the task whose code runs the scope; none for code of no task.
  func endForeign(_ path: Path?) {
    end(
      Cancellation(
        reason: .taskCancelled, givenCause: CancellationError(), origin: path ?? scope.id, instant: now))
  }

  /// The last handle is gone, and no wait has ended: the tasks that still run are told.
  func abandon() {
    closeSpares()
    end(
      Cancellation(reason: .handleDropped, origin: scope.id, instant: now))
  }

  /// What the group's failure is for the code that runs the group, whose body has returned: where that code itself asked
  /// for the cancellation, echoes of that don't take the place of its value or its error.
  func failure(forOwner failure: any Error) -> (any Error)? {
    withTreeLock { isEndedByOwner } ? failureWithoutEchoes : failure
  }

  /// What is left of the group's failure for the code that ended the group: echoes of that are none.
  var failureWithoutEchoes: (any Error)? {
    withTreeLock { machine.conclusionWithoutEchoes }()
  }

  /// The error of the group's context, if that was ended from elsewhere: from above, or through the surrounding task.
  private var interruption: ContextError? {
    guard let record else { return nil }
    let isInherited = parent?.record === record
    return isInherited || record.reason == .taskCancelled ? record.cancellation.error : nil
  }

  /// Ends the group's context on behalf of ``ErrGroup/cancel(cause:message:fileID:line:)``.
  ///
  /// - Returns: whether this call did.
  func endByHandle(_ cancellation: @autoclosure () -> Cancellation) -> Bool {
    guard !isDone else { return false }
    let isOwner = isCalledByBody
    let record = CancellationRecord.of(cancellation(), in: scope.environment)
    let walk = withTreeLock { () -> Walk? in
      let walk = endLocked(record)
      if walk != nil, isOwner { isEndedByOwner = true }
      return walk
    }
    walk?.deliver()
    return walk != nil
  }

  /// Whether the body of the group's scope calls, be it in a body with a context of its own inside that one. What it calls
  /// in structured children isn't known to be the body's.
  private var isCalledByBody: Bool {
    let task = bodyTask.load(ordering: .acquiring) & ~1
    guard task != 0 else { return false }
    return Running.currentTask == task || Running.code?.isBody(of: task) ?? false
  }

  var failures: [ErrGroup.Failure] { withTreeLock { machine.tally.failures } }

  override func finishEnd() {
    // The signal holds this node, its parent.
    _ = withTreeLock { shutdownNode.take() }
    super.finishEnd()
  }
}
