/// Does something until it succeeds: at most so often, with pauses between the attempts, and only while the context
/// lives.
///
///     let user = try await retry(in: ctx, .attempts(5), .jitter(0.2), .budget(.seconds(10))) { ctx, attempt in
///       try await fetchUser(ctx, id)
///     }
///
/// Attempts run one after the other, where the caller runs. Between two there is a pause in the context's time; by
/// default 100 ms, 200 ms, 400 ms and so on (``Retry/Backoff``). An observer sees each attempt, each failure and each
/// pause.
///
/// What ends it before the attempts are used up:
///
/// - an error for which ``FunctionalOption/retryIf(_:)`` says no, or a ``Retry/Permanent``, whose inner error is thrown;
/// - a ``FunctionalOption/budget(_:)`` that has no time for the next pause: the last error is thrown;
/// - the end of the context, during an attempt or a pause: then the context's error is thrown, since that is what the
///   caller asked for. The error of the last attempt that failed for a reason of its own is its
///   ``ContextError/underlyingError``. A cancel of the surrounding Swift task from outside does the same.
///
/// An attempt that ran into its own ``FunctionalOption/attemptTimeout(_:)`` has failed like any other.
///
/// - Parameters:
///   - context: How long it may take, and whose time the pauses are in.
///   - options: How it is retried; see ``Retry/Configuration``.
///   - body: One attempt. It receives its context and its number, from 1.
/// - Returns: What the first attempt returned that succeeded.
/// - Throws: the last attempt's error; the context's, when that is over; an ``OptionError`` for an option that can't be.
@discardableResult
public func retry<Value>(
  in context: Context, _ options: Retry.Option..., body: (_ ctx: Context, _ attempt: Int) async throws -> Value
) async throws -> Value {
  try await retry(in: context, options, body: body)
}

/// The same as ``retry(in:_:body:)-(_,Retry.Option...,_)``, for options that were put together before.
@discardableResult
public func retry<Value>(
  in context: Context, _ options: [Retry.Option], body: (_ ctx: Context, _ attempt: Int) async throws -> Value
) async throws -> Value {
  let configuration = try Retry.Configuration(options)
  let limit = configuration.attempts
  let isVaried = configuration.jitter > 0
  var jitter = Retry.Jitter(
    part: configuration.jitter,
    seed: isVaried ? configuration.jitterSeed ?? context.chance(of: "retry") : 0)
  let latest = configuration.budget.map { context.now.advanced(by: $0) }
  var lastError: (any Error)?
  for attempt in 1... {
    try context.checkCancellation()
    if limit > 1 { context.note(.retry(attempt: attempt, limit: limit)) }
    do {
      guard let timeout = configuration.attemptTimeout else { return try await body(context, attempt) }
      return try await context.withTimeout(timeout, name: "attempt") { ctx in try await body(ctx, attempt) }
    } catch {
      if !error.isEcho(of: context) { lastError = error }
      try context.check(after: lastError)
      if let permanent = error as? Retry.Permanent { throw permanent.underlying }
      guard attempt < limit, configuration.isWorthRetrying(error) else { throw error }
      let pause = jitter.applied(to: configuration.backoff.pause(after: attempt))
      if let latest, context.now.advanced(by: pause) > latest { throw error }
      context.note(.log("attempt \(attempt) of \(limit) failed: \(error)"))
      configuration.onRetry(Retry.FailedAttempt(number: attempt, limit: limit, error: error, pause: pause))
      if pause > .zero {
        context.note(.pause(planned: pause))
        do { try await context.sleep(for: pause) } catch { throw error.cancellation.error(underlying: lastError) }
      }
    }
  }
  preconditionFailure("the last attempt returns or throws")
}

/// The same as ``retry(in:_:body:)-(_,Retry.Option...,_)``, for a body that returns nothing.
@_documentation(visibility: internal)
public func retry(
  in context: Context, _ options: Retry.Option..., body: (_ ctx: Context, _ attempt: Int) async throws -> Void
) async throws {
  try await retry(in: context, options, body: body)
}

/// The same, for options that were put together before.
@_documentation(visibility: internal)
public func retry(
  in context: Context, _ options: [Retry.Option], body: (_ ctx: Context, _ attempt: Int) async throws -> Void
) async throws {
  func returning<Value>(_ body: (Context, Int) async throws -> Value) async throws -> Value {
    try await retry(in: context, options, body: body)
  }
  try await returning(body)
}

extension Context {
  /// A number that is different each time; in a simulation, one that its seed, the task's path and the instant determine.
  ///
  /// - Parameter use: What it is for: two uses in one instant have nothing to do with each other.
  package func chance(of use: String) -> UInt64 {
    // Only a time source that isn't the system's runs timers where it is told to.
    guard environment.time.firesInline else { return UInt64.random(in: .min ... .max) }
    return environment.time.tie(path: "\(owner)/\(use)", wait: UInt64(bitPattern: now.nanoseconds))
  }

  /// Throws if this context is over, or the surrounding Swift task was cancelled from outside.
  ///
  /// - Parameter error: What the last attempt threw.
  fileprivate func check(after error: (any Error)?) throws(ContextError) {
    if let cancellation {
      Running.sawCancellation()
      throw cancellation.error(underlying: error)
    }
    guard Running.isCancelledFromOutside else { return }
    Running.sawCancellation()
    throw Cancellation(reason: .taskCancelled, origin: path, instant: now).error(underlying: error)
  }
}

extension Error {
  /// Whether this says no more than that the context is over.
  fileprivate func isEcho(of context: Context) -> Bool {
    guard let cancellation = context.cancellation else { return false }
    if let error = self as? ContextError { return error.cancellation == cancellation }
    return saysOnlyCancelled(in: context)
  }
}
