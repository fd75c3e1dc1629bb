import Cascade
import CascadeSimulation
import Testing

/// What can be done wrong ends the process, with a message that names the mistake.
@Suite struct MisuseTests {
  func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test func goAfterTheScope() async throws {
    // A callback may come late. The handle says what became of the task; nothing runs, nothing traps.
    let group = try await withErrGroup(in: .background) { $0 }
    let late = await group.go { _ in _ = Issue.record("it ran") }
    #expect(await thrown { try await late.value() } == "context canceled")
    #expect(group.tryGo { _ in _ = Issue.record("it ran") } == nil)
    try await group.wait()
    #expect(group.failures.isEmpty)
  }

  @Test func goAfterTheScopeIsRecorded() throws {
    let report = try simulate { root in
      let group = try await withErrGroup(in: root, .named("g")) { $0 }
      await group.go("late") { _ in }
      group.tryGo("later") { _ in }
    }
    let skipped = report.events.filter {
      if case .taskSkipped = $0.kind { true } else { false }
    }
    #expect(skipped.map(\.id) == ["g/late", "g/later"])
  }

  @Test func goOnALimitOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let group = try ErrGroup(.limit(0), .policy(.keepFirst))
      await group.go { _ in }
    }
    #expect(message(result).contains("go on a group with a limit of 0 would wait for ever; use tryGo"))
  }

  @Test func goOnAWaitGroupWithALimitOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let group = try WaitGroup(.limit(0))
      await group.go { _ in }
    }
    #expect(message(result).contains("go on a group with a limit of 0 would wait for ever; use tryGo"))
  }

  @Test func theFirstSuccessOfNothing() async {
    let error = await #expect(throws: GroupError.self) {
      try await firstSuccess(in: .background, [GroupTask<Int>]())
    }
    #expect(error?.count == 0)
    #expect(error.map { "\($0)" } == "there was no task that could succeed")
  }

  @Test func aReleaseOfMoreThanIsHeld() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let semaphore = Semaphore(permits: 4, name: "disk")
      try await semaphore.acquire(.background, permits: 1)
      semaphore.release(permits: 2)
    }
    #expect(message(result).contains("semaphore disk: a release of 2, where 1 is held"))
  }

  @Test func aNegativeNumberOfPermits() async {
    let made = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Semaphore(permits: -1)
    }
    #expect(message(made).contains("a semaphore can't have -1 permits"))
    let asked = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Semaphore(permits: 1).tryAcquire(permits: -1)
    }
    #expect(message(asked).contains("a semaphore: -1 permits can't be taken or given back"))
  }

  @Test func aTrapInATaskEndsTheProcess() async {
    // As a panic does in Go: nothing is caught, nothing hangs.
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try await withErrGroup(in: .background) { group in
        await group.go { _ in fatalError("the task's own words") }
        await group.go { ctx in try await ctx.sleep(for: .seconds(3600)) }
      }
    }
    #expect(message(result).contains("the task's own words"))
  }

  @Test func waitAfterTheScopeIsAllowed() async throws {
    let group = try await withErrGroup(in: .background) { group in
      await group.go { _ in }
      return group
    }
    try await group.wait()
    #expect(group.failures.isEmpty)
    #expect(group.context.isCancelled)
  }
}

#if DEBUG
  extension MisuseTests {
    @Test func aScopeThatIsLostSaysSo() async {
      let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        let ctx = Context.background.makeCancelScope(timeout: .seconds(3600)).context
        guard ctx.isCancelled, ctx.isCancelled else { fatalError("it lives") }
      }
      let lines = message(result).split(separator: "\n").filter { $0.hasPrefix("cascade: ") }
      #expect(lines.count == 1)
      #expect(
        lines.first?.hasPrefix("cascade: the CancelScope made at CascadeTests/MisuseTests.swift:") == true)
      #expect(lines.first?.contains("went away before its context was used") == true)
    }

    @Test func aScopeThatWasUsedSaysNothing() async {
      let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        let ctx: Context
        do {
          let scope = Context.background.makeCancelScope(timeout: .seconds(3600))
          ctx = scope.context
          try ctx.checkCancellation()
        }
        guard ctx.isCancelled else { fatalError("it lives") }
        let cancelled: Context
        do {
          let scope = Context.background.makeCancelScope()
          cancelled = scope.context
          scope.cancel()
        }
        guard cancelled.isCancelled else { fatalError("it lives") }
      }
      #expect(!message(result).contains("cascade: "))
    }
  }
#endif
