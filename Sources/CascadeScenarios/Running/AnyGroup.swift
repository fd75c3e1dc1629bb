import Cascade

/// The library's group of whichever kind the plan asks for.
enum AnyGroup: Sendable {
  case errGroup(ErrGroup)
  case waitGroup(WaitGroup)

  // The source line that a task was spawned at is a line of this engine, which would tell nobody anything: hence 0.

  func go(_ name: String, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void) async {
    switch self {
    case .errGroup(let group): await group.go(name, fileID: "", line: 0, operation)
    case .waitGroup(let group): await group.go(name, fileID: "", line: 0, operation)
    }
  }

  func tryGo(_ name: String, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void) -> Bool {
    switch self {
    case .errGroup(let group): group.tryGo(name, fileID: "", line: 0, operation) != nil
    case .waitGroup(let group): group.tryGo(name, fileID: "", line: 0, operation) != nil
    }
  }

  /// Asks everybody to finish. A wait group has no such thing.
  func shutdown(grace: Duration) {
    if case .errGroup(let group) = self { group.shutdown(grace: grace, fileID: "", line: 0) }
  }

  /// Starts a task on behalf of nobody.
  func goFromOutside(_ name: String, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void) {
    real.goFromOutside(name, operation)
  }

  /// The context that the tasks hang on.
  var taskContext: Context { real.taskContext }

  /// Whether every task is out that was asked for so far.
  var isEmpty: Bool { real.isEmpty }

  private var real: ErrGroup {
    switch self {
    case .errGroup(let group): group
    case .waitGroup(let group): group.errGroup
    }
  }

  func wait() async throws {
    switch self {
    case .errGroup(let group): try await group.wait()
    case .waitGroup(let group): await group.wait()
    }
  }
}
