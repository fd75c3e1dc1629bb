extension ContextNode {
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
  func endLocked(_ record: consuming CancellationRecord, as announcement: Announcement = .told) -> Walk? {
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

  /// Ends this context and everything under it, unless it is done.
  ///
  /// When this returns, every context below is done, and its Swift tasks and hooks have been told; no task's work
  /// has been waited for. Of two calls at the same time the second may return before the first has told all.
  ///
  /// - Returns: whether this call ended it.
  @discardableResult
  func end(_ cancellation: @autoclosure () -> Cancellation, as announcement: Announcement = .told) -> Bool {
    guard !isDone, kind.canEnd else { return false }
    let cancellation = cancellation()
    return end(isObserved ? .of(cancellation, in: scope.environment) : cancellation.record, as: announcement)
  }

  /// Ends the context now; takes the short way when there is no cause, message or observer.
  @discardableResult
  func end(
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
  func end(_ record: CancellationRecord, as announcement: Announcement = .told) -> Bool {
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
  func endAloneLocked() -> Bool {
    if isDone { return true }
    guard links.firstChild == nil, firstHook == nil else { return false }
    // The list's hold; the caller has another.
    if endLonelyLocked() { Unmanaged.passUnretained(self).release() }
    return true
  }

  /// Whether ``endLonelyLocked()`` will do. Under the tree's lock.
  var isLonelyLocked: Bool { !isDone && links.firstChild == nil && firstHook == nil }

  /// Ends the context of a task that returned, and on which nothing hangs. Under the tree's lock.
  ///
  /// - Returns: whether the caller takes over the hold of the parent's list.
  func endLonelyLocked() -> Bool {
    let wasLinked = unlinkLocked()
    state.endQuietly()
    return wasLinked
  }

  /// Whether it ended in that way, or at least without telling any other.
  var hasEndedQuietly: Bool { state.isQuiet }

  /// The next one in a list of nodes that ended in that way: their links are free.
  var nextLonely: Unmanaged<ContextNode>? {
    get { links.next }
    set { links.next = newValue }
  }

  /// Makes a new node of one that ended in that way. No other code may have it.
  func beginAnew() {
    links.next = nil
    state.beginAnew()
  }

  /// Ends the context of a task that returned: nobody needs to be told unless something still hangs on it. Under the
  /// tree's lock.
  func endQuietlyLocked(at instant: Context.Instant?) -> Walk? {
    guard !endAloneLocked() else { return nil }
    let record = CancellationRecord.make(
      reason: .scopeEnded, origin: scope.id, instant: instant, told: CauseInfo.none)
    return endLocked(record, as: .silent)
  }

  /// Says that this context is done, if anybody observes.
  func announce(_ record: CancellationRecord) {
    guard isObserved else { return }
    unownedScope._withUnsafeGuaranteedRef { scope in
      guard let observation = scope.environment.observation, let told = record.telling else { return }
      observation.emit(scope.id, kind == .task ? .taskTold(told) : .contextTold(told))
    }
  }

  private func announceRelease() {
    if isObserved { scope.environment.observation?.emit(scope.id, .contextEnded) }
  }
}
