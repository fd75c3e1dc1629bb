import Synchronization

/// The way from a context to the Swift task of a body that runs in it
/// (``Context/withTimeout(_:cause:name:fileID:line:isolation:_:)``). What the body does counts as done by the task around
/// it.
final class BodyWire: RunningCode {
  private let outer: (any RunningCode)?
  let environment: Environment
  private let doomed = Atomic(false)

  /// - Parameter outer: What the body runs inside of.
  init(outer: (any RunningCode)?, environment: Environment) {
    self.outer = outer
    self.environment = outer?.environment ?? environment
  }

  var taskID: Path { outer?.taskID ?? .empty }
  var isDoomed: Bool { doomed.load(ordering: .acquiring) || outer?.isDoomed ?? false }

  /// The context is over: from now on a cancel is the library's own.
  func doom() {
    doomed.store(true, ordering: .releasing)
  }

  func sawCancellation() { outer?.sawCancellation() }
  func wentOn() { outer?.wentOn() }
  func received(_ error: any Error, from group: Path) { outer?.received(error, from: group) }
  func countWait() -> UInt64 { outer?.countWait() ?? environment.observation?.countWait() ?? 0 }
}
