import Synchronization

extension Context {
  /// Calls `action` when the context ends, or at once if it is over.
  ///
  /// The call is synchronous, made by the code that cancels, after every context below is over, in the order of
  /// registration, with no lock held: keep it quick. For longer work there is
  /// ``afterCancel(_:priority:_:)``.
  ///
  /// - Parameter action: What to do, with the cancellation that ended the context. On a context that can't end it is
  ///   never called.
  /// - Returns: A registration that can take the action back.
  /// - Complexity: O(1).
  @discardableResult
  public func onCancel(_ action: @escaping @Sendable (Cancellation) -> Void) -> CancelRegistration {
    noteUse()
    return register(CallbackHook(action))
  }

  /// Runs `operation` in a task of its own once the context is over, at once if it is (Go: `context.AfterFunc`).
  ///
  /// Nothing waits for it: `cancel` returns while it runs. Several registrations are independent of each other. It sees the
  /// task-locals of the code that registers it, and belongs to no task: it runs although that one is cancelled or out.
  ///
  /// - Parameters:
  ///   - name: How it is called in events. The default is `after`.
  ///   - priority: The priority of the task. The default is that of the code that registers it.
  ///   - operation: The work. On a context that can't end it never runs.
  /// - Returns: A registration whose ``CancelRegistration/stop()`` answers as Go's does.
  /// - Complexity: O(number of task-locals). Each registration is a Swift task that doesn't begin until the end or
  ///   ``CancelRegistration/stop()``; ``onCancel(_:)`` needs none.
  @discardableResult
  public func afterCancel(
    _ name: String = "after", priority: TaskPriority? = nil,
    _ operation: @escaping @Sendable @concurrent () async -> Void
  ) -> CancelRegistration {
    noteUse()
    var id = Path.empty
    if node.isObserved, let observation = environment.observation {
      id = observation.path(of: name, below: owner)
      observation.emit(id, .contextMade(.after, parent: path, deadline: nil, site: nil))
    }
    // Where nothing can ever run, there is no need for a task.
    return register(
      node.canBeReached
        ? AfterHook(id, priority, in: environment, operation)
        : IdleAfterHook(id, id.isEmpty ? nil : environment.observation))
  }

  /// The same for an engine, which is told the path that events call it by.
  @discardableResult
  package func afterCancel(
    called name: String, _ operation: @escaping @Sendable @concurrent (_ path: String) async -> Void
  ) -> CancelRegistration {
    noteUse()
    guard node.canBeReached else { return afterCancel(name) {} }
    var id = Path.empty
    if node.isObserved, let observation = environment.observation {
      id = observation.path(of: name, below: owner)
      observation.emit(id, .contextMade(.after, parent: path, deadline: nil, site: nil))
    }
    let path = id.text
    return register(AfterHook(id, nil, in: environment) { await operation(path) })
  }

  /// Does something beside the code that runs, as Go's `go` does: nothing waits for it. For an engine, which sees to that.
  package func beside(_ operation: @escaping @Sendable @concurrent () async -> Void) {
    let task = WaitingAfterTask(nil, in: environment.executor, operation)
    environment.ordering(by: path) { task.decide(runs: true) }
  }

  @discardableResult
  func register(_ hook: OnceHook) -> CancelRegistration {
    if node.canBeReached, !node.add(hook), let cancellation {
      hook.run(cancellation, on: node)
    }
    return CancelRegistration(hook: hook, node: node)
  }
}

/// What ``Context/onCancel(_:)`` and ``Context/afterCancel(_:priority:_:)`` return: the way to take it back.
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
class OnceHook: Hook, @unchecked Sendable {
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
final class CallbackHook: OnceHook, @unchecked Sendable {
  private let action: @Sendable (Cancellation) -> Void

  init(_ action: @escaping @Sendable (Cancellation) -> Void) {
    self.action = action
  }

  override func act(_ cancellation: Cancellation, on node: ContextNode) { action(cancellation) }
}

/// Never starts anything: its context can't end. That it is stopped is an event all the same.
///
/// Sendable because everything in it is constant.
private final class IdleAfterHook: OnceHook, @unchecked Sendable {
  private let id: Path
  private let observation: Observation?

  init(_ id: Path, _ observation: Observation?) {
    self.id = id
    self.observation = observation
  }

  override func stopped(on node: ContextNode) { observation?.emit(id, .afterStopped) }
}

/// Starts a task.
///
/// Sendable because everything in it is constant.
private final class AfterHook: OnceHook, @unchecked Sendable {
  private let id: Path
  private let start: any AfterTask

  /// Made by the code whose task-locals the task is to see.
  init(
    _ id: Path, _ priority: TaskPriority?, in environment: Environment,
    _ operation: @escaping @Sendable @concurrent () async -> Void
  ) {
    self.id = id
    var operation = operation
    if !id.isEmpty, let observation = environment.observation {
      let own = operation
      operation = {
        await own()
        observation.emit(id, .afterReturned)
      }
    }
    // Only where `Task.immediate` does the same: it runs code of one Swift task inside another.
    if environment.executor == nil, #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *),
      let held = HeldAfterTask(priority, operation)
    {
      start = held
    } else {
      start = WaitingAfterTask(priority, in: environment.executor, operation)
    }
  }

  override func act(_ cancellation: Cancellation, on node: ContextNode) {
    let environment = node.scope.environment
    environment.observation?.emit(id, .afterFired)
    environment.ordering(by: id) { start.decide(runs: true) }
  }

  override func stopped(on node: ContextNode) {
    if node.isObserved { node.scope.environment.observation?.emit(id, .afterStopped) }
    start.decide(runs: false)
  }

  deinit { start.decide(runs: false) }
}
