import CascadeSimulation
import Testing

@testable import Cascade

/// Go's `context_test.go` and the tree part of `x_test.go`.
@Suite struct TreeUpstreamTests {
  private enum Key: ContextKey { static let defaultValue: String? = nil }

  @Test func testParentFinishesChild() throws {
    let scope = Context.background.makeCancelScope()
    let parent = scope.context
    let cancelChild = parent.makeCancelScope()
    let throughValue = parent.setting(Key.self, to: "value").makeCancelScope()
    let timerChild = parent.makeCancelScope(timeout: .seconds(36_000))
    let value = parent.setting(Key.self, to: "value")
    let ran = Gate()
    let function = parent.afterCancel { ran.open() }

    // Value contexts take no place; an after-function is a hook.
    #expect(parent.node.childCount == 3)
    #expect(cancelChild.context.error == nil && throughValue.context.error == nil && timerChild.context.error == nil)
    #expect(value.error == nil)

    scope.cancel()

    #expect(parent.node.childCount == 0)
    for context in [parent, cancelChild.context, throughValue.context, timerChild.context, value] {
      #expect(context.error?.description == "context canceled")
      #expect(context.cause.map { "\($0)" } == "context canceled")
    }
    #expect(!function.stop())

    let lateValue = parent.setting(Key.self, to: "late")
    #expect(lateValue.error?.description == "context canceled")
    let lateChild = lateValue.makeCancelScope()
    #expect(lateChild.context.error?.description == "context canceled")
    #expect(parent.node.childCount == 0)
  }

  @Test func testChildFinishesFirst() {
    let live = Context.background.makeCancelScope()
    for parent in [Context.background, live.context] {
      let before = parent.node.childCount
      let child = parent.makeCancelScope()
      #expect(child.context.error == nil)
      child.cancel()
      #expect(child.context.error?.description == "context canceled")
      #expect(parent.error == nil)
      #expect(parent.node.childCount == before)
    }
  }

  @Test func testCancelRemoves() {
    let scope = Context.background.makeCancelScope()
    let parent = scope.context
    #expect(parent.node.childCount == 0)
    let cancelChild = parent.makeCancelScope()
    #expect(parent.node.childCount == 1)
    cancelChild.cancel()
    #expect(parent.node.childCount == 0)

    let timerChild = parent.makeCancelScope(timeout: .seconds(3600))
    #expect(parent.node.childCount == 1)
    timerChild.cancel()
    #expect(parent.node.childCount == 0)

    let ran = Gate()
    let function = parent.afterCancel { ran.open() }
    #expect(parent.node.hookCount == 1)
    #expect(function.stop())
    #expect(parent.node.hookCount == 0)
    #expect(!ran.isOpen)
  }

  @Test func testBackground() {
    let context = Context.background
    #expect(!context.canBeCancelled)
    #expect(!context.isCancelled)
    #expect(context.error == nil && context.cause == nil && context.deadline == nil)
    #expect("\(context)" == "context.Background")
  }

  @Test func testTODO() {
    let context = Context.todo
    #expect(!context.canBeCancelled)
    #expect(!context.isCancelled)
    #expect(context.error == nil && context.cause == nil && context.deadline == nil)
    #expect("\(context)" == "context.TODO")
  }

  @Test func testWithCancel() {
    let outer = Context.background.makeCancelScope()
    #expect("\(outer.context)" == "context.Background.WithCancel")
    let wrapper = outer.context.setting(Key.self, to: nil)
    let inner = wrapper.makeCancelScope()
    let contexts = [outer.context, wrapper, inner.context]
    for context in contexts {
      #expect(context.canBeCancelled)
      #expect(!context.isCancelled)
      #expect(context.error == nil)
    }
    outer.cancel()
    for context in contexts {
      #expect(context.isCancelled)
      #expect(context.error?.description == "context canceled")
    }
  }

  @Test func testSimultaneousCancels() {
    let root = Owner(Context.background.makeCancelScope())
    var scopes = [root]
    // A four-ary tree of about a hundred contexts.
    var next = 0
    while scopes.count < 100 {
      for _ in 0..<4 { scopes.append(Owner(scopes[next].context.makeCancelScope())) }
      next += 1
    }
    let all = scopes
    onThreads(all.count) { all[$0].cancel() }
    #expect(all.allSatisfy { $0.context.isCancelled })
    #expect(all.allSatisfy { $0.context.node.childCount == 0 })
  }

  @Test func testInterlockedCancels() async {
    let parent = Owner(Context.background.makeCancelScope())
    let child = Owner(parent.context.makeCancelScope())
    let gone = Gate()
    parent.context.afterCancel {
      child.cancel(Boom("too late"))
      gone.open()
    }
    parent.context.onCancel { _ in child.cancel(Boom("too late")) }
    parent.cancel()
    await gone.wait()
    #expect(child.context.cause.map { "\($0)" } == "context canceled")
  }

  @Test(arguments: [nil, Boom("cause")]) func testWithCancelCanceledParent(_ cause: Boom?) {
    let parent = Context.background.makeCancelScope()
    parent.cancel(cause: cause)
    let child = parent.context.makeCancelScope()
    #expect(child.context.isCancelled)
    #expect(child.context.error?.description == "context canceled")
    #expect(child.context.cause.map { "\($0)" } == (cause?.description ?? "context canceled"))
    let ended = child.cancel(cause: Boom("own"))
    #expect(!ended)
    #expect(child.context.cause.map { "\($0)" } == (cause?.description ?? "context canceled"))
  }

  @Test func testWithCancelSimultaneouslyCanceledParent() {
    for round in 0..<100 {
      let parent = Owner(Context.background.makeCancelScope())
      let child = Locked<Owner?>(nil)
      onThreads(2) { thread in
        if thread == 0 {
          parent.cancel(Boom("round \(round)"))
        } else {
          let made = Owner(parent.context.makeCancelScope())
          child.withLock { $0 = made }
        }
      }
      let context = child.withLock { $0?.context }
      #expect(context?.isCancelled == true)
      #expect(context?.cause as? Boom == Boom("round \(round)"))
      #expect(parent.context.node.childCount == 0)
    }
  }

  @Test func testContextErrDoneRace() async {
    for _ in 0..<50 {
      let scope = Owner(Context.background.makeCancelScope())
      let context = scope.context
      let consistent = Locked(false)
      onThreads(2) { thread in
        if thread == 0 {
          scope.cancel()
        } else {
          while context.error == nil {}
          let isDone = context.isCancelled && context.cause != nil && context.cancellation != nil
          consistent.withLock { $0 = isDone }
        }
      }
      #expect(consistent.withLock { $0 })
      #expect(await context.waitUntilCancelled() != nil)
    }
  }

  @Test func testWithoutCancel() async {
    let parent = Context.background.setting(Key.self, to: "kept").makeCancelScope(timeout: .zero, cause: Boom())
    #expect(parent.context.isCancelled)
    let detached = parent.context.withoutCancel()
    #expect(!detached.isCancelled && !detached.canBeCancelled)
    #expect(detached.error == nil && detached.cause == nil && detached.deadline == nil)
    #expect(detached[Key.self] == "kept")
    #expect("\(detached)".hasSuffix(".WithoutCancel"))
    let child = detached.makeCancelScope()
    #expect(!child.context.isCancelled)
    #expect(detached.afterCancel {}.stop())
  }
}
