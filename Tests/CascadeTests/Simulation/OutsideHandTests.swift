import Cascade
import CascadeSimulation
import Testing

/// Somebody outside acts in a simulated run, between two jobs.
@Suite struct OutsideHandTests {
  /// Acts once, at the first moment at or after an instant.
  private final class Hand: OutsideHand {
    private struct State {
      var context: Context?
      var hasActed = false
      var moments: [Context.Instant] = []
    }

    private let instant: Context.Instant
    private let isLast: Bool
    private let action: @Sendable (Context) -> Void
    private let state = Locked(State())

    init(at instant: Context.Instant, isLast: Bool = false, _ action: @escaping @Sendable (Context) -> Void) {
      self.instant = instant
      self.isLast = isLast
      self.action = action
    }

    func hold(_ context: Context) { state.withLock { $0.context = context } }
    var moments: [Context.Instant] { state.withLock { $0.moments } }

    func nextInstant(after now: Context.Instant) -> Context.Instant? {
      isLast || instant <= now || state.withLock { $0.hasActed } ? nil : instant
    }

    func act(at now: Context.Instant) {
      state.withLock { $0.moments.append(now) }
      if !isLast, now >= instant { _ = perform() }
    }

    func actLast(at now: Context.Instant) -> Bool { false }

    func actBeforeTheEnd(at now: Context.Instant) -> Bool { isLast && perform() }

    private func perform() -> Bool {
      let context = state.withLock { state in
        defer { if state.context != nil { state.hasActed = true } }
        return state.hasActed ? nil : state.context
      }
      guard let context else { return false }
      action(context)
      return true
    }
  }

  @Test func `the clock stops where the hand wants it to`() throws {
    let hand = Hand(at: .zero.advanced(by: .milliseconds(30))) { $0.cancelFromOutside() }
    let report = try Simulation(.hand(hand)).run { ctx in
      let scope = ctx.makeCancelScope()
      hand.hold(scope.context)
      try await scope.context.sleep(for: .seconds(1))
    }
    #expect(report.elapsed == .milliseconds(30))
    #expect(throws: ContextError.self) { try report.value }
    #expect(hand.moments == hand.moments.sorted())
  }

  @Test func `a hand that does nothing changes nothing`() throws {
    let body: @Sendable @concurrent (Context) async throws -> Void = { ctx in
      try await withErrGroup(in: ctx) { group in
        for index in 0..<5 { await group.go { try await $0.sleep(for: .milliseconds(index % 3)) } }
        try await group.wait()
      }
    }
    for seed in 0..<20 as Range<UInt64> {
      let hand = Hand(at: .zero.advanced(by: .microseconds(1500))) { _ in }
      let plain = try Simulation(.seed(seed)).run(body)
      let watched = try Simulation(.seed(seed), .hand(hand)).run(body)
      #expect(watched.events == plain.events)
      #expect(watched.jobs == plain.jobs)
    }
  }

  @Test func `the last time to act is before a run is given up`() throws {
    let hand = Hand(at: .zero, isLast: true) { $0.cancelFromOutside() }
    let report = try Simulation(.hand(hand)).run { ctx in
      let scope = ctx.makeCancelScope()
      hand.hold(scope.context)
      return await scope.context.waitUntilCancelled()?.reason
    }
    #expect(try report.value == .requested)
  }

  @Test func `a deadline that is set later counts, unless the context is over before`() throws {
    let early = Hand(at: .zero.advanced(by: .milliseconds(1))) {
      $0.endFromOutside(at: .zero.advanced(by: .milliseconds(40)))
    }
    let report = try Simulation(.hand(early)).run { ctx in
      let scope = ctx.makeCancelScope()
      early.hold(scope.context)
      try await scope.context.sleep(for: .seconds(1))
    }
    #expect(report.elapsed == .milliseconds(40))
    let error = #expect(throws: ContextError.self) { try report.value }
    #expect(error?.isTimeout == true)

    let late = Hand(at: .zero.advanced(by: .milliseconds(1))) {
      $0.endFromOutside(at: .zero.advanced(by: .milliseconds(40)))
    }
    let stuck = try Simulation(.hand(late)).run { ctx in
      let scope = ctx.makeCancelScope()
      late.hold(scope.context)
      try await ctx.sleep(for: .milliseconds(2))
      scope.cancel()
      _ = await ctx.waitUntilCancelled()
    }
    // The timer went with the context: nothing is left that could move the clock.
    #expect(stuck.elapsed == .milliseconds(2))
  }

  @Test(arguments: [0, 3] as [UInt64])
  func `who is started from outside waits for a slot like any other`(seed: UInt64) throws {
    let report = try Simulation(.seed(seed)).run { ctx in
      let (group, _) = try ErrGroup.withContext(ctx, .named("g"), .limit(1))
      await group.go("a") { try await $0.sleep(for: .milliseconds(10)) }
      group.goFromOutside("b") { try await $0.sleep(for: .milliseconds(10)) }
      #expect(!group.isEmpty)
      try await group.wait()
      #expect(group.isEmpty)
    }
    try report.value
    #expect(report.elapsed == .milliseconds(20))
    #expect(report.events.contains { $0.id == "g/b" && $0.kind == .taskQueued })
  }
}
