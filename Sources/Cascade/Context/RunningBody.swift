import Synchronization

/// A body that runs in a context of its own, in a Swift task of its own (``Context/withTimeout(_:cause:name:fileID:line:isolation:_:)``
/// and its kin). What the body does counts as done by the task around it.
final class RunningBody: RunningCode {
  private let outer: (any RunningCode)?
  let environment: Environment
  private let doomed = Atomic(false)

  /// Made by the code that the body runs inside of.
  ///
  /// - Parameter environment: Where the body runs, if no task is around it.
  init(environment: Environment) {
    outer = Running.code
    self.environment = outer?.environment ?? environment
  }

  var taskID: Path { outer?.taskID ?? .empty }
  var taskNode: TaskNode? { outer?.taskNode }
  var isDoomed: Bool { doomed.load(ordering: .acquiring) || outer?.isDoomed ?? false }

  func isReached(by sender: UInt) -> Bool {
    sender == UInt(bitPattern: ObjectIdentifier(self)) || outer?.isReached(by: sender) ?? false
  }

  /// Performs `body`, which cancels the body's Swift task because its context is over.
  func doom(_ body: () -> Void) {
    doomed.store(true, ordering: .releasing)
    Running.sending(to: self, body)
  }

  func sawCancellation() { outer?.sawCancellation() }
  func wentOn() { outer?.wentOn() }
  func received(_ error: any Error, from group: Path) { outer?.received(error, from: group) }
  func countWait() -> UInt64 { outer?.countWait() ?? environment.observation?.countWait() ?? 0 }
}
