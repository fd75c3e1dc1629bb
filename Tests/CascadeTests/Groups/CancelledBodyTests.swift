import Cascade
import CascadeSimulation
import Testing

/// A failure reaches the body of a scope as it reaches a task: its context is over, and where the body asked for that, its
/// Swift task is cancelled.
@Suite struct CancelledBodyTests {
  @Test(arguments: [false, true]) func theBodyHears(asksForCancel: Bool) throws {
    let report = try simulate { root in
      let log = Log()
      let error = await thrown {
        try await withErrGroup(in: root, asksForCancel ? [.cancellingBody] : []) { group in
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
          let said = await thrown { try await group.context.sleep(for: .seconds(10)) }
          log.add("\(said ?? "slept") at \(root.now)")
          // Without the option this would never end.
          let (never, _) = AsyncStream.makeStream(of: Int.self)
          if asksForCancel { for await _ in never {} }
          log.add("\(Task.isCancelled)")
        }
      }
      log.add(error ?? "-")
      return log.all
    }
    #expect(
      try report.value == ["context canceled at 1.0 seconds", "\(asksForCancel)", "boom"])
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aBodyThatReturnsIsNotCancelled() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root, .cancellingBody) { group in
        await group.go { ctx in try await ctx.sleep(for: .seconds(2)) }
        return Task.isCancelled ? "cancelled" : "fine"
      }
    }
    #expect(try report.value == "fine")
    #expect(report.elapsed == .seconds(2))
  }

  @Test func whatItStartsUnstructuredIsNobodys() throws {
    // A cancel of the body goes no further than the body.
    let report = try simulate { root in
      let log = Log()
      let left = Locked<Task<Void, Never>?>(nil)
      _ = await thrown {
        try await withErrGroup(in: root, .cancellingBody) { group in
          let task = Task(executorPreference: root.environment.executor) {
            log.add(await thrown { try await root.sleep(for: .seconds(5)) } ?? "slept")
          }
          left.withLock { $0 = task }
          await group.go { _ in throw Boom() }
          try await root.sleep(for: .seconds(2))
          log.add("the detached wait went on")
        }
      }
      await left.withLock { $0 }?.value
      return log.all
    }
    #expect(try report.value == ["the detached wait went on", "slept"])
  }

  @Test(arguments: [JoinPolicy.keepFirst, .ignoreErrors].map(\.name)) func itNeedsAContext(policy: String) async {
    let policy: JoinPolicy = policy == JoinPolicy.keepFirst.name ? .keepFirst : .ignoreErrors
    await #expect(throws: OptionError.self) {
      try await withErrGroup(in: .background, .policy(policy), .cancellingBody) { _ in }
    }
  }
}
