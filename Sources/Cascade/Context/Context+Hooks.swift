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
    register(CallbackHook(action))
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
    var id = Path.empty
    if node.isObserved, let observation = environment.observation {
      id = observation.path(of: name, below: owner)
      observation.emit(id, .contextMade(.after, parent: path, deadline: nil, site: nil))
    }
    return register(AfterHook(id, priority, operation))
  }

  private func register(_ hook: OnceHook) -> CancelRegistration {
    if node.canBeReached, !node.add(hook), let cancellation {
      hook.run(cancellation, on: node)
    }
    return CancelRegistration(hook: hook, node: node)
  }
}

/// What ``Context/onCancel(_:)`` and ``Context/after(_:priority:_:)`` return: the way to take it back.
public struct CancelRegistration: Sendable {
  fileprivate let hook: OnceHook
  fileprivate let node: ContextNode

  /// Keeps the action from running.
  ///
  /// - Returns: Whether this call prevented it: false when it has been started or stopped already. It doesn't wait for
  ///   an action that runs.
  @discardableResult
  public func stop() -> Bool {
    guard hook.settle() else { return false }
    node.remove(hook)
    hook.stopped(on: node)
    return true
  }
}

/// A hook that acts or is stopped, once.
///
/// Sendable because its state is atomic.
private class OnceHook: Hook, @unchecked Sendable {
  private let settled = Atomic(false)

  final override func run(_ cancellation: Cancellation, on node: ContextNode) {
    if settle() { act(cancellation, on: node) }
  }

  /// Whether this call decides what becomes of the hook.
  final func settle() -> Bool {
    settled.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
  }

  /// What it is there for. Subclasses say.
  func act(_ cancellation: Cancellation, on node: ContextNode) {}

  /// It was kept from acting.
  func stopped(on node: ContextNode) {}
}

/// Sendable because its action is constant.
private final class CallbackHook: OnceHook, @unchecked Sendable {
  private let action: @Sendable (Cancellation) -> Void

  init(_ action: @escaping @Sendable (Cancellation) -> Void) {
    self.action = action
  }

  override func act(_ cancellation: Cancellation, on node: ContextNode) { action(cancellation) }
}

/// Starts a task.
///
/// Sendable because everything in it is constant.
private final class AfterHook: OnceHook, @unchecked Sendable {
  private let id: Path
  private let priority: TaskPriority?
  private let operation: @Sendable @concurrent () async -> Void

  init(
    _ id: Path, _ priority: TaskPriority?, _ operation: @escaping @Sendable @concurrent () async -> Void
  ) {
    self.id = id
    self.priority = priority
    self.operation = operation
  }

  override func act(_ cancellation: Cancellation, on node: ContextNode) {
    let environment = node.scope.environment
    environment.observation?.emit(id, .afterFired)
    environment.ordering(by: id) {
      _ = Task.detached(executorPreference: environment.executor, priority: priority, operation: operation)
    }
  }

  override func stopped(on node: ContextNode) {
    if node.isObserved { node.scope.environment.observation?.emit(id, .afterStopped) }
  }
}
