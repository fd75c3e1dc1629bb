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
