import Cascade
import CascadeSimulation
import Testing

/// Told to finish, then cancelled.
@Suite struct ShutdownTests {
  /// A server that takes a request every 100 ms, each of which takes `work`; it is shut down at 250 ms with 200 ms grace.
  private func serve(work: Duration, nested: Bool = false) throws -> (
    report: Simulation.Report<[String]>, log: [String]
  ) {
    let log = Locked<[String]>([])
    let report = try Simulation().run { ctx in
      let (group, context) = try ErrGroup.withContext(ctx, .named("server"))
      let serve: @Sendable (Context) async throws -> Void = { ctx in
        while !ctx.shutdownSignal.isCancelled {
          do { try await ctx.shutdownSignal.sleep(for: .milliseconds(100)) } catch { break }
          log.withLock { $0.append("begin \(ctx.now)") }
          try await ctx.sleep(for: work)
          log.withLock { $0.append("end \(ctx.now)") }
        }
        log.withLock { $0.append("closed \(ctx.now)") }
      }
      await group.go("listener") { ctx in
        guard nested else { return try await serve(ctx) }
        try await withErrGroup(in: ctx) { inner in await inner.go("worker") { ctx in try await serve(ctx) } }
      }
      await ctx.pause(for: .milliseconds(250))
      group.shutdown(grace: .milliseconds(200))
      group.shutdown(grace: .zero)
      do { try await group.wait() } catch { log.withLock { $0.append("\(error)") } }
      return [context.cancellation?.reason.rawValue ?? "", "\(ctx.now)"]
    }
    return (report, log.withLock { $0 })
  }

  @Test(arguments: [false, true]) func whoFinishesInTimeIsNotCancelled(nested: Bool) throws {
    let (report, log) = try serve(work: .milliseconds(60), nested: nested)
    #expect(
      log == [
        "begin 0.1 seconds", "end 0.16 seconds", "closed 0.25 seconds",
      ])
    #expect(try report.value == ["scopeEnded", "0.25 seconds"])
  }

  @Test func whatIsBegunIsFinished() throws {
    let (report, log) = try serve(work: .milliseconds(170))
    #expect(log == ["begin 0.1 seconds", "end 0.27 seconds", "closed 0.27 seconds"])
    #expect(try report.value == ["scopeEnded", "0.27 seconds"])
  }

  @Test func whoTakesTooLongIsCancelledWhenTheGraceIsOver() throws {
    let (report, log) = try serve(work: .seconds(60))
    #expect(log == ["begin 0.1 seconds", "context canceled"])
    #expect(try report.value == ["shutdown", "0.45 seconds"])
  }

  @Test(
    arguments: [
      (100, nil, "over after 100 ms, completed"), (300, nil, "asked after 250 ms, completed"),
      (300, 200, "context deadline exceeded after 200 ms, cancelled"), (0, nil, "over after 0 ms, completed"),
    ] as [(Int, Int?, String)])
  func aSleepEndsWhenAskedButIsOnlyCutShortByItsOwnContext(sleep: Int, timeout: Int?, says: String) throws {
    let said = Locked("")
    let report = try Simulation().run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx, .named("g"))
      await group.go("a") { ctx in
        let scope = ctx.makeCancelScope(timeout: .milliseconds(timeout ?? 10_000))
        let result: String
        do throws(ContextError) {
          let isOver = try await scope.context.sleep(for: .milliseconds(sleep), orUntil: ctx.shutdownSignal)
          result = isOver ? "over" : "asked"
        } catch { result = "\(error)" }
        said.withLock { $0 = "\(result) after \(ctx.now.nanoseconds / 1_000_000) ms" }
      }
      await ctx.pause(for: .milliseconds(250))
      group.shutdown(grace: .seconds(1))
      try await group.wait()
    }
    try report.value
    let outcomes = report.events.compactMap { event in
      if case .taskOut(let out) = event.kind { out.outcome.rawValue } else { nil }
    }
    #expect("\(said.withLock { $0 }), \(outcomes.joined())" == says)
  }

  @Test func aSignalThatIsOverLetsNobodySleep() throws {
    let report = try Simulation().run { ctx in
      let (group, context) = try ErrGroup.withContext(ctx)
      await group.go { ctx in await ctx.pause(for: .milliseconds(10)) }
      group.shutdown(grace: .seconds(1))
      let whileAsked = try await context.sleep(for: .seconds(1), orUntil: context.shutdownSignal)
      group.cancel()
      do throws(ContextError) {
        try await context.sleep(for: .seconds(1), orUntil: context.shutdownSignal)
        return "\(whileAsked)"
      } catch { return "\(whileAsked), \(error)" }
    }
    #expect(try report.value == "false, context canceled")
  }

  @Test func outsideOfAGroupTheSignalIsTheContext() throws {
    let report = try Simulation().run { ctx in
      let scope = ctx.makeCancelScope()
      let before = scope.context.shutdownSignal.isCancelled
      scope.cancel()
      return [before, scope.context.shutdownSignal.isCancelled]
    }
    #expect(try report.value == [false, true])
  }
}
