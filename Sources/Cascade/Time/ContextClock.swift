/// The time of a context, for code that takes any `Clock`.
///
///     try await Task.sleep(for: .seconds(3600), clock: ctx.clock)
///
/// In a simulation its time is virtual: what is generic over `Clock` then runs there as the rest does, and an hour takes
/// no time. Live it is the monotonic clock. It keeps its context, and is as cheap to copy as that.
public struct ContextClock: Clock, Sendable {
  private let context: Context

  init(_ context: Context) {
    self.context = context
  }

  /// The context's time.
  public var now: Context.Instant { context.now }

  /// A nanosecond, the unit of an ``Context/Instant``. Live, a sleep takes as much longer as the system's timers do.
  public var minimumResolution: Duration { .nanoseconds(1) }

  /// Suspends until `deadline`, until the context is over, or until the Swift task is cancelled.
  ///
  /// Code that knows clocks alone can be stopped by a cancel of its Swift task alone. So here every such cancel counts,
  /// the one that the library sends when a task's context ends, too, whereas ``Context/sleep(until:)`` goes on in a
  /// context that lives. For cleaning up in a task that has been told, use that.
  ///
  /// - Parameters:
  ///   - deadline: A point of the context's time; one that has passed doesn't suspend.
  ///   - tolerance: Not used: timers are as exact as the system lets them.
  /// - Throws: the context's error when that is over; a `CancellationError`, as every clock does, when only the Swift
  ///   task is cancelled.
  public func sleep(until deadline: Context.Instant, tolerance: Duration? = nil) async throws {
    let code = ClockWait(context.environment)
    // The binding doesn't hold what it names.
    defer { withExtendedLifetime(code) {} }
    let binding = Running.Binding(code: code)
    try await Running.local.withValue(binding) {
      Running.arrive()
      defer { binding.leave() }
      if Task.isCancelled, !context.isCancelled { throw CancellationError() }
      do {
        try await context.sleep(until: deadline)
      } catch {
        // The cancel of the Swift task may have come first; the context knows why.
        if let error = context.error { throw error }
        throw CancellationError()
      }
    }
  }
}

extension Context {
  /// This context's time as a `Clock`, for what is generic over clocks.
  ///
  /// - Complexity: O(1).
  public var clock: ContextClock { ContextClock(self) }

  /// How long it is until the ``deadline``: zero when that has passed; none when there isn't one.
  ///
  /// It says nothing of whether the context is over: one that was cancelled before its deadline has time left.
  ///
  /// - Complexity: O(1); reads the clock.
  public var remaining: Duration? {
    deadline.map { max(.zero, now.duration(to: $0)) }
  }
}

/// The code that waits with a clock: the same as the code around it, but every cancel of the Swift task is foreign.
private final class ClockWait: RunningCode {
  private let outer: (any RunningCode)?
  let environment: Environment

  init(_ environment: Environment) {
    outer = Running.code
    self.environment = outer?.environment ?? environment
  }

  var taskID: Path { outer?.taskID ?? .empty }
  var isDoomed: Bool { false }
  func isReached(by sender: UInt) -> Bool { false }
  func sawCancellation() { outer?.sawCancellation() }
  func wentOn() { outer?.wentOn() }
  func received(_ error: any Error, from group: Path) { outer?.received(error, from: group) }
  func countWait() -> UInt64 { outer?.countWait() ?? environment.observation?.countWait() ?? 0 }
}
