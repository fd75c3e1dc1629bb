import Cascade
import CascadeSimulation
import Testing

@Suite struct ContextClockTests {
  /// Code that knows nothing of contexts.
  private static func poll<C: Clock>(_ clock: C, every pause: C.Duration, times: Int) async throws -> Int {
    for _ in 0..<times { try await clock.sleep(for: pause) }
    return times
  }

  @Test(arguments: 0..<20) func whatTakesAnyClockRunsInVirtualTime(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      try await Task.sleep(for: .seconds(3600), clock: ctx.clock)
      try await Task.sleep(until: ctx.clock.now.advanced(by: .seconds(60)), tolerance: .seconds(1), clock: ctx.clock)
      let taken = try await ctx.clock.measure { _ = try await Self.poll(ctx.clock, every: .seconds(2), times: 3) }
      return taken
    }
    #expect(report.escapes == [])
    #expect(try report.value == .seconds(6))
    #expect(report.elapsed == .seconds(3666))
  }

  @Test func whatHasPassedIsNotWaitedFor() throws {
    let report = try simulate { ctx in
      try await ctx.clock.sleep(until: .zero)
      try await ctx.clock.sleep(for: .seconds(-1))
    }
    _ = try report.value
    #expect(report.elapsed == .zero)
    #expect(Context.background.clock.minimumResolution == .nanoseconds(1))
  }

  @Test(arguments: 0..<20) func theEndOfTheContextEndsASleep(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      let scope = ctx.makeCancelScope(timeout: .seconds(1))
      let clock = scope.context.clock
      let error = await thrown { try await Task.sleep(for: .seconds(5), clock: clock) }
      // Also one that is over already.
      return [error, await thrown { try await clock.sleep(for: .zero) }]
    }
    #expect(try report.value == ["context deadline exceeded", "context deadline exceeded"])
    #expect(report.elapsed == .seconds(1))
  }

  @Test(arguments: 0..<20) func aCancelOfTheSwiftTaskEndsASleepAsEveryClockDoes(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      await withTaskGroup(of: Bool.self) { group in
        group.addTask {
          do {
            try await ctx.clock.sleep(for: .seconds(5))
            return false
          } catch { return error is CancellationError }
        }
        await ctx.pause(for: .seconds(1))
        group.cancelAll()
        return await group.next()
      }
    }
    #expect(try report.value == true)
    #expect(report.elapsed == .seconds(1))
  }

  /// The loser of a race among child tasks has only its Swift task to hear from, also in a task that has been told.
  @Test(arguments: 0..<20) func aRaceInATaskThatWasToldHasAnEnd(seed: UInt64) throws {
    let report = try simulate(seed: seed) { ctx in
      await thrown {
        try await withErrGroup(in: ctx) { group in
          await group.go("told") { own in
            let clock = ctx.clock
            do { try await own.sleep(for: .seconds(60)) } catch {
              await withTaskGroup(of: Void.self) { race in
                race.addTask { try? await clock.sleep(for: .seconds(100)) }
                race.cancelAll()
              }
              throw error
            }
          }
          await group.go("fails") { own in
            try await own.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
    }
    #expect(try report.value == "boom")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func whatIsLeftUntilTheDeadline() throws {
    let left = try simulated { ctx in
      var left = [ctx.remaining]
      let scope = ctx.makeCancelScope(timeout: .seconds(5))
      left.append(scope.context.remaining)
      await ctx.pause(for: .seconds(2))
      left.append(scope.context.remaining)
      scope.cancel()
      left.append(scope.context.remaining)
      await ctx.pause(for: .seconds(7))
      left.append(scope.context.remaining)
      return left
    }
    #expect(left == [nil, .seconds(5), .seconds(3), .seconds(3), .zero])
  }

  @Test func aDeadlineOfTheRealClockEndsALiveContext() async throws {
    let past = Context.background.makeCancelScope(deadline: ContinuousClock.now.advanced(by: .seconds(-1)))
    #expect(past.context.error?.isTimeout == true)
    let soon = ContinuousClock.now.advanced(by: .milliseconds(20))
    await #expect(throws: ContextError.self) {
      try await Context.background.withDeadline(soon) { ctx in try await ctx.sleep(for: .seconds(3600)) }
    }
    #expect(ContinuousClock.now >= soon)
    let far = ContinuousClock.now.advanced(by: .seconds(3600))
    let scope = Context.background.makeCancelScope(deadline: far)
    // There and back, but for the time that the conversion takes.
    let back = try #require(scope.context.continuousDeadline)
    #expect(abs(far.duration(to: back) / .seconds(1)) < 60)
    #expect(Context.background.continuousDeadline == nil)
  }

  @Test func aDeadlineOfTheRealClockIsAnEscapeOfASimulation() throws {
    let report = try simulate { ctx in
      let scope = ctx.makeCancelScope(deadline: ContinuousClock.now.advanced(by: .seconds(3600)))
      _ = try? await scope.context.sleep(for: .seconds(1_000_000))
      return scope.context.error?.isTimeout
    }
    #expect(report.escapes == [Simulation.Escape(who: "", kind: .askedRealClock)])
    guard case .completed(.success(true)) = report.ending else {
      Issue.record("the virtual deadline didn't come: \(report.ending)")
      return
    }
  }
}
