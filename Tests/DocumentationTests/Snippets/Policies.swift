import Cascade
import CascadeSimulation
import Testing

// snippet: policy-quorum
extension JoinPolicy {
  /// Enough is enough: so many answers will do.
  static func quorum(_ needed: Int) -> JoinPolicy {
    JoinPolicy("quorum(\(needed))", cancelsOn: .success) { tally in
      tally.succeeded >= needed ? .end(cause: nil) : .goOn
    } conclude: { tally in
      tally.succeeded >= needed ? nil : GroupError(tally)
    }
  }
}
// snippet: end

private struct Unreachable: Error {}

/// Takes so many seconds; a replica without a number doesn't answer.
private struct Replica: Sendable {
  var seconds: Int?

  func write(_ ctx: Context) async throws -> Int {
    guard let seconds else { throw Unreachable() }
    try await ctx.sleep(for: .seconds(seconds))
    return seconds
  }

  func read(_ ctx: Context) async throws -> Int { try await write(ctx) }
}

/// What *Choosing a policy* shows.
@Suite struct PolicySnippets {
  // snippet: policy-collect
  private static func checkAll(_ ctx: Context, _ replicas: [Replica]) async throws {
    do {
      try await withErrGroup(in: ctx, .policy(.collectAll)) { group in
        for replica in replicas { await group.go { ctx in try await replica.write(ctx) } }
      }
    } catch let error as GroupError {
      print("\(error.count) of \(replicas.count) failed: \(error)")
      throw error
    }
  }
  // snippet: end

  @Test func collectAll() throws {
    let report = try Simulation().run { ctx in
      try await Self.checkAll(ctx, [Replica(), Replica(seconds: 2), Replica()])
    }
    let error = #expect(throws: GroupError.self) { try report.value }
    #expect(error?.count == 2)
    #expect(report.elapsed == .seconds(2))
  }

  // snippet: policy-first
  private static func fastest(_ ctx: Context, _ near: Replica, _ far: Replica) async throws -> Int {
    try await firstSuccess(
      in: ctx,
      GroupTask("near") { ctx in try await near.read(ctx) },
      GroupTask("far") { ctx in try await far.read(ctx) })
  }
  // snippet: end

  @Test func firstSuccessWins() throws {
    let report = try Simulation().run { ctx in
      try await Self.fastest(ctx, Replica(), Replica(seconds: 3))
    }
    #expect(try report.value == 3)
    let none = try Simulation().run { ctx in try await Self.fastest(ctx, Replica(), Replica()) }
    #expect(throws: GroupError.self) { try none.value }
  }

  // snippet: policy-supervised
  private static func notifyAll(_ ctx: Context, _ replicas: [Replica]) async throws -> [ErrGroup.Failure] {
    try await withErrGroup(in: ctx, .policy(.supervised)) { group in
      for replica in replicas { await group.go { ctx in try await replica.write(ctx) } }
      try await group.wait()
      return group.failures
    }
  }
  // snippet: end

  @Test func supervised() throws {
    let report = try Simulation().run { ctx in
      try await Self.notifyAll(ctx, [Replica(), Replica(seconds: 2)])
    }
    #expect(try report.value.count == 1)
    #expect(report.elapsed == .seconds(2))
  }

  // snippet: policy-own
  private static func store(_ ctx: Context, _ replicas: [Replica]) async throws {
    try await withErrGroup(in: ctx, .policy(.quorum(2))) { group in
      for replica in replicas { await group.go { ctx in try await replica.write(ctx) } }
    }
  }
  // snippet: end

  @Test func quorum() throws {
    let report = try Simulation().run { ctx in
      try await Self.store(ctx, [Replica(seconds: 1), Replica(seconds: 3600), Replica(seconds: 2)])
    }
    try report.value
    #expect(report.elapsed == .seconds(2))
    let failed = try Simulation().run { ctx in try await Self.store(ctx, [Replica(), Replica(), Replica(seconds: 1)]) }
    #expect(throws: GroupError.self) { try failed.value }
  }

  @Test(arguments: [(ErrGroup.QueuedWork.start, 3), (.startWithoutSpawner, 3), (.skipAfterFailure, 1)])
  func queuedWork(_ work: ErrGroup.QueuedWork, started: Int) throws {
    let report = try Simulation().run { ctx in try await Self.queue(ctx, work) }
    #expect(throws: Unreachable.self) { try report.value }
    #expect(report.events.count { if case .taskStarted = $0.kind { true } else { false } } == started)
  }

  private static func queue(_ ctx: Context, _ work: ErrGroup.QueuedWork) async throws {
    // snippet: policy-queued
    try await withErrGroup(in: ctx, .limit(1), .queued(work)) { group in
      await group.go("fails") { ctx in
        try await ctx.sleep(for: .seconds(1))
        throw Unreachable()
      }
      await group.go("waits for a slot") { ctx in try ctx.checkCancellation() }
      await group.go("comes later") { ctx in try ctx.checkCancellation() }
    }
    // snippet: end
  }

  @Test func loneCancellation() throws {
    let report = try Simulation().run { ctx in
      // snippet: policy-lone
      try await withErrGroup(in: ctx, .ignoringLoneCancellations) { group in
        let preview = await group.go("preview") { ctx in try await ctx.sleep(for: .seconds(3600)) }
        await group.go("download") { ctx in try await ctx.sleep(for: .seconds(60)) }
        preview.cancel(message: "the window is closed")
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(60))
  }

  @Test func loneCancellationIsAFailureByDefault() throws {
    let report = try Simulation().run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx)
      let task = await group.go { ctx in try await ctx.sleep(for: .seconds(3600)) }
      task.cancel()
      try? await group.wait()
      return group.failures.map(\.nature)
    }
    #expect(try report.value == [.cancelledAlone])
  }

  // snippet: policy-shutdown
  private static func serve(_ ctx: Context, each: Duration) async throws {
    try await withErrGroup(in: ctx, .named("server")) { group in
      await group.go("worker") { ctx in
        while !ctx.shutdownSignal.isCancelled {
          try await ctx.sleep(for: each)
        }
      }
      try await ctx.sleep(for: .seconds(10))
      group.shutdown(grace: .seconds(5), message: "new version")
    }
  }
  // snippet: end

  @Test func shutdownInTwoSteps() throws {
    let polite = try Simulation().run { ctx in try await Self.serve(ctx, each: .seconds(3)) }
    try polite.value
    #expect(polite.elapsed == .seconds(12))
    let slow = try Simulation().run { ctx in try await Self.serve(ctx, each: .seconds(3600)) }
    let error = #expect(throws: ContextError.self) { try slow.value }
    #expect(error?.cancellation.reason == .shutdown)
    #expect(slow.elapsed == .seconds(15))
  }
}
