extension Context {
  /// Derives a context that ends when its scope is cancelled or goes away, or when this context ends (Go: `WithCancel`
  /// and `WithCancelCause`).
  ///
  /// - Parameters:
  ///   - name: How it is called in events. The default is `cancel`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Returns: The context and the right to end it. The context ends when this goes out of scope.
  /// - Complexity: O(1).
  public func makeCancelScope(
    name: String = "cancel", fileID: StaticString = #fileID, line: UInt = #line
  ) -> CancelScope {
    CancelScope(derive(.cancel, name: name, deadline: nil, fileID, line), CallSite(fileID, line))
  }

  /// Derives a context that also ends by itself, at `deadline` (Go: `WithDeadline` and `WithDeadlineCause`).
  ///
  /// A deadline that has passed ends it at once. One that is later than this context's own changes nothing: the result
  /// is then like that of ``makeCancelScope(name:fileID:line:)``, and `cause` isn't used.
  ///
  /// - Parameters:
  ///   - deadline: An instant of this context's time.
  ///   - cause: What is to blame when the deadline passes. The default is the error `context deadline exceeded`.
  ///   - name: How it is called in events. The default is `deadline`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Returns: The context and the right to end it earlier.
  /// - Complexity: O(log of the number of armed deadlines).
  public func makeCancelScope(
    deadline: Context.Instant, cause: (any Error)? = nil, name: String = "deadline", fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> CancelScope {
    makeCancelScope(deadline, asOf: now, cause: cause, name: name, fileID: fileID, line: line)
  }

  private func makeCancelScope(
    _ deadline: Context.Instant, asOf now: Context.Instant, cause: (any Error)?, name: String, fileID: StaticString,
    line: UInt
  ) -> CancelScope {
    if let earlier = self.deadline, earlier < deadline {
      return CancelScope(derive(.cancel, name: name, deadline: nil, fileID, line), CallSite(fileID, line))
    }
    return CancelScope(
      deriveDeadline(deadline, asOf: now, cause: cause, name: name, fileID, line), CallSite(fileID, line))
  }

  /// Derives a context that also ends by itself, `timeout` from now (Go: `WithTimeout` and `WithTimeoutCause`).
  ///
  /// - Parameters:
  ///   - timeout: From now; zero and less end it at once.
  ///   - cause: What is to blame when the time is over. The default is the error `context deadline exceeded`.
  ///   - name: How it is called in events. The default is `timeout`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Returns: The context and the right to end it earlier.
  /// - Complexity: O(log of the number of armed deadlines).
  public func makeCancelScope(
    timeout: Duration, cause: (any Error)? = nil, name: String = "timeout", fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> CancelScope {
    let now = now
    return makeCancelScope(
      now.advanced(by: timeout), asOf: now, cause: cause, name: name, fileID: fileID, line: line)
  }

  /// Derives a context with one more value (Go: `WithValue`). It ends with this one.
  ///
  /// - Parameters:
  ///   - key: The key, a type of the caller's own.
  ///   - value: What ``subscript(_:)`` answers for it from here on down.
  /// - Complexity: O(1) whatever the value, which is described only when the context is. Every eighth time O(number of
  ///   different keys in reach).
  @inlinable
  public func setting<Key: ContextKey>(_ key: Key.Type, to value: Key.Value) -> Context {
    Context(node, values: ValueHolder<Key>(value, above: values))
  }

  /// Derives a context that keeps the values but never ends and has no deadline (Go: `WithoutCancel`).
  ///
  /// - Parameters:
  ///   - name: How it is called in events. The default is `detached`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Complexity: O(1).
  public func withoutCancel(
    name: String = "detached", fileID: StaticString = #fileID, line: UInt = #line
  ) -> Context {
    derive(.withoutCancel, name: name, deadline: nil, fileID, line)
  }

  /// Makes a child, and says so to the observer.
  ///
  /// - Parameter what: What the event calls it; by default what its kind is.
  func derive(
    _ kind: ContextNode.Kind, as what: Event.ContextMade.What? = nil, name: String, deadline: Context.Instant?,
    _ fileID: StaticString, _ line: UInt
  ) -> Context {
    noteUse()
    if kind == .cancel, deadline == nil, !node.isObserved, node.hands(values) {
      // By far the most frequent. It hands the same down as its parent.
      let child = ContextNode(kind: kind, parent: node)
      child.link()
      return Context(child, values: values)
    }
    return deriveFully(kind, as: what, name: name, deadline: deadline, fileID, line)
  }

  /// The same where something changes, or an observer has to hear of it. Not inlined: it would make the other way longer.
  @inline(never)
  private func deriveFully(
    _ kind: ContextNode.Kind, as what: Event.ContextMade.What?, name: String, deadline: Context.Instant?,
    _ fileID: StaticString, _ line: UInt
  ) -> Context {
    if node.isObserved { return deriveObserved(kind, as: what, name: name, deadline: deadline, fileID, line) }
    let newDeadline: Context.Instant?? = kind == .withoutCancel ? .some(nil) : deadline.map { .some($0) }
    let child = ContextNode(
      kind: kind, parent: node, scope: childScope(id: nil, ownsNames: false, deadline: newDeadline))
    child.link()
    return Context(child)
  }

  private func deriveObserved(
    _ kind: ContextNode.Kind, as what: Event.ContextMade.What?, name: String, deadline: Context.Instant?,
    _ fileID: StaticString, _ line: UInt
  ) -> Context {
    // The closures keep what the scope holds from being counted.
    let child = node.unownedScope._withUnsafeGuaranteedRef { inherited in
      inherited.withObservation { observation, environment in
        let id = observation.path(of: name, below: runningTask(in: environment) ?? inherited.owner)
        let scope = Scope(
          below: inherited, values: values,
          deadline: kind == .withoutCancel ? nil : deadline ?? inherited.deadline, id: id)
        let child = ContextNode(kind: kind, parent: node, scope: scope)
        enter(child, at: id, made: what ?? Event.ContextMade.What(kind), deadline: deadline, fileID, line, observation)
        return child
      }
    }
    guard let child else { preconditionFailure("a run that is observed has an observer") }
    return Context(child, values: values)
  }

  /// Makes a child that ends by itself, and says so to the observer.
  private func deriveDeadline(
    _ deadline: Context.Instant, asOf now: Context.Instant, cause: (any Error)?, name: String, _ fileID: StaticString,
    _ line: UInt
  ) -> Context {
    noteUse()
    let scope = childScope(id: pathOfChild(name), ownsNames: false, deadline: deadline)
    let child = DeadlineNode(
      at: deadline, cause: cause, name: name, site: CallSite(fileID, line), parent: node, scope: scope ?? node.scope)
    let lives =
      if node.isObserved, let observation = environment.observation {
        enter(child, at: child.scope.id, made: .deadline, deadline: deadline, fileID, line, observation)
      } else {
        child.link()
      }
    if lives { child.arm(asOf: now) }
    return Context(child)
  }

  private func pathOfChild(_ name: String) -> Path? {
    node.isObserved ? environment.observation?.path(of: name, below: owner) : nil
  }

  /// Puts a new child into the tree, and says so to the observer.
  ///
  /// - Returns: whether the child lives: not when this context is over.
  @discardableResult
  private func enter(
    _ child: ContextNode, at id: Path, made what: Event.ContextMade.What, deadline: Context.Instant?,
    _ fileID: StaticString, _ line: UInt, _ observation: Observation
  ) -> Bool {
    let made = Happening.contextMade(
      what, parent: path, deadline: deadline.map(observation.sinceStart), site: CallSite(fileID, line))
    child.lockTree()
    defer { child.unlockTree() }
    observation.emit(id, made)
    guard let record = child.linkLocked() else { return true }
    child.announce(record)
    return false
  }

  /// The scope of a child, where something changes.
  ///
  /// - Parameters:
  ///   - id: The child's path; none when the run isn't observed.
  ///   - ownsNames: Whether names made under the child go below its path.
  ///   - deadline: none to keep the deadline; some to replace it.
  /// - Returns: none for this context's own.
  func childScope(id: Path?, ownsNames: Bool, deadline: Context.Instant??) -> Scope? {
    if id == nil, deadline == nil, node.hands(values) { return nil }
    let inherited = node.scope
    return Scope(
      below: inherited, values: values, deadline: deadline ?? inherited.deadline, id: id ?? .empty,
      ownsNames: ownsNames)
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

extension Context {
  /// Derives a context that ends with this one or with `other`, whichever is first, for the same reason. Values come
  /// from this one.
  ///
  /// Go has no such thing; there people combine `WithCancelCause` and `AfterFunc`.
  ///
  /// - Parameters:
  ///   - other: The second context to obey. It may belong to another tree.
  ///   - name: How the context is called in events. The default is `merged`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Returns: The context and the right to end it earlier. Its deadline is the earlier of the two.
  /// - Complexity: O(1).
  public func makeCancelScope(
    merging other: Context, name: String = "merged", fileID: StaticString = #fileID, line: UInt = #line
  ) -> CancelScope {
    let earlier = other.deadline.flatMap { theirs in
      deadline.map { theirs < $0 } ?? true ? theirs : nil
    }
    let context = derive(.cancel, as: .merged, name: name, deadline: earlier, fileID, line)
    let node = context.node
    let otherNode = other.node
    if otherNode.canBeReached {
      let link = LinkHook(node)
      if otherNode.add(link) {
        context.register(CallbackHook { _ in link.stop(on: otherNode) })
      } else if let cancellation = other.cancellation {
        node.end(cancellation)
      }
    }
    return CancelScope(context, CallSite(fileID, line))
  }
}
