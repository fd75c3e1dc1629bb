import Synchronization

/// A group of tasks that belong together: the first failure is kept, and ends all the others.
///
/// This is Go's `errgroup.Group`, handle and all. ``withErrGroup(in:_:body:)-(_,ErrGroup.Option...,_)`` is the form to
/// prefer: there the group can't be forgotten, and its end is the end of the scope. A handle that is dropped before
/// any wait cancels its tasks.
public final class ErrGroup: Sendable {
  let node: GroupNode
  private let waited = Atomic(false)

  init(_ node: GroupNode) {
    self.node = node
  }

  deinit {
    if waited.load(ordering: .acquiring) { node.release() } else { node.abandon() }
  }

  /// Makes a group.
  ///
  /// What it makes of failures is its policy. By default (``JoinPolicy/failFast``) it has a context of its own, derived from
  /// `context`, that ends with the first failure or when ``wait()`` returns. With ``JoinPolicy/keepFirst`` and
  /// ``JoinPolicy/ignoreErrors`` it has none.
  ///
  /// - Parameters:
  ///   - context: What the group's context is derived from, or its tasks hang on. The default is ``Context/background``.
  ///   - options: How the group is made; see ``Configuration``.
  /// - Throws: an ``OptionError`` for an option that can't be.
  public convenience init(in context: Context = .background, _ options: Option...) throws(OptionError) {
    try self.init(in: context, options)
  }

  /// The same, for options that were put together before.
  public convenience init(in context: Context = .background, _ options: [Option]) throws(OptionError) {
    self.init(try GroupNode(in: context, options))
  }

  /// A group and its context, in Go's spelling (Go: `errgroup.WithContext`): ``init(in:_:)-(_,ErrGroup.Option...)`` and
  /// ``context``.
  ///
  /// - Parameters:
  ///   - parent: What the group's context is derived from.
  ///   - options: How the group is made; see ``Configuration``.
  /// - Returns: The group, and its context.
  /// - Throws: an ``OptionError`` for an option that can't be.
  public static func withContext(
    _ parent: Context, _ options: Option...
  ) throws(OptionError) -> (group: ErrGroup, context: Context) {
    try withContext(parent, options)
  }

  /// The same, for options that were put together before.
  public static func withContext(
    _ parent: Context, _ options: [Option]
  ) throws(OptionError) -> (group: ErrGroup, context: Context) {
    let group = try ErrGroup(in: parent, options)
    return (group, group.context)
  }

  /// The group's context: its own, or for a group without one that which it was made in.
  public var context: Context { node.context }

  /// Every failure so far, the one that counts first, in the order in which tasks returned. Go keeps only that one.
  public var failures: [ErrGroup.Failure] { node.failures }

  /// Starts a task (Go: `g.Go`).
  ///
  /// The task runs concurrently with the caller, in a context of its own under the group's. At the limit this suspends
  /// until a slot is free; as in Go, a cancellation doesn't end that wait, and what waited starts even on a group that
  /// is over, with a context that says so (``FunctionalOption/queued(_:)`` changes that). It may be called from any task, those
  /// of the group included; a task that calls it at the limit keeps its own slot while it waits, so tasks that all do
  /// that wait for ever.
  ///
  /// The Swift task has the task's name, and the caller's executor preference and task-locals. When a task waits for the
  /// group, and its priority is raised, that of the group's tasks is, too.
  ///
  /// - Parameters:
  ///   - name: How the task is called in events. The default is its index in the group.
  ///   - priority: The priority of the Swift task. The default is the caller's.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - operation: The work. It receives the task's context. What it captures may be made for it alone.
  /// - Returns: A handle to its result. When the scope of the group is over, the task never runs, and the handle throws the
  ///   error of the group's context.
  /// - Precondition: The limit isn't 0.
  /// - Complexity: O(1), one Swift task.
  @discardableResult @inlinable
  public func go<Value: Sendable>(
    _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping @concurrent (Context) async throws -> Value
  ) async -> Subtask<Value> {
    let task = admit(name, fileID, line)
    if !task.isLean {
      if let gate = task.takeLeanGate() {
        _ = await withUnsafeContinuation { gate.suspend($0) }
      } else if task.isGated {
        await task.waitForSlot()
      }
    }
    return task.start(priority: priority, operation)
  }

