/// Runs tasks that belong together, and returns when every one of them is out.
///
///     let line = try await withErrGroup(in: ctx, .named("dashboard")) { group in
///       let user = await group.go("user") { ctx in try await fetchUser(ctx, id) }
///       let orders = await group.go("orders") { ctx in try await fetchOrders(ctx, id) }
///       return "User: \(try await user.value()) | Orders: \(try await orders.value())"
///     }
///
/// The first failure, of a task or of `body`, is kept, ends the group's context and with it every other task's, and is
/// thrown here once all are out; what the others or the body throw after that is an echo, and stays in
/// ``ErrGroup/failures``. Cancelling the surrounding Swift task from outside ends the group's context, too.
///
/// - Parameters:
///   - context: What the group's context is derived from.
///   - options: How the group is made; see ``ErrGroup/Configuration``.
///   - body: Starts the tasks. The group must not be used after it.
/// - Returns: What `body` returns.
/// - Throws: the first failure; an ``OptionError`` for an option that can't be. Where `body` itself has ended the group with
///   ``ErrGroup/cancel(cause:message:fileID:line:)`` or ``ErrGroup/cancelAndWait(cause:message:fileID:line:)``, the echoes of
///   that are no failures.
@discardableResult
public func withErrGroup<Value>(
  in context: Context, _ options: ErrGroup.Option..., body: (ErrGroup) async throws -> Value
) async throws -> Value {
  try await runErrGroup(in: context, options, body)
}

/// The same as ``withErrGroup(in:_:body:)-(_,ErrGroup.Option...,_)``, for options that were put together before.
@discardableResult
public func withErrGroup<Value>(
  in context: Context, _ options: [ErrGroup.Option], body: (ErrGroup) async throws -> Value
) async throws -> Value {
  try await runErrGroup(in: context, options, body)
}

/// What all forms do, in the frame of each: every call that suspends costs a frame, here as much as half of the rest.
@inline(__always)
private func runErrGroup<Value>(
  in context: Context, _ options: [ErrGroup.Option], _ body: (ErrGroup) async throws -> Value
) async throws -> Value {
  let group = ErrGroup(try GroupNode(in: context, options))
  let node = group.node
  defer { node.seal() }
  let judge = Running.Judge()
  defer { judge.forget(node) }
  return try await withTaskCancellationHandler {
    node.bodyHasBegun()
    let outcome: Result<Value, any Error>
    do {
      let isCancelled = node.switches.contains(.cancellingBody)
      outcome = .success(isCancelled ? try await node.runBody { try await body(group) } : try await body(group))
    } catch {
      // A wait of the body may have heard of it first.
      if error.saysOnlyCancelled(in: group.context), Running.isCancelledFromOutside { node.endForeign(judge.taskID) }
      outcome = .failure(node.bodyFailed(error))
    }
    if let waiter = group.beginWait() { await node.wait(for: waiter) }
    if let failure = node.endWait(), let failure = node.failure(forOwner: failure) { throw failure }
    return try outcome.get()
  } onCancel: {
    judge.hear(node, hasBegun: node.hasBodyBegun) { node.endForeign(judge.taskID) }
  }
}

/// The same as ``withErrGroup(in:_:body:)-(_,ErrGroup.Option...,_)``, for a body that returns nothing.
///
/// A body of one line, `{ group in await group.go { … } }`, then does in a place where nothing is returned, too.
@_documentation(visibility: internal)
public func withErrGroup(
  in context: Context, _ options: ErrGroup.Option..., body: (ErrGroup) async throws -> Void
) async throws {
  try await runErrGroup(in: context, options, body)
}

/// The same, for options that were put together before.
@_documentation(visibility: internal)
public func withErrGroup(
  in context: Context, _ options: [ErrGroup.Option], body: (ErrGroup) async throws -> Void
) async throws {
  try await runErrGroup(in: context, options, body)
}
