import Synchronization

extension Context {
  /// Runs `body` in a context that is over `timeout` from now, and ends it when `body` returns.
  ///
  ///     let line = try await ctx.withTimeout(.seconds(2)) { ctx in try await dashboard(ctx, id: 1) }
  ///
  /// When the context ends, the body's Swift task is cancelled, too, so that code stops that takes no context
  /// (`Task.sleep`, `URLSession`). The code after this call isn't touched: only the body is.
  ///
  /// - Parameters:
  ///   - timeout: From now; zero and less end it at once, and `body` runs in a context that is over.
  ///   - cause: What is to blame when the time is over. The default is the error `context deadline exceeded`.
  ///   - name: How the context is called in events. The default is `timeout`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - isolation: The actor that the caller runs on. Leave the default.
  ///   - body: The work, run where the caller runs.
  /// - Returns: What `body` returns.
  /// - Throws: what `body` throws; the context's error in place of one that only says that a Swift task
  ///   was cancelled (``CancellationReporting``), when the context is over.
  @discardableResult
  public func withTimeout<Value>(
    _ timeout: Duration, cause: (any Error)? = nil, name: String = "timeout", fileID: StaticString = #fileID,
    line: UInt = #line, isolation: isolated (any Actor)? = #isolation, _ body: (Context) async throws -> Value
  ) async throws -> Value {
    try await run(
      in: makeCancelScope(timeout: timeout, cause: cause, name: name, fileID: fileID, line: line), isolation: isolation,
      body)
  }

  /// Runs `body` in a context that is over at `deadline`, and ends it when `body` returns. In everything else it is
  /// like ``withTimeout(_:cause:name:fileID:line:isolation:_:)``.
  @discardableResult
  public func withDeadline<Value>(
    _ deadline: Context.Instant, cause: (any Error)? = nil, name: String = "deadline", fileID: StaticString = #fileID,
    line: UInt = #line, isolation: isolated (any Actor)? = #isolation, _ body: (Context) async throws -> Value
  ) async throws -> Value {
    try await run(
      in: makeCancelScope(deadline: deadline, cause: cause, name: name, fileID: fileID, line: line),
      isolation: isolation, body)
  }

  /// The same as ``withTimeout(_:cause:name:fileID:line:isolation:_:)``, for a body that returns nothing.
  @_documentation(visibility: internal)
  public func withTimeout(
    _ timeout: Duration, cause: (any Error)? = nil, name: String = "timeout", fileID: StaticString = #fileID,
    line: UInt = #line, isolation: isolated (any Actor)? = #isolation, _ body: (Context) async throws -> Void
  ) async throws {
    try await run(
      in: makeCancelScope(timeout: timeout, cause: cause, name: name, fileID: fileID, line: line), isolation: isolation,
      body)
  }

  /// The same as ``withDeadline(_:cause:name:fileID:line:isolation:_:)-(Context.Instant,_,_,_,_,_,_)``, for a body that returns nothing.
  @_documentation(visibility: internal)
  public func withDeadline(
    _ deadline: Context.Instant, cause: (any Error)? = nil, name: String = "deadline", fileID: StaticString = #fileID,
    line: UInt = #line, isolation: isolated (any Actor)? = #isolation, _ body: (Context) async throws -> Void
  ) async throws {
    try await run(
      in: makeCancelScope(deadline: deadline, cause: cause, name: name, fileID: fileID, line: line),
      isolation: isolation, body)
  }

