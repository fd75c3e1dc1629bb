extension Context {
  /// Suspends for so long, or until the context is over.
  ///
  /// - Parameter duration: How long, in the context's time; zero and less don't suspend.
  /// - Throws: the context's error, as soon as it is over; if it is over already, without suspending. A cancellation of
  ///   the surrounding Swift task from outside ends the wait in the same way.
  public func sleep(for duration: Duration) async throws(ContextError) {
    try await sleep(until: now.advanced(by: duration))
  }

  /// Suspends until `instant`, or until the context is over.
  ///
  /// - Parameter instant: A point of this context's time; one that has passed doesn't suspend.
  /// - Throws: as ``sleep(for:)``.
  public func sleep(until instant: Context.Instant) async throws(ContextError) {
    guard let wait = ownWait(until: instant) else { return try await sleep(until: instant, alarm: nil) }
    await withUnsafeContinuation { wait.suspend($0) }
    try end(wait)
  }

  /// The same, but `alarm` ends it before its time, without an error.
  package func sleep(until instant: Context.Instant, alarm: Alarm?) async throws(ContextError) {
    let task = Running.code
    if let error {
      task?.sawCancellation()
      throw error
    }
    switch await wait(until: instant, alarm: alarm, doing: .other("sleeps until \(instant)")) {
    // Of a context that can't end it says nothing.
    case .elapsed, .signalled: if canBeCancelled { task?.wentOn() }
    case .contextDone:
      task?.sawCancellation()
      if let error { throw error }
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    }
  }

  /// Suspends for so long, or until the context is over, or until `signal` is: for work that ends early when it is asked
  /// to.
  ///
  ///     guard try await ctx.sleep(for: .seconds(1), orUntil: ctx.shutdownSignal) else { return }
  ///
  /// - Parameters:
  ///   - duration: How long, in the context's time; zero and less don't suspend.
  ///   - signal: A second context to watch. That it is over is no error here.
  /// - Returns: Whether the time is over; false as soon as `signal` is.
  /// - Throws: as ``sleep(for:)``. Where both contexts are over when it is called, it throws. While it waits, what ends first
  ///   counts; one cancellation that ends both makes it throw.
  @discardableResult
  public func sleep(for duration: Duration, orUntil signal: Context) async throws(ContextError) -> Bool {
    try await sleep(until: now.advanced(by: duration), orUntil: signal, alarm: nil)
  }

  /// The same, but `alarm` ends it before its time, as if that were over.
  package func sleep(
    until instant: Context.Instant, orUntil signal: Context, alarm: Alarm?
  ) async throws(ContextError) -> Bool {
    try checkCancellation()
    if signal.isCancelled { return false }
    let task = Running.code
    let outcome = await wait(until: instant, orUntil: signal, alarm: alarm, doing: .other("sleeps until \(instant)"))
    switch outcome {
    case .elapsed, .signalled: task?.wentOn()
    case .contextDone:
      task?.sawCancellation()
      if let error { throw error }
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    }
    return outcome == .elapsed
  }

  /// Suspends until the context is over, and says why it is (Go: `<-ctx.Done()`).
  ///
  /// - Returns: The cancellation; none when the wait ended because the surrounding Swift task was cancelled from
  ///   outside.
  @discardableResult
  public func waitUntilCancelled() async -> Cancellation? {
    guard let wait = ownWait() else { return await anyWait() }
    await withUnsafeContinuation { wait.suspend($0) }
    return cancellation
  }

  private func anyWait() async -> Cancellation? {
    let cancellation = await end()
    Running.sawCancellation()
    return cancellation
  }

  /// The same for code that only watches: it doesn't count as seen by the code that runs.
  func end() async -> Cancellation? {
    if node.isDone || !node.canBeReached, let cancellation { return cancellation }
    _ = await wait(until: nil, doing: .context(id))
    return cancellation
  }

  /// Suspends for so long, whatever happens to any context or task. For clean-up that has to take its time.
  package func pause(for duration: Duration) async {
    await pause(until: now.advanced(by: duration), alarm: nil)
  }

  /// Suspends until `instant`, whatever happens to any context or task; only `alarm` ends it before its time.
  package func pause(until instant: Context.Instant, alarm: Alarm?) async {
    guard instant > now else { return }
    let waiter = Waiter(in: environment)
    let timer = WaitTimer(waiter, at: instant)
    environment.time.add(timer)
    alarm?.set(for: waiter)
    await waiter.value(doing: .other("cleans up until \(instant)"))
    alarm?.set(for: nil)
    environment.time.remove(timer)
  }

  /// Suspends until the context is over, or one of `latches` is open, or it is `instant`, or `signal` is over, or `alarm`
  /// is rung.
  ///
  /// - Parameters:
  ///   - latches: What is waited for; none for the end of the context alone.
  ///   - listens: Whether the end of this context counts, and of `signal`.
  ///   - what: What it waits for, for a run that can't go on.
  /// - Throws: the context's error, as soon as it is over. Of what happens at one instant the first counts, as in a `select`
  ///   of Go's that waits; the context goes first, when both have happened before.
  package func wait(
    for latches: [Latch], until instant: Context.Instant? = nil, orUntil signal: Context?, listens: Bool, alarm: Alarm?,
    doing what: Event.Awaited
  ) async throws(ContextError) -> OpenEnd {
    let waiter = Waiter(in: environment)
    let task = Running.code
    if listens {
      if let error {
        task?.sawCancellation()
        throw error
      }
      if signal?.isCancelled == true { return .signalled }
    }
    func hasHappened() -> Bool { latches.contains(where: \.isOpen) || instant.map { $0 <= now } ?? false }
    if hasHappened() { return .happened }
    for latch in latches { latch.add(waiter) }
    let timer = instant.map { WaitTimer(waiter, at: $0) }
    if let timer { environment.time.add(timer) }
    defer {
      for latch in latches { latch.remove(waiter) }
      if let timer { environment.time.remove(timer) }
    }
    alarm?.set(for: waiter)
    defer { alarm?.set(for: nil) }
    guard listens else {
      await waiter.value(doing: what)
      return hasHappened() ? .happened : .alarmed
    }
    let signalled = signal.map { hook(on: $0, for: waiter) }
    defer { signalled?.stop() }
    let outcome = await suspend(waiter, doing: what)
    if outcome == .elapsed, hasHappened() {
      task?.wentOn()
      return .happened
    }
    if outcome != .signalled, let error {
      task?.sawCancellation()
      throw error
    }
    switch outcome {
    case .elapsed, .contextDone: return .alarmed
    case .signalled: return .signalled
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    }
  }

  private func wait(
    until instant: Context.Instant?, orUntil signal: Context? = nil, alarm: Alarm? = nil,
    doing what: @autoclosure () -> Event.Awaited
  ) async -> Waiter.Outcome {
    let waiter = Waiter(in: environment)
    if let instant, instant <= now {
      // Nothing to wait for. As in Go, no other task gets a turn.
      return node.canBeReached && node.isDone ? .contextDone : .elapsed
    }
    alarm?.set(for: waiter)
    defer { alarm?.set(for: nil) }
    let signalled = signal.map { hook(on: $0, for: waiter) }
    defer { signalled?.stop() }
    let timer = instant.map { WaitTimer(waiter, at: $0) }
    if let timer { environment.time.add(timer) }
    let outcome = await suspend(waiter, doing: what())
    if let timer, outcome != .elapsed || alarm != nil { environment.time.remove(timer) }
    return outcome
  }

  /// Wakes the waiter when `signal` is over. That may be so because this context is, with the whole tree below it: then that
  /// counts.
  func hook(on signal: Context, for waiter: Waiter) -> CancelRegistration {
    signal.onCancel { [node] _ in waiter.wake(node.isDone ? .contextDone : .signalled) }
  }

  /// Throws what ``wait(for:doing:)`` would throw at once: for calls that needn't wait, and still shall get nothing when
  /// the caller's time is over.
  func checkBeforeWaiting() throws(ContextError) {
    try checkCancellation()
    guard Running.isCancelledFromOutside else { return }
    Running.sawCancellation()
    throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
  }

  /// Suspends the current task until `waiter` is woken.
  ///
  /// - Throws: this context's error as soon as it is over, or an error that says that the Swift task was cancelled from
  ///   outside. The waiter isn't woken any more then.
  func wait(for waiter: Waiter, doing what: @autoclosure () -> Event.Awaited) async throws(ContextError) {
    let task = Running.code
    switch await suspend(waiter, doing: what()) {
    // Of a context that can't end it says nothing.
    case .elapsed, .signalled: if canBeCancelled { task?.wentOn() }
    case .contextDone:
      task?.sawCancellation()
      throw error ?? .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    case .foreign:
      task?.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: path, instant: now))
    }
  }

  /// Suspends the current task until `waiter` is woken, or this context is over, or the Swift task is cancelled from
  /// outside.
  ///
  /// - Parameter what: What it waits for, in words, for a run that can't go on.
  func suspend(_ waiter: Waiter, doing what: @autoclosure () -> Event.Awaited) async -> Waiter.Outcome {
    noteUse()
    let hook = WaitHook(waiter)
    let isHooked = node.canBeReached && node.add(hook)
    if node.canBeReached, !isHooked { waiter.wake(.contextDone) }
    let judge = Running.Judge()
    let outcome = await withTaskCancellationHandler {
      await waiter.value(doing: what())
    } onCancel: {
      judge.hear(waiter, hasBegun: waiter.hasSuspended) { waiter.wake(.foreign) }
    }
    judge.forget(waiter)
    if isHooked, !node.isDone { node.remove(hook) }
    return outcome
  }
}

extension ContextNode {
  /// Whether the context can end at all.
  final var canBeReached: Bool { kind.canEnd }
}

/// Sendable because its waiter is.
private final class WaitHook: Hook, @unchecked Sendable {
  private let waiter: Waiter

  init(_ waiter: Waiter) {
    self.waiter = waiter
  }

  override func run(_ cancellation: Cancellation, on node: ContextNode) {
    waiter.wake(.contextDone)
  }
}

/// Sendable because its waiter is.
private final class WaitTimer: PlainTimer, @unchecked Sendable {
  private let waiter: Waiter

  init(_ waiter: Waiter, at instant: Context.Instant) {
    self.waiter = waiter
    super.init(at: instant, tie: waiter.tie)
  }

  override func fire() {
    waiter.wake(.elapsed)
  }
}
