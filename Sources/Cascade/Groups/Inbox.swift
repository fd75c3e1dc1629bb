/// Where results wait to be taken, and takers for results.
final class Inbox<Element: Sendable>: Sendable {
  private struct State {
    /// What hasn't been taken.
    var results = Queue<Element>()
    /// The callers that wait: only while there are no results.
    var takers = Queue<Waiter>()
    /// Tasks that were asked for and haven't returned.
    var expected = 0
  }

  private let node: GroupNode
  private let state = Locked(State())

  init(_ node: GroupNode) {
    self.node = node
  }

  /// So many more tasks will return, or fewer.
  func expect(_ count: Int) {
    let takers = state.withLock { state in
      state.expected += count
      return state.expected == 0 ? state.takers.popAll() : []
    }
    for taker in takers { taker.wake(.elapsed) }
  }

  /// Performs the work of a task, and keeps its result.
  func deliver(_ work: () async throws -> Element) async throws {
    defer { expect(-1) }
    let result = try await work()
    _ = state.withLock { $0.results.append(result) }
    // A taker that was woken by something else doesn't come for it.
    while let taker = state.withLock({ $0.takers.popFirst() }) {
      if taker.wake(.elapsed) { break }
    }
  }

  /// The next result, as soon as there is one; none at the end.
  func next(in context: Context) async throws -> Element? {
    while true {
      // Asked before the results are: what ends the group comes after the results that came before it.
      let isOver = node.isDone
      let (result, isLast) = state.withLock { ($0.results.popFirst(), $0.expected == 0) }
      if let result { return result }
      if isOver { return try end() }
      if isLast {
        // The tasks have returned; now the group has to hear of it. Something may be started by then.
        guard try await groupIsEmpty(in: context) else { continue }
        if let failure = node.keptFailure { throw failure }
        if state.withLock({ $0.expected == 0 && $0.results.isEmpty }) { return nil }
        continue
      }
      try context.checkCancellation()
      try await wait(in: context)
    }
  }

  /// The group's context is over, and nothing is left to take.
  private func end() throws -> Element? {
    if let failure = node.keptFailure { throw failure }
    guard let cancellation = node.record?.cancellation else { return nil }
    switch cancellation.reason {
    case .groupDecided, .scopeEnded: return nil
    case .requested, .deadlineExceeded, .siblingFailed, .taskCancelled, .handleDropped, .shutdown:
      Running.sawCancellation()
      throw cancellation.error
    }
  }

  /// Suspends until there may be something to take, or the group or this context is over.
  private func wait(in context: Context) async throws(ContextError) {
    let waiter = Waiter(in: node.scope.environment)
    let place = state.withLock { state in
      state.results.isEmpty && state.expected > 0 ? state.takers.append(waiter) : nil
    }
    guard let place else { return }
    defer { _ = state.withLock { $0.takers.remove(place) } }
    let ofGroup = context.node === node ? nil : Context(node).onCancel { _ in waiter.wake(.contextDone) }
    defer { ofGroup?.stop() }
    guard await context.suspend(waiter, doing: .nextResult(group: node.scope.id.text)) == .foreign else { return }
    Running.sawCancellation()
    throw .cancelled(Cancellation(reason: .taskCancelled, origin: context.path, instant: context.now))
  }

  /// Suspends until the group has heard that every task is out, or until there may be something to take, or the group or
  /// this context is over.
  ///
  /// - Returns: whether every task is out.
  private func groupIsEmpty(in context: Context) async throws(ContextError) -> Bool {
    let waiter = Waiter(in: node.scope.environment)
    let place = state.withLock { $0.results.isEmpty ? $0.takers.append(waiter) : nil }
    guard let place else { return false }
    defer { _ = state.withLock { $0.takers.remove(place) } }
    guard node.withTreeLock({ node.machine.join(waiter) }) else { return true }
    defer { node.withTreeLock { node.machine.unjoin { $0 === waiter } } }
    switch await context.suspend(waiter, doing: .group(node.scope.id.text)) {
    case .elapsed, .signalled: break
    case .contextDone: if context.node !== node { try context.checkCancellation() }
    case .foreign:
      Running.sawCancellation()
      throw .cancelled(Cancellation(reason: .taskCancelled, origin: context.path, instant: context.now))
    }
    return node.withTreeLock { node.machine.outstanding == 0 }
  }
}

extension GroupNode {
  /// The failure that counts so far, if the group's policy isn't one that has to be asked.
  fileprivate var keptFailure: (any Error)? {
    withTreeLock { machine.policy.isAsked ? nil : machine.firstFailure }
  }
}
