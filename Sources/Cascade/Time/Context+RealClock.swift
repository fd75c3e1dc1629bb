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
