/// What an intervention may do to a group: code outside of every task of the run.
extension ErrGroup {
  /// The context that the tasks hang on, in a group without a context of its own, too.
  package var taskContext: Context { Context(node) }

  /// Whether every task is out that was asked for so far.
  package var isEmpty: Bool { node.withTreeLock { node.machine.outstanding == 0 } }

  /// Starts a task as ``go(_:priority:fileID:line:_:)`` does, but never suspends: at the limit a Swift task of its own
  /// waits for the slot.
  ///
  /// - Precondition: as for `go`.
  package func goFromOutside(
    _ name: String, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void
  ) {
    let path = node.observation.map { $0.path(called: name, below: node.scope.id) } ?? .empty
    let environment = node.scope.environment
    let code = OutsideCode(taskID: path, environment: environment)
    // Its waits must not be counted among those of the run's own code, or they would change the order of those.
    Running.with(code) {
      let task = node.admit(name, site: nil)
      guard task.isGated else {
        _ = task.start(priority: nil, operation)
        return
      }
      environment.ordering(by: path) {
        _ = Task(executorPreference: environment.executor) {
          await task.waitForSlot()
          _ = task.start(priority: nil, operation)
        }
      }
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
  let taskID: Path
  let environment: Environment
  private let waits = Locked<UInt64>(0)

  init(taskID: Path, environment: Environment) {
    self.taskID = taskID
    self.environment = environment
  }

  var isDoomed: Bool { false }
  func isReached(by sender: UInt) -> Bool { false }
  func sawCancellation() {}
  func wentOn() {}
  func received(_ error: any Error, from group: Path) {}

  func countWait() -> UInt64 {
    waits.withLock { waits in
      waits += 1
      return waits
    }
  }
}