  /// Runs `body` in a context that `body` can end, and ends it when `body` returns.
  ///
  ///     let first = try await ctx.withCancel { ctx, cancel in
  ///       try await poll(ctx, found: { cancel() })
  ///     }
  ///
  /// When the context ends, the body's Swift task is cancelled, too, and a cancel of the surrounding Swift task from outside
  /// ends the context: so this is also the way to a context for code that has none.
  ///
  /// - Parameters:
  ///   - name: How the context is called in events. The default is `cancel`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - isolation: The actor that the caller runs on. Leave the default.
  ///   - body: The work, run where the caller runs. It receives the context and the function that ends it,
  ///   which may be called from anywhere; once the context is over it does nothing.
  /// - Returns: What `body` returns, also when it has ended its context.
  /// - Throws: what `body` throws; the context's error in place of one that only says that a Swift task was cancelled.
  @discardableResult
  public func withCancel<Value>(
    name: String = "cancel", fileID: StaticString = #fileID, line: UInt = #line,
    isolation: isolated (any Actor)? = #isolation, _ body: (Context, CancelAction) async throws -> Value
  ) async throws -> Value {
    try await run(in: makeCancelScope(name: name, fileID: fileID, line: line), isolation: isolation) { context in
      try await body(context, CancelAction(context: context))
    }
  }

  /// The same as ``withCancel(name:fileID:line:isolation:_:)``, for a body that returns nothing.
  @_documentation(visibility: internal)
  public func withCancel(
    name: String = "cancel", fileID: StaticString = #fileID, line: UInt = #line,
    isolation: isolated (any Actor)? = #isolation, _ body: (Context, CancelAction) async throws -> Void
  ) async throws {
    try await run(in: makeCancelScope(name: name, fileID: fileID, line: line), isolation: isolation) { context in
      try await body(context, CancelAction(context: context))
    }
  }

  func run<Value>(
    in scope: consuming CancelScope, isolation: isolated (any Actor)?, _ body: (Context) async throws -> Value
  ) async throws -> Value {
    let context = scope.context
    do {
      return try await context.runBody(isolation: isolation, body) {
        context.node.end(Cancellation(reason: .scopeEnded, origin: context.path, instant: context.now), as: .released)
      }
    } catch {
      // The code around it may handle that, and goes on: its own context isn't over.
      if error is ContextError, !isCancelled { goesOn() }
      throw error
    }
  }

  /// Runs `body` in a Swift task of its own, which is cancelled when this context ends. A cancel of the surrounding Swift
  /// task from outside ends this context.
  ///
  /// - Parameter onReturn: Called when `body` has returned.
  /// - Throws: what `body` throws; in place of an error that only says that a Swift task was cancelled the context's error.
  func runBody<Value>(
    isolation: isolated (any Actor)?, _ body: (Context) async throws -> Value, onReturn: () -> Void
  ) async throws -> Value {
    let running = RunningBody(environment: environment)
    let binding = Running.Binding(code: running)
    let watch = Waiter(in: environment)
    // A cancel from outside that comes after the library's own doesn't reach the body's Swift task any more.
    let judge = Running.Judge()
    let outcome = await withoutActuallyEscaping(body) { body in
      let body = Transfer(body)
      return await withTaskCancellationHandler(
        operation: {
          running.begin()
          return await withTaskGroup(of: Transfer<Result<Value, any Error>>?.self, isolation: isolation) { children in
            children.addTask {
              // Naming the actor here makes the child run on it.
              _ = isolation
              // The binding doesn't hold what it names.
              defer { withExtendedLifetime(running) {} }
              return Transfer(
                await Running.local.withValue(binding) {
                  Running.arrive()
                  defer { binding.leave() }
                  do { return .success(try await body.value(self)) } catch { return .failure(error) }
                })
            }
            children.addTask {
              if await suspend(watch, doing: .context(id)) == .foreign { endForeign() }
              return nil
            }
            var outcome: Result<Value, any Error>?
            for await child in children {
              if let child {
                outcome = child.value.mapError { error in
                  if error.saysOnlyCancelled(in: self), Running.isCancelledFromOutside { endForeign() }
                  return translated(error)
                }
                onReturn()
                // Lets the other child go.
                watch.wake(.elapsed)
              } else if outcome == nil, !Running.isCancelledFromOutside {
                running.doom { children.cancelAll() }
              }
            }
            return Transfer(outcome)
          }
        },
        onCancel: {
          if judge.isForeign(hasBegun: running.hasBegun) { running.cancelledAround() }
        }, isolation: isolation
      ).value
    }
    guard let outcome else { preconditionFailure("a child task returned without a result") }
    return try outcome.get()
  }

