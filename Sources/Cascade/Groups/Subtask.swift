/// A task that was started on a group, and its result to come.
public struct Subtask<Value: Sendable>: Sendable {
  private let source: Source
  let node: TaskNode

  /// Where the result comes from.
  private enum Source: Sendable {
    /// A Swift task of its own.
    case own(Task<Value, any Error>)
    /// Of one that shares its Swift task with others; none where there is nothing to return.
    case shared(SharedResult<Value>?)
  }

  @usableFromInline
  init(_ task: Task<Value, any Error>, node: TaskNode) {
    source = .own(task)
    self.node = node
  }

  @usableFromInline
  init(shared result: SharedResult<Value>?, node: TaskNode) {
    source = .shared(result)
    self.node = node
  }

  /// The path of the task, when the run is observed; else empty.
  public var id: String { node.scope.id.text }

  /// What the task returned, as soon as it has. It may be asked for by any number of callers, any number of times.
  ///
  /// - Returns: What the task returned.
  /// - Throws: what the task threw.
  public func value() async throws -> Value {
    let environment = node.scope.environment
    let token = environment.observation?.beginWait(
      who: Running.code?.taskID.text ?? "", what: .result(task: node.scope.id.text))
    defer { if let token { environment.observation?.endWait(token) } }
    switch source {
    case .own(let task): return try await task.value
    case .shared(let result):
      let waiter = Waiter(in: environment)
      if node.join(waiter) { await waiter.value(doing: .result(task: node.scope.id.text)) }
      if let failure = node.sharedWork?.failure { throw failure }
      guard let value = result.map({ $0.value }) ?? (() as? Value) else {
        preconditionFailure("a task returned without a result")
      }
      return value
    }
  }

  /// What the task returned, as ``value()`` says, but waits no longer than until `context` is over, or the Swift task that
  /// waits is cancelled from outside. A wait that ends early changes nothing: the task goes on.
  ///
  ///     let price = try await ctx.withTimeout(.seconds(1)) { ctx in try await quote.value(in: ctx) }
  ///
  /// - Parameter context: What ends the wait. To end it with the Swift task alone, give ``Context/background``.
  /// - Returns: What the task returned; also where it is out and `context` is over.
  /// - Throws: what the task threw; or, when the wait ended early, a ``ContextError`` that says why.
  public func value(in context: Context) async throws -> Value {
    let waiter = Waiter(in: node.scope.environment)
    if node.join(waiter) {
      do {
        try await context.wait(for: waiter, doing: .result(task: node.scope.id.text))
      } catch {
        node.unjoin(waiter)
        throw error
      }
    }
    return try await value()
  }

  /// Ends the context of this task alone. What it throws then counts as its failure, as in Go; the error says that the
  /// task was cancelled by itself (``ErrGroup/Failure/Nature/cancelledAlone``), and ``FunctionalOption/ignoringLoneCancellations``
  /// overlooks it.
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Returns: Whether this call ended it.
  @discardableResult
  public func cancel(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Bool {
    node.end(
      .requested, cause: cause, origin: Running.path(else: node.scope.id), message: message,
      site: CallSite(fileID, line))
  }
}
