/// One call of a single flight: a group with one task, which hangs on no caller's context.
final class SingleFlightCall<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  typealias Outcome = SingleFlight<Key, Value>.Outcome

  private struct State {
    /// There from the moment the first caller waits.
    var group: GroupNode?
    var outcome: Outcome?
  }

  private let state = Locked(State())

  /// What became of it, once those that wait are woken.
  var outcome: Outcome? { state.withLock { $0.outcome } }

  /// Starts it, on behalf of the first caller.
  ///
  /// - Parameter finish: Takes the call out of the flight, when its task is out. Returns those that wait, and what to tell
  ///   them.
  func start(
    in context: Context, named name: String, key: Key,
    _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value,
    _ finish: @escaping @Sendable (Result<Value, any Error>) -> (waiting: [Waiter], outcome: Outcome)
  ) {
    var configuration = ErrGroup.Configuration()
    configuration.name = name
    let group = GroupNode(in: context.withoutCancel(), configuration)
    state.withLock { $0.group = group }
    // The key is described only where an observer reads it.
    let task = group.admit(group.isObserved ? "\(key)" : nil, site: nil)
    let work = Work(operation)
    // An unstructured task: the call is no part of what its first caller does.
    let handle: Task<Void, any Error> = task.starting {
      Task(executorPreference: task.executor) {
        let result: Result<Value, any Error>
        do { result = .success(try await task.run(work)) } catch { result = .failure(error) }
        // The one task is out: this closes the group, and doesn't suspend.
        _ = await group.wait()
        let (waiting, outcome) = finish(result)
        self.state.withLock { $0.outcome = outcome }
        for waiter in waiting { waiter.wake(.elapsed) }
      }
    }
    task.publish(handle)
  }

  /// No caller waits any more.
  func end(as cancellation: Cancellation) {
    state.withLock { $0.group }?.end(cancellation)
  }
}
