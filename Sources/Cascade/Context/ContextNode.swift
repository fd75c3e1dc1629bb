import Synchronization

/// A place in the tree of contexts: its state, its links, and what is to be done when it ends.
///
/// One lock, that of the tree's topmost node, guards the links and hooks of the whole tree, so that a cancellation
/// takes hold of a subtree in one step. The state is a word that anybody may read without the lock. Ownership: a child
/// holds its parent; a parent's list holds each child, until the child ends or is cancelled. The roots of live programs
/// live for ever, and aren't counted: every thread would count in the same place.
///
/// Sendable because `links` and `firstHook` are touched only under the tree's lock, or, once the node is done, by the one
/// walk that ended it; an end that is kept in `links` is written under that lock before the state says that it is there,
/// and never changes; everything else is constant or atomic.
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

  private let state = EndState()
  /// The parent, held until the deinit. Like the links below it is kept so that going there needn't count a reference.
  private var above: Unmanaged<ContextNode>?
  /// Held by this node, unless it is the parent's.
  private let unownedScope: Unmanaged<Scope>
  /// The topmost node of the tree, where it is another one. Safe because the chain of parents holds it.
  private let top: Unmanaged<ContextNode>?
  @exclusivity(unchecked) private final var links = NodeLinks()
  /// The first hook; its `previous` is the last one.
  private final var firstHook: Hook?
  #if DEBUG
    /// What looks for a scope that went away too early. Written before the context is handed out.
    final var scopeWatch: ScopeWatch?
  #endif
  // The small ones come last: what a subclass adds first fits beside them.
  private let lock = Lock()
  final let kind: Kind
  private let traits: Traits
  /// Whether a ``LinkHook`` has ever hung on this one. Under the tree's lock, as the hooks.
  private final var hasLinks = false

  /// What is known about a node from its birth. Whatever nobody observes needn't look further.
  private struct Traits: OptionSet {
    let rawValue: UInt8

    /// Somebody observes the run.
    static let observed = Traits(rawValue: 1)
    /// Time is real.
    static let real = Traits(rawValue: 2)
    /// It holds a scope of its own.
    static let ownsScope = Traits(rawValue: 4)
    /// It is never freed.
    static let everlasting = Traits(rawValue: 8)
    /// The run isn't observed, time is real, and tasks run in the global pool.
    static let unobservedAndReal = Traits(rawValue: 16)
    /// It holds its parent, which isn't everlasting.
    static let holdsParent = Traits(rawValue: 32)

    /// Those that a child shares: a whole run is in one environment.
    static let inherited: Traits = [.observed, .real, .unobservedAndReal]
  }

  final var isObserved: Bool { traits.contains(.observed) }

  /// Whether the run isn't observed, time is real, and tasks run in the global pool: then short ways may be taken.
  @usableFromInline final var isUnobservedAndReal: Bool { traits.contains(.unobservedAndReal) }

  final var scope: Scope { unownedScope._withUnsafeGuaranteedRef { $0 } }

  /// Whether these are the values that a child inherits.
  final func hands(_ values: ValueLayer?) -> Bool {
    unownedScope._withUnsafeGuaranteedRef { $0.values === values }
  }

  /// A child.
  ///
  /// - Parameter scope: none for the parent's.
  init(kind: Kind, parent: ContextNode, scope: Scope? = nil) {
    self.kind = kind
    var traits = parent.traits.intersection(.inherited)
    if parent.traits.contains(.everlasting) {
      above = .passUnretained(parent)
    } else {
      above = .passRetained(parent)
      traits.insert(.holdsParent)
    }
    if let scope {
      unownedScope = .passRetained(scope)
      traits.insert(.ownsScope)
    } else {
      unownedScope = parent.unownedScope
    }
    self.traits = traits
    top = parent.kind.canEnd ? parent.top ?? .passUnretained(parent) : nil
  }

  /// A child that hands down what its parent does, which can end and isn't everlasting.
  init(taskOf parent: ContextNode) {
    kind = .task
    above = .passRetained(parent)
    unownedScope = parent.unownedScope
    traits = parent.traits.intersection(.inherited).union(.holdsParent)
    top = parent.top ?? .passUnretained(parent)
  }

  /// A root.
  ///
  /// - Parameter everlasting: Whether it is never freed, so that its children needn't hold it.
  init(root kind: Kind, scope: Scope, everlasting: Bool) {
    self.kind = kind
    above = nil
    unownedScope = .passRetained(scope)
    var traits: Traits = [.ownsScope]
    if scope.environment.observation != nil { traits.insert(.observed) }
    if scope.environment.time === LiveTimeSource.shared { traits.insert(.real) }
    if everlasting { traits.insert(.everlasting) }
    if scope.environment.executor == nil, traits.isSuperset(of: .real), !traits.contains(.observed) {
      traits.insert(.unobservedAndReal)
    }
    self.traits = traits
    top = nil
  }

  deinit {
    if traits.contains(.ownsScope) { unownedScope.release() }
    guard traits.contains(.holdsParent), let above else { return }
    guard above.isUnique else { return above.release() }
    // Parents that nothing else holds are let go one after the other: a chain of them may be long.
    var parent = above.takeRetainedValue()
    while isKnownUniquelyReferenced(&parent), parent.traits.contains(.holdsParent), let next = parent.above {
      parent.above = nil
      parent = next.takeRetainedValue()
    }
  }

  final var parent: ContextNode? { above?.takeUnretainedValue() }

  /// The time of the surroundings.
  final var now: Context.Instant { traits.contains(.real) ? LiveTimeSource.shared.now : scope.environment.time.now }

  /// Arms a timer of the surroundings. Like ``now`` it goes to the live time directly, which needn't be counted.
  final func arm(_ timer: any TimerEntry) {
    if traits.contains(.real) { LiveTimeSource.shared.add(timer) } else { scope.environment.time.add(timer) }
  }

  /// Disarms one, if it hasn't fired.
  final func disarm(_ timer: any TimerEntry) {
    if traits.contains(.real) { LiveTimeSource.shared.remove(timer) } else { scope.environment.time.remove(timer) }
  }

  /// The parent, without counting.
  @inline(__always)
  final func withParent<Result>(_ body: (ContextNode) -> Result) -> Result? {
    above?._withUnsafeGuaranteedRef(body)
  }

  // MARK: State

  /// Whether the context is done. One atomic load.
  final var isDone: Bool { state.isOver }

  /// Why the context is done, if it is.
  final var record: CancellationRecord? { state.record { links.plainEnd } }

  // MARK: Links

  /// Performs `body` while nothing in this tree can change.
  final func withTreeLock<Result>(_ body: () -> Result) -> Result {
    guard let top else { return lock.withLock(body) }
    return top._withUnsafeGuaranteedRef { $0.lock.withLock(body) }
  }

  /// For code that a closure would hinder, as in ``Lock``: ``withTreeLock(_:)`` can't be left without unlocking.
  final func lockTree() {
    if let top { top._withUnsafeGuaranteedRef { $0.lock.lock() } } else { lock.lock() }
  }

  final func unlockTree() {
    if let top { top._withUnsafeGuaranteedRef { $0.lock.unlock() } } else { lock.unlock() }
  }

  /// Joins the parent's children, or is born done when the parent is done.
  ///
  /// - Returns: whether the context lives.
  @discardableResult
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
        state.end(record)
        return record
      }
      joinChildrenLocked(of: parent)
      return nil
    }
  }

  /// The same for a node whose parent and which itself can end.
  final func linkLeanLocked() {
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
  private func unlinkLocked() -> Bool {
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

  // MARK: Ending

  /// The nodes that a cancellation reached, parents before children, each held once, linked by `next`. It has to be
  /// delivered once.
  ///
  /// Sendable because after the end those links belong to the walk alone.
  struct Walk: @unchecked Sendable {
    fileprivate let first: ContextNode
    /// Whether the walk holds the first one a second time, for the list of its parent that did.
    fileprivate let holdsFirst: Bool

    /// Does what is to be done for each: its Swift task is cancelled, its hooks run. No lock may be held.
    func deliver() {
      var current: Unmanaged<ContextNode>? = .passUnretained(first)
      var isHeld = holdsFirst
      while let reference = current {
        current = reference._withUnsafeGuaranteedRef { node in
          let next = node.links.next
          node.links.next = nil
          node.finishEnd()
          return next
        }
        if isHeld { reference.release() }
        isHeld = true
      }
    }
  }

  /// Marks what ends with the nodes of a walk without being below them, before the walk is delivered: for those who leave
  /// that to others. No lock may be held.
  static func markLinked(to walk: Walk, _ record: CancellationRecord) {
    var open = [walk.first]
    while let first = open.popLast() {
      var current: Unmanaged<ContextNode>? = .passUnretained(first)
      while let reference = current {
        current = reference._withUnsafeGuaranteedRef { node in
          var hook = node.hasLinks ? node.firstHook : nil
          while let this = hook {
            if let marked = (this as? LinkHook)?.mark(record) { open.append(marked) }
            hook = this.next
          }
          return node.links.next
        }
      }
    }
  }

  /// Whether the first node of a walk says that it was told, or that it was merely released.
  enum Announcement { case told, released, silent }

  /// Ends this context and everything under it in one step, unless it is done. Under the tree's lock; ``Walk/deliver()``
  /// has to follow without it.
  ///
  /// - Complexity: O(number of contexts reached), without recursion or allocation.
  final func endLocked(_ record: consuming CancellationRecord, as announcement: Announcement = .told) -> Walk? {
    guard !isDone, kind.canEnd else { return nil }
    let wasLinked = unlinkLocked()
    switch announcement {
    case .told: announce(record)
    case .released: announceRelease()
    case .silent: break
    }
    state.end(record)
    links.next = spliceChildren(before: nil)
    var current = links.next
    while let reference = current {
      current = reference._withUnsafeGuaranteedRef { node in
        node.announce(record)
        node.state.end(record)
        node.links.next = node.spliceChildren(before: node.links.next)
        return node.links.next
      }
    }
    return Walk(first: self, holdsFirst: wasLinked)
  }

  /// Takes the children out, and puts them before `rest`.
  private func spliceChildren(before rest: Unmanaged<ContextNode>?) -> Unmanaged<ContextNode>? {
    guard let first = links.firstChild else { return rest }
    links.firstChild = nil
    first._withUnsafeGuaranteedRef { node in
      node.links.previous?._withUnsafeGuaranteedRef { $0.links.next = rest }
    }
    return first
  }

  /// Ends this context and everything under it, unless it is done.
  ///
  /// When this returns, every context below is done, and its Swift tasks and hooks have been told; no task's work
  /// has been waited for. Of two calls at the same time the second may return before the first has told all.
  ///
  /// - Returns: whether this call ended it.
  @discardableResult
  final func end(_ cancellation: @autoclosure () -> Cancellation, as announcement: Announcement = .told) -> Bool {
    guard !isDone, kind.canEnd else { return false }
    let cancellation = cancellation()
    return end(isObserved ? .of(cancellation, in: scope.environment) : cancellation.record, as: announcement)
  }

  /// Ends the context now; takes the short way when there is no cause, message or observer.
  @discardableResult
  final func end(
    _ reason: Cancellation.Reason, cause: (any Error)? = nil, origin: @autoclosure () -> Path,
    message: String? = nil, site: CallSite? = nil, as announcement: Announcement = .told
  ) -> Bool {
    guard !isDone, kind.canEnd else { return false }
    // Where nothing has ever been observed, there are no paths.
    if cause == nil, message == nil, !isObserved, !Observation.hasBegun || origin().isEmpty {
      return end(PlainEnd(instant: now, site: site, reason: reason))
    }
    return end(
      .make(
        reason: reason, givenCause: cause, origin: origin(), instant: now, message: message, site: site,
        told: isObserved ? CauseInfo(cause) : nil),
      as: announcement)
  }

  /// The same, with a record that is there already.
  @discardableResult
  final func end(_ record: CancellationRecord, as announcement: Announcement = .told) -> Bool {
    guard let walk = withTreeLock({ endLocked(record, as: announcement) }) else { return false }
    walk.deliver()
    return true
  }

  /// The same, without a record where nothing hangs on this node.
  private func end(_ plainEnd: PlainEnd) -> Bool {
    lockTree()
    guard !isDone else {
      unlockTree()
      return false
    }
    guard links.firstChild == nil, firstHook == nil else {
      let walk = endLocked(CancellationRecord(plainEnd))
      unlockTree()
      walk?.deliver()
      return walk != nil
    }
    let wasLinked = unlinkLocked()
    links.plainEnd = plainEnd
    state.endPlainly()
    unlockTree()
    finishEnd()
    if wasLinked { Unmanaged.passUnretained(self).release() }
    return true
  }

  /// Ends the context of a task that returned, if nothing hangs on it. Under the tree's lock.
  ///
  /// - Returns: whether the context is over.
  final func endAloneLocked() -> Bool {
    if isDone { return true }
    guard links.firstChild == nil, firstHook == nil else { return false }
    // The list's hold; the caller has another.
    if endLonelyLocked() { Unmanaged.passUnretained(self).release() }
    return true
  }

  /// Whether ``endLonelyLocked()`` will do. Under the tree's lock.
  final var isLonelyLocked: Bool { !isDone && links.firstChild == nil && firstHook == nil }

  /// Ends the context of a task that returned, and on which nothing hangs. Under the tree's lock.
  ///
  /// - Returns: whether the caller takes over the hold of the parent's list.
  final func endLonelyLocked() -> Bool {
    let wasLinked = unlinkLocked()
    state.endQuietly()
    return wasLinked
  }

  /// Whether it ended in that way, or at least without telling any other.
  final var hasEndedQuietly: Bool { state.isQuiet }

  /// The next one in a list of nodes that ended in that way: their links are free.
  final var nextLonely: Unmanaged<ContextNode>? {
    get { links.next }
    set { links.next = newValue }
  }

  /// Makes a new node of one that ended in that way. No other code may have it.
  final func beginAnew() {
    links.next = nil
    state.beginAnew()
  }

  /// Ends the context of a task that returned: nobody needs to be told unless something still hangs on it. Under the
  /// tree's lock.
  final func endQuietlyLocked(at instant: Context.Instant?) -> Walk? {
    guard !endAloneLocked() else { return nil }
    let record = CancellationRecord.make(
      reason: .scopeEnded, origin: scope.id, instant: instant, told: CauseInfo.none)
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
    guard isObserved else { return }
    unownedScope._withUnsafeGuaranteedRef { scope in
      guard let observation = scope.environment.observation, let told = record.telling else { return }
      observation.emit(scope.id, kind == .task ? .taskTold(told) : .contextTold(told))
    }
  }

  private func announceRelease() {
    if isObserved { scope.environment.observation?.emit(scope.id, .contextEnded) }
  }

  // MARK: Hooks

  /// Adds something to be done at the end, unless the context is done.
  final func add(_ hook: Hook) -> Bool {
    withTreeLock {
      guard !isDone else { return false }
      if hook is LinkHook { hasLinks = true }
      let this = Unmanaged.passUnretained(hook)
      if let first = firstHook {
        hook.previous = first.previous
        first.previous?._withUnsafeGuaranteedRef { $0.next = hook }
        first.previous = this
      } else {
        hook.previous = this
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
      guard !isDone, let previous = hook.previous else { return false }
      hook.previous = nil
      if previous.toOpaque() == Unmanaged.passUnretained(hook).toOpaque() {
        // The only one.
        firstHook = nil
        return true
      }
      let follower = hook.next
      hook.next = nil
      if firstHook === hook {
        firstHook = follower
      } else {
        previous._withUnsafeGuaranteedRef { $0.next = follower }
      }
      (follower ?? firstHook)?.previous = previous
      return true
    }
  }

  /// How many hooks hang on this one; for tests.
  final var hookCount: Int {
    withTreeLock {
      // After the end they belong to the walk that ended it.
      isDone ? 0 : sequence(first: firstHook) { $0?.next }.prefix { $0 != nil }.count { _ in true }
    }
  }

  /// The first of the contexts that hang on this one directly of which something holds.
  final func child(where holds: (ContextNode) -> Bool) -> ContextNode? {
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
  final var childCount: Int {
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

extension Unmanaged where Instance: ContextNode {
  /// Whether there is one hold on the node, and no more. Asked without another.
  var isUnique: Bool {
    var node = self
    // Safe because the two have the same layout: one reference.
    return withUnsafeMutablePointer(to: &node) { node in
      node.withMemoryRebound(to: Instance.self, capacity: 1) { isKnownUniquelyReferenced(&$0.pointee) }
    }
  }
}
