import Synchronization

/// A place in the tree of contexts: its state, its links, and what is to be done when it ends.
///
/// One lock, that of the tree's topmost node, guards the links and hooks of the whole tree, so that a cancellation
/// takes hold of a subtree in one step. The state is a word that anybody may read without the lock. Ownership: a child
/// holds its parent; a parent's list holds each child, until the child ends or is cancelled.
///
/// Sendable because `previous`, `next`, `firstChild` and `firstHook` are touched only under the tree's lock, or, once
/// the node is done, by the one walk that ended it; everything else is constant or atomic.
@usableFromInline
class ContextNode: @unchecked Sendable {
  enum Kind: UInt8 {
    case background, todo, cancel, deadline, withoutCancel, group, plainGroup, task

    /// Whether a context of this kind can ever be done.
    var canEnd: Bool {
      switch self {
      case .background, .todo, .withoutCancel: false
      case .cancel, .deadline, .group, .plainGroup, .task: true
      }
    }
  }

  /// 0 while live; then the address of the ``CancellationRecord``: retained, or that of the one that lives for ever with
  /// ``isShared`` added.
  private let word = Atomic<UInt>(0)
  /// The parent, held until the deinit. Like the links below it is kept so that going there needn't count a reference.
  private var above: Unmanaged<ContextNode>?
  final let scope: Scope
  final let kind: Kind
  /// Whether somebody observes the run. Here as well, so that those whom nobody observes needn't look further.
  final let isObserved: Bool
  /// Whether time is real. Here for the same reason.
  private let isReal: Bool
  private let lock = Lock()
  /// The topmost node of the tree, where it is another one. Safe because the chain of parents holds it.
  private let top: Unmanaged<ContextNode>?

  private final var previous: Unmanaged<ContextNode>?
  private final var next: Unmanaged<ContextNode>?
  /// The first child; its `previous` is the last one.
  private final var firstChild: Unmanaged<ContextNode>?
  /// The first hook; its `previous` is the last one.
  private final var firstHook: Hook?

  init(kind: Kind, parent: ContextNode?, scope: Scope) {
    self.kind = kind
    above = parent.map(Unmanaged.passRetained)
    self.scope = scope
    // A whole run is in one environment.
    isObserved = parent?.isObserved ?? (scope.environment.observation != nil)
    isReal = parent?.isReal ?? (scope.environment.time === LiveTimeSource.shared)
    top = if let parent, parent.kind.canEnd { parent.top ?? .passUnretained(parent) } else { nil }
  }

  deinit {
    let bits = word.load(ordering: .relaxed)
    if bits & Self.isShared == 0, let pointer = UnsafeRawPointer(bitPattern: bits) {
      Unmanaged<CancellationRecord>.fromOpaque(pointer).release()
    }
    // Parents that nobody else holds are let go one after the other: a chain of them may be long.
    var parent = takeParent()
    while isKnownUniquelyReferenced(&parent) { parent = parent?.takeParent() }
  }

  private func takeParent() -> ContextNode? {
    defer { above = nil }
    return above?.takeRetainedValue()
  }

  final var parent: ContextNode? { above?.takeUnretainedValue() }

  /// The time of the surroundings.
  final var now: Instant { isReal ? LiveTimeSource.shared.now : scope.environment.time.now }

  // MARK: State

  /// Whether the context is done. One atomic load.
  final var isDone: Bool { word.load(ordering: .acquiring) != 0 }

