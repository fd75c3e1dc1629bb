import Synchronization

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

  /// The nodes that a cancellation reached. It has to be delivered once.
  typealias Walk = Subtree<ContextNode>

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

/// Where a node stands among its siblings, and its first child; or, once it has ended alone and so is in no list any more,
/// what its record will say. A context is as small as it is because both share their place.
struct NodeLinks {
  private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

  // MARK: While it is in lists

  /// The sibling before; the first child's is the last one.
  var previous: Unmanaged<ContextNode>? {
    get { Self.link(words.0) }
    set { words.0 = Self.word(newValue) }
  }

  var next: Unmanaged<ContextNode>? {
    get { Self.link(words.1) }
    set { words.1 = Self.word(newValue) }
  }

  var firstChild: Unmanaged<ContextNode>? {
    get { Self.link(words.2) }
    set { words.2 = Self.word(newValue) }
  }

  private static func link(_ word: UInt64) -> Unmanaged<ContextNode>? {
    UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: word)).map { .fromOpaque($0) }
  }

  private static func word(_ link: Unmanaged<ContextNode>?) -> UInt64 {
    UInt64(UInt(bitPattern: link?.toOpaque()))
  }

  // MARK: After it ended alone

  /// How it ended.
  var plainEnd: PlainEnd {
    get { PlainEnd(words: words) }
    set { words = newValue.words }
  }
}

extension ContextNode {
  /// Adds something to be done at the end, unless the context is done.
  func add(_ hook: Hook) -> Bool {
    withTreeLock {
      guard !isDone else { return false }
      if hook is LinkHook { hasLinks = true }
      hooks.append(hook)
      return true
    }
  }

  /// Takes back what ``add(_:)`` added; after the end there is nothing to take back.
  ///
  /// - Returns: whether the hook will never run.
  @discardableResult
  func remove(_ hook: Hook) -> Bool {
    withTreeLock {
      guard !isDone, hooks.remove(hook) else { return false }
      // The list's hold; the caller has another.
      Unmanaged.passUnretained(hook).release()
      return true
    }
  }

  /// Runs what was to be done at the end. Without any lock, once the context is done.
  func runHooks() {
    guard !hooks.isEmpty, let record else { return }
    consumeHooks { $0.run(record.cancellation, on: self) }
  }

  /// Lets go of what was to be done at an end that never came.
  func dropHooks() {
    if !hooks.isEmpty { consumeHooks { _ in } }
  }

  private func consumeHooks(_ body: (Hook) -> Void) {
    var current = hooks.takeAll()
    while let reference = current {
      let hook = reference.takeRetainedValue()
      current = hook.next
      hook.next = nil
      body(hook)
    }
  }

  /// How many hooks hang on this one; for tests.
  var hookCount: Int {
    // After the end they belong to the walk that ended it.
    withTreeLock { isDone ? 0 : hooks.count }
  }
}

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
