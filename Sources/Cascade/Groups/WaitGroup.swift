/// A group that waits for its tasks and does nothing else (Go: `sync.WaitGroup`): errors vanish, no task is told.
///
/// It is here to be compared with. For tasks that can fail, use ``withErrGroup(in:_:body:)-(_,ErrGroup.Option...,_)``.
public final class WaitGroup: Sendable {
  @usableFromInline let group: ErrGroup

  /// Makes a group.
  ///
  /// - Parameters:
  ///   - context: What its tasks hang on. The default is ``Context/background``.
  ///   - options: How the group is made.
  /// - Throws: an ``OptionError`` for an option that can't be, and for ``FunctionalOption/policy(_:)`` and
  ///   ``FunctionalOption/ignoringLoneCancellations``.
  public convenience init(in context: Context = .background, _ options: ErrGroup.Option...) throws(OptionError) {
    try self.init(in: context, options)
  }

  /// The same, for options that were put together before.
  public init(in context: Context = .background, _ options: [ErrGroup.Option]) throws(OptionError) {
    if let policy = try ErrGroup.Configuration(options).givenPolicy {
      throw OptionError(option: "policy", value: policy.name, reason: "a wait group has its own; use ErrGroup(in:_:)")
    }
    group = try ErrGroup(in: context, options + [.policy(.ignoreErrors)])
  }

  /// Starts a task (Go: `wg.Go`); what it throws is lost, unless the handle is asked. Otherwise as
  /// ``ErrGroup/go(_:priority:fileID:line:_:)``.
  @discardableResult @inlinable
  public func go<Value: Sendable>(
    _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping @concurrent (Context) async throws -> Value
  ) async -> Subtask<Value> {
    await group.go(name, priority: priority, fileID: fileID, line: line, operation)
  }

  /// Starts a task if the limit allows it. Go's wait group has no limit; here it is an option. Otherwise as
  /// ``ErrGroup/tryGo(_:priority:fileID:line:_:)``.
  @discardableResult @inlinable
  public func tryGo<Value: Sendable>(
    _ name: String? = nil, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping @concurrent (Context) async throws -> Value
  ) -> Subtask<Value>? {
    group.tryGo(name, priority: priority, fileID: fileID, line: line, operation)
  }

  /// Suspends until every task is out (Go: `wg.Wait`).
  public func wait() async {
    try? await group.wait()
  }
}
