import Cascade
import CascadeSimulation
import Testing

/// Bodies that run in a context of their own.
@Suite struct BodyTests {
  @Test func aBodyThatIsQuickGivesItsResult() throws {
    let report = try Simulation().run { ctx in
      let value = try await ctx.withTimeout(.seconds(5)) { ctx in
        try await ctx.sleep(for: .seconds(1))
        return 42
      }
      return (value, ctx.now)
    }
    let (value, now) = try report.value
    #expect(value == 42)
    #expect(now == Context.Instant(nanoseconds: 1_000_000_000))
  }

  @Test func theTimeIsOverExactlyThen() throws {
    let report = try Simulation().run { ctx in
      try await ctx.withTimeout(.seconds(5), cause: Boom("slow")) { ctx in try await ctx.sleep(for: .seconds(60)) }
    }
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.isTimeout == true)
    #expect(error.map { "\($0.cancellation.cause)" } == "slow")
    #expect(report.elapsed == .seconds(5))
  }

  @Test func codeThatNeverHeardOfContextsStops() throws {
    let report = try Simulation().run { ctx in
      try await ctx.withTimeout(.seconds(5)) { _ in
        // An endless stream ends when its Swift task is cancelled; that is all it knows.
        for await _ in AsyncStream<Int>(unfolding: { 1 }) { try await ctx.sleep(for: .seconds(1)) }
        try Task.checkCancellation()
      }
    }
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.isTimeout == true)
  }

  /// Ending the body's context when the body has returned isn't a cancellation that the task saw.
  @Test func aTaskWithABodyThatReturnedIsCompleted() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go("a") { ctx in
          try await ctx.withTimeout(.seconds(5)) { ctx in try await ctx.sleep(for: .seconds(1)) }
        }
      }
    }
    _ = try report.value
    #expect(report.events.outcomes == [.completed])
  }

  /// Cleaning up for a while, on a context that can't end, doesn't undo that the task was cut short.
  @Test func aTaskThatCleansUpIsCancelled() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx) { group in
        await group.go("a") { ctx in
          do {
            try await ctx.sleep(for: .seconds(5))
          } catch {
            try await ctx.withoutCancel().sleep(for: .seconds(1))
          }
        }
        group.cancel()
      }
    }
    try report.value
    #expect(report.events.outcomes == [.cancelled])
  }

  @Test func whatFollowsTheBodyIsNotCancelled() throws {
    let report = try Simulation().run { ctx in
      _ = try? await ctx.withTimeout(.seconds(1)) { ctx in try await ctx.sleep(for: .seconds(60)) }
      let cancelled = Task.isCancelled
      try await ctx.sleep(for: .seconds(1))
      return cancelled
    }
    #expect(try report.value == false)
    #expect(report.elapsed == .seconds(2))
  }

  @Test func aWaitOnAContextThatIsNotUnderItGoesOn() throws {
    let report = try Simulation().run { outer in
      try? await outer.withTimeout(.seconds(1)) { _ in try await outer.sleep(for: .seconds(3)) }
      return outer.now
    }
    #expect(try report.value == Context.Instant(nanoseconds: 3_000_000_000))
  }

  @Test func theContextIsOverAfterTheBody() throws {
    let report = try Simulation().run { ctx in
      let inner = try await ctx.withDeadline(Context.Instant(nanoseconds: 5_000_000_000)) { $0 }
      return (inner.cancellation?.reason, ctx.isCancelled)
    }
    let (reason, outerIsOver) = try report.value
    #expect(reason == .scopeEnded)
    #expect(!outerIsOver)
    #expect(report.elapsed == .zero)
  }

  @Test func aBodyMayFail() throws {
    let report = try Simulation().run { ctx in
      try await ctx.withTimeout(.seconds(5)) { _ in throw Boom("mine") }
    }
    #expect(throws: Boom.self) { try report.value }
    #expect(report.elapsed == .zero)
  }

  private actor Counter {
    var count = 0

    func countInBody(_ ctx: Context) async throws -> Int {
      try await ctx.withTimeout(.seconds(1)) { ctx in
        count += 1
        try await ctx.sleep(for: .milliseconds(10))
        assertIsolated()
        count += 1
      }
      return count
    }
  }

  @Test func aBodyStaysOnItsActor() throws {
    let report = try Simulation().run { ctx in try await Counter().countInBody(ctx) }
    #expect(try report.value == 2)
  }

  @Test func aCancelOfTheSurroundingTaskReachesTheBody() async {
    let gate = AsyncStream.makeStream(of: Void.self)
    let task = Task { () -> Cancellation.Reason? in
      do {
        try await Context.background.withTimeout(.seconds(3600)) { ctx in
          gate.continuation.finish()
          try await ctx.sleep(for: .seconds(3600))
        }
        return nil
      } catch let error as ContextError {
        return error.cancellation.reason
      } catch {
        return nil
      }
    }
    for await _ in gate.stream {}
    task.cancel()
    #expect(await task.value == .taskCancelled)
  }

  /// A context of its own that ended is nothing that was told to a task: what it returns then is what it returns.
  @Test(arguments: Limit.allCases, [nil, "own"])
  func aTaskGoesOnAfterTheEndOfAContextOfItsOwn(_ limit: Limit, _ error: String?) throws {
    let report = try Simulation().run { ctx in
      try? await withErrGroup(in: ctx, .named("g")) { group in
        await group.go("t") { ctx in
          await #expect(throws: ContextError.self) { try await limit.run(in: ctx) }
          if let error { throw Boom(error) }
        }
      }
    }
    let outcomes = report.events.compactMap { event in
      if case .taskOut(let out) = event.kind { out.outcome } else { nil }
    }
    #expect(outcomes == [error == nil ? .completed : .failed])
  }

  /// What ends a context of its own.
  enum Limit: CaseIterable {
    case timeout, deadline, cancel

    func run(in ctx: Context) async throws {
      let long = Duration.seconds(60)
      switch self {
      case .timeout: try await ctx.withTimeout(.seconds(1)) { ctx in try await ctx.sleep(for: long) }
      case .deadline:
        try await ctx.withDeadline(ctx.now.advanced(by: .seconds(1))) { ctx in try await ctx.sleep(for: long) }
      case .cancel:
        try await ctx.withCancel { ctx, cancel in
          cancel(cause: Boom("stop"))
          try await ctx.sleep(for: long)
        }
      }
    }
  }
}

extension [Event] {
  /// How tasks ended, in the order in which they did.
  fileprivate var outcomes: [Event.TaskOut.Outcome] {
    compactMap { event in
      if case .taskOut(let out) = event.kind { out.outcome } else { nil }
    }
  }
}
