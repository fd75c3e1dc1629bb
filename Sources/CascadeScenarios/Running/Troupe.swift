import Cascade

/// Who is on stage at this moment, by the paths of events: where a hand finds whom it acts on.
final class Troupe: Sendable {
  private struct State {
    var groups: [String: Crew] = [:]
    /// The groups whose caller waits.
    var awaited: Set<String> = []
    var tasks: [String: TaskControl] = [:]
    var contexts: [String: Context] = [:]
  }

  private let state = Locked(State())

  /// The group at this path, while it is open.
  func group(at path: String) -> Crew? { state.withLock { $0.groups[path] } }

  /// Whether nobody will start a task any more, except the tasks that run.
  func isAwaited(_ group: String) -> Bool { state.withLock { $0.awaited.contains(group) } }

  /// The controls of the task at this path, while it runs.
  func task(at path: String) -> TaskControl? { state.withLock { $0.tasks[path] } }

  /// The context at this path that is no task's and no group's, while somebody holds it.
  func context(at path: String) -> Context? { state.withLock { $0.contexts[path] } }

  /// The open groups that the task at this path opened.
  func groups(of task: String) -> [Crew] {
    state.withLock { state in state.groups.values.filter { $0.path.parentPath == task } }
  }

  func open(_ crew: Crew) {
    state.withLock { $0.groups[crew.path] = crew }
  }

  func callerWaits(for group: String) {
    state.withLock { _ = $0.awaited.insert(group) }
  }

  func close(_ group: String) {
    state.withLock { _ = $0.groups.removeValue(forKey: group) }
  }

  func enter(_ control: TaskControl, as task: String) {
    state.withLock { $0.tasks[task] = control }
  }

  func leave(_ task: String) {
    state.withLock { _ = $0.tasks.removeValue(forKey: task) }
  }

  func enter(_ layer: Layer?) {
    guard let context = layer?.context else { return }
    state.withLock { $0.contexts[context.id] = context }
  }

  func leave(_ layer: Layer?) {
    guard let context = layer?.context else { return }
    state.withLock { _ = $0.contexts.removeValue(forKey: context.id) }
  }
}
