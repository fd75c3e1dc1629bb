import Cascade
import CascadeSimulation
import Testing

/// What Go's `x_test.go` and `net_test.go` say about deadlines, in virtual time.
@Suite struct DeadlineUpstreamTests {
  private enum Key: ContextKey { static let defaultValue = 0 }

  enum Shape: String, CaseIterable {
    case direct, wrapped, underLater, past, now, longUnderShort
  }

  private static let far = Duration.milliseconds(100)

  /// A context that ends by its deadline, 100 ms from now or at once.
  private static func make(_ shape: Shape, _ root: Context, timeout: Bool) -> (scopes: [Owner], context: Context) {
    func derive(_ parent: Context, _ duration: Duration) -> Owner {
      if timeout { return Owner(parent.makeCancelScope(timeout: duration)) }
      return Owner(parent.makeCancelScope(deadline: parent.now.advanced(by: duration)))
    }
    switch shape {
    case .direct:
      let scope = derive(root, far)
      return ([scope], scope.context)
    case .wrapped:
      let scope = derive(root, far)
      return ([scope], scope.context.setting(Key.self, to: 1))
    case .underLater:
      let outer = derive(root, .seconds(3600))
      let inner = derive(outer.context, far)
      return ([outer, inner], inner.context)
    case .past:
      let scope = derive(root, .seconds(-1))
      return ([scope], scope.context)
    case .now:
      let scope = derive(root, .zero)
      return ([scope], scope.context)
    case .longUnderShort:
      let outer = derive(root, far)
      let inner = derive(outer.context.setting(Key.self, to: 1), .seconds(3600))
      return ([outer, inner], inner.context)
    }
  }

  private static func end(_ shape: Shape, timeout: Bool) throws -> (Duration, String, String) {
    let report = try simulate { root in
      let (scopes, context) = make(shape, root, timeout: timeout)
      let text = "\(context)"
      let ended = await context.waitUntilCancelled()
      return withExtendedLifetime(scopes) { (ended.map { "\($0.error)" } ?? "", text) }
    }
    let (error, text) = try report.value
    return (report.elapsed, error, text)
  }

  @Test(arguments: Shape.allCases) func testDeadline(_ shape: Shape) throws {
    let (elapsed, error, text) = try Self.end(shape, timeout: false)
    #expect(error == "context deadline exceeded")
    #expect(elapsed == (shape == .past || shape == .now ? .zero : Self.far))
    #expect(text.hasPrefix("context.Background.WithDeadline("))
  }

  @Test(arguments: Shape.allCases) func testTimeout(_ shape: Shape) throws {
    let (elapsed, error, text) = try Self.end(shape, timeout: true)
    #expect(error == "context deadline exceeded")
    #expect(elapsed == (shape == .past || shape == .now ? .zero : Self.far))
    #expect(text.hasPrefix("context.Background.WithDeadline("))
  }

  @Test func testDeadlineText() throws {
    let text = try simulated { root in
      let scope = root.makeCancelScope(deadline: Context.Instant(nanoseconds: 2_500_000_000))
      await root.pause(for: .seconds(1))
      return "\(scope.context)"
    }
    #expect(text == "context.Background.WithDeadline(2.5 seconds [1.5 seconds])")
  }

  @Test func testCanceledTimeout() throws {
    let report = try simulate { root in
      let outer = root.makeCancelScope(timeout: .seconds(1))
      let inner = outer.context.makeCancelScope(timeout: .seconds(3600))
      inner.cancel()
      #expect(inner.context.error?.description == "context canceled")
      #expect(outer.context.error == nil)
    }
    try report.value
    #expect(report.elapsed == .zero)
  }

  @Test func testDeadlineExceededSupportsTimeout() {
    let scope = Context.background.makeCancelScope(timeout: .zero)
    #expect(scope.context.error?.isTimeout == true)
  }

  @Test func testDeadlineExceededIsNetError() {
    let timedOut = Context.background.makeCancelScope(timeout: .zero)
    let cancelled = Context.background.makeCancelScope()
    cancelled.cancel()
    guard let error = timedOut.context.cause as? ContextError, case .deadlineExceeded(let cancellation) = error else {
      Issue.record("the cause is the error itself")
      return
    }
    #expect(error.isTimeout)
    #expect(cancellation.reason == .deadlineExceeded)
    #expect(cancelled.context.error?.isTimeout == false)
  }
}
