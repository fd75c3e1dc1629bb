import Cascade
import CascadeSimulation
import Testing

private struct Refused: Error, CustomStringConvertible {
  var description: String
}

/// Stands for a call to a service: it listens, and it answers after a while.
@discardableResult
private func ask(_ ctx: Context, _ what: String, after time: Duration) async throws -> String {
  try await ctx.sleep(for: time)
  return what
}

/// Stands for a call that fails after a while.
@discardableResult
private func refuse(_ ctx: Context, _ why: String, after time: Duration) async throws -> String {
  try await ctx.sleep(for: time)
  throw Refused(description: why)
}

private struct BudgetSpent: Error {}

private func copy(_ ctx: Context, page: Int) async throws {
  try await ctx.sleep(for: .milliseconds(40))
}

/// What the first pages of the course show.
@Suite struct CourseOfGroupsSnippets {
  @Test func thePageTakesAsLongAsTheSlowest() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-all-well
      let page = try await withErrGroup(in: ctx) { group in
        let price = await group.go("price") { ctx in try await ask(ctx, "9.99", after: .milliseconds(300)) }
        let stock = await group.go("stock") { ctx in try await ask(ctx, "in stock", after: .milliseconds(800)) }
        return "\(try await price.value()), \(try await stock.value())"
      }
      assert(page == "9.99, in stock")
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(800))
  }

  @Test func theFirstFailureIsTheCause() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-first-failure
      do {
        try await withErrGroup(in: ctx, .named("page")) { group in
          await group.go("fetch-orders") { ctx in try await refuse(ctx, "503 from orders", after: .seconds(1)) }
          await group.go("fetch-recs") { ctx in
            _ = try? await ask(ctx, "recommendations", after: .seconds(2))
            assert("\(ctx.cause!)" == "503 from orders")
          }
        }
      } catch {
        assert("\(error)" == "503 from orders")
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(1))
  }

  @Test func checkingInTheLoopIsEnough() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-deaf-task
      try await withErrGroup(in: ctx) { group in
        await group.go("charge-card") { ctx in try await refuse(ctx, "card declined", after: .milliseconds(300)) }
        await group.go("sync-crm") { ctx in
          for page in 1...30 {
            try ctx.checkCancellation()
            try await copy(ctx.withoutCancel(), page: page)
          }
        }
      }
      // snippet: end
    }
    #expect(throws: Refused.self) { try report.value }
    #expect(report.elapsed == .milliseconds(320))
  }

  @Test func bothFailuresAreThrown() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-two-failures
      do {
        try await withErrGroup(in: ctx, .policy(.collectAll)) { group in
          await group.go("orders") { ctx in try await refuse(ctx, "orders are locked", after: .milliseconds(500)) }
          await group.go("letters") { ctx in try await refuse(ctx, "no such mailbox", after: .milliseconds(800)) }
        }
      } catch let error as GroupError {
        assert(error.count == 2)
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(800))
  }

  @Test func onlyAnErrorGoesUp() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-nested-groups
      try await withErrGroup(in: ctx, .named("page")) { page in
        await page.go("weather") { ctx in
          try? await withErrGroup(in: ctx) { weather in
            await weather.go("radar") { ctx in try await refuse(ctx, "radar offline", after: .milliseconds(300)) }
            await weather.go("satellite") { ctx in try await ask(ctx, "a picture", after: .seconds(1)) }
          }
          assert(!ctx.isCancelled)
        }
        await page.go("news") { ctx in try await ask(ctx, "headlines", after: .milliseconds(500)) }
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(500))
  }

  @Test func theDeadlineIsTheCause() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-deadline
      let search = ctx.makeCancelScope(timeout: .seconds(1), cause: BudgetSpent())
      do {
        try await withErrGroup(in: search.context) { group in
          await group.go("shard-1") { ctx in try await ask(ctx, "3 hits", after: .milliseconds(800)) }
          await group.go("shard-2") { ctx in try await ask(ctx, "5 hits", after: .milliseconds(1500)) }
        }
      } catch let error as ContextError {
        assert(error.isTimeout)
        assert(search.context.cause is BudgetSpent)
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(1))
  }

  @Test func downNeverUp() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-contexts
      struct TooSlow: Error {}
      struct NewVersion: Error {}

      let server = ctx.makeCancelScope()
      let request = server.context.makeCancelScope(timeout: .seconds(1), cause: TooSlow())
      let search = request.context.makeCancelScope(timeout: .seconds(5))
      let audit = request.context.withoutCancel()

      assert(search.context.deadline == ctx.now.advanced(by: .seconds(1)))
      let end = await search.context.waitUntilCancelled()
      assert(end?.cause is TooSlow && !server.context.isCancelled)
      server.cancel(cause: NewVersion())
      assert(request.context.cause is TooSlow && !audit.isCancelled)
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(1))
  }

  // snippet: course-retry
  private static func fetch(_ ctx: Context, attempts: Int, pause: Duration) async throws -> String {
    for _ in 1..<attempts {
      do {
        return try await refuse(ctx, "connection refused", after: .milliseconds(100))
      } catch is Refused {
        try await ctx.sleep(for: pause)
      }
    }
    return try await refuse(ctx, "connection refused", after: .milliseconds(100))
  }
  // snippet: end

  @Test func aPauseEndsWithItsContext() throws {
    let report = try Simulation().run { ctx in
      try await ctx.withTimeout(.seconds(1)) { ctx in
        try await Self.fetch(ctx, attempts: 6, pause: .milliseconds(250))
      }
    }
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.isTimeout == true)
    #expect(report.elapsed == .seconds(1))
    let patient = try Simulation().run { ctx in
      try await Self.fetch(ctx, attempts: 6, pause: .milliseconds(250))
    }
    #expect(throws: Refused.self) { try patient.value }
    #expect(patient.elapsed == .milliseconds(1850))
  }

  @Test func detachedWorkGoesOn() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-detached
      try await withErrGroup(in: ctx, .named("booking")) { group in
        group.context.afterCancel("give-seats-back") { print("the seats are free again") }
        await group.go("pay") { ctx in try await refuse(ctx, "card declined", after: .milliseconds(600)) }
        await group.go("audit") { ctx in
          try await ask(ctx.withoutCancel(), "written down", after: .seconds(1))
        }
      }
      // snippet: end
    }
    #expect(throws: Refused.self) { try report.value }
    #expect(report.elapsed == .seconds(1))
    let fired = report.events.filter { if case .afterFired = $0.kind { true } else { false } }
    #expect(fired.map(\.t) == [Context.Instant(nanoseconds: 600_000_000)])
  }

  @Test func whoFinishesInTimeLosesNothing() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-shutdown
      try await withErrGroup(in: ctx, .named("server")) { group in
        await group.go("accept") { ctx in
          while !ctx.shutdownSignal.isCancelled { try await ask(ctx, "a request", after: .milliseconds(50)) }
        }
        await group.go("upload") { ctx in try await ask(ctx, "stored", after: .milliseconds(900)) }
        try await ctx.sleep(for: .milliseconds(500))
        group.shutdown(grace: .milliseconds(800), message: "a new version")
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(900))
  }
}