  /// The Swift task of the code that runs in this context was cancelled from outside: that ends the context.
  private func endForeign() {
    node.end(Cancellation(reason: .taskCancelled, givenCause: CancellationError(), origin: path, instant: now))
  }
}

/// Carries a value across an isolation boundary that isn't one.
///
/// Sendable because both sides run on the same actor, or one after the other: the body's child task is the only one
/// that touches the value while the caller waits for it.
private struct Transfer<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }
}

/// A body that runs in a context of its own, in a Swift task of its own (``Context/withTimeout(_:cause:name:fileID:line:isolation:_:)``
/// and its kin). What the body does counts as done by the task around it.
final class RunningBody: RunningCode {
  private let outer: (any RunningCode)?
  /// The Swift task that runs the body, in one of its own.
  private let maker: UInt
  let environment: Environment
  private let doomed = Atomic(false)
  private let begun = Atomic(false)
  private let around = Atomic(false)
  /// Called for a cancel from outside that comes after the library's own.
  private let listeners = Locked<[ObjectIdentifier: @Sendable () -> Void]>([:])

  /// Made by the code that the body runs inside of.
  ///
  /// - Parameter environment: Where the body runs, if no task is around it.
  init(environment: Environment) {
    outer = Running.code
    maker = Running.currentTask
    self.environment = outer?.environment ?? environment
  }

  var taskID: Path { outer?.taskID ?? .empty }
  var isDoomed: Bool {
    (doomed.load(ordering: .acquiring) || outer?.isDoomed ?? false) && !isCancelledAround
  }

  func isBody(of task: UInt) -> Bool { maker == task || outer?.isBody(of: task) ?? false }

  func isReached(by sender: UInt) -> Bool {
    sender == UInt(bitPattern: ObjectIdentifier(self)) || outer?.isReached(by: sender) ?? false
  }

  /// Performs `body`, which cancels the body's Swift task because its context is over.
  func doom(_ body: () -> Void) {
    doomed.store(true, ordering: .releasing)
    Running.sending(to: self, body)
  }

  // MARK: Cancels from outside

  /// The handler is set that hears of cancels of the Swift task around the body.
  func begin() { begun.store(true, ordering: .releasing) }
  var hasBegun: Bool { begun.load(ordering: .acquiring) }

  var isCancelledAround: Bool { around.load(ordering: .acquiring) || outer?.isCancelledAround ?? false }

  /// The Swift task around the body has been cancelled from outside.
  func cancelledAround() {
    around.store(true, ordering: .releasing)
    let actions = listeners.withLock { listeners in
      defer { listeners = [:] }
      return listeners.values.map { $0 }
    }
    for action in actions { action() }
  }

  func whenCancelledAround(_ key: ObjectIdentifier, _ action: @escaping @Sendable () -> Void) {
    let isTooLate = listeners.withLock { listeners in
      // Looked at under the lock: a listener that comes before they are taken is among them.
      if around.load(ordering: .acquiring) { return true }
      listeners[key] = action
      return false
    }
    if isTooLate { action() }
    outer?.whenCancelledAround(key, action)
  }

  func forgetCancelAround(_ key: ObjectIdentifier) {
    listeners.withLock { _ = $0.removeValue(forKey: key) }
    outer?.forgetCancelAround(key)
  }

  func sawCancellation() { outer?.sawCancellation() }
  func wentOn() { outer?.wentOn() }
  func received(_ error: any Error, from group: Path) { outer?.received(error, from: group) }
  func countWait() -> UInt64 { outer?.countWait() ?? environment.observation?.countWait() ?? 0 }
}
