/// Runs tasks that belong together, and hands their results out as they come.
///
///     let cheapest = try await withResultGroup(in: ctx, of: Int.self, .limit(4)) { group in
///       for shop in shops {
///         await group.go { ctx in try await askForPrice(ctx, shop) }
///       }
///       for try await price in group.results where price < 100 { return price }
///       return 100
///     }
///
/// It is ``withErrGroup(in:_:body:)-(_,ErrGroup.Option...,_)`` with one difference: when `body` returns, results that it
/// hasn't taken aren't wanted any more. What still runs is ended then, and waited for; that it says so isn't thrown.
/// Leaving the loop early is all it takes.
///
/// - Parameters:
///   - context: What the group's context is derived from.
///   - type: What the tasks return.
///   - options: How the group is made; see ``ErrGroup/Configuration``. The name is `results` by default.
///   - body: Starts the tasks, and takes their results. The group must not be used after it.
/// - Returns: What `body` returns.
/// - Throws: the first failure; an ``OptionError`` for an option that can't be.
@discardableResult
public func withResultGroup<Element: Sendable, Value>(
  in context: Context, of type: Element.Type, _ options: ErrGroup.Option...,
  body: (ResultGroup<Element>) async throws -> Value
) async throws -> Value {
  try await withResultGroup(in: context, of: type, options, body: body)
}

/// The same as ``withResultGroup(in:of:_:body:)-(_,_,ErrGroup.Option...,_)``, for options that were put together before.
@discardableResult
public func withResultGroup<Element: Sendable, Value>(
  in context: Context, of type: Element.Type, _ options: [ErrGroup.Option],
  body: (ResultGroup<Element>) async throws -> Value
) async throws -> Value {
  try await withErrGroup(in: context, [.named("results")] + options) { group in
    let value = try await body(ResultGroup(group))
    // That tasks say no more than this isn't thrown, since it was asked for here.
    group.end(cause: nil, message: "the results are not wanted any more", "", 0)
    return value
  }
}

/// The same as ``withResultGroup(in:of:_:body:)-(_,_,ErrGroup.Option...,_)``, for a body that returns nothing.
@_documentation(visibility: internal)
public func withResultGroup<Element: Sendable>(
  in context: Context, of type: Element.Type, _ options: ErrGroup.Option...,
  body: (ResultGroup<Element>) async throws -> Void
) async throws {
  try await withResultGroup(in: context, of: type, options, body: body)
}

/// The same, for options that were put together before.
@_documentation(visibility: internal)
public func withResultGroup<Element: Sendable>(
  in context: Context, of type: Element.Type, _ options: [ErrGroup.Option],
  body: (ResultGroup<Element>) async throws -> Void
) async throws {
  func returning<Value>(_ body: (ResultGroup<Element>) async throws -> Value) async throws -> Value {
    try await withResultGroup(in: context, of: type, options, body: body)
  }
  try await returning(body)
}

/// A group of tasks whose results are taken as they come; see ``withResultGroup(in:of:_:body:)-(_,_,ErrGroup.Option...,_)``.
///
/// A result waits in the group until it is taken: no task and no spawner waits for that, so nothing can be stuck, and
/// the memory needed is that of the results that haven't been taken. To bound it, start a further task for each result
/// that was taken:
///
///     try await withResultGroup(in: ctx, of: WebPage.self) { group in
///       var waiting = urls.makeIterator()
///       func startNext() async {
///         guard let url = waiting.next() else { return }
///         await group.go { ctx in try await fetch(ctx, url) }
///       }
///       for _ in 0..<8 { await startNext() }
///       for try await page in group.results {
///         index.add(page)
///         await startNext()
///       }
///     }
public struct ResultGroup<Element: Sendable>: Sendable {
  private let group: ErrGroup
  private let inbox: Inbox<Element>

  init(_ group: ErrGroup) {
    self.group = group
    inbox = Inbox(group.node)
  }

  /// The group's context. Its end ends every task, and the results.
  public var context: Context { group.context }

  /// Every failure so far; see ``ErrGroup/failures``.
  public var failures: [ErrGroup.Failure] { group.failures }

  /// The results of the tasks that succeeded, in the order in which they did.
  ///
  /// There is one stream of them: each result is given to one taker, whichever loop that belongs to. It ends when every
  /// task is out that was started so far.
  ///
  /// The failure that ends the group ends the stream, too: after the results that came before it, it is thrown at once,
  /// and no task is waited for. So does anything else that ends the group's context, with the context's error. With
  /// another policy the stream just ends, when all tasks are out or the policy has seen enough; what the policy makes of
  /// failures is thrown at the end of ``withResultGroup(in:of:_:body:)-(_,_,ErrGroup.Option...,_)``. A cancel of the Swift task that waits, from outside, ends the wait with
  /// an error, as it does in ``Context/sleep(for:)``.
  public var results: Results { results(in: group.context) }

  /// The same, and a wait also ends with this context.
  ///
  /// - Parameter context: What ends a wait, with this context's error; results that are there are taken first.
  public func results(in context: Context) -> Results {
    Results(inbox: inbox, context: context)
  }

  /// Starts a task, as ``ErrGroup/go(_:priority:fileID:line:_:)`` does.
  ///
  /// - Parameters:
  ///   - name: How the task is called in events. The default is its index in the group.
  ///   - priority: The priority of the Swift task. The default is the caller's.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - operation: The work. It receives the task's context. What it returns is one of the ``results``.
  public func go(
    _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping @concurrent (Context) async throws -> Element
  ) async {
    inbox.expect(1)
    let work = Work(operation)
    await group.go(name, priority: priority, fileID: fileID, line: line) { [inbox] ctx in
      try await inbox.deliver { try await work.operation(ctx) }
    }
  }

  /// Starts a task if the limit allows it, as ``ErrGroup/tryGo(_:priority:fileID:line:_:)`` does.
  ///
  /// - Parameters:
  ///   - name: How the task is called in events. The default is its index in the group.
  ///   - priority: The priority of the Swift task. The default is the caller's.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - operation: The work. It receives the task's context. What it returns is one of the ``results``.
  /// - Returns: Whether the task was started.
  @discardableResult
  public func tryGo(
    _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping @concurrent (Context) async throws -> Element
  ) -> Bool {
    inbox.expect(1)
    let work = Work(operation)
    let task = group.tryGo(name, priority: priority, fileID: fileID, line: line) { [inbox] ctx in
      try await inbox.deliver { try await work.operation(ctx) }
    }
    if task == nil { inbox.expect(-1) }
    return task != nil
  }

  /// Ends the group's context, as ``ErrGroup/cancel(cause:message:fileID:line:)`` does.
  public func cancel(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    group.cancel(cause: cause, message: message, fileID: fileID, line: line)
  }

  /// The results of a group, in the order in which tasks succeed.
  public struct Results: AsyncSequence, AsyncIteratorProtocol, Sendable {
    fileprivate let inbox: Inbox<Element>
    fileprivate let context: Context

    /// Itself: all takers share one stream.
    public func makeAsyncIterator() -> Results { self }

    /// The next result, as soon as there is one; none at the end.
    ///
    /// - Throws: see ``ResultGroup/results``.
    /// - Complexity: O(1).
    public func next() async throws -> Element? {
      try await inbox.next(in: context)
    }

    /// The same, where the caller runs.
    public func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> Element? {
      try await inbox.next(in: context)
    }
  }
}
