/// What a tree of contexts runs in: its time, its executor, its observation. Shared by all contexts of a run.
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

  /// Performs `body`, which makes jobs ready to run. In a simulation `path` decides when their turn comes.
  func ordering<Result>(by path: Path, _ body: () -> Result) -> Result {
    var result: Result?
    time.ordering(by: time.tie(path: path, wait: 0)) { result = body() }
    guard let result else { preconditionFailure("the time source performs what it is given") }
    return result
  }

  /// Real time, the global pool, no observation.
  static let live = Environment(time: LiveTimeSource.shared, executor: nil, observation: nil)
}

extension CancellationRecord {
  /// The record of a cancellation, for contexts of this environment.
  static func of(_ cancellation: Cancellation, in environment: Environment) -> CancellationRecord {
    guard environment.observation != nil, cancellation.record.told == nil else { return cancellation.record }
    return of(cancellation, cause: CauseInfo(cancellation.givenCause))
  }
}
