import Cascade
import CascadeSimulation
import Testing

@Suite struct RetryTests {
  /// What became of it, and when each attempt began, in milliseconds.
  private struct Course: Equatable {
    var end: String
    var attempts: [Int]
  }

  /// A retry in virtual time whose attempt `n` does what `body` says.
  private func course(
    seed: UInt64 = 0, timeout: Duration? = nil, _ options: [Retry.Option],
    _ body: @escaping @Sendable @concurrent (Context, Int) async throws -> Void
  ) throws -> (course: Course, report: Simulation.Report<Course>) {
    let report = try simulate(seed: seed) { root in
      let begun = Locked<[Int]>([])
      let scope = timeout.map { root.makeCancelScope(timeout: $0) } ?? root.makeCancelScope()
      let end = await thrown {
        try await retry(in: scope.context, options) { ctx, attempt in
          begun.withLock { $0.append(Int(ctx.now.nanoseconds / 1_000_000)) }
          #expect(begun.withLock { $0.count } == attempt)
          try await body(ctx, attempt)
        }
      }
      return Course(end: end ?? "ok", attempts: begun.withLock { $0 })
    }
    return (try report.value, report)
  }

  @Test(arguments: 0..<20) func pausesAreThoseOfTheBackoff(seed: UInt64) throws {
    let options: [Retry.Option] = [
      .attempts(5), .backoff(.exponential(from: .milliseconds(100), factor: 2, upTo: .milliseconds(500))),
    ]
    let (course, report) = try course(seed: seed, options) { _, attempt in
      if attempt < 5 { throw Boom("\(attempt)") }
    }
    #expect(course == Course(end: "ok", attempts: [0, 100, 300, 700, 1200]))
    #expect(report.escapes == [])
  }

  @Test func theLastErrorIsThrownWhenTheAttemptsAreUsedUp() throws {
    let (course, _) = try course([]) { _, attempt in throw Boom("\(attempt)") }
    #expect(course == Course(end: "3", attempts: [0, 100, 300]))
    let (once, _) = try self.course([.attempts(1)]) { _, attempt in throw Boom("\(attempt)") }
    #expect(once == Course(end: "1", attempts: [0]))
  }