  /// Starts a task as ``go(_:priority:fileID:line:_:)`` does, but waits for a slot only until `context` is over, or the
  /// Swift task that waits is cancelled from outside. Then the task never runs.
  ///
  /// - Parameters:
  ///   - context: What ends the wait for a slot. The task itself runs under the group's context anyway.
  ///   - name: How the task is called in events. The default is its index in the group.
  ///   - priority: The priority of the Swift task. The default is the caller's.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - operation: The work. It receives the task's context.
  /// - Returns: A handle to its result.
  /// - Throws: a ``ContextError`` that says why the wait ended early. A context that is over already lets nothing start.
  /// - Complexity: O(1), one Swift task; O(number of callers that wait) to give up.
  @discardableResult @inlinable
  public func go<Value: Sendable>(
    waitingIn context: Context, _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID,
    line: UInt = #line, _ operation: sending @escaping @concurrent (Context) async throws -> Value
  ) async throws(ContextError) -> Subtask<Value> {
    try context.checkCancellation()
    let task = admit(name, fileID, line)
    if task.isGated { try await task.waitForSlot(in: context) }
    return task.start(priority: priority, operation)
  }

  /// Starts a task if the limit allows it (Go: `g.TryGo`). Never suspends.
  ///
  /// - Parameters:
  ///   - name: How the task is called in events. The default is its index in the group.
  ///   - priority: The priority of the Swift task. The default is the caller's.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - operation: The work. It receives the task's context. What it captures may be made for it alone.
  /// - Returns: A handle to its result; none when the task will never run: the group is full, or its scope is over.
  /// - Complexity: O(1), one Swift task.
  @discardableResult @inlinable
  public func tryGo<Value: Sendable>(
    _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping @concurrent (Context) async throws -> Value
  ) -> Subtask<Value>? {
    tryAdmit(name, fileID, line)?.start(priority: priority, operation)
  }

  @usableFromInline
  func admit(_ name: String?, _ fileID: StaticString, _ line: UInt) -> TaskNode {
    node.admit(name, site: CallSite(fileID, line))
  }

  @usableFromInline
  func tryAdmit(_ name: String?, _ fileID: StaticString, _ line: UInt) -> TaskNode? {
    node.tryAdmit(name, site: CallSite(fileID, line))
  }

  /// Suspends until every task is out, then ends the group's own context (Go: `g.Wait`).
  ///
  /// It may be called again, and by several: the answer is the same.
  ///
  /// - Throws: the first failure.
  public func wait() async throws {
    waited.store(true, ordering: .releasing)
    if let failure = await node.wait() { throw failure }
  }

  /// Begins what ``wait()`` does, for a caller that suspends in a frame of its own; ``GroupNode/endWait()`` has to
  /// follow.
  ///
  /// - Returns: what to wait for; none when every task is out.
  func beginWait() -> Waiter? {
    waited.store(true, ordering: .releasing)
    return node.beginWait()
  }

  /// Begins to wait, for an engine that lets other code wait to the end.
  ///
  /// - Returns: what waits, and says what ``wait()`` would throw.
  package func waiting() -> @Sendable () async -> (any Error)? {
    let waiter = beginWait()
    return { [node] in
      if let waiter { await node.wait(for: waiter) }
      return node.endWait()
    }
  }

  /// Waits beside the caller, for an engine: no event says so.
  ///
  /// - Parameter ends: Whether the group's own context ends then, as in ``wait()``.
  package func waitAside(ends: Bool) async { await node.waitAside(ends: ends) }

  /// The caller leaves without having waited to the end: the tasks that still run are told, as where the last handle is
  /// gone.
  package func leave() { node.abandon() }

  /// The code that runs got this error from the group, by way of other code that waited for it.
  package func handsOn(_ error: any Error) { Running.code?.received(error, from: node.scope.id) }

  /// Suspends until every task is out, as ``wait()`` does, or until `context` is over, or until the Swift task that waits is
  /// cancelled from outside. A wait that ends early changes nothing: no task is told, and the group can be waited for again.
  ///
  /// - Parameter context: What ends the wait. To end it with the Swift task alone, give ``Context/background``.
  /// - Throws: the first failure; or, when the wait ended early, a ``ContextError`` that says why.
  public func wait(in context: Context) async throws {
    let failure = try await node.wait(in: context)
    waited.store(true, ordering: .releasing)
    if let failure { throw failure }
  }

  /// Ends the group's context and with it every task's. A group without a context of its own ends its tasks alone, not
  /// the context it was made in. It doesn't wait for their work.
  ///
  /// Tasks that then say no more than that they were cancelled make ``wait()`` throw that, as in Go. Only where the body of
  /// ``withErrGroup(in:_:body:)-(_,ErrGroup.Option...,_)`` itself makes this call it keeps its value.
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Complexity: O(number of contexts below).
  public func cancel(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    end(cause: cause, message: message, fileID, line)
  }

  /// Ends the group's context, and says whether this call did.
  @discardableResult
  func end(cause: (any Error)?, message: String?, _ fileID: StaticString, _ line: UInt) -> Bool {
    node.endByHandle(
      Cancellation(
        reason: .requested, givenCause: cause, origin: Running.path(else: node.scope.id),
        instant: node.now, message: message, site: CallSite(fileID, line)))
  }
}
