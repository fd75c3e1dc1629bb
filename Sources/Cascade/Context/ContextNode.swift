import Synchronization

/// A place in the tree of contexts: its state, its links, and what is to be done when it ends.
///
/// One lock, that of the tree's topmost node, guards the links and hooks of the whole tree, so that a cancellation
/// takes hold of a subtree in one step. The state is a word that any thread may read without the lock. Ownership: a
/// child holds its parent; a parent's list holds each child, until the child ends or is cancelled. The roots of live
/// programs live for ever, and aren't counted: every thread would count in the same place.
///
/// Sendable because `links` and `hooks` are touched only under the tree's lock, or, once the node is done, by the one
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

  @usableFromInline let state = EndState()
  /// The parent, held until the deinit. Like the links below it is kept so that going there needn't count a reference.
  final var above: Unmanaged<ContextNode>?
  /// Held by this node, unless it is the parent's.
  let unownedScope: Unmanaged<Scope>
  /// The topmost node of the tree, where it is another one. Safe because the chain of parents holds it.
  let top: Unmanaged<ContextNode>?
  @exclusivity(unchecked) final var links = NodeLinks()
  /// What is to be done at the end.
  @exclusivity(unchecked) final var hooks = IntrusiveList<Hook>()
  #if DEBUG
    /// What looks for a scope that went away too early. Written before the context is handed out.
    final var scopeWatch: ScopeWatch?
  #endif
  // The small ones come last: what a subclass adds first fits beside them.
  private let lock = Lock()
  final let kind: Kind
  private let traits: Traits
  /// Whether a ``LinkHook`` has ever hung on this one. Under the tree's lock, as the hooks.
  final var hasLinks = false

  /// What is known about a node from its birth. Code of a run that isn't observed needn't look further.
  private struct Traits: OptionSet {
    let rawValue: UInt8

    /// The run is observed.
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
  /// - Parameters:
  ///   - parent: Borrowed, here and below: nothing counts it but the hold on it.
  ///   - scope: none for the parent's.
  init(kind: Kind, parent: borrowing ContextNode, scope: Scope? = nil) {
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
  init(taskOf parent: borrowing ContextNode) {
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
    dropHooks()
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
  final var now: Context.Instant { traits.contains(.real) ? LiveTimeSource.sharedNow : scope.environment.time.now }

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
  @inlinable final var isDone: Bool { state.isOver }

  /// Why the context is done, if it is.
  final var record: CancellationRecord? {
    state.record {
      var end = links.plainEnd
      if isObserved { end.origin = scope.id }
      return end
    }
  }

  // MARK: The tree's lock

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

  // MARK: What kinds of nodes add

  /// What happens to this node after the whole subtree is marked. Without any lock.
  func finishEnd() {
    runHooks()
  }

  /// The code of the task that this is the record of; none once that has returned, or where another task has the record.
  /// May be asked of the memory of a record that is gone.
  func code(of number: UInt32) -> (any RunningCode)? { nil }
}

extension Unmanaged {
  /// Whether there is one hold on the object, and no more. Asked without another.
  var isUnique: Bool {
    var node = self
    // Safe because the two have the same layout: one reference.
    return withUnsafeMutablePointer(to: &node) { node in
      node.withMemoryRebound(to: Instance.self, capacity: 1) { isKnownUniquelyReferenced(&$0.pointee) }
    }
  }
}
