/// What the code that runs at this moment belongs to: a task of a group, or a body that was given a context of its own.
/// Code that it calls sees it, and so do the child tasks that it makes.
protocol RunningCode: AnyObject, Sendable {
  /// The path of the task, when the run is observed; else empty.
  var taskID: Path { get }

  /// Where the task runs.
  var environment: Environment { get }

  /// Whether the library has cancelled the Swift task that runs the code, or is about to. A cancel that reaches the Swift
  /// task is then taken to be the library's own: it ends the waits on the contexts that are over, and no others.
  var isDoomed: Bool { get }

  /// The code looked at a context, and found it over.
  func sawCancellation()

  /// The code waited on a context, and that lived.
  func wentOn()

  /// The code waited for a group, which threw.
  func received(_ error: any Error, from group: Path)

  /// How often the task has waited, with this time.
  func countWait() -> UInt64
}

/// Where the code that runs finds what it belongs to.
@usableFromInline
enum Running {
  /// What is bound, seen from outside as one piece, so that code inlined into callers can bind it.
  @usableFromInline
  struct Binding: Sendable {
    let code: (any RunningCode)?
  }

  @usableFromInline static let local = TaskLocal(wrappedValue: Binding(code: nil))

  static var code: (any RunningCode)? { local.get().code }

  /// The path of the task that runs the current code; where none of ours does, `path`.
  static func path(else path: Path) -> Path {
    Observation.hasBegun ? code?.taskID ?? path : path
  }

  /// The current code looked at a context, and found it over.
  static func sawCancellation() {
    if Observation.hasBegun { code?.sawCancellation() }
  }
}
