import Cascade
import CascadeSimulation
import Foundation
import Testing

private enum ClientError: Error { case cancelled, refused }

// snippet: comment-reporting
extension ClientError: CancellationReporting {
  var reportsCancellation: Bool { self == .cancelled }
}
// snippet: end

private struct Broken: Error {}

/// What the doc comments about ends, limits and waits show.
@Suite struct EndCommentSnippets {
  @Test func aClientsErrorIsReplaced() throws {
    let report = try Simulation().run { ctx in
      let end = await #expect(throws: ContextError.self) {
        try await ctx.withTimeout(.seconds(1)) { ctx in
          try? await ctx.sleep(for: .seconds(10))
          throw ClientError.cancelled
        }
      }
      #expect(end?.underlyingError as? ClientError == .cancelled)
      await #expect(throws: ClientError.refused) {
        try await ctx.withTimeout(.seconds(1)) { ctx in
          try? await ctx.sleep(for: .seconds(10))
          throw ClientError.refused
        }
      }
    }
    try report.value
  }

  @Test func anErrorIsRecognized() {
    // snippet: comment-recognizing
    let ctx = Context.background.recognizingCancellation { ($0 as? URLError)?.code == .cancelled }
    // snippet: end
    #expect(!ctx.canBeCancelled)
  }

  @Test func limitsAreToldApart() throws {
    @Sendable func ask(_ outer: Context) async throws {
      do {
        try await outer.withTimeout(.seconds(1)) { ctx in try await ctx.sleep(for: .seconds(10)) }
      } catch let error as ContextError {
        // snippet: comment-limit
        // Was it my limit, or one further out?
        if error.cancellation == outer.cancellation { throw error }
        // snippet: end
      }
    }
    let report = try Simulation().run { ctx in
      try await ask(ctx)
      await #expect(throws: ContextError.self) {
        try await ctx.withTimeout(.milliseconds(500)) { ctx in try await ask(ctx) }
      }
    }
    try report.value
    #expect(report.elapsed == .milliseconds(1500))
  }

  @Test func aBodyEndsItsContext() throws {
    @Sendable func poll(_ ctx: Context, found: () -> Void) async throws -> Int {
      found()
      return ctx.isCancelled ? 7 : 0
    }
    let report = try Simulation().run { ctx in
      // snippet: comment-cancel
      let first = try await ctx.withCancel { ctx, cancel in
        try await poll(ctx, found: { cancel() })
      }
      // snippet: end
      return first
    }
    #expect(try report.value == 7)
  }

  @Test func aLimitIsNoError() throws {
    @Sendable func suggest(_ ctx: Context, _ word: String) async throws -> [String] {
      try await ctx.sleep(for: .seconds(1))
      return [word]
    }
    let report = try Simulation().run { ctx in
      let word = "cascade"
      // snippet: comment-or-nil
      let suggestions = try await ctx.withTimeoutOrNil(.milliseconds(200)) { ctx in try await suggest(ctx, word) } ?? []
      // snippet: end
      return suggestions
    }
    #expect(try report.value == [])
    #expect(report.elapsed == .milliseconds(200))
  }

  @Test func aBodyIsCancelledAsATaskIs() throws {
    @Sendable func watch(_ ctx: Context) async throws {
      try await ctx.sleep(for: .seconds(1))
      throw Broken()
    }
    @Sendable func handle(_ ctx: Context, _ line: String) async throws {}
    let report = try Simulation().run { ctx in
      let (lines, input) = AsyncThrowingStream<String, any Error>.makeStream()
      input.yield("one")
      // snippet: comment-cancelling-body
      try await withErrGroup(in: ctx, .cancellingBody) { group in
        await group.go("watchdog") { ctx in try await watch(ctx) }
        for try await line in lines { await group.go { ctx in try await handle(ctx, line) } }
      }
      // snippet: end
    }
    #expect(throws: Broken.self) { try report.value }
    #expect(report.elapsed == .seconds(1))
  }

  @Test func tasksMayShareSwiftTasks() throws {
    let indexed = Locked<[Int]>([])
    @Sendable func index(_ row: Int) throws { indexed.withLock { $0.append(row) } }
    let rows = [1, 2, 3]
    let report = try Simulation().run { ctx in
      // snippet: comment-sharing-swift-tasks
      try await withErrGroup(in: ctx, .sharingSwiftTasks) { group in
        for row in rows { await group.go { ctx in try index(row) } }
      }
      // snippet: end
    }
    try report.value
    #expect(indexed.withLock { $0.sorted() } == rows)
  }

  @Test func whatAGroupErrorContains() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx, .policy(.collectAll)) { group in
        await group.go { ctx in
          try await ctx.withTimeout(.seconds(1)) { ctx in try await ctx.sleep(for: .seconds(10)) }
        }
        await group.go { _ in throw Broken() }
      }
    }
    let error = try #require(#expect(throws: GroupError.self) { try report.value })
    // snippet: comment-first-of
    if let end = error.first(of: ContextError.self), end.isTimeout { print("out of time: \(end.cancellation.origin)") }
    // snippet: end
    #expect(error.first(of: ContextError.self)?.isTimeout == true)
    #expect(error.contains { $0 is Broken })
  }

  @Test func aWaitForAHandleHasALimit() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx) { group in
        let quote = await group.go { ctx in
          try await ctx.sleep(for: .milliseconds(10))
          return 42
        }
        // snippet: comment-value-in
        let price = try await ctx.withTimeout(.seconds(1)) { ctx in try await quote.value(in: ctx) }
        // snippet: end
        return price
      }
    }
    #expect(try report.value == 42)
  }
}
