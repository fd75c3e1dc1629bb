/// What somebody outside of every task of a run may do to a group.
extension ErrGroup {
  /// The context that the tasks hang on, in a group without a context of its own, too.
  package var taskContext: Context { Context(core.node) }

  /// Whether every task is out that was asked for so far.
  package var isEmpty: Bool { core.node.withTreeLock { core.machine.outstanding == 0 } }

  /// Starts a task as ``go(_:priority:fileID:line:_:)`` does, on behalf of nobody: what `go` would wait for at the limit,
  /// a Swift task of its own waits for.
  ///
  /// - Precondition: as for `go`.
  package func goFromOutside(
    _ name: String, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void
  ) {
    let path = "\(core.node.scope.id)/\(name)"
    let environment = core.node.scope.environment
    // Its waits must not be counted among those of the run's own code, or they would change the order of those.
    Running.$code.withValue(OutsideCode(taskID: path, environment: environment)) {
      let admission = core.admit(name, site: nil)
      guard case .startLater(let task, let waiter) = admission else { return start(admission, operation) }
      environment.ordering(by: path) {
        _ = Task(executorPreference: environment.executor) {
          self.start(await self.core.turn(of: task, after: waiter), operation)
        }
      }
    }
  }

  private func start(
    _ admission: GroupCore.Admission, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void
  ) {
    switch admission {
    case .start(let task): _ = core.start(task, priority: nil, operation)
    case .startLater(let task, let gate): _ = core.start(task, after: gate, priority: nil, operation)
    case .skip(let task): _ = core.skipped(task) as Subtask<Void>
    case .refuse: preconditionFailure("go waits for a slot")
    }
  }
}

extension WaitGroup {
  /// The group that does the work.
  package var errGroup: ErrGroup { group }
}

/// Code that starts a task from outside of every task.
///
/// Sendable because what changes is behind the lock.
private final class OutsideCode: RunningCode, Sendable {
  let taskID: String
  let environment: Environment
  private let waits = Locked<UInt64>(0)

  init(taskID: String, environment: Environment) {
    self.taskID = taskID
    self.environment = environment
  }

  var isDoomed: Bool { false }
  func sawCancellation() {}
  func wentOn() {}
  func received(_ error: any Error, from group: String) {}

  func countWait() -> UInt64 {
    waits.withLock { waits in
      waits += 1
      return waits
    }
  }
}
