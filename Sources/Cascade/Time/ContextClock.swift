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

extension Context {
  /// Derives a context that also ends by itself at an instant of the system's continuous clock.
  ///
  /// For deadlines that come from code without contexts. The instant is converted once, by the time that is left: what
  /// the machine sleeps through after that isn't counted. In a simulation such a deadline depends on real time: it ends
  /// the context after so much *virtual* time, and is listed among the run's escapes.
  ///
  /// - Parameters:
  ///   - deadline: An instant of `ContinuousClock`; one that has passed ends the context at once.
  ///   - cause: What is to blame when the deadline passes. The default is the error `context deadline exceeded`.
  ///   - name: How it is called in events. The default is `deadline`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Returns: The context and the right to end it earlier.
  /// - Complexity: O(log of the number of armed deadlines).
  public func makeCancelScope(
    deadline: ContinuousClock.Instant, cause: (any Error)? = nil, name: String = "deadline",
    fileID: StaticString = #fileID, line: UInt = #line
  ) -> CancelScope {
    makeCancelScope(deadline: instant(of: deadline), cause: cause, name: name, fileID: fileID, line: line)
  }

  /// Runs `body` in a context that is over at an instant of the system's continuous clock, and ends it when `body`
  /// returns. The deadline is like that of a scope, the rest like
  /// ``withTimeout(_:cause:name:fileID:line:isolation:_:)``.
  @discardableResult
  public func withDeadline<Value>(
    _ deadline: ContinuousClock.Instant, cause: (any Error)? = nil, name: String = "deadline",
    fileID: StaticString = #fileID, line: UInt = #line, isolation: isolated (any Actor)? = #isolation,
    _ body: (Context) async throws -> Value
  ) async throws -> Value {
    try await withDeadline(
      instant(of: deadline), cause: cause, name: name, fileID: fileID, line: line, isolation: isolation, body)
  }

  /// The same, for a body that returns nothing.
  @_documentation(visibility: internal)
  public func withDeadline(
    _ deadline: ContinuousClock.Instant, cause: (any Error)? = nil, name: String = "deadline",
    fileID: StaticString = #fileID, line: UInt = #line, isolation: isolated (any Actor)? = #isolation,
    _ body: (Context) async throws -> Void
  ) async throws {
    try await withDeadline(
      instant(of: deadline), cause: cause, name: name, fileID: fileID, line: line, isolation: isolation, body)
  }

  /// An instant of the system's continuous clock in this context's time.
  ///
  /// Converted by the time that is left. In a simulation that depends on real time, and is listed among the run's
  /// escapes.
  public func instant(of instant: ContinuousClock.Instant) -> Context.Instant {
    now.advanced(by: environment.time.realTime.duration(to: instant))
  }

  /// The ``deadline`` as an instant of the system's continuous clock, for code that takes one; none when there isn't
  /// one.
  ///
  /// In a simulation it depends on real time, and is listed among the run's escapes.
  public var continuousDeadline: ContinuousClock.Instant? {
    deadline.map { environment.time.realTime.advanced(by: now.duration(to: $0)) }
  }
}
