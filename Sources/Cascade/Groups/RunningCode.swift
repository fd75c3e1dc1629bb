/// What the code that runs at this moment belongs to: a task of a group, or a body that was given a context of its own.
/// Code that it calls sees it, and so do the child tasks that it makes.
enum RunningCode: Sendable {
  case task(TaskNode)
  case body(BodyWire)

  @TaskLocal static var current: RunningCode?

  /// The task of a group that runs the code, if one does.
  var task: TaskNode? {
    switch self {
    case .task(let node): node
    case .body(let wire): wire.outer?.task
    }
  }

  /// Whether the library has cancelled the Swift task that runs the code, or is about to. A cancel that reaches the Swift
  /// task is then taken to be the library's own: it ends the waits on the contexts that are over, and no others.
  var isDoomed: Bool {
    switch self {
    case .task(let node): node.isDoomed
    case .body(let wire): wire.isDoomed
    }
  }
}
