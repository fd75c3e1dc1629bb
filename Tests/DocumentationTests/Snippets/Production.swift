import Cascade
import CascadeSimulation
import Testing

private struct TooSlow: Error {}
private enum ClientError: Error { case cancelled }

private func fetch(_ ctx: Context) async throws {
  do { try await ctx.sleep(for: .seconds(10)) } catch { throw ClientError.cancelled }
}

private func legacyLookup() async throws -> Int { 7 }
private func work(_ ctx: Context) async throws -> Int { 7 }
private func serveNext(_ ctx: Context) async throws { try await ctx.sleep(for: .seconds(1)) }

/// What *In production* shows.
@Suite struct ProductionSnippets {
  struct Block: Sendable { var checksum: Int }

  struct Server: Sendable {
    var takes: Duration

    func ask(_ ctx: Context) async throws -> Int {
      try await ctx.sleep(for: takes)
      return 42
    }
  }

  // snippet: production-loop
  func crunch(_ ctx: Context, _ blocks: [Block]) throws -> Int {
    var sum = 0
    for block in blocks {
      try ctx.checkCancellation()
      sum += block.checksum
    }
    return sum
  }
  // snippet: end

  // snippet: production-whose
  func quote(_ ctx: Context, from servers: [Server]) async throws -> Int? {
    for server in servers {
      do {
        return try await ctx.withTimeout(.seconds(1)) { ctx in try await server.ask(ctx) }
      } catch let error as ContextError where error.cancellation != ctx.cancellation {
        continue  // this server's time is up, not the caller's
      }
    }
    return nil
  }
  // snippet: end

  @Test func loopsLook() throws {
    #expect(try crunch(.background, [Block(checksum: 1), Block(checksum: 2)]) == 3)
    let scope = Context.background.makeCancelScope()
    scope.cancel()
    #expect(throws: ContextError.self) { try crunch(scope.context, [Block(checksum: 1)]) }
  }

  @Test func foreignErrors() throws {
    try Simulation().run { ctx in
      try await foreignErrors(ctx)
    }.value
  }

  private func foreignErrors(_ ctx: Context) async throws {
    let root = recognizing(ctx)
    // snippet: production-foreign
    do {
      try await root.withTimeout(.seconds(1), cause: TooSlow()) { ctx in
        try await fetch(ctx)
      }
    } catch let error as ContextError {
      assert(error.isTimeout && error.cancellation.cause is TooSlow)
      assert(error.underlyingError as? ClientError == .cancelled)
    }
    // snippet: end
    let cause = await #expect(throws: ContextError.self) {
      try await root.withTimeout(.seconds(1), cause: TooSlow()) { ctx in try await fetch(ctx) }
    }
    #expect(cause?.cancellation.cause is TooSlow)
  }

  private func recognizing(_ ctx: Context) -> Context {
    // snippet: production-recognize
    let root = Context.background.recognizingCancellation { error in
      (error as? ClientError) == .cancelled
    }
    // snippet: end
    #expect(!root.canBeCancelled)
    return ctx.recognizingCancellation { ($0 as? ClientError) == .cancelled }
  }

  @Test func whoseLimit() throws {
    let slow = Server(takes: .seconds(5))
    let quick = Server(takes: .milliseconds(10))
    let report = try Simulation().run { ctx in
      let found = try await quote(ctx, from: [slow, quick])
      let late = await #expect(throws: ContextError.self) {
        try await ctx.withTimeout(.milliseconds(1500)) { ctx in try await quote(ctx, from: [slow, slow, slow]) }
      }
      #expect(late?.isTimeout == true)
      return found
    }
    #expect(try report.value == 42)
    #expect(report.elapsed == .milliseconds(2510))
  }

  @Test func whatIsLeftBehind() throws {
    let report = try Simulation().run { ctx in
      // snippet: production-leave
      let answer = try await ctx.withTimeoutLeavingBehind(.milliseconds(50)) { ctx in
        try await legacyLookup()
      }
      // snippet: end
      return answer
    }
    #expect(try report.value == 7)
  }

  @Test func closingBraces() throws {
    let report = try Simulation().run { ctx in
      // snippet: production-braces
      let total = try await withErrGroup(in: ctx) { group in
        await group.go("heartbeat") { ctx in
          while true { try await ctx.sleep(for: .milliseconds(20)) }
        }
        let total = try await work(group.context)
        try await group.cancelAndWait()
        return total
      }
      // snippet: end
      return total
    }
    #expect(try report.value == 7)
  }

  @Test func shuttingDown() throws {
    let report = try Simulation().run { root in
      @Sendable func terminated() async { try? await root.sleep(for: .milliseconds(2500)) }
      // snippet: production-shutdown
      try await withErrGroup(in: root, .named("server")) { group in
        await group.go("accepts") { ctx in
          while !ctx.shutdownSignal.isCancelled {
            try await serveNext(ctx)
          }
        }
        await terminated()
        group.shutdown(grace: .seconds(10))
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(3))
  }
}
