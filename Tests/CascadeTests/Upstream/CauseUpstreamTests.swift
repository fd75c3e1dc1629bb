import Cascade
import CascadeSimulation
import Testing

/// Go's `TestCause` and `TestCauseRace`.
@Suite struct CauseUpstreamTests {
  /// One line of Go's table: what is done to a context, and what it then says.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Go's `Err`, and the text of Go's `Cause`.
    let error: String?
    let cause: String?
    let make: @Sendable (Context) async -> [String?]

    var testDescription: String { name }
  }

  private static let canceled = "context canceled"
  private static let exceeded = "context deadline exceeded"

  private static func say(_ context: Context) -> [String?] {
    [context.error.map { "\($0)" }, context.cause.map { "\($0)" }]
  }

  private static let parentCause = Boom("parent cause")
  private static let childCause = Boom("child cause")

  static let cases: [Case] = [
    Case(name: "Background", error: nil, cause: nil) { say($0) },
    Case(name: "TODO", error: nil, cause: nil) { _ in say(.todo) },
    Case(name: "WithCancel", error: canceled, cause: canceled) { root in
      let scope = root.makeCancelScope()
      scope.cancel()
      return say(scope.context)
    },
    Case(name: "WithCancelCause", error: canceled, cause: "parent cause") { root in
      let scope = root.makeCancelScope()
      scope.cancel(cause: parentCause)
      return say(scope.context)
    },
    Case(name: "WithCancelCause nil", error: canceled, cause: canceled) { root in
      let scope = root.makeCancelScope()
      scope.cancel(cause: nil)
      scope.cancel(cause: parentCause)
      return say(scope.context)
    },
    Case(name: "WithCancelCause: parent cause before child", error: canceled, cause: "parent cause") { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope()
      parent.cancel(cause: parentCause)
      child.cancel(cause: childCause)
      return say(child.context)
    },
    Case(name: "WithCancelCause: parent cause after child", error: canceled, cause: "child cause") { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope()
      child.cancel(cause: childCause)
      parent.cancel(cause: parentCause)
      #expect(say(parent.context) == [canceled, "parent cause"])
      return say(child.context)
    },
    Case(name: "WithCancelCause: parent cause before nil", error: canceled, cause: "parent cause") { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope()
      parent.cancel(cause: parentCause)
      child.cancel()
      return say(child.context)
    },
    Case(name: "WithCancelCause: parent cause after nil", error: canceled, cause: canceled) { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope()
      child.cancel()
      parent.cancel(cause: parentCause)
      return say(child.context)
    },
    Case(name: "WithCancelCause: child cause after nil", error: canceled, cause: canceled) { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope()
      parent.cancel()
      child.cancel(cause: childCause)
      return say(child.context)
    },
    Case(name: "WithCancelCause: child cause before nil", error: canceled, cause: "child cause") { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope()
      child.cancel(cause: childCause)
      parent.cancel()
      return say(child.context)
    },
    Case(name: "WithTimeout", error: exceeded, cause: exceeded) { root in
      let scope = root.makeCancelScope(timeout: .zero)
      return say(scope.context)
    },
    Case(name: "WithTimeout canceled", error: canceled, cause: canceled) { root in
      let scope = root.makeCancelScope(timeout: .seconds(3600))
      scope.cancel()
      return say(scope.context)
    },
    Case(name: "WithTimeoutCause", error: exceeded, cause: "parent cause") { root in
      let scope = root.makeCancelScope(timeout: .zero, cause: parentCause)
      return say(scope.context)
    },
    Case(name: "WithTimeoutCause canceled", error: canceled, cause: canceled) { root in
      let scope = root.makeCancelScope(timeout: .seconds(3600), cause: parentCause)
      scope.cancel()
      return say(scope.context)
    },
    Case(name: "WithTimeoutCause stacked", error: exceeded, cause: "parent cause") { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope(timeout: .zero, cause: parentCause)
      parent.cancel(cause: Boom("too late"))
      return say(child.context)
    },
    Case(name: "WithTimeoutCause stacked canceled", error: canceled, cause: "child cause") { root in
      let parent = root.makeCancelScope()
      let child = parent.context.makeCancelScope(timeout: .seconds(3600), cause: parentCause)
      parent.cancel(cause: childCause)
      return say(child.context)
    },
    Case(name: "WithoutCancel", error: nil, cause: nil) { root in
      say(root.withoutCancel())
    },
    Case(name: "WithoutCancel canceled", error: nil, cause: nil) { root in
      let parent = root.makeCancelScope()
      let detached = parent.context.withoutCancel()
      parent.cancel(cause: parentCause)
      #expect(say(parent.context) == [canceled, "parent cause"])
      return say(detached)
    },
    Case(name: "WithoutCancel timeout", error: nil, cause: nil) { root in
      let parent = root.makeCancelScope(timeout: .zero, cause: parentCause)
      let detached = parent.context.withoutCancel()
      #expect(say(parent.context) == [exceeded, "parent cause"])
      return say(detached)
    },
  ]

  @Test(arguments: cases) func testCause(_ one: Case) async throws {
    let make = one.make
    let said = try simulated { await make($0) }
    #expect(said == [one.error, one.cause])
    // On real threads and real time it is the same.
    let live = await make(.background)
    #expect(live == said)
  }

  @Test func testCauseRace() {
    let cause = Boom("the cause")
    let scope = Owner(Context.background.makeCancelScope())
    let context = scope.context
    let wrong = Counter()
    onThreads(3) { thread in
      if thread == 0 {
        scope.cancel(cause)
      } else {
        while true {
          guard let seen = context.cause else { continue }
          if seen as? Boom != cause { wrong.add() }
          break
        }
      }
    }
    #expect(wrong.value == 0)
  }
}
