import Cascade
import CascadeSimulation
import Testing

/// What holds for the events of every run.
@Suite struct EventLawTests {
  @Test(arguments: 1...40) func numbersAreDenseAndTimeGrows(_ seed: Int) throws {
    let events = try RandomRun(seed: UInt64(seed)).report.events
    #expect(events.map(\.seq) == Array(0..<events.count))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.t <= $1.t })
    guard case .runStarted = events.first?.kind, case .runEnded = events.last?.kind else {
      Issue.record("a run begins and ends")
      return
    }
  }

  @Test(arguments: 1...40) func theSameSeedGivesTheSameEvents(_ seed: Int) throws {
    let first = try RandomRun(seed: UInt64(seed))
    let second = try RandomRun(seed: UInt64(seed))
    #expect(first.report.events == second.report.events)
    #expect(first.books.story == second.books.story)
    #expect(first.report.elapsed == second.report.elapsed)
    #expect(first.report.jobs == second.report.jobs)
    #expect(first.report.escapes.isEmpty)
  }

  /// What several tasks do at the same instant.
  enum Tie: CaseIterable {
    /// They start.
    case start
    /// They wake, because it is time.
    case sleep
    /// They are told.
    case cancel
    /// They go on, because the group that they wait for is done.
    case join
    /// Their functions start, because a context is over.
    case after
  }

  private static func order(_ tie: Tie, seed: UInt64) throws -> [String] {
    try simulated(seed: seed) { root in
      let log = Log()
      let scope = Owner(root.makeCancelScope())
      let other = try WaitGroup(in: root)
      await other.go { ctx in try await ctx.sleep(for: .seconds(1)) }
      try await withErrGroup(in: root) { group in
        for name in ["a", "b", "c", "d"] {
          if tie == .after {
            scope.context.afterCancel(name) { log.add(name) }
            continue
          }
          await group.go(name) { ctx in
            switch tie {
            case .start, .after: break
            case .sleep: try await ctx.sleep(for: .seconds(1))
            case .cancel: _ = await scope.context.waitUntilCancelled()
            case .join: await other.wait()
            }
            log.add(name)
          }
        }
        try await root.sleep(for: .seconds(1))
        scope.cancel()
      }
      await root.pause(for: .seconds(1))
      return log.all
    }
  }

  @Test(arguments: Tie.allCases) func otherSeedsGiveOtherOrders(_ tie: Tie) throws {
    let orders = try (1...50).map { try Self.order(tie, seed: UInt64($0)) }
    // Of the 24 that there are.
    #expect(Set(orders).count > 12)
    #expect(orders.allSatisfy { $0.sorted() == ["a", "b", "c", "d"] })
    // Without a seed it is the order of asking.
    #expect(try Self.order(tie, seed: 0) == ["a", "b", "c", "d"])
  }

  /// Who starts and who wakes in which order, of the named tasks only.
  private static func order(_ seed: UInt64, _ names: [String], with others: [String]) throws -> [String] {
    try simulated(seed: seed) { root in
      let log = Log()
      try await withErrGroup(in: root) { group in
        for name in (names + others).sorted() {
          await group.go(name) { ctx in
            if names.contains(name) { log.add("\(name)0") }
            for round in 1...3 {
              try await ctx.sleep(until: Context.Instant(nanoseconds: Int64(round) * 1_000_000))
              if names.contains(name) { log.add("\(name)\(round)") }
            }
          }
        }
      }
      return log.all
    }
  }

  @Test(arguments: 1...30) func aTaskMoreDoesNotReorderTheOthers(_ seed: Int) throws {
    let names = ["a", "c", "e", "g"]
    let alone = try Self.order(UInt64(seed), names, with: [])
    #expect(alone.count == 16)
    #expect(try Self.order(UInt64(seed), names, with: ["b"]) == alone)
    #expect(try Self.order(UInt64(seed), names, with: ["b", "d", "f", "z"]) == alone)
  }

  @Test(arguments: 1...200) func whoLooksChangesNothing(_ seed: Int) throws {
    // Without an observer there are no paths, so ties go by the order of asking: seed 0.
    let observed = try RandomRun(seed: UInt64(seed), order: 0)
    let unobserved = RandomRun.unobserved(seed: UInt64(seed))
    #expect(observed.books.story == unobserved.books.story)
    #expect((try? observed.report.value) == unobserved.answer)
  }

  @Test func whatIsToldIsWhatTheContextSays() throws {
    let report = try simulate { root in
      var scopes: [Owner] = []
      func make(_ name: String, _ scope: consuming CancelScope) -> Context {
        let owner = Owner(scope)
        scopes.append(owner)
        return owner.context
      }
      let requested = make("requested", root.makeCancelScope(name: "requested"))
      scopes[0].scope.cancel(cause: Boom("cause"), message: "words")
      let expired = make("expired", root.makeCancelScope(timeout: .zero, name: "expired"))
      return [requested, expired].map(\.cancellation)
    }
    let cancellations = try report.value
    let told = report.events.compactMap { if case .contextTold(let told) = $0.kind { told } else { nil } }
    #expect(told.count == 2)
    for (cancellation, told) in zip(cancellations, told) {
      #expect(told.error.description == cancellation?.error.description)
      #expect(told.reason == cancellation?.reason)
      #expect(told.cause?.text == cancellation?.givenCause.map { "\($0)" })
      #expect(told.location == cancellation?.location)
      #expect(told.origin == cancellation?.origin)
    }
    #expect(cancellations.map { $0?.message } == ["words", nil])
    #expect(cancellations[0]?.location?.hasPrefix("CascadeTests/EventLawTests.swift:") == true)
    #expect(cancellations.map { $0?.instant } == [.zero, .zero])
  }
}
