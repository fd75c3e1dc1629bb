import Synchronization

/// A body that runs in a context of its own, in a Swift task of its own (``Context/withTimeout(_:cause:name:fileID:line:isolation:_:)``
/// and its kin). What the body does counts as done by the task around it.
final class RunningBody: RunningCode {
  private let outer: (any RunningCode)?
  /// The Swift task that runs the body, in one of its own.
  private let maker: UInt
  let environment: Environment
  private let doomed = Atomic(false)
  private let begun = Atomic(false)
  private let around = Atomic(false)
  /// Called for a cancel from outside that comes after the library's own.
  private let listeners = Locked<[ObjectIdentifier: @Sendable () -> Void]>([:])

  /// Made by the code that the body runs inside of.
  ///
  /// - Parameter environment: Where the body runs, if no task is around it.
  init(environment: Environment) {
    outer = Running.code
    maker = Running.currentTask
    self.environment = outer?.environment ?? environment
  }

  var taskID: Path { outer?.taskID ?? .empty }
  var isDoomed: Bool {
    (doomed.load(ordering: .acquiring) || outer?.isDoomed ?? false) && !isCancelledAround
  }

  func isBody(of task: UInt) -> Bool { maker == task || outer?.isBody(of: task) ?? false }

  func isReached(by sender: UInt) -> Bool {
    sender == UInt(bitPattern: ObjectIdentifier(self)) || outer?.isReached(by: sender) ?? false
  }

  /// Performs `body`, which cancels the body's Swift task because its context is over.
  func doom(_ body: () -> Void) {
    doomed.store(true, ordering: .releasing)
    Running.sending(to: self, body)
  }

  // MARK: Cancels from outside

  /// The handler is set that hears of cancels of the Swift task around the body.
  func begin() { begun.store(true, ordering: .releasing) }
  var hasBegun: Bool { begun.load(ordering: .acquiring) }

  var isCancelledAround: Bool { around.load(ordering: .acquiring) || outer?.isCancelledAround ?? false }

  /// The Swift task around the body has been cancelled from outside.
  func cancelledAround() {
    around.store(true, ordering: .releasing)
    let actions = listeners.withLock { listeners in
      defer { listeners = [:] }
      return listeners.values.map { $0 }
    }
    for action in actions { action() }
  }

  func whenCancelledAround(_ key: ObjectIdentifier, _ action: @escaping @Sendable () -> Void) {
    let isTooLate = listeners.withLock { listeners in
      // Looked at under the lock: a listener that comes before they are taken is among them.
      if around.load(ordering: .acquiring) { return true }
      listeners[key] = action
      return false
    }
    if isTooLate { action() }
    outer?.whenCancelledAround(key, action)
  }

  func forgetCancelAround(_ key: ObjectIdentifier) {
    listeners.withLock { _ = $0.removeValue(forKey: key) }
    outer?.forgetCancelAround(key)
  }

  func sawCancellation() { outer?.sawCancellation() }
  func wentOn() { outer?.wentOn() }
  func received(_ error: any Error, from group: Path) { outer?.received(error, from: group) }
  func countWait() -> UInt64 { outer?.countWait() ?? environment.observation?.countWait() ?? 0 }
}
