import CascadeSimulation
import Testing

@testable import Cascade

/// A Swift task that the library made waits without a cancellation handler: only where nobody but the library can cancel
/// it, and with the same laws as every other wait.
@Suite struct OwnWaitTests {
  /// Where code may find itself.
  enum Place: CaseIterable {
    case task, bodyOfScope, callee
    case child, unstructured, detached, timedBody, afterItCancelledItself, observed, outside

    /// Whether the Swift task is the one that the library made for the code, and nobody else has it.
    var isAlone: Bool {
      switch self {
      case .task, .bodyOfScope, .callee: true
      case .child, .unstructured, .detached, .timedBody, .afterItCancelledItself, .observed, .outside: false
      }
    }
  }

  /// Performs `body` in such a place.
  private static func run<Value: Sendable>(
    in place: Place, _ context: Context, _ body: @escaping @Sendable (Context) async -> Value
  ) async throws -> Value {
    if place == .outside { return await body(context) }
    return try await withErrGroup(in: place == .observed ? .background(observedBy: EventRecorder()) : context) {
      group in
      let started = Gate()
      let task = await group.go { ctx in
        // Whoever started it has published its Swift task.
        await started.wait()
        switch place {
        case .task, .observed, .outside: return await body(ctx)
        case .bodyOfScope: return try await withErrGroup(in: ctx) { _ in await body(ctx) }
        case .callee: return await { ctx in await body(ctx) }(ctx)
        case .child:
          return await withTaskGroup(of: Value.self) { children in
            children.addTask { await body(ctx) }
            return await children.next().unsafelyUnwrapped
          }
        case .unstructured: return await Task { await body(ctx) }.value
        case .detached: return await Task.detached { await body(ctx) }.value
        case .timedBody: return try await ctx.withTimeout(.seconds(3600)) { ctx in await body(ctx) }
        case .afterItCancelledItself:
          withUnsafeCurrentTask { $0?.cancel() }
          return await body(ctx)
        }
      }
      started.open()
      return try await task.value()
    }
  }

  @Test(arguments: Place.allCases) func onlyATaskOfTheLibrarysOwnIsAlone(_ place: Place) async throws {
    let isAlone = try await Self.run(in: place, .background) { _ in Running.isInOwnTask }
    #expect(isAlone == place.isAlone)
  }

  @Test func aSimulationKnowsNoSuchWait() throws {
    let isAlone = try simulated { root in
      try await withErrGroup(in: root) { group in
        try await group.go { ctx in Running.isInOwnTask || ctx.ownWait() != nil }.value()
      }
    }
    #expect(!isAlone)
  }

  /// Wherever the code runs, it hears of the end of what it waits for, and nothing is left behind.
  @Test(arguments: Place.allCases, [false, true])
  func theEndOfTheContextEndsTheWait(_ place: Place, sleeps: Bool) async throws {
    let scope = Owner(Context.background.makeCancelScope())
    let watched = scope.context
    async let reason = Self.run(in: place, .background) { _ in
      if sleeps { return await Self.reason(of: { try await watched.sleep(for: .seconds(3600)) }) }
      return await watched.waitUntilCancelled()?.reason
    }
    if place == .afterItCancelledItself {
      #expect(try await reason == (sleeps ? .taskCancelled : nil))
    } else {
      while watched.node.hookCount == 0 { await Task.yield() }
      scope.scope.cancel()
      #expect(try await reason == .requested)
    }
    #expect(watched.node.hookCount == 0)
  }

  @Test(arguments: Place.allCases.filter { $0 != .afterItCancelledItself })
  func aSleepThatIsOverLeavesNothingBehind(_ place: Place) async throws {
    let scope = Owner(Context.background.makeCancelScope())
    let watched = scope.context
    let reason = try await Self.run(in: place, .background) { _ in
      await Self.reason(of: { try await watched.sleep(for: .microseconds(1)) })
    }
    #expect(reason == nil)
    #expect(watched.node.hookCount == 0)
  }

  /// The library cancels the Swift task of a task whose own context is over: that is no news to a wait on another one.
  @Test(arguments: [false, true]) func theWireDoesNotEndWaitsElsewhere(sleeps: Bool) async throws {
    let elsewhere = Owner(Context.background.makeCancelScope())
    let watched = elsewhere.context
    let (group, ctx) = try ErrGroup.withContext(.background)
    let task = await group.go { _ in
      var reasons: [Cancellation.Reason?] = []
      // The second time, the Swift task is cancelled from the start.
      for _ in 0..<2 {
        if sleeps {
          reasons.append(await Self.reason(of: { try await watched.sleep(for: .seconds(3600)) }))
        } else {
          reasons.append(await watched.waitUntilCancelled()?.reason)
        }
      }
      return (reasons, Task.isCancelled)
    }
    while watched.node.hookCount == 0 { await Task.yield() }
    group.cancel()
    #expect(ctx.isCancelled)
    // Whoever was woken would have taken its hook away by its second wait, or be out.
    for _ in 0..<100 { await Task.yield() }
    #expect(watched.node.hookCount == 1)
    elsewhere.scope.cancel()
    let (reasons, isCancelled) = try await task.value()
    #expect(reasons == Array(repeating: Cancellation.Reason.requested, count: 2))
    #expect(isCancelled)
    try await group.wait()
  }

  /// In each order, and at the same time.
  @Test(arguments: [OwnWait.Outcome.ended, OwnWait.Outcome.elapsed])
  func aWakeIsNeverLost(_ outcome: UInt8) async {
    for round in 0..<300 {
      let wait = OwnWait()
      if round % 3 == 0 { wait.wake(outcome) }
      async let waited: Void = withUnsafeContinuation { wait.suspend($0) }
      if round % 3 == 1 { onThreads(2) { _ in wait.wake(outcome) } }
      if round % 3 == 2 { wait.wake(outcome) }
      await waited
      // The first one counts.
      wait.wake(outcome == OwnWait.Outcome.ended ? OwnWait.Outcome.elapsed : OwnWait.Outcome.ended)
      #expect(wait.hasElapsed == (outcome == OwnWait.Outcome.elapsed))
    }
  }

  private static func reason(of body: () async throws -> Void) async -> Cancellation.Reason? {
    do {
      try await body()
      return nil
    } catch { return (error as? ContextError)?.cancellation.reason }
  }
}
