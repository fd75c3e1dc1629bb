extension ContextNode {
  /// Marks what ends with the nodes of a walk without being below them, before the walk is delivered: for a caller that
  /// lets others deliver it. No lock may be held.
  static func markLinked(to walk: Walk, _ record: CancellationRecord) {
    var open = [walk]
    while let walk = open.popLast() {
      walk.visit { node in
        if node.hasLinks { open += node.markLinked(record) }
      }
    }
  }

  // Not inlined: the compiler of Swift 6.3 fails on the nested loops that this would make.
  /// Marks what ends with this node alone.
  @inline(never)
  private func markLinked(_ record: CancellationRecord) -> [Walk] {
    var walks: [Walk] = []
    var current = hooks.first
    while let hook = current?.takeUnretainedValue() {
      if let walk = (hook as? LinkHook)?.mark(record) { walks.append(walk) }
      current = hook.next
    }
    return walks
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
    return Walk(of: self, isHeld: wasLinked) { node in
      node.announce(record)
      node.state.end(record)
    }
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
    let origin = origin()
    if isObserved, cause == nil, message == nil,
      unownedScope._withUnsafeGuaranteedRef({ $0.id.place === origin.place })
    {
      return endObserved(PlainEnd(instant: now, site: site, reason: reason), as: announcement)
    }
    return end(
      .make(
        reason: reason, givenCause: cause, origin: origin, instant: now, message: message, site: site,
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
    guard children.isEmpty, hooks.isEmpty else {
      let walk = endLocked(CancellationRecord(plainEnd))
      unlockTree()
      walk?.deliver()
      return walk != nil
    }
    let wasLinked = top != nil && unlinkLocked()
    links.plainEnd = plainEnd
    state.endPlainly()
    unlockTree()
    // What no subclass makes has nothing but hooks to see to, and there are none.
    if kind != .cancel { finishEnd() }
    if wasLinked { Unmanaged.passUnretained(self).release() }
    return true
  }

  /// The same in a run that is observed, of an end that began at this very context.
  @inline(never)
  private func endObserved(_ plainEnd: PlainEnd, as announcement: Announcement) -> Bool {
    lockTree()
    guard !isDone, children.isEmpty, hooks.isEmpty else {
      let walk = endLocked(.of(plainEnd, in: self), as: announcement)
      unlockTree()
      walk?.deliver()
      return walk != nil
    }
    let wasLinked = unlinkLocked()
    switch announcement {
    case .told:
      unownedScope._withUnsafeGuaranteedRef { scope in
        announce(Telling(reason: plainEnd.reason, cause: nil, origin: scope.id, site: plainEnd.site))
      }
    case .released: announceRelease()
    case .silent: break
    }
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
    guard children.isEmpty, hooks.isEmpty else { return false }
    // The list's hold; the caller has another.
    if endLonelyLocked() { Unmanaged.passUnretained(self).release() }
    return true
  }

  /// Whether ``endLonelyLocked()`` will do. Under the tree's lock.
  var isLonelyLocked: Bool { !isDone && children.isEmpty && hooks.isEmpty }

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

  /// Makes a new node of one that ended in that way. No other code may have it.
  func beginAnew() {
    next = nil
    state.beginAnew()
  }

  /// Ends the context of a task that returned: no walk is needed unless something still hangs on it. Under the tree's
  /// lock.
  func endQuietlyLocked(at instant: Context.Instant?) -> Walk? {
    guard !endAloneLocked() else { return nil }
    let record = CancellationRecord.make(
      reason: .scopeEnded, origin: scope.id, instant: instant, told: CauseInfo.none)
    return endLocked(record, as: .silent)
  }

  /// Says that this context is done, if the run is observed.
  func announce(_ record: CancellationRecord) {
    if isObserved, let told = record.telling { announce(told) }
  }

  private func announce(_ told: Telling) {
    unownedScope._withUnsafeGuaranteedRef { scope in
      scope.withObservation { observation, _ in
        observation.emit(scope.id, kind == .task ? .taskTold(told) : .contextTold(told))
      }
    }
  }

  private func announceRelease() {
    if isObserved { scope.environment.observation?.emit(scope.id, .contextEnded) }
  }
}

extension Subtree<ContextNode> {
  /// Does what is to be done for each: its Swift task is cancelled, its hooks run. No lock may be held.
  func deliver() { consume { $0.finishEnd() } }
}
