/// A piece of work for ``gather(in:_:)`` and ``firstSuccess(in:_:)-(_,GroupTask<Value>...)``: a name and what to do.
public struct GroupTask<Value: Sendable>: Sendable {
  let name: String
  let operation: @Sendable @concurrent (Context) async throws -> Value

  /// Makes a piece of work; nothing runs yet.
  ///
  /// - Parameters:
  ///   - name: How the task is called in events.
  ///   - operation: The work. It receives the task's context.
  public init(_ name: String, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value) {
    self.name = name
    self.operation = operation
  }
}

/// Does several things at the same time, and returns all results, each with its own type.
///
///     let (user, orders) = try await gather(
///       in: ctx,
///       GroupTask("user") { ctx in try await fetchUser(ctx, id) },
///       GroupTask("orders") { ctx in try await fetchOrders(ctx, id) })
///
/// The first failure ends all the others and is thrown once they are out.
///
/// - Parameters:
///   - context: What the group's context is derived from.
///   - task: The pieces of work, in any number.
/// - Returns: The results, in the order of the pieces.
/// - Throws: the first failure.
public func gather<each Value: Sendable>(
  in context: Context, _ task: repeat GroupTask<each Value>
) async throws -> (repeat each Value) {
  try await withErrGroup(in: context, .named("gather")) { group in
    let subtasks = (repeat await group.go((each task).name, (each task).operation))
    return (repeat try await (each subtasks).value())
  }
}

/// Does several things at the same time, and returns the result of whichever succeeds first. The others are ended.
///
/// - Parameters:
///   - context: What the group's context is derived from.
///   - tasks: The pieces of work.
/// - Returns: The first result.
/// - Throws: a ``GroupError`` with all failures, when none succeeds; one without failures when there is no piece of work.
public func firstSuccess<Value: Sendable>(in context: Context, _ tasks: [GroupTask<Value>]) async throws -> Value {
  let winner = Locked<Value?>(nil)
  try await withErrGroup(in: context, .named("first-success"), .policy(.firstSuccess)) { group in
    for task in tasks {
      await group.go(task.name) { ctx in
        let value = try await task.operation(ctx)
        winner.withLock { $0 = $0 ?? value }
      }
    }
  }
  guard let value = winner.withLock({ $0 }) else { throw GroupError(ErrGroup.Tally()) }
  return value
}

/// The same, one by one.
public func firstSuccess<Value: Sendable>(in context: Context, _ tasks: GroupTask<Value>...) async throws -> Value {
  try await firstSuccess(in: context, tasks)
}