  /// Why the context is done, if it is.
  final var record: CancellationRecord? {
    let bits = word.load(ordering: .acquiring)
    guard let pointer = UnsafeRawPointer(bitPattern: bits & ~Self.isShared) else { return nil }
    return Unmanaged<CancellationRecord>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// The lowest bit of the word, which no address has.
  private static let isShared: UInt = 1
  private static let endedBits =
    UInt(bitPattern: Unmanaged.passUnretained(CancellationRecord.ended).toOpaque()) | isShared

  private func setRecord(_ record: CancellationRecord) {
    word.store(UInt(bitPattern: Unmanaged.passRetained(record).toOpaque()), ordering: .releasing)
  }

  // MARK: Links

  /// Performs `body` while nothing in this tree can change.
  final func withTreeLock<Result>(_ body: () -> Result) -> Result {
    guard let top else { return lock.withLock(body) }
    return top._withUnsafeGuaranteedRef { $0.lock.withLock(body) }
  }

  /// Joins the parent's children, or is born done when the parent is done.
  ///
  /// - Returns: whether the context lives.
  final func link() -> Bool {
    // Under a parent that never ends there is nothing to join.
    top == nil || withTreeLock { linkLocked() == nil }
  }

  /// The same, under the tree's lock.
  ///
  /// - Returns: the record of the parent's end, when there is one.
  @discardableResult
  final func linkLocked() -> CancellationRecord? {
    guard kind.canEnd, let above else { return nil }
    return above._withUnsafeGuaranteedRef { parent in
      guard parent.kind.canEnd else { return nil }
      if parent.isDone, let record = parent.record {
        setRecord(record)
        return record
      }
      let this = Unmanaged.passRetained(self)
      guard let first = parent.firstChild else {
        previous = this
        parent.firstChild = this
        return nil
      }
      first._withUnsafeGuaranteedRef { first in
        previous = first.previous
        first.previous?._withUnsafeGuaranteedRef { $0.next = this }
        first.previous = this
      }
      return nil
    }
  }

  /// Leaves the parent's children. Under the tree's lock; the caller takes over the list's hold on this node.
  private func unlinkLocked() -> Bool {
    guard let previous, let above else { return false }
    return above._withUnsafeGuaranteedRef { parent in
      guard parent.kind.canEnd else { return false }
      if parent.firstChild?.toOpaque() == Unmanaged.passUnretained(self).toOpaque() {
        parent.firstChild = next
      } else {
        previous._withUnsafeGuaranteedRef { $0.next = next }
      }
      // Whoever comes after knows its predecessor; at the end, the first child knows the last.
      let follower = next ?? parent.firstChild
      follower?._withUnsafeGuaranteedRef { $0.previous = previous }
      self.previous = nil
      next = nil
      return true
    }
  }

  // MARK: Ending

  /// The nodes that a cancellation reached, parents before children, each held once, linked by `next`.
  struct Walk {
    fileprivate var first: Unmanaged<ContextNode>

    /// Does what is to be done for each: its Swift task is cancelled, its hooks run. No lock may be held.
    func deliver() {
      var current: Unmanaged<ContextNode>? = first
      while let reference = current {
        current = reference._withUnsafeGuaranteedRef { node in
          let next = node.next
          node.next = nil
          node.finishEnd()
          return next
        }
        reference.release()
      }
    }
  }

  /// Whether the first node of a walk says that it was told, or that it was merely released.
  enum Announcement { case told, released, silent }

  /// Ends this context and everything under it in one step, unless it is done. Under the tree's lock; ``Walk/deliver()``
  /// has to follow without it.
  ///
  /// - Complexity: O(number of contexts reached), without recursion or allocation.
  final func endLocked(_ record: CancellationRecord, as announcement: Announcement = .told) -> Walk? {
    guard word.load(ordering: .relaxed) == 0, kind.canEnd else { return nil }
    if !unlinkLocked() { _ = Unmanaged.passRetained(self) }
    switch announcement {
    case .told: announce(record)
    case .released: announceRelease()
    case .silent: break
    }
    setRecord(record)
    next = spliceChildren(before: nil)
    var current = next
    while let reference = current {
      current = reference._withUnsafeGuaranteedRef { node in
        node.announce(record)
        node.setRecord(record)
        node.next = node.spliceChildren(before: node.next)
        return node.next
      }
    }
    return Walk(first: .passUnretained(self))
  }

  /// Takes the children out, and puts them before `rest`.
  private func spliceChildren(before rest: Unmanaged<ContextNode>?) -> Unmanaged<ContextNode>? {
    guard let first = firstChild else { return rest }
    firstChild = nil
    first._withUnsafeGuaranteedRef { node in
      node.previous?._withUnsafeGuaranteedRef { $0.next = rest }
    }
    return first
  }

  /// Ends this context and everything under it, unless it is done.
  ///
  /// When this returns, every context below is done, and its Swift tasks and hooks have been told; nobody's work has
  /// been waited for. Of two calls at the same time the second may return before the first has told everybody.
  ///
  /// - Returns: whether this call ended it.
  @discardableResult
  final func end(_ cancellation: @autoclosure () -> Cancellation, as announcement: Announcement = .told) -> Bool {
    guard !isDone, kind.canEnd else { return false }
    let cancellation = cancellation()
    return end(isObserved ? .of(cancellation, in: scope.environment) : cancellation.record, as: announcement)
  }

  /// The same, with a record that is there already.
  @discardableResult
  final func end(_ record: CancellationRecord, as announcement: Announcement = .told) -> Bool {
    guard let walk = withTreeLock({ endLocked(record, as: announcement) }) else { return false }
    walk.deliver()
    return true
  }

  /// Ends the context of a task that returned: nobody needs to be told unless something still hangs on it. Under the
  /// tree's lock.
  final func endQuietlyLocked(at instant: Instant?) -> Walk? {
    guard word.load(ordering: .relaxed) == 0 else { return nil }
    if firstChild == nil, firstHook == nil {
      word.store(Self.endedBits, ordering: .releasing)
      if unlinkLocked() { Unmanaged.passUnretained(self).release() }
      return nil
    }
    let record = CancellationRecord(
      reason: .scopeEnded, origin: scope.id, instant: instant, causeText: "context canceled")
    return endLocked(record, as: .silent)
  }

  /// What happens to this node after the whole subtree is marked. Without any lock.
  func finishEnd() {
    guard firstHook != nil, let record else { return }
    var current = firstHook
    firstHook = nil
    while let hook = current {
      current = hook.next
      hook.next = nil
      hook.run(record.cancellation, on: self)
    }
  }

  /// Says that this context is done, if anybody observes.
  final func announce(_ record: CancellationRecord) {
    guard isObserved, let observation = scope.environment.observation, let told = record.told else { return }
    observation.emit(scope.id, kind == .task ? .taskTold(told) : .contextTold(told))
  }

  private func announceRelease() {
    if isObserved { scope.environment.observation?.emit(scope.id, .contextEnded) }
  }

  // MARK: Hooks

  /// Adds something to be done at the end, unless the context is done.
  final func add(_ hook: Hook) -> Bool {
    withTreeLock {
      guard word.load(ordering: .relaxed) == 0 else { return false }
      if let first = firstHook {
        hook.previous = first.previous
        first.previous?.next = hook
        first.previous = hook
      } else {
        hook.previous = hook
        firstHook = hook
      }
      return true
    }
  }

  /// Takes back what ``add(_:)`` added; after the end there is nothing to take back.
  ///
  /// - Returns: whether the hook will never run.
  @discardableResult
  final func remove(_ hook: Hook) -> Bool {
    withTreeLock {
      guard word.load(ordering: .relaxed) == 0, hook.previous != nil else { return false }
      if firstHook === hook, hook.next == nil {
        firstHook = nil
        hook.previous = nil
        return true
      }
      let previous = hook.previous
      let follower = hook.next
      if firstHook === hook {
        firstHook = follower
      } else {
        previous?.next = follower
      }
      (follower ?? firstHook)?.previous = previous
      hook.previous = nil
      hook.next = nil
      return true
    }
  }

  /// How many hooks hang on this one; for tests.
  final var hookCount: Int {
    withTreeLock { sequence(first: firstHook) { $0?.next }.prefix { $0 != nil }.count { _ in true } }
  }

  /// How many contexts hang on this one directly; for tests.
  final var childCount: Int {
    withTreeLock {
      var count = 0
      var current = firstChild
      while let reference = current {
        count += 1
        current = reference._withUnsafeGuaranteedRef { $0.next }
      }
      return count
    }
  }
}

/// Something to be done when a context ends.
///
/// Sendable because `next` and `previous` belong to the node that it hangs on, under the same rule as the node's own.
class Hook: @unchecked Sendable {
  fileprivate final var next: Hook?
  /// Safe because the list holds the hook before this one, and the first hook's is itself or the last.
  fileprivate unowned(unsafe) final var previous: Hook?

  /// Called once, without any lock, after the whole subtree is marked.
  ///
  /// - Parameter node: What it hangs on.
  func run(_ cancellation: Cancellation, on node: ContextNode) {}
}
