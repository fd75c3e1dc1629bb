import Synchronization

/// The way from a context to the Swift task of a body that runs in it (``Context/withTimeout(_:cause:name:fileID:line:isolation:_:)``).
final class BodyWire: Sendable {
  /// What the body runs inside of.
  let outer: RunningCode?
  private let doomed = Atomic(false)

  init(outer: RunningCode?) {
    self.outer = outer
  }

  var isDoomed: Bool { doomed.load(ordering: .acquiring) || outer?.isDoomed ?? false }

  /// The context is over: from now on a cancel is the library's own.
  func doom() {
    doomed.store(true, ordering: .releasing)
  }
}
