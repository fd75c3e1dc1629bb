import Synchronization

extension Context {
  /// Calls `action` when the context ends, or at once if it is over.
  ///
  /// The call is synchronous, made by whoever cancels, after every context below is over, in the order of
  /// registration, with no lock held: keep it quick. For longer work there is
  /// ``after(_:priority:_:)``.
  ///
  /// - Parameter action: What to do, with the cancellation that ended the context. On a context that can't end it is
  ///   never called.
  /// - Returns: A registration that can take the action back.
  /// - Complexity: O(1).
  @discardableResult
  public func onCancel(_ action: @escaping @Sendable (Cancellation) -> Void) -> CancelRegistration {
    let hook = CallbackHook(action)
    let node = node
    if node.canBeReached, !node.add(hook), let cancellation {
      hook.run(cancellation)
    }
    return CancelRegistration {
      hook.stop()
        && {
          node.remove(hook)
          return true
        }()
    }
  }

  /// Runs `operation` in a task of its own once the context is over, at once if it is (Go: `context.AfterFunc`).
  ///
  /// Nobody waits for it: `cancel` returns while it runs. Several registrations are independent of each other.
  ///
  /// - Parameters:
  ///   - name: How it is called in events. The default is `after`.
  ///   - priority: The priority of the task. The default is the system's own choice.
  ///   - operation: The work. On a context that can't end it never runs.
  /// - Returns: A registration whose ``CancelRegistration/stop()`` answers as Go's does.
  @discardableResult
  public func after(
    _ name: String = "after", priority: TaskPriority? = nil,
    _ operation: @escaping @Sendable @concurrent () async -> Void
  ) -> CancelRegistration {
    let environment = environment
    let observation = environment.observation
    let id = observation?.path(of: name, below: owner) ?? ""
    observation?.emit(id, .contextMade(Event.ContextMade(parent: node.scope.id, what: .after, name: name)))
    let hook = CallbackHook { _ in
      observation?.emit(id, .afterFired)
      environment.time.ordering(by: environment.time.tie(path: id, wait: 0)) {
        _ = Task.detached(executorPreference: environment.executor, priority: priority, operation: operation)
      }
    }
    let node = node
    if node.canBeReached, !node.add(hook), let cancellation {
      hook.run(cancellation)
    }
    return CancelRegistration {
      guard hook.stop() else { return false }
      node.remove(hook)
      observation?.emit(id, .afterStopped)
      return true
    }
  }
}

/// What ``Context/onCancel(_:)`` and ``Context/after(_:priority:_:)`` return: the way to take it back.
public struct CancelRegistration: Sendable {
  private let stopAction: @Sendable () -> Bool

  init(_ stopAction: @escaping @Sendable () -> Bool) {
    self.stopAction = stopAction
  }

  /// Keeps the action from running.
  ///
  /// - Returns: Whether this call prevented it: false when it has been started or stopped already. It doesn't wait for
  ///   an action that runs.
  @discardableResult
  public func stop() -> Bool { stopAction() }
}

/// A hook that runs or is stopped, once.
///
/// Sendable because its state is atomic and its action constant.
private final class CallbackHook: Hook, @unchecked Sendable {
  private let settled = Atomic(false)
  private let action: @Sendable (Cancellation) -> Void

  init(_ action: @escaping @Sendable (Cancellation) -> Void) {
    self.action = action
  }

  override func run(_ cancellation: Cancellation) {
    if settle() { action(cancellation) }
  }

  /// Whether this call kept the action from running.
  func stop() -> Bool { settle() }

  private func settle() -> Bool {
    settled.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
  }
}
