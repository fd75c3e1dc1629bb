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
