import Cascade
import CascadeSimulation
import Testing

/// Ending something and waiting for it, in one call.
@Suite struct CancelAndWaitTests {
  /// A group of two that clean up for a second and for two; what the call throws, and when it returns.
  private func finish(
    _ policy: JoinPolicy = .failFast, failing: Boom? = nil
  ) throws -> (thrown: String?, elapsed: Duration, failures: [ErrGroup.Failure.Nature], waited: String?) {
    let report = try Simulation().run { ctx in
      let (group, context) = try ErrGroup.withContext(ctx, .named("g"), .policy(policy))
      for seconds in 1...2 {
        await group.go("task-\(seconds)") { ctx in
          _ = await ctx.waitUntilCancelled()
          await ctx.pause(for: .seconds(seconds))
          if seconds == 2, let failing { throw failing }
          try ctx.checkCancellation()
        }
      }
      let text = await thrown { try await group.cancelAndWait(cause: Boom("enough"), message: "we close") }
      #expect(context.cancellation?.reason == .requested)
      #expect(context.cancellation?.message == "we close")
      #expect(context.cause as? Boom == Boom("enough"))
      #expect(context.cancellation?.location?.contains("/CancelAndWaitTests.swift:") == true)
      return (text, group.failures.map(\.nature), await thrown { try await group.wait() })
    }
    let (said, failures, waited) = try report.value
    return (said, report.elapsed, failures, waited)
  }

  @Test func echoesAreNoFailures() throws {
    let end = try finish()
    #expect(end.thrown == nil)
    #expect(end.elapsed == .seconds(2))
    #expect(end.failures == [.echo, .echo])
    // Go's answer is still to be had.
    #expect(end.waited == "context canceled")
  }

  @Test func aFailureOnTheWayOutIsThrown() throws {
    let end = try finish(failing: Boom("disk full"))
    #expect(end.thrown == "disk full")
    #expect(end.elapsed == .seconds(2))
    #expect(end.failures == [.echo, .own])
    #expect(end.waited == "context canceled")
  }

  @Test(arguments: [
    (JoinPolicy.collectAll, false, nil as String?),
    (.collectAll, true, "2 tasks failed: g/task-1: context canceled; g/task-2: disk full"),
    (.supervised, true, nil),
  ])
  func otherPoliciesConcludeThemselves(policy: JoinPolicy, fails: Bool, expected: String?) throws {
    #expect(try finish(policy, failing: fails ? Boom("disk full") : nil).thrown == expected)
  }

  @Test func aGroupThatWasOverAnswersAsWaitDoes() throws {
    let said = try simulated { root in
      let scope = Owner(root.makeCancelScope())
      let (group, _) = try ErrGroup.withContext(scope.context)
      await group.go { ctx in try await ctx.sleep(for: .seconds(60)) }
      scope.cancel()
      return await thrown { try await group.cancelAndWait() }
    }
    #expect(said == "context canceled")
  }

  @Test func aGroupWithoutAContextOfItsOwnEndsItsTasksAlone() throws {
    let report = try simulate { root in
      let scope = root.makeCancelScope()
      let context = scope.context
      let group = try ErrGroup(in: context, .policy(.keepFirst))
      await group.go { ctx in try await ctx.sleep(for: .seconds(60)) }
      try await group.cancelAndWait()
      return context.isCancelled
    }
    #expect(try report.value == false)
    #expect(report.elapsed == .zero)
  }

  @Test func fromOneOfItsTasksItWaitsForItself() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("inside") { _ in try await group.cancelAndWait() }
      }
    }
    guard case .deadlocked(let waits) = report.ending else {
      Issue.record("the run ended")
      return
    }
    #expect(waits.map { "\($0.who): \($0.what)" }.sorted() == [": group g", "g/inside: group g"])
  }

  // MARK: One task

  private enum Story: CaseIterable { case echo, cause, own, completed, outBefore, cancelledBefore }

  private func finish(_ story: Story) throws -> (answer: String, elapsed: Duration) {
    let report = try simulate { root in
      try await withErrGroup(in: root, .policy(.supervised)) { group in
        let task = await group.go("task") { ctx in
          if story == .outBefore { return "done" }
          let cancellation = await ctx.waitUntilCancelled()
          await ctx.pause(for: .seconds(1))
          switch story {
          case .cause: throw cancellation?.cause ?? Boom()
          case .own: throw Boom("disk full")
          case .completed: return "done"
          default: throw CancellationError()
          }
        }
        if story == .outBefore { await root.pause(for: .seconds(1)) }
        if story == .cancelledBefore { task.cancel() }
        do { return try await task.cancelAndWait(cause: Boom("enough")) ?? "cancelled" } catch {
          return "threw \(error)"
        }
      }
    }
    return (try report.value, report.elapsed)
  }

  @Test func oneTaskIsWaitedFor() throws {
    for (story, answer) in zip(
      Story.allCases, ["cancelled", "cancelled", "threw disk full", "done", "done", "threw context canceled"])
    {
      let end = try finish(story)
      #expect(end.answer == answer, "\(story)")
      #expect(end.elapsed == .seconds(1), "\(story)")
    }
  }

  @Test func itsSiblingsGoOn() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root, .ignoringLoneCancellations) { group in
        let one = await group.go("one") { ctx in try await ctx.sleep(for: .seconds(60)) }
        let other = await group.go("other") { ctx in
          try await ctx.sleep(for: .seconds(2))
          return "finished"
        }
        try await one.cancelAndWait()
        #expect(root.now == .zero)
        return try await other.value()
      }
    }
    #expect(try report.value == "finished")
    #expect(report.elapsed == .seconds(2))
  }
}
