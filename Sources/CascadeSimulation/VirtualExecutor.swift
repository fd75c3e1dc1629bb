import Cascade

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Executes the tasks of a run one job at a time, when it is told to.
///
/// Sendable because everything that changes is behind the lock.
final class VirtualExecutor: TaskExecutor, Sendable {
  private struct State {
    var ready = ReadyQueue<UnownedJob>()
    var tie: UInt64 = 0
    var thread: pthread_t?
    var jobsRun = 0
    var escapes = 0

    func isInside(_ current: pthread_t) -> Bool {
      thread.map { pthread_equal($0, current) != 0 } ?? false
    }
  }

  private let state = Locked(State())

  init() {
    let current = pthread_self()
    state.withLock { $0.thread = current }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let current = pthread_self()
    state.withLock { state in
      let isInside = state.isInside(current)
      if !isInside { state.escapes += 1 }
      state.ready.append(unowned, tie: isInside ? state.tie : 0)
    }
  }

  /// Counts it when the caller isn't part of the run.
  func noteCaller() {
    let current = pthread_self()
    state.withLock { state in
      if !state.isInside(current) { state.escapes += 1 }
    }
  }

  /// Runs the next job, on the calling thread.
  ///
  /// - Returns: whether there was one.
  func runNext() -> Bool {
    guard
      let job = state.withLock({ state in
        let job = state.ready.popFirst()
        if job != nil { state.jobsRun += 1 }
        return job
      })
    else { return false }
    job.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }

  /// Gives the jobs that `body` makes ready this tie.
  func ordering(by tie: UInt64, _ body: () -> Void) {
    let before = state.withLock { state in
      defer { state.tie = tie }
      return state.tie
    }
    body()
    state.withLock { $0.tie = before }
  }

  var isIdle: Bool { state.withLock { $0.ready.isEmpty } }
  var jobsRun: Int { state.withLock { $0.jobsRun } }
  var escapes: Int { state.withLock { $0.escapes } }
}
