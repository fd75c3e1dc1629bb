import Cascade
import CascadeSimulation
import Testing

/// Time limits that are no error, or that don't wait.
@Suite struct LimitTests {
  @Test func aLimitThatGivesNil() throws {
    let report = try simulate { root in
      let slow = try await root.withTimeoutOrNil(.seconds(1)) { ctx in
        try await ctx.sleep(for: .seconds(2))
        return 1
      }
      let quick = try await root.withTimeoutOrNil(.seconds(1)) { _ in 2 }
      return [slow, quick]
    }
    #expect(try report.value == [nil, 2])
    #expect(report.elapsed == .seconds(1))
  }

  enum Outer: CaseIterable { case earlierDeadline, sameDeadline, cancelled, own }

  @Test(arguments: Outer.allCases) func onlyItsOwnLimitGivesNil(outer: Outer) throws {
    let report = try simulate { root in
      await outcome {
        try await root.withTimeout(outer == .earlierDeadline ? .seconds(1) : .seconds(2)) { ctx in
          let scope = ctx.makeCancelScope()
          if outer == .cancelled { _ = scope.cancel(cause: Boom("enough")) }
          let limit: Duration = outer == .own ? .seconds(1) : .seconds(2)
          let value: Int? = try await scope.context.withTimeoutOrNil(limit) { ctx in
            try await ctx.sleep(for: .seconds(10))
            return 1
          }
          return value.map(String.init) ?? "nil"
        }
      }
    }
    let answer = try report.value
    switch outer {
    case .earlierDeadline: #expect(answer == "threw context deadline exceeded")
    // As in Go, an outer deadline that isn't earlier doesn't take the place of the inner one.
    case .sameDeadline: #expect(["nil", "threw context deadline exceeded"].contains(answer))
    case .cancelled: #expect(answer == "threw context canceled")
    case .own: #expect(answer == "nil")
    }
  }

  private func outcome(_ body: () async throws -> String) async -> String {
    do { return try await body() } catch { return "threw \(error)" }
  }

  @Test func aDeafBodyIsLeftBehind() throws {
    let report = try simulate { root in
      let log = Log()
      let error = await thrown {
        try await root.withTimeoutLeavingBehind(.seconds(1), cause: Boom("too slow")) { ctx in
          await root.pause(for: .seconds(5))
          log.add(
            "deaf body out, told: \(ctx.isCancelled) \(ctx.cause.map { "\($0)" } ?? "-"), Swift: \(Task.isCancelled)")
        }
      }
      log.add("answer after \(root.now): \(error ?? "-")")
      await root.pause(for: .seconds(10))
      return log.all
    }
    #expect(
      try report.value == [
        "answer after 1.0 seconds: context deadline exceeded", "deaf body out, told: true too slow, Swift: true",
      ])
    let told = try #require(report.events.first { if case .taskTold = $0.kind { true } else { false } })
    let out = try #require(report.events.first { if case .taskOut = $0.kind { true } else { false } })
    let closed = try #require(report.events.first { if case .groupClosed = $0.kind { true } else { false } })
    #expect([told, out, closed].map(\.t.description) == ["1.0 seconds", "5.0 seconds", "5.0 seconds"])
  }

  @Test func aBodyInTimeLeavesNothingBehind() throws {
    let report = try simulate { root in
      let value = try await root.withTimeoutLeavingBehind(.seconds(2)) { ctx in
        try await ctx.sleep(for: .seconds(1))
        return 7
      }
      let failure = await thrown {
        try await root.withTimeoutLeavingBehind(.seconds(2)) { _ in throw Boom() }
      }
      return "\(value) \(failure ?? "-")"
    }
    #expect(try report.value == "7 boom")
    #expect(report.elapsed == .seconds(1))
    let closed = report.events.count { if case .groupClosed = $0.kind { true } else { false } }
    #expect(closed == 2)
  }

  @Test func aBodyThatEndsItsContextKeepsItsResult() throws {
    let report = try simulate { root in
      let found = try await root.withCancel { ctx, cancel in
        try await withErrGroup(in: ctx) { group in
          await group.go("searches") { ctx in
            try await ctx.sleep(for: .seconds(1))
            cancel(cause: Boom("found"))
          }
          await group.go("searches, too") { ctx in try await ctx.sleep(for: .seconds(10)) }
          return await ctx.waitUntilCancelled().map { "\($0.cause)" } ?? "-"
        }
      }
      return found
    }
    // The group was ended from outside of it: its tasks' echoes count, as in Go.
    #expect(throws: ContextError.self) { try report.value }
    let kept = try simulated { root in
      try await root.withCancel { ctx, cancel in
        cancel(message: "enough")
        return ctx.cancellation?.message ?? "-"
      }
    }
    #expect(kept == "enough")
  }
}
