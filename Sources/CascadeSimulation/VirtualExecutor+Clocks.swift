#if os(Linux) && compiler(>=6.3) && compiler(<6.4)
  @_spi(ExperimentalScheduling) import _Concurrency

  /// How a wait on a real clock is noticed, even one that a cancellation cuts short: the runtime asks the executor of the
  /// task that sleeps to schedule its waking. The interface is an experimental one of this version's; a test says so when
  /// it changes. Without it only a sleep that ends by itself is noticed, as anything that comes in from outside.
  extension VirtualExecutor: SchedulingExecutor {
    func enqueue<C: Clock>(
      _ job: consuming ExecutorJob, after delay: C.Duration, tolerance: C.Duration?, clock: C
    ) {
      note(.sleptOnRealClock)
      Self.pool.enqueue(job, after: delay, tolerance: tolerance, clock: clock)
    }

    func enqueue<C: Clock>(
      _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) {
      note(.sleptOnRealClock)
      Self.pool.enqueue(job, at: instant, tolerance: tolerance, clock: clock)
    }

    /// Where the sleep goes on as it would have without us.
    private static var pool: any SchedulingExecutor {
      guard let pool = globalConcurrentExecutor as? any SchedulingExecutor else {
        preconditionFailure("the global pool has no clock")
      }
      return pool
    }
  }
#endif
