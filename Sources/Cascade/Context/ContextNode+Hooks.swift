extension ContextNode {
  /// Adds something to be done at the end, unless the context is done.
  func add(_ hook: Hook) -> Bool {
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
  func remove(_ hook: Hook) -> Bool {
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
  var hookCount: Int {
    withTreeLock {
      // After the end they belong to the walk that ended it.
      isDone ? 0 : sequence(first: firstHook) { $0?.next }.prefix { $0 != nil }.count { _ in true }
    }
  }
}