  @Test func someErrorsEndItAtOnce() throws {
    let (permanent, _) = try course([]) { _, _ in throw Retry.Permanent(Boom("gone")) }
    #expect(permanent == Course(end: "gone", attempts: [0]))
    let (refused, _) = try course([.retryIf { ($0 as? Boom) != Boom("2") }]) { _, attempt in throw Boom("\(attempt)") }
    #expect(refused == Course(end: "2", attempts: [0, 100]))
    let error = #expect(throws: Boom.self) {
      try simulated { ctx in try await retry(in: ctx) { _, _ in throw Retry.Permanent(Boom("gone")) } }
    }
    #expect(error == Boom("gone"))
  }

  @Test(arguments: [(299, [0, 100]), (300, [0, 100, 300]), (0, [0])])
  func noPauseBeginsThatTheBudgetCannotPay(budget: Int, attempts: [Int]) throws {
    let (course, report) = try course([.budget(.milliseconds(budget))]) { _, attempt in throw Boom("\(attempt)") }
    #expect(course == Course(end: "\(attempts.count)", attempts: attempts))
    #expect(report.elapsed == .milliseconds(attempts.last ?? 0))
  }

  @Test func theTimeOfAttemptsCountsForTheBudget() throws {
    let (course, _) = try course([.budget(.seconds(1)), .backoff(.constant(.milliseconds(100)))]) { ctx, attempt in
      await ctx.pause(for: .milliseconds(600))
      throw Boom("\(attempt)")
    }
    #expect(course == Course(end: "2", attempts: [0, 700]))
  }

  @Test func anAttemptThatTakesTooLongHasFailed() throws {
    let options: [Retry.Option] = [.attemptTimeout(.milliseconds(50)), .backoff(.constant(.milliseconds(10)))]
    let (twice, _) = try course(options) { ctx, attempt in
      try await ctx.sleep(for: attempt < 3 ? .seconds(60) : .milliseconds(1))
    }
    #expect(twice == Course(end: "ok", attempts: [0, 60, 120]))
    let (always, _) = try course(options) { ctx, _ in try await ctx.sleep(for: .seconds(60)) }
    #expect(always == Course(end: "context deadline exceeded", attempts: [0, 60, 120]))
  }

  @Test(arguments: 0..<20) func theEndOfTheContextEndsAPause(seed: UInt64) throws {
    let (course, report) = try course(seed: seed, timeout: .milliseconds(250), []) { _, attempt in
      throw Boom("\(attempt)")
    }
    #expect(course == Course(end: "context deadline exceeded", attempts: [0, 100]))
    #expect(report.elapsed == .milliseconds(250))
  }

  @Test(arguments: 0..<20) func theEndOfTheContextEndsAnAttempt(seed: UInt64) throws {
    // Also one that says something else.
    let (course, report) = try course(seed: seed, timeout: .milliseconds(250), []) { ctx, attempt in
      if attempt == 2 { _ = try? await ctx.sleep(for: .seconds(9)) }
      throw Boom("\(attempt)")
    }
    #expect(course == Course(end: "context deadline exceeded", attempts: [0, 100]))
    #expect(report.elapsed == .milliseconds(250))
  }

  @Test(arguments: [
    (250, 0, "2"),  // in the second pause
    (350, 200, "1"),  // in the second attempt
    (50, 0, "1"),  // in the first pause
    (50, 100, nil),  // in the first attempt
  ]) func theLastErrorStaysInReach(timeout: Int, work: Int, underlying: String?) throws {
    let last = try simulated { root -> String? in
      let scope = root.makeCancelScope(timeout: .milliseconds(timeout))
      do {
        try await retry(in: scope.context) { ctx, attempt in
          try await ctx.sleep(for: .milliseconds(work))
          throw Boom("\(attempt)")
        }
        return "ok"
      } catch {
        #expect((error as? ContextError)?.isTimeout == true)
        return (error as? ContextError)?.underlyingError.map { "\($0)" }
      }
    }
    #expect(last == underlying)
  }

  @Test func aContextThatIsOverHasNoAttempt() throws {
    let (course, _) = try course(timeout: .zero, []) { _, _ in }
    #expect(course == Course(end: "context deadline exceeded", attempts: []))
  }

  @Test(arguments: [Retry.Backoff.none, .constant(.seconds(60))])
  func aCancelOfTheSwiftTaskEndsIt(backoff: Retry.Backoff) throws {
    let report = try simulate { root in
      let attempts = Counter()
      let reason: Cancellation.Reason? = await withTaskGroup(of: Cancellation.Reason?.self) { group in
        group.addTask {
          do {
            try await retry(in: root, .attempts(.max), .backoff(backoff)) { _, _ in
              attempts.add()
              await root.pause(for: .seconds(1))
              throw Boom()
            }
            return nil
          } catch { return (error as? ContextError)?.cancellation.reason }
        }
        await root.pause(for: .milliseconds(1500))
        group.cancelAll()
        return await group.next() ?? nil
      }
      return (reason, attempts.value)
    }
    let (reason, attempts) = try report.value
    #expect(reason == .taskCancelled)
    #expect(attempts == (backoff.pause(after: 1) == .zero ? 2 : 1))
    #expect(report.elapsed == (backoff.pause(after: 1) == .zero ? .seconds(2) : .milliseconds(1500)))
  }

  @Test func anObserverSeesAttemptsFailuresAndPauses() throws {
    let heard = Log()
    let (_, report) = try course([
      .attempts(2),
      .onRetry { heard.add("\($0.number) of \($0.limit): \($0.error), then \($0.pause)") },
    ]) { _, attempt in throw Boom("\(attempt)") }
    let notes = report.events.compactMap { event -> Event.Note? in
      if case .note(let note) = event.kind { note } else { nil }
    }
    #expect(
      notes == [
        .retry(attempt: 1, limit: 2), .log("attempt 1 of 2 failed: 1"), .pause(planned: .milliseconds(100)),
        .retry(attempt: 2, limit: 2),
      ])
    #expect(heard.all == ["1 of 2: 1, then 0.1 seconds"])
    let (_, once) = try course([.attempts(1)]) { _, _ in }
    #expect(!once.events.contains { if case .note = $0.kind { true } else { false } })
  }

  @Test(arguments: 0..<20) func jitterFollowsItsSeedOrThatOfTheSimulation(seed: UInt64) throws {
    func attempts(_ option: Retry.Option, seed: UInt64) throws -> [Int] {
      try course(seed: seed, [.attempts(6), .backoff(.constant(.seconds(100))), option]) { _, _ in throw Boom() }
        .course.attempts
    }
    #expect(try attempts(.jitter(0.5, seed: seed), seed: 1) == attempts(.jitter(0.5, seed: seed), seed: 2))
    #expect(try attempts(.jitter(0.5, seed: seed), seed: 1) != attempts(.jitter(0.5, seed: seed + 1), seed: 1))
    #expect(try attempts(.jitter(0.5), seed: seed) == attempts(.jitter(0.5), seed: seed))
    #expect(try attempts(.jitter(0.5), seed: seed) != attempts(.jitter(0.5), seed: seed + 1))
    for (before, after) in zip(
      try attempts(.jitter(0.5), seed: seed), try attempts(.jitter(0.5), seed: seed).dropFirst())
    {
      #expect((50_000...150_000).contains(after - before))
    }
  }

  @MainActor @Test func attemptsRunWhereTheCallerDoes() async throws {
    var attempts = 0
    let answer = try await retry(in: .background, .attemptTimeout(.seconds(3600)), .backoff(.none)) { _, attempt in
      MainActor.assertIsolated()
      attempts += 1
      if attempt < 3 { throw Boom() }
      return attempt
    }
    #expect(answer == 3 && attempts == 3)
  }
}
