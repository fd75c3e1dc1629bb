/// A group that isn't the library's, such as one of Swift's own, on its way through the events: an engine that runs such
/// groups says here what happens to them, and gets the words, the paths and the order of everything else.
///
/// It has no context: what its tasks do is cut short by the cancellation of their Swift tasks.
package final class ForeignGroup: Sendable {
  package var id: String { path.text }
  private let path: Path
  /// What it was opened in.
  package let context: Context
  private let waiter: Path

  private var observation: Observation? { context.environment.observation }

  /// Opens it.
  package init(named name: String, policy: Event.Policy, in context: Context) {
    self.context = context
    path = context.environment.observation?.path(of: name, below: context.owner) ?? .empty
    waiter = Running.code?.taskID ?? .empty
    observation?.emit(path, .groupOpened(parent: context.path, policy: policy, options: []))
  }

  /// Asks for a task.
  package func spawn(_ name: String) -> ForeignTask {
    let task = observation?.path(of: name, below: path) ?? .empty
    observation?.emit(task, .taskSpawned(group: path, site: nil))
    return ForeignTask(path: task, environment: context.environment, around: Running.code)
  }

  /// Makes a job ready in the turn of a task.
  package func ordering<Result>(by task: ForeignTask, _ body: () -> Result) -> Result {
    context.environment.ordering(by: task.taskID, body)
  }

  /// Waits in `body` until all tasks are out.
  package func wait<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    observation?.emit(path, .groupWaiting(who: waiter))
    let token = observation?.beginWait(who: waiter.text, what: .group(id))
    defer { if let token { observation?.endWait(token) } }
    return try await body()
  }

  /// The Swift task around the group was cancelled.
  package func told() {
    observation?.emit(path.text, .contextTold(.swiftCancellation(.taskCancelled, origin: path.text)))
  }

  /// It returned, having thrown the error of this task or none.
  package func close(_ error: (any Error)?, of task: String?) {
    let info = error.map { Event.ErrorInfo($0) }
    if let task, let info { observation?.emit(path.text, .groupFailureKept(task: task, error: info)) }
    observation?.emit(path, .groupClosed(error: info))
    if let error { Running.code?.received(error, from: path) }
  }
}

/// A task of a ``ForeignGroup``.
package final class ForeignTask: RunningCode {
  package var id: String { taskID.text }
  let taskID: Path
  let environment: Environment
  private let outer: (any RunningCode)?
  private let notes = Locked(TaskNotes())

  init(path: Path, environment: Environment, around outer: (any RunningCode)?) {
    taskID = path
    self.environment = environment
    self.outer = outer
  }

  /// Runs the code of the task, in the Swift task that is its own.
  ///
  /// - Parameter origin: Whose failure it was, when its Swift task is cancelled because of one; empty where it came from
  ///   outside.
  package func run(
    origin: @escaping @Sendable () -> String, _ body: @Sendable () async throws -> Void
  ) async throws {
    let observation = environment.observation
    observation?.began(taskID)
    observation?.emit(taskID, .taskStarted)
    let isOut = Locked(false)
    do {
      try await withTaskCancellationHandler {
        let binding = Running.Binding(code: self)
        try await Running.local.withValue(binding) {
          Running.arrive()
          defer { binding.leave() }
          try await body()
        }
      } onCancel: { [taskID] in
        guard !isOut.withLock({ $0 }) else { return }
        let origin = origin()
        let reason: Cancellation.Reason = origin.isEmpty ? .taskCancelled : .siblingFailed
        let told = Event.Told.swiftCancellation(reason, origin: origin.isEmpty ? taskID.text : origin)
        observation?.emit(taskID.text, .taskTold(told))
      }
      isOut.withLock { $0 = true }
      out(nil)
    } catch {
      isOut.withLock { $0 = true }
      out(error)
      throw error
    }
  }

  private func out(_ error: (any Error)?) {
    environment.observation?.ended(taskID)
    let info = error.map { Event.ErrorInfo($0) }
    environment.observation?.emit(taskID, .taskOut(notes.withLock { $0 }.outcome(error, info)))
  }

  // A cancel that the library sent to the task around it ends the waits on that one's context, and no others.
  var isDoomed: Bool { outer?.isDoomed ?? false }
  func isReached(by sender: UInt) -> Bool { outer?.isReached(by: sender) ?? false }
  var isCancelledAround: Bool { outer?.isCancelledAround ?? false }
  func forgetCancelAround(_ key: ObjectIdentifier) { outer?.forgetCancelAround(key) }

  func whenCancelledAround(_ key: ObjectIdentifier, _ action: @escaping @Sendable () -> Void) {
    outer?.whenCancelledAround(key, action)
  }

  func sawCancellation() { notes.withLock { $0.foundContextOver() } }
  func wentOn() { notes.withLock { $0.wentOn() } }

  func received(_ error: any Error, from group: Path) {
    let info = Event.ErrorInfo(error)
    notes.withLock { $0.received(info, from: group) }
  }

  func countWait() -> UInt64 {
    notes.withLock { notes in
      notes.waits += 1
      return notes.waits
    }
  }
}

extension Event.Told {
  /// What Swift's own cancellation says: nothing about a cause.
  fileprivate static func swiftCancellation(_ reason: Cancellation.Reason, origin: String) -> Self {
    Event.Told(error: .swiftCancellation, reason: reason, origin: origin)
  }
}
