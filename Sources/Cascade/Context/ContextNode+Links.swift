extension ContextNode {
  /// Joins the parent's children, or is born done when the parent is done.
  ///
  /// - Returns: whether the context lives.
  @discardableResult
  func link() -> Bool {
    // Under a parent that never ends there is nothing to join.
    if top == nil { return true }
    lockTree()
    if kind.canEnd { linkLeanLocked() }
    unlockTree()
    return !isDone
  }

  /// The same, under the tree's lock.
  ///
  /// - Returns: the record of the parent's end, when there is one.
  @discardableResult
  func linkLocked() -> CancellationRecord? {
    guard kind.canEnd, let above else { return nil }
    return above._withUnsafeGuaranteedRef { parent in
      guard parent.kind.canEnd else { return nil }
      if parent.isDone, let record = parent.record {
        state.end(record)
        return record
      }
      parent.children.append(self)
      return nil
    }
  }

  /// The same for a node whose parent and which itself can end.
  func linkLeanLocked() {
    _ = withParent { parent in
      if parent.isDone, let record = parent.record {
        state.end(record)
      } else {
        parent.children.append(self)
      }
    }
  }

  /// Leaves the parent's children. Under the tree's lock; the caller takes over the list's hold on this node.
  func unlinkLocked() -> Bool {
    guard let above else { return false }
    return above._withUnsafeGuaranteedRef { $0.kind.canEnd && $0.children.remove(self) }
  }

  /// The first of the contexts that hang on this one directly of which something holds.
  func child(where holds: (ContextNode) -> Bool) -> ContextNode? {
    withTreeLock { isDone ? nil : children.first(where: holds) }
  }

  /// How many contexts hang on this one directly; for tests.
  var childCount: Int {
    withTreeLock { isDone ? 0 : children.count }
  }
}

extension ContextNode: Branching {
  typealias Element = ContextNode

  var previous: Unmanaged<ContextNode>? {
    get { links.previous }
    set { links.previous = newValue }
  }

  var next: Unmanaged<ContextNode>? {
    get { links.next }
    set { links.next = newValue }
  }

  var children: IntrusiveList<ContextNode> {
    get { IntrusiveList(first: links.firstChild) }
    set { links.firstChild = newValue.first }
  }
}
