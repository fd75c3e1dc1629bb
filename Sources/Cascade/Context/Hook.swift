import Synchronization

/// Something to be done when a context ends.
///
/// Sendable because `next` and `previous` belong to the node that it hangs on, under the same rule as the node's own.
class Hook: Linked, @unchecked Sendable {
  final var next: Unmanaged<Hook>?
  final var previous: Unmanaged<Hook>?

  /// Called once, without any lock, after the whole subtree is marked.
  ///
  /// - Parameter node: What it hangs on.
  func run(_ cancellation: Cancellation, on node: ContextNode) {}
}

/// Ends a context that isn't below the one that it hangs on.
///
/// Sendable because `walk` is touched only by the one walk that ended what this hangs on; the rest is constant or atomic.
final class LinkHook: Hook, @unchecked Sendable {
  private let linked: ContextNode
  private let settled = Atomic(false)
  /// What is to be delivered, when the context has been marked already.
  private var walk: ContextNode.Walk?

  init(_ linked: ContextNode) {
    self.linked = linked
  }

  private func settle() -> Bool {
    settled.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
  }

  /// Marks the context and all below it, for ``run(_:on:)`` to tell.
  ///
  /// - Returns: what ended; none where there is nothing to mark, or its observer would have to ask the cause for its
  ///   description, which is code of others.
  func mark(_ record: CancellationRecord) -> ContextNode.Walk? {
    guard !linked.isObserved || record.told != nil, settle() else { return nil }
    walk = linked.withTreeLock { linked.endLocked(record) }
    return walk
  }

  override func run(_ cancellation: Cancellation, on node: ContextNode) {
    if let walk = walk.take() { return walk.deliver() }
    if settle() { linked.end(cancellation) }
  }

  /// The context has ended by itself.
  func stop(on node: ContextNode) {
    if settle() { node.remove(self) }
  }
}
