extension Context {
  /// Runs `body` as ``withTimeout(_:cause:name:fileID:line:isolation:_:)-(Duration,_,_,_,_,_,_)`` does, but a limit that
  /// cuts it short is no error.
  ///
  ///     let suggestions = try await ctx.withTimeoutOrNil(.milliseconds(200)) { ctx in try await suggest(ctx, word) } ?? []
  ///
  /// - Parameters:
  ///   - timeout: From now; zero and less end the context at once.
  ///   - name: How the context is called in events. The default is `timeout`.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  ///   - isolation: The actor that the caller runs on. Leave the default.
  ///   - body: The work, run where the caller runs.
  /// - Returns: What `body` returns; none when it was cut short by this limit, and no other.
  /// - Throws: what `body` throws, the end of a context further out included.
  public func withTimeoutOrNil<Value>(
    _ timeout: Duration, name: String = "timeout", fileID: StaticString = #fileID, line: UInt = #line,
    isolation: isolated (any Actor)? = #isolation, _ body: (Context) async throws -> Value
  ) async throws -> Value? {
    let scope = makeCancelScope(timeout: timeout, name: name, fileID: fileID, line: line)
    let limit = scope.context
    do {
      return try await run(in: scope, isolation: isolation, body)
    } catch let error as ContextError where limit.endedByItself(error.cancellation) {
      return nil
    }
  }

  /// Whether this context ended with that cancellation, and it is its own: a deadline of this context, of none above.
  private func endedByItself(_ cancellation: Cancellation) -> Bool {
    guard node.kind == .deadline, let record = node.record, record === cancellation.record,
      record.reason == .deadlineExceeded
    else { return false }
    return node.parent?.record !== record
  }

  /// Runs `body` in a context that is over `timeout` from now, and waits no longer than that, **even where `body` does not
  /// stop**: it is then left behind, and runs on in the background until it returns by itself.
  ///
  /// This is for code that can't be told, and whose leftovers do no harm. It holds what it holds (memory, a connection, a
  /// lock) until it is out, and nothing limits how many such bodies there are. Where the code looks at its context,
  /// ``withTimeout(_:cause:name:fileID:line:isolation:_:)-(Duration,_,_,_,_,_,_)`` is as quick, and nothing is left.
  ///
  /// A body that was left behind keeps its context, which is over, and its Swift task is cancelled. An observer sees it as a
  /// task of a group named `body`, which is open until the body is out. Its result or error is lost.
  ///
  /// - Parameters:
  ///   - timeout: From now; zero and less end the context at once.
  ///   - cause: What is to blame when the time is over. The default is the error `context deadline exceeded`.
  ///   - name: How the context is called in events. The default is `timeout`.
  ///   - priority: The priority of the body's Swift task. The default is the caller's.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  ///   - body: The work. It runs in a Swift task of its own, which may outlive the caller.
  /// - Returns: What `body` returns, if it does so in time.
  /// - Throws: what `body` throws; a ``ContextError`` as soon as the context is over, because of the limit or of a context
  ///   above, or when the surrounding Swift task is cancelled from outside.
  @discardableResult
  public func withTimeoutLeavingBehind<Value: Sendable>(
    _ timeout: Duration, cause: (any Error)? = nil, name: String = "timeout", priority: TaskPriority? = nil,
    fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) async throws -> Value {
    let scope = makeCancelScope(timeout: timeout, cause: cause, name: name, fileID: fileID, line: line)
    let (group, _) = try ErrGroup.withContext(scope.context, .named("body"))
    let task = await group.go(priority: priority, fileID: fileID, line: line, body)
    let value: Value
    do {
      value = try await task.value(in: scope.context)
    } catch {
      if task.node.isOut {
        try? await group.wait()
        // It was ready in the same moment: what it made is handed over.
        if let value = try? await task.value() { return value }
      } else {
        if let error = error as? ContextError { scope.context.node.end(error.cancellation) }
        group.closeWhenOut()
      }
      throw error
    }
    try await group.wait()
    return value
  }

  /// The same, for a body that returns nothing.
  @_documentation(visibility: internal)
  public func withTimeoutLeavingBehind(
    _ timeout: Duration, cause: (any Error)? = nil, name: String = "timeout", priority: TaskPriority? = nil,
    fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping @Sendable @concurrent (Context) async throws -> Void
  ) async throws {
    let work: @Sendable @concurrent (Context) async throws -> Bool = { ctx in
      try await body(ctx)
      return true
    }
    try await withTimeoutLeavingBehind(
      timeout, cause: cause, name: name, priority: priority, fileID: fileID, line: line, work)
  }
}

extension ErrGroup {
  /// Waits for the group in a Swift task of its own.
  fileprivate func closeWhenOut() {
    let environment = node.scope.environment
    environment.ordering(by: node.scope.id) {
      _ = Task(executorPreference: environment.executor) { try? await self.wait() }
    }
  }
}
