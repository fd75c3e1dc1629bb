/// The context of a group. It knows how to ask everybody below to finish before it is over.
///
/// Sendable because `shutdownNode` is touched only under the lock of the tree.
final class GroupNode: ContextNode, @unchecked Sendable {
  private var shutdownNode: ContextNode?

  /// The context that ends when the group is asked to shut down, or is over: made when somebody asks for it first. For a
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
    // Whoever shuts a group down that this one is part of means this one, too.
    if let outer = parent?.nearestGroup {
      let registration = Context(outer.shutdownSignal()).onCancel { cancellation in node.end(cancellation) }
      Context(node).onCancel { _ in registration.stop() }
    }
    return node
  }

  override func finishEnd() {
    // The signal holds this node, its parent.
    _ = withTreeLock { shutdownNode.take() }
    super.finishEnd()
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
