/// The Swift task of an after-function. It is made when the function is registered, since only then can the task-locals of
/// that code be inherited, and goes on when it is decided whether the function runs.
protocol AfterTask: Sendable {
  /// The first call counts.
  func decide(runs: Bool)
}

/// One that hasn't begun: all that it does is to start another one, if the function is to run.
///
/// Its executor hands its job over here in place of executing it. Whatever decides executes the job, there and then.
///
/// Sendable because `job` is touched when this is made, and then by the one call that decides; `runs` and `operation` by
/// the job, which that call executes.
final class HeldAfterTask: AfterTask, @unchecked Sendable {
  private var job: UnownedJob?
  private var runs = false
  // As a number: that is faster to copy.
  private let priority: UInt8?
  private var operation: (@Sendable @concurrent () async -> Void)?

  /// None where Swift doesn't enqueue the job at once.
  init?(_ priority: TaskPriority?, _ operation: @escaping @Sendable @concurrent () async -> Void) {
    self.priority = priority?.rawValue
    self.operation = operation
    job = Holder.job {
      Task(priority: priority) { @Holder in self.begin() }
    }
    if job == nil { return nil }
  }

  func decide(runs: Bool) {
    guard let job = job.take() else { return }
    self.runs = runs
    job.runSynchronously(on: Holder.place)
  }

  private func begin() {
    guard let operation = operation.take(), runs else { return }
    Task(priority: priority.map { TaskPriority(rawValue: $0) }) { await operation() }
  }
}

/// What keeps the first job of a Swift task. Nothing is ever isolated to it but that job.
@globalActor
private actor Holder {
  static let shared = Holder()
  private static let executor = Executor()
  static let place = executor.asUnownedSerialExecutor()
  /// Where the job is put that is enqueued at this moment, on this thread.
  private static let slot = ThreadSlot()

  nonisolated var unownedExecutor: UnownedSerialExecutor { Self.place }

  /// The first job of the Swift task that `make` makes.
  static func job(_ make: () -> Void) -> UnownedJob? {
    var job: UnownedJob?
    withUnsafeMutablePointer(to: &job) { job in
      slot.pointer = UnsafeMutableRawPointer(job)
      make()
      slot.pointer = nil
    }
    return job
  }

  private final class Executor: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      guard let place = Holder.slot.pointer else { return job.runSynchronously(on: Holder.place) }
      // Safe because the frame that made the task waits below this one.
      place.assumingMemoryBound(to: UnownedJob?.self).pointee = job
    }
  }
}

/// One that waits, in the executor that it is given.
final class WaitingAfterTask: AfterTask {
  private enum State {
    case undecided
    case waiting(UnsafeContinuation<Bool, Never>)
    case decided(Bool)
  }

  private let state = Locked(State.undecided)

  init(
    _ priority: TaskPriority?, in executor: (any TaskExecutor)?,
    _ operation: @escaping @Sendable @concurrent () async -> Void
  ) {
    let work: @Sendable () async -> Void = { [self] in
      if await decision() { await operation() }
    }
    if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
      // Runs here until it waits: nothing is enqueued.
      Task.immediate(priority: priority, executorPreference: executor) { await work() }
    } else {
      Task(executorPreference: executor, priority: priority) { await work() }
    }
  }

  private func decision() async -> Bool {
    await withUnsafeContinuation { continuation in
      let decided = state.withLock { state -> Bool? in
        if case .decided(let runs) = state { return runs }
        state = .waiting(continuation)
        return nil
      }
      if let decided { continuation.resumeTask(returning: decided) }
    }
  }

  func decide(runs: Bool) {
    let waiting = state.withLock { state -> UnsafeContinuation<Bool, Never>? in
      defer {
        if case .decided = state {} else { state = .decided(runs) }
      }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resumeTask(returning: runs)
  }
}
