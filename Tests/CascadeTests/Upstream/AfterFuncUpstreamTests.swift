import Cascade
import CascadeSimulation
import Testing

/// Go's tests of `AfterFunc`.
@Suite struct AfterFuncUpstreamTests {
  @Test func testAfterFuncCalledAfterCancel() async {
    let scope = Context.background.makeCancelScope()
    let called = Gate()
    let function = scope.context.afterCancel { called.open() }
    #expect(!called.isOpen)
    scope.cancel()
    await called.wait()
    #expect(!function.stop())
  }

  @Test func testAfterFuncCalledAfterTimeout() throws {
    let report = try simulate { root in
      let scope = root.makeCancelScope(timeout: .milliseconds(20))
      let called = Gate()
      scope.context.afterCancel { called.open() }
      await called.wait()
      return root.now
    }
    #expect(try report.value == Context.Instant(nanoseconds: 20_000_000))
  }

  @Test func testAfterFuncCalledImmediately() async {
    let scope = Context.background.makeCancelScope()
    scope.cancel()
    let called = Gate()
    let function = scope.context.afterCancel { called.open() }
    await called.wait()
    #expect(!function.stop())
  }

  @Test func testAfterFuncNotCalledAfterStop() throws {
    try simulate { root in
      let scope = root.makeCancelScope()
      let called = Gate()
      let function = scope.context.afterCancel { called.open() }
      #expect(function.stop())
      scope.cancel()
      await root.pause(for: .seconds(10))
      #expect(!called.isOpen)
      #expect(!function.stop())
    }.value
  }

  @Test func testAfterFuncCalledAsynchronously() async {
    let scope = Context.background.makeCancelScope()
    let release = Gate()
    let finished = Gate()
    scope.context.afterCancel {
      await release.wait()
      finished.open()
    }
    scope.cancel()
    // `cancel` is back although the function has yet to come to its end.
    #expect(!finished.isOpen)
    release.open()
    await finished.wait()
  }
}
