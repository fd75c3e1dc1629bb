extension Context {
  /// Derives a context that ends when its scope is cancelled or goes away, or when this context ends (Go: `WithCancel`
  /// and `WithCancelCause`).
  ///
  /// - Parameter name: How it is called in events. The default is `cancel`.
  /// - Complexity: O(1).
  public func withCancel(
    name: String = "cancel", fileID: StaticString = #fileID, line: UInt = #line
  ) -> CancelScope {
    CancelScope(derive(.cancel, name: name, deadline: nil, cause: nil, fileID, line))
  }

  /// Derives a context that also ends by itself, at `deadline` (Go: `WithDeadline` and `WithDeadlineCause`).
  ///
  /// A deadline that has passed ends it at once. One that is later than this context's own changes nothing: the result
  /// is then like that of ``withCancel(name:fileID:line:)``, and `cause` isn't used.
  ///
  /// - Parameters:
  ///   - deadline: An instant of this context's time.
  ///   - cause: What is to blame when the deadline passes. The default is the error `context deadline exceeded`.
  ///   - name: How it is called in events. The default is `deadline`.
  /// - Complexity: O(log of the number of armed deadlines).
  public func withDeadline(
    _ deadline: Instant, cause: (any Error)? = nil, name: String = "deadline", fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> CancelScope {
    if let earlier = self.deadline, earlier < deadline {
      return CancelScope(derive(.cancel, name: name, deadline: nil, cause: nil, fileID, line))
    }
    return CancelScope(derive(.deadline, name: name, deadline: deadline, cause: cause, fileID, line))
  }

  /// Derives a context that also ends by itself, `timeout` from now (Go: `WithTimeout` and `WithTimeoutCause`).
  ///
  /// - Parameters:
  ///   - timeout: From now; zero and less end it at once.
  ///   - cause: What is to blame when the time is over. The default is the error `context deadline exceeded`.
  ///   - name: How it is called in events. The default is `timeout`.
  public func withTimeout(
    _ timeout: Duration, cause: (any Error)? = nil, name: String = "timeout", fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> CancelScope {
    withDeadline(now.advanced(by: timeout), cause: cause, name: name, fileID: fileID, line: line)
  }

  /// Derives a context with one more value (Go: `WithValue`). It ends with this one.
  ///
  /// - Complexity: O(number of different keys in reach).
  public func with<Key: ContextKey>(_ key: Key.Type, _ value: Key.Value) -> Context {
    Context(node, values: ValueLayer(key, value, above: values))
  }

  /// Derives a context that keeps the values but never ends and has no deadline (Go: `WithoutCancel`).
  ///
  /// - Parameter name: How it is called in events. The default is `detached`.
  public func withoutCancel(
    name: String = "detached", fileID: StaticString = #fileID, line: UInt = #line
  ) -> Context {
    derive(.withoutCancel, name: name, deadline: nil, cause: nil, fileID, line)
  }

  /// Makes a child, and says so to whoever observes.
  ///
  /// - Parameter what: What the event calls it; by default what its kind is.
  func derive(
    _ kind: ContextNode.Kind, as what: Event.ContextMade.What? = nil, name: String, deadline: Instant?,
    cause: (any Error)?, _ fileID: StaticString,
    _ line: UInt
  ) -> Context {
    let observation = environment.observation
    let scope = childScope(
      id: observation?.path(of: name, below: owner), ownsNames: false,
      deadline: kind == .withoutCancel ? .some(nil) : deadline.map { .some($0) })
    let child =
      if kind == .deadline, let deadline {
        DeadlineNode(at: deadline, cause: cause, parent: node, scope: scope)
      } else {
        ContextNode(kind: kind, parent: node, scope: scope)
      }
    let made = observation.map { observation in
      Event.ContextMade(
        parent: node.scope.id, what: what ?? Event.ContextMade.What(kind), name: name,
        deadline: deadline.map(observation.sinceStart), location: sourceLocation(fileID, line))
    }
    let armed = (child as? DeadlineNode).map { (node: $0, timer: $0.makeTimer()) }
    let bornDone = child.withTreeLock {
      if let observation, let made { observation.emit(scope.id, .contextMade(made)) }
      guard let record = child.linkLocked() else { return false }
      child.announce(record)
      return true
    }
    if let armed { armed.node.arm(armed.timer, bornDone: bornDone) }
    return Context(child)
  }

  /// The scope of a child: this context's own where nothing changes.
  ///
  /// - Parameters:
  ///   - id: The child's path; none when nobody observes.
  ///   - ownsNames: Whether names made under the child go below its path.
  ///   - deadline: none to keep the deadline; some to replace it.
  func childScope(id: String?, ownsNames: Bool, deadline: Instant??) -> Scope {
    let inherited = node.scope
    if id == nil, deadline == nil, values === inherited.values { return inherited }
    return Scope(
      environment: inherited.environment, values: values, deadline: deadline ?? inherited.deadline,
      id: id ?? "", owner: ownsNames ? id ?? "" : inherited.owner)
  }
}

extension Event.ContextMade.What {
  fileprivate init(_ kind: ContextNode.Kind) {
    self =
      switch kind {
      case .background: .background
      case .todo: .todo
      case .cancel, .group, .plainGroup, .task: .cancel
      case .deadline: .deadline
      case .withoutCancel: .withoutCancel
      }
  }
}
