import CascadeSimulation
import Testing

@testable import Cascade

/// Nothing outlives its use: contexts, timers and hooks go when the last one who needs them goes.
@Suite struct LifetimeTests {
  @Test func aScopeLivesUntilItGoesOutOfScope() {
    let context: Context
    do {
      let scope = Context.background.makeCancelScope()
      context = scope.context
      #expect(!context.isCancelled)
      withExtendedLifetime(scope) {}
    }
    #expect(context.isCancelled)
    #expect(context.cancellation?.reason == .scopeEnded)
  }

  @Test func aReplacedScopeEndsItsContext() {
    var scope = Context.background.makeCancelScope()
    let first = scope.context
    scope = Context.background.makeCancelScope()
    #expect(first.cancellation?.reason == .scopeEnded)
    #expect(!scope.context.isCancelled)
  }

  enum Ending: CaseIterable { case cancelled, parentCancelled, expired, bornExpired, dropped }

  @Test(arguments: Ending.allCases) func aDeadlineContextIsFreed(_ ending: Ending) throws {
    try simulate { root in
      weak var node: ContextNode?
      let parent = Owner(root.makeCancelScope())
      do {
        let scope = Owner(parent.context.makeCancelScope(timeout: ending == .bornExpired ? .zero : .seconds(1)))
        node = scope.context.node
        #expect(node != nil)
        switch ending {
        case .cancelled: scope.cancel()
        case .parentCancelled: parent.cancel()
        case .expired: await root.pause(for: .seconds(2))
        case .bornExpired, .dropped: break
        }
      }
      #expect(node == nil)
    }.value
  }

  @Test func aContextIsFreedWithItsScope() {
    weak var node: ContextNode?
    weak var record: CancellationRecord?
    do {
      let parent = Context.background.makeCancelScope()
      let child = parent.context.makeCancelScope()
      node = child.context.node
      parent.cancel(cause: Boom())
      record = node?.record
      #expect(node != nil && record != nil)
    }
    #expect(node == nil)
    #expect(record == nil)
  }

  @Test func tasksAndGroupsAreFreed() throws {
    final class Payload: Sendable {}
    struct Weak: Sendable { weak let object: (any AnyObject & Sendable)? }

    let seen = Locked<[Weak]>([])
    @Sendable func watch(_ object: any AnyObject & Sendable) {
      seen.withLock { $0.append(Weak(object: object)) }
    }
    try simulate { root in
      do {
        let held = Payload()
        watch(held)
        try await withErrGroup(in: root) { made in
          #expect(!made.context.shutdownSignal.isCancelled)
          made.shutdown(grace: .seconds(1))
          watch(made)
          watch(made.context.node)
          await made.go { ctx in
            watch(ctx.node)
            withExtendedLifetime(held) {}
          }
        }
      }
      // The Swift tasks are gone one turn after their last line.
      await root.pause(for: .milliseconds(1))
    }.value
    #expect(seen.withLock { $0.count } == 4)
    #expect(seen.withLock { $0.filter { $0.object != nil }.count } == 0)
  }

  @Test func aChainOfContextsIsReleasedWithoutRecursion() async {
    await Task.detached {
      var context = Context.background.withoutCancel()
      for _ in 0..<300_000 { context = context.withoutCancel() }
      #expect(context.error == nil)
    }.value
  }

  @Test func aDeepTreeIsCancelledWithoutRecursion() async {
    await Task.detached {
      let root = Owner(Context.background.makeCancelScope())
      var scopes = [root]
      for _ in 0..<100_000 { scopes.append(Owner(scopes[scopes.count - 1].context.makeCancelScope())) }
      root.cancel()
      #expect(scopes.allSatisfy { $0.context.isCancelled })
    }.value
  }

  @Test func aStoppedHookLetsGoOfItsNode() {
    let scope = Context.background.makeCancelScope()
    let registrations = (0..<10).map { _ in scope.context.onCancel { _ in } }
    #expect(scope.context.node.hookCount == 10)
    // From the middle, the end and the beginning.
    for (index, left) in [(5, 9), (9, 8), (0, 7), (4, 6), (1, 5)] {
      #expect(registrations[index].stop())
      #expect(scope.context.node.hookCount == left)
    }
    scope.cancel()
    #expect(scope.context.node.hookCount == 0)
  }
}
