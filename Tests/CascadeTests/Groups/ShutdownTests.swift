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

  @Test func outsideOfAGroupTheSignalIsTheContext() throws {
    let report = try Simulation().run { ctx in
      let scope = ctx.withCancel()
      let before = scope.context.shutdownSignal.isCancelled
      scope.cancel()
      return [before, scope.context.shutdownSignal.isCancelled]
    }
    #expect(try report.value == [false, true])
  }
}
