extension ContextNode {
  /// Joins the parent's children, or is born done when the parent is done.
  ///
  /// - Returns: whether the context lives.
  @discardableResult
  func link() -> Bool {
    // Under a parent that never ends there is nothing to join.
    top == nil || withTreeLock { linkLocked() == nil }
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
      joinChildrenLocked(of: parent)
      return nil
    }
  }

  /// The same for a node whose parent and which itself can end.
  func linkLeanLocked() {
    _ = withParent { parent in
      if parent.isDone, let record = parent.record {
        state.end(record)
      } else {
        joinChildrenLocked(of: parent)
      }
    }
  }

  private func joinChildrenLocked(of parent: ContextNode) {
    let this = Unmanaged.passRetained(self)
    guard let first = parent.links.firstChild else {
      links.previous = this
      parent.links.firstChild = this
      return
    }
    first._withUnsafeGuaranteedRef { first in
      links.previous = first.links.previous
      first.links.previous?._withUnsafeGuaranteedRef { $0.links.next = this }
      first.links.previous = this
    }
  }

  /// Leaves the parent's children. Under the tree's lock; the caller takes over the list's hold on this node.
  func unlinkLocked() -> Bool {
    guard let previous = links.previous, let above else { return false }
    return above._withUnsafeGuaranteedRef { parent in
      guard parent.kind.canEnd else { return false }
      if parent.links.firstChild?.toOpaque() == Unmanaged.passUnretained(self).toOpaque() {
        parent.links.firstChild = links.next
      } else {
        previous._withUnsafeGuaranteedRef { $0.links.next = links.next }
      }
      // Whoever comes after knows its predecessor; at the end, the first child knows the last.
      let follower = links.next ?? parent.links.firstChild
      follower?._withUnsafeGuaranteedRef { $0.links.previous = previous }
      links.previous = nil
      links.next = nil
      return true
    }
  }

  /// Takes the children out, and puts them before `rest`.
  func spliceChildren(before rest: Unmanaged<ContextNode>?) -> Unmanaged<ContextNode>? {
    guard let first = links.firstChild else { return rest }
    links.firstChild = nil
    first._withUnsafeGuaranteedRef { node in
      node.links.previous?._withUnsafeGuaranteedRef { $0.links.next = rest }
    }
    return first
  }

  /// The first of the contexts that hang on this one directly of which something holds.
  func child(where holds: (ContextNode) -> Bool) -> ContextNode? {
    withTreeLock {
      var current = isDone ? nil : links.firstChild
      while let reference = current {
        let node = reference.takeUnretainedValue()
        if holds(node) { return node }
        current = node.links.next
      }
      return nil
    }
  }

  /// How many contexts hang on this one directly; for tests.
  var childCount: Int {
    withTreeLock {
      var count = 0
      var current = isDone ? nil : links.firstChild
      while let reference = current {
        count += 1
        current = reference._withUnsafeGuaranteedRef { $0.links.next }
      }
      return count
    }
  }
}
