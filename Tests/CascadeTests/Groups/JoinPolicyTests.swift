import Cascade
import CascadeSimulation
import Testing

/// What each policy makes of the same three tasks: one succeeds at 30 ms, one fails at 20 ms, one fails at 40 ms.
@Suite struct JoinPolicyTests {
  private struct Story: Sendable {
    var thrown: String?
    var elapsed: Duration
    var failures: [String]
    var natures: [ErrGroup.Failure.Nature]
  }

  private func play(_ policy: JoinPolicy, ok: Int = 30, bad: Int = 20, worse: Int = 40) throws -> Story {
    let report = try Simulation().run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx, .named("root"), .policy(policy))
      await group.go("ok") { ctx in try await ctx.sleep(for: .milliseconds(ok)) }
      await group.go("bad") { ctx in
        try await ctx.sleep(for: .milliseconds(bad))
        throw Boom("bad")
      }
      await group.go("worse") { ctx in
        try await ctx.sleep(for: .milliseconds(worse))
        throw Boom("worse")
      }
      var thrown: String?
      do { try await group.wait() } catch { thrown = String(describing: error) }
      return Story(
        thrown: thrown, elapsed: Context.Instant.zero.duration(to: ctx.now),
        failures: group.failures.map(\.description),
        natures: group.failures.map(\.nature))
    }
    return try report.value
  }

  @Test func failFastThrowsTheFirstAndTellsAll() throws {
    let story = try play(.failFast)
    #expect(story.thrown == "bad")
    #expect(story.elapsed == .milliseconds(20))
    #expect(story.failures == ["root/bad: bad", "root/ok: context canceled", "root/worse: context canceled"])
    #expect(story.natures == [.own, .echo, .echo])
  }

  @Test func collectAllWaitsForEverybodyAndThrowsEverything() throws {
    let story = try play(.collectAll)
    #expect(story.thrown == "2 tasks failed: root/bad: bad; root/worse: worse")
    #expect(story.elapsed == .milliseconds(40))
    #expect(story.natures == [.own, .own])
  }

  @Test func firstSuccessEndsTheRest() throws {
    let story = try play(.firstSuccess)
    #expect(story.thrown == nil)
    #expect(story.elapsed == .milliseconds(30))
    #expect(story.natures == [.own, .echo])
  }

  @Test func supervisedThrowsNothingAndTellsNobody() throws {
    let story = try play(.supervised)
    #expect(story.thrown == nil)
    #expect(story.elapsed == .milliseconds(40))
    #expect(story.failures == ["root/bad: bad", "root/worse: worse"])
  }

  @Test func firstSuccessWithoutAnyThrowsAllFailures() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx, .policy(.firstSuccess)) { group in
        await group.go("a") { _ in throw Boom("a") }
        await group.go("b") { _ in throw Boom("b") }
      }
    }
    let error = #expect(throws: GroupError.self) { try report.value }
    #expect(error?.failures.map { "\($0.error)" }.sorted() == ["a", "b"])
    #expect(error?.count == 2)
  }

  @Test func thirdPartiesMakePolicies() throws {
    let quorum = JoinPolicy("quorum") { tally in
      tally.succeeded >= 2 ? .end(cause: Boom("enough")) : .goOn
    } conclude: { tally in
      tally.succeeded >= 2 ? nil : GroupError(tally)
    }
    let report = try Simulation().run { ctx in
      let (group, inner) = try ErrGroup.withContext(ctx, .policy(quorum))
      for delay in [10, 20, 30, 40] {
        await group.go { ctx in try await ctx.sleep(for: .milliseconds(delay)) }
      }
      try await group.wait()
      return (inner.cancellation?.reason, inner.cause.map { "\($0)" })
    }
    let (reason, cause) = try report.value
    #expect(report.elapsed == .milliseconds(20))
    #expect(reason == .groupDecided)
    #expect(cause == "enough")
  }

  @Test(arguments: [false, true]) func aTaskCancelledAloneCounts(overlooked: Bool) throws {
    let report = try Simulation().run { ctx in
      let options: [ErrGroup.Option] = overlooked ? [.ignoringLoneCancellations] : []
      return try await withErrGroup(in: ctx, options) { group in
        let alone = await group.go("alone") { ctx in try await ctx.sleep(for: .seconds(1)) }
        await group.go("other") { ctx in try await ctx.sleep(for: .milliseconds(50)) }
        alone.cancel()
        return group
      }.failures.map(\.nature)
    }
    if overlooked {
      #expect(try report.value == [])
      #expect(report.elapsed == .milliseconds(50))
    } else {
      let error = #expect(throws: ContextError.self) { try report.value }
      #expect(error?.cancellation.reason == .requested)
      #expect(report.elapsed == .zero)
    }
  }

  @Test func failuresAreBoundedAndCounted() throws {
    let report = try Simulation().run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx, .policy(.collectAll))
      for _ in 0..<1_500 { await group.go { _ in throw Boom("x") } }
      do { try await group.wait() } catch let error as GroupError { return (error.count, error.failures.count) }
      return (0, 0)
    }
    #expect(try report.value == (1_500, 1_000))
  }
}
