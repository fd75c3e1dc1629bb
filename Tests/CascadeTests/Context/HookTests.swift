import CascadeSimulation
import Testing

@testable import Cascade

@Suite struct HookTests {
  @Test func callbacksRunInOrderBeforeCancelReturns() {
    let scope = Context.background.makeCancelScope()
    let child = scope.context.makeCancelScope()
    let log = Log()
    child.context.onCancel { log.add("child \($0.cause)") }
    scope.context.onCancel { log.add("first \($0.cause)") }
    scope.context.onCancel { log.add("second \($0.cause)") }
    let stopped = scope.context.onCancel { _ in log.add("stopped") }
    #expect(stopped.stop())
    scope.cancel(cause: Boom())
    #expect(log.all == ["first boom", "second boom", "child boom"])
    #expect(!stopped.stop())
  }

  @Test func everythingBelowIsOverBeforeTheFirstCallback() {
    let scope = Context.background.makeCancelScope()
    let grandchild = Owner(scope.context.makeCancelScope())
    let context = Owner(grandchild.context.makeCancelScope(timeout: .seconds(3600)))
    let log = Log()
    scope.context.onCancel { _ in log.add("\(context.context.isCancelled) \(grandchild.context.isCancelled)") }
    scope.cancel()
    #expect(log.all == ["true true"])
  }

  @Test func aCallbackOnAContextThatIsOverRunsAtOnce() {
    let scope = Context.background.makeCancelScope()
    scope.cancel(cause: Boom())
    let log = Log()
    let registration = scope.context.onCancel { log.add("\($0.cause)") }
    #expect(log.all == ["boom"])
    #expect(!registration.stop())
  }

  @Test func aContextThatNeverEndsTakesNoCallbacks() {
    let called = Gate()
    for context in [Context.background, .todo, .background.withoutCancel()] {
      let registration = context.onCancel { _ in called.open() }
      #expect(registration.stop())
      #expect(!registration.stop())
    }
    #expect(!called.isOpen)
  }

  /// No lock is held while a callback runs: it may do anything to the tree.
  @Test func aCallbackMayTouchTheTree() {
    let scope = Owner(Context.background.makeCancelScope())
    let other = Owner(scope.context.makeCancelScope())
    let log = Log()
    let late = Locked<Owner?>(nil)
    scope.context.onCancel { _ in
      scope.cancel(Boom("again"))
      other.cancel(Boom("again"))
      let born = Owner(scope.context.makeCancelScope(timeout: .seconds(1)))
      log.add("\(born.context.isCancelled)")
      late.withLock { $0 = born }
      scope.context.onCancel { _ in log.add("registered inside") }
      log.add("\(scope.context.node.childCount)")
    }
    other.context.onCancel { log.add("other: \($0.cause)") }
    scope.cancel(Boom("first"))
    #expect(log.all == ["true", "registered inside", "0", "other: first"])
    #expect(late.withLock { $0?.context.cause as? Boom } == Boom("first"))
  }

  @Test func aCallbackMayStopTheNext() {
    let scope = Context.background.makeCancelScope()
    let log = Log()
    let next = Locked<CancelRegistration?>(nil)
    scope.context.onCancel { _ in log.add("stops: \(next.withLock { $0 }?.stop() ?? false)") }
    let registration = scope.context.onCancel { _ in log.add("next") }
    next.withLock { $0 = registration }
    scope.cancel()
    #expect(log.all == ["stops: true"])
  }

  @Test func aWaitThatIsOverLeavesNoHook() throws {
    try simulate { root in
      let scope = Owner(root.makeCancelScope())
      let context = scope.context
      try await context.sleep(for: .seconds(1))
      #expect(context.node.hookCount == 0)
      // One that somebody else cuts short.
      await withTaskGroup(of: Void.self) { tasks in
        tasks.addTask { _ = await context.waitUntilCancelled() }
        tasks.addTask { try? await context.sleep(for: .seconds(10)) }
        await root.pause(for: .seconds(1))
        #expect(context.node.hookCount == 2)
        tasks.cancelAll()
      }
      #expect(context.node.hookCount == 0)
      #expect(!context.isCancelled)
    }.value
  }

  @Test func anAfterFunctionIsATaskOfItsOwn() throws {
    let report = try simulate { root in
      let scope = root.makeCancelScope()
      let log = Log()
      for name in ["a", "b"] {
        scope.context.afterCancel(name) {
          log.add("\(name) starts")
          await root.pause(for: .seconds(1))
          log.add("\(name) ends")
        }
      }
      scope.cancel()
      log.add("cancel is back")
      await root.pause(for: .seconds(2))
      return log.all
    }
    #expect(try report.value == ["cancel is back", "a starts", "b starts", "a ends", "b ends"])
  }

  private enum Tag {
    @TaskLocal static var text = "-"
  }

  /// Whatever decides about an after-function executes a job of another Swift task inside its own.
  @Test(arguments: [false, true]) func theTaskThatDecidesGoesOnAsItWas(_ runs: Bool) async {
    for _ in 0..<100 {
      let scope = Context.background.makeCancelScope()
      let ran = Gate()
      let registration = Tag.$text.withValue("registered") {
        scope.context.afterCancel(priority: .background) {
          if Tag.text == "registered", Task.currentPriority == .background { ran.open() }
        }
      }
      await Tag.$text.withValue("deciding") {
        await Task.yield()
        let task = Running.currentTask
        if runs { scope.cancel() } else { #expect(registration.stop()) }
        #expect(Running.currentTask == task && Tag.text == "deciding")
        await Task.yield()
      }
      if runs { await ran.wait() }
    }
  }

  @Test func aStoppedAfterFunctionIsLetGo() {
    weak var captured: Log?
    let scope = Context.background.makeCancelScope()
    do {
      let log = Log()
      captured = log
      scope.context.afterCancel { log.add("never") }.stop()
    }
    #expect(captured == nil)
  }

  @Test func anAfterFunctionBelongsToNoTask() throws {
    // It is started by the hand that cancels, and isn't part of that task.
    let report = try simulate { root in
      let scope = Owner(root.makeCancelScope(name: "scope"))
      scope.context.afterCancel("function") {
        try? await withErrGroup(in: root, .named("inside")) { _ in }
      }
      _ = try await withErrGroup(in: root, .named("g")) { group in
        await group.go("canceller") { _ in scope.cancel() }
      }
      await root.pause(for: .seconds(1))
    }
    try report.value
    #expect(report.events.lines.contains("0 inside group.opened errgroup under=-"))
  }

  @Test func anAfterFunctionOutlivesTheTaskThatMadeIt() throws {
    let said = try simulated { root in
      let log = Log()
      try await withErrGroup(in: root) { group in
        await group.go("a") { ctx in
          ctx.afterCancel {
            // Not part of the task that registered it: it isn't cancelled with that.
            log.add("cancelled: \(Task.isCancelled)")
            try? await root.sleep(for: .seconds(1))
            log.add("\(root.now)")
          }
        }
        try await group.wait()
      }
      await root.pause(for: .seconds(5))
      return log.all
    }
    #expect(said == ["cancelled: false", "1.0 seconds"])
  }
}
