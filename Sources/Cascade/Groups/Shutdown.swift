extension ErrGroup {
  /// Asks every task to finish, and ends the group's context when `grace` is over and any task is still at work.
  ///
  /// There are two steps. First ``Context/shutdownSignal`` of every task ends, those of nested groups included: a
  /// task that watches it takes no new work and finishes what is begun. Then, unless the group is over by that time, its context
  /// ends, with the reason ``Cancellation/Reason/shutdown``. This returns at once; ``wait()`` as usual. Only the first
  /// call counts.
  ///
  /// - Parameters:
  ///   - grace: How long after the first step the second comes; zero and less for at once.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  public func shutdown(
    grace: Duration, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    let node = self.node
    let environment = node.scope.environment
    let now = environment.time.now
    let cancellation = Cancellation(
      reason: .shutdown, origin: Running.path(else: node.scope.id), instant: now, message: message,
      site: CallSite(fileID, line))
    let signal = node.shutdownSignal()
    let isFirst = node.withTreeLock { () -> Bool in
      defer { node.isAsked = true }
      return !node.isAsked
    }
    guard isFirst, signal !== node else { return }
    // A group around it may have ended the signal before. That knows no grace for this one.
    _ = signal.end(cancellation)
    let tie = environment.time.tie(path: "", wait: environment.observation?.countWait() ?? 0)
    node.end(at: now.advanced(by: grace), tie: tie) { cancellation.again(at: $0.now) }
  }
}

extension Context {
  /// A context that ends when the group that this code runs in is asked to shut down
  /// (``ErrGroup/shutdown(grace:message:fileID:line:)``), or is over. Outside of any group it is this context itself.
  ///
  ///     while !ctx.shutdownSignal.isCancelled {
  ///       try await serve(ctx, try await nextRequest(ctx.shutdownSignal))
  ///     }
  ///
  /// - Complexity: O(distance to the group); the first use makes the signal.
  public var shutdownSignal: Context {
    node.nearestGroup.map { Context($0.shutdownSignal()) } ?? self
  }
}

extension GroupNode {
  /// The context that ends when the group is asked to shut down, or is over: made when it is asked for first. For a
  /// group that is over, that is the group's own.
  func shutdownSignal() -> ContextNode {
    if isDone { return self }
    if let existing = withTreeLock({ shutdownNode }) { return existing }
    let signal = Context(self).derive(.cancel, as: .shutdown, name: "shutdown", deadline: nil, "", 0).node
    let (node, isNew) = withTreeLock { () -> (ContextNode, Bool) in
      if let existing = shutdownNode { return (existing, false) }
      if isDone { return (self, false) }
      shutdownNode = signal
      return (signal, true)
    }
    guard isNew else {
      signal.end(Cancellation(reason: .scopeEnded, origin: signal.scope.id), as: .released)
      return node
    }
    // A shutdown of a group that this one is part of means this one, too.
    if let outer = parent?.nearestGroup {
      let registration = Context(outer.shutdownSignal()).onCancel { cancellation in node.end(cancellation) }
      Context(node).onCancel { _ in registration.stop() }
    }
    return node
  }
}

extension ContextNode {
  /// The innermost group that this context is part of.
  final var nearestGroup: GroupNode? {
    var node: ContextNode? = self
    while let current = node {
      if let group = current as? GroupNode { return group }
      node = current.parent
    }
    return nil
  }
}

extension ErrGroup {
  /// Ends the group's context and with it every task's, and suspends until every task is out.
  ///
  /// This is ``cancel(cause:message:fileID:line:)`` and then ``wait()``, with one difference: tasks that say no more than
  /// that they were cancelled have done what was asked for. Such an echo isn't thrown here; in Go, `Wait` returns it,
  /// `context canceled`. On a group that was over before, this is ``wait()``.
  ///
  /// From one of the group's own tasks this never returns, as with ``wait()``: the task would wait for itself.
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Throws: what ``wait()`` throws, if any task failed with more than an echo; where that would be the echo of
  ///   another task, the first failure that isn't one.
  public func cancelAndWait(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let isOurs = end(cause: cause, message: message, fileID, line)
    do {
      try await wait()
    } catch {
      guard isOurs else { throw error }
      if let failure = node.failureWithoutEchoes { throw failure }
    }
  }
}

extension Subtask {
  /// Ends the context of this task alone, and suspends until the task is out.
  ///
  /// This is ``cancel(cause:message:fileID:line:)`` and then ``value()``, with one difference: a task that says no more
  /// than that it was cancelled has done what was asked for, and its error isn't thrown here. (It still counts for the
  /// task's group, as any lone cancellation; see ``FunctionalOption/ignoringLoneCancellations``.)
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Returns: What the task returned, if it did; none when it stopped because of this cancellation.
  /// - Throws: what the task threw, unless that says no more than that it was cancelled by this call.
  @discardableResult
  public func cancelAndWait(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws -> Value? {
    let isOurs = cancel(cause: cause, message: message, fileID: fileID, line: line)
    do {
      return try await value()
    } catch {
      guard isOurs, let cancellation = node.record?.cancellation, error.saysOnly(cancellation) else { throw error }
      return nil
    }
  }
}
