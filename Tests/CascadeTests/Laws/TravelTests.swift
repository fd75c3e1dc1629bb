import Synchronization
import Testing

@testable import Cascade

/// What belongs to a Swift task goes along to the tasks that it starts, and to what it waits for.
@Suite struct TravelTests {
  enum Way: CaseIterable {
    case go, goAtTheLimit, tryGo, waitingIn
  }

  private func start<Value: Sendable>(
    _ way: Way, _ group: ErrGroup, _ name: String,
    _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) async throws -> Subtask<Value> {
    switch way {
    case .go: return await group.go(name, body)
    case .goAtTheLimit:
      let gate = Gate()
      // The group is full until the second task is asked for.
      await group.go("first") { _ in await gate.wait() }
      gate.open()
      return await group.go(name, body)
    case .tryGo: return try #require(group.tryGo(name, body))
    case .waitingIn: return try await group.go(waitingIn: .background, name, body)
    }
  }

  private func options(_ way: Way) -> [ErrGroup.Option] { way == .goAtTheLimit ? [.limit(1)] : [] }

  @Test(arguments: Way.allCases, [false, true]) func theNameDoes(_ way: Way, observed: Bool) async throws {
    let root = observed ? Context.background(observedBy: EventRecorder(capacity: 100)) : .background
    let names = try await withErrGroup(in: root, options(way)) { group in
      try await start(way, group, "user") { _ in Task.name }.value()
    }
    #expect(names == "user")
    let unnamed = try await withErrGroup(in: .background) { group in
      try await group.go { _ in Task.name }.value()
    }
    #expect(unnamed == nil)
  }

  /// Executes on the global pool, and knows what it executes.
  private final class OwnExecutor: TaskExecutor {
    let jobs = Atomic(0)

    func enqueue(_ job: consuming ExecutorJob) {
      jobs.add(1, ordering: .relaxed)
      let job = UnownedJob(job)
      Task.detached { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  @Test(arguments: Way.allCases) func theExecutorPreferenceDoes(_ way: Way) async throws {
    let executor = OwnExecutor()
    let isThere = try await withTaskExecutorPreference(executor) {
      try await withErrGroup(in: .background, options(way)) { group in
        try await start(way, group, "user") { _ in
          withUnsafeCurrentTask { $0?.unownedTaskExecutor } == executor.asUnownedTaskExecutor()
        }.value()
      }
    }
    #expect(isThere)
    let elsewhere = try await withErrGroup(in: .background) { group in
      try await group.go { _ in
        withUnsafeCurrentTask { $0?.unownedTaskExecutor } == executor.asUnownedTaskExecutor()
      }.value()
    }
    #expect(!elsewhere)
  }

  enum Wait: CaseIterable {
    case scope, handle, inContext
  }

  enum Moment: CaseIterable {
    case atOnce, whenTheTaskRuns
  }

  @Test(arguments: Wait.allCases, Moment.allCases)
  func aRaisedPriorityDoes(_ wait: Wait, _ moment: Moment) async throws {
    let (waits, hasRaised, seen) = (Gate(), Gate(), Gate())
    let isRaised = Locked(false)
    let outer = Task(priority: .background) {
      let body: @Sendable @concurrent (Context) async -> Bool = { _ in
        waits.open()
        // Until it is raised. Turns count from the moment when the task that waits has been raised.
        var turns = 0
        while Task.currentPriority < .medium, turns < 100_000 {
          if hasRaised.isOpen { turns += 1 }
          await Task.yield()
        }
        isRaised.withLock { $0 = Task.currentPriority >= .medium }
        seen.open()
        return true
      }
      switch wait {
      case .scope: try await withErrGroup(in: .background) { group in _ = await group.go("spins", body) }
      case .handle:
        let group = try ErrGroup()
        await group.go("spins", body)
        try await group.wait()
      case .inContext:
        let group = try ErrGroup()
        await group.go("spins", body)
        try await group.wait(in: .background)
      }
    }
    // Before the tasks are there, between that and the wait, or during the wait: once is enough.
    switch moment {
    case .atOnce: break
    case .whenTheTaskRuns: await waits.wait()
    }
    outer.escalatePriority(to: .high)
    hasRaised.open()
    await seen.wait()
    try await outer.value
    #expect(isRaised.withLock { $0 })
  }

  private enum Tag {
    @TaskLocal static var text = "-"
  }

  enum End: CaseIterable { case cancel, deadline, overBefore, scopeEnd }

  @Test(arguments: End.allCases) func taskLocalsReachAfterFunctions(_ end: End) async {
    let seen = Locked("nothing")
    let done = Gate()
    do {
      let scope =
        end == .deadline
        ? Context.background.makeCancelScope(timeout: .milliseconds(1)) : Context.background.makeCancelScope()
      if end == .overBefore { scope.cancel() }
      Tag.$text.withValue("request 7") {
        _ = scope.context.afterCancel {
          seen.withLock { $0 = Tag.text }
          done.open()
        }
      }
      if end == .cancel { scope.cancel() }
      if end == .deadline { await done.wait() }
    }
    await done.wait()
    #expect(seen.withLock { $0 } == "request 7")
  }
}
