/// What a tree of contexts runs in: its time, its executor, and who observes it. Shared by all contexts of a run.
package final class Environment: Sendable {
  package let time: any TimeSource
  /// Where the tasks of the run are executed; none means the global pool.
  package let executor: (any TaskExecutor)?
  package let observation: Observation?

  package init(time: any TimeSource, executor: (any TaskExecutor)?, observation: Observation?) {
    self.time = time
    self.executor = executor
    self.observation = observation
  }

  /// Starts a Swift task in these surroundings. In a simulation `path` decides when its turn comes.
  func start<Value: Sendable>(
    _ path: String, priority: TaskPriority?, _ body: @escaping @Sendable @isolated(any) () async throws -> Value
  ) -> Task<Value, any Error> {
    // A task with an executor of its own costs more, even where that is the global pool.
    guard let executor else { return Task(priority: priority, operation: body) }
    var handle: Task<Value, any Error>?
    time.ordering(by: time.tie(path: path, wait: 0)) {
      handle = Task(executorPreference: executor, priority: priority, operation: body)
    }
    guard let handle else { preconditionFailure("the time source performs what it is given") }
    return handle
  }

  /// Real time, the global pool, nobody looking.
  static let live = Environment(time: LiveTimeSource.shared, executor: nil, observation: nil)
}
