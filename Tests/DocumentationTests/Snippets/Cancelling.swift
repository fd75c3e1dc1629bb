import Cascade
import CascadeSimulation
import Testing

private func parse(_ row: Int) {}

// snippet: cancel-values
enum RequestID: ContextKey {
  static let defaultValue = "none"
}

func log(_ ctx: Context, _ line: String) -> String {
  "[\(ctx[RequestID.self])] \(line)"
}
// snippet: end

/// What *Cancellation, cause and deadline* shows.
@Suite struct CancellingSnippets {
  @Test func theFirstCancellationWins() {
    // snippet: cancel-once
    struct Overheated: Error {}

    let scope = Context.background.makeCancelScope()
    scope.cancel(cause: Overheated(), message: "the fan stopped")
    scope.cancel(message: "too late to matter")

    let ctx = scope.context
    assert(ctx.isCancelled)
    assert("\(ctx.error!)" == "context canceled")
    assert(ctx.cause is Overheated)
    assert(ctx.cancellation?.reason == .requested)
    assert(ctx.cancellation?.message == "the fan stopped")
    // snippet: end
    #expect(ctx.cancellation?.location?.contains("/Cancelling.swift:") == true)
  }

  @Test func onlyDownwards() {
    // snippet: cancel-down
    let outer = Context.background.makeCancelScope()
    let left = outer.context.makeCancelScope()
    let right = outer.context.makeCancelScope()

    left.cancel()
    assert(left.context.isCancelled)
    assert(!right.context.isCancelled && !outer.context.isCancelled)

    outer.cancel()
    assert(right.context.isCancelled)
    // snippet: end
    #expect(right.context.cancellation?.reason == .requested)
  }

  @Test func cancelAndWait() throws {
    struct Superseded: Error {}
    let report = try Simulation().run { ctx in
      // snippet: cancel-join
      let (group, _) = try ErrGroup.withContext(ctx, .ignoringLoneCancellations)
      let indexing = await group.go("indexing") { ctx in try await buildIndex(ctx) }
      await group.go("uploads") { ctx in try await upload(ctx) }

      try await indexing.cancelAndWait(cause: Superseded())
      try await group.cancelAndWait(message: "closing")
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(2))
  }

  @Test func theEarlierDeadlineWins() throws {
    let report = try Simulation().run { ctx in
      // snippet: cancel-deadline
      struct TooSlow: Error {}

      let request = ctx.makeCancelScope(timeout: .seconds(2), cause: TooSlow())
      let query = request.context.makeCancelScope(timeout: .seconds(30))

      assert(query.context.deadline == ctx.now.advanced(by: .seconds(2)))
      let cancellation = await query.context.waitUntilCancelled()
      assert(cancellation?.reason == .deadlineExceeded)
      assert(cancellation?.cause is TooSlow)
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(2))
  }

  @Test func asking() throws {
    let report = try Simulation().run { ctx in
      let scope = ctx.makeCancelScope(timeout: .seconds(5))
      try await Self.importRows(scope.context, Array(0..<10))
    }
    #expect(throws: ContextError.self) { try report.value }
    #expect(report.elapsed == .seconds(5))
  }

  // snippet: cancel-ask
  static func importRows(_ ctx: Context, _ rows: [Int]) async throws {
    for row in rows {
      try ctx.checkCancellation()
      parse(row)
      try await ctx.sleep(for: .seconds(1))
    }
  }
  // snippet: end

  @Test func codeThatNeverHeardOfContexts() async throws {
    let ctx = Context.background
    // snippet: cancel-wire
    do {
      try await ctx.withTimeout(.milliseconds(10)) { _ in
        try await Task.sleep(for: .seconds(3600))
      }
      assertionFailure("the sleep is an hour long")
    } catch {
      assert((error as? ContextError)?.isTimeout == true)
    }
    assert(!Task.isCancelled)
    // snippet: end
  }

  @Test func cleaningUp() throws {
    let report = try Simulation().run { ctx in
      let scope = ctx.makeCancelScope(timeout: .seconds(1))
      try await withErrGroup(in: scope.context) { group in
        await group.go { ctx in try await Self.transfer(ctx) }
      }
    }
    #expect(throws: ContextError.self) { try report.value }
    #expect(report.elapsed == .seconds(3))
  }

  // snippet: cancel-cleanup
  static func transfer(_ ctx: Context) async throws {
    do {
      try await ctx.sleep(for: .seconds(60))
    } catch {
      let scope = ctx.withoutCancel().makeCancelScope(timeout: .seconds(5))
      try await rollBack(scope.context)
      throw error
    }
  }
  // snippet: end

  private static func rollBack(_ ctx: Context) async throws {
    try await ctx.sleep(for: .seconds(2))
  }

  @Test func merged() {
    let request = Context.background.makeCancelScope()
    let server = Context.background.makeCancelScope()
    // snippet: cancel-merge
    let both = request.context.makeCancelScope(merging: server.context)
    server.cancel(message: "shutting down")
    assert(both.context.cancellation?.message == "shutting down")
    assert(!request.context.isCancelled)
    // snippet: end
    #expect(both.context.isCancelled)
  }

  @Test func values() {
    // snippet: cancel-value
    let ctx = Context.background.setting(RequestID.self, to: "7f3a")
    assert(log(ctx, "begins") == "[7f3a] begins")
    assert(log(.background, "begins") == "[none] begins")
    // snippet: end
  }

  @Test func hooks() throws {
    let report = try Simulation().run { ctx in
      // snippet: cancel-hooks
      let scope = ctx.makeCancelScope()
      let told = scope.context.onCancel { cancellation in
        print("told: \(cancellation.error)")
      }
      scope.context.afterCancel {
        await closeConnection()
      }
      assert(told.stop())
      scope.cancel()
      // snippet: end
      assert(!told.stop())
    }
    try report.value
    #expect(report.events.contains { $0.kind == .afterFired })
  }
}

private func closeConnection() async {}

private func buildIndex(_ ctx: Context) async throws {
  try await ctx.sleep(for: .seconds(60))
}

private func upload(_ ctx: Context) async throws {
  do { try await ctx.sleep(for: .seconds(60)) } catch {
    try await ctx.withoutCancel().sleep(for: .seconds(2))
    throw error
  }
}
