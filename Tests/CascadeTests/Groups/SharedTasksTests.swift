import Synchronization
import TestSupport
import Testing

@testable import Cascade

/// Tasks that take turns in a few Swift tasks keep every law of those that have one each.
@Suite struct SharedTasksTests {
  private static func isShared(_ group: ErrGroup) -> Bool { group.node.shared != nil }

  @Test(arguments: [nil, 1, 3]) func eachTaskRunsOnceInAContextOfItsOwn(limit: Int?) async throws {
    let counts = Locked([Int](repeating: 0, count: 2_000))
    try await withErrGroup(in: .background, [.sharingSwiftTasks] + (limit.map { [.limit($0)] } ?? [])) { group in
      #expect(Self.isShared(group))
      for index in 0..<2_000 {
        await group.go { ctx in
          try ctx.checkCancellation()
          guard let node = Running.code as? TaskNode, node === ctx.node else { return }
          counts.withLock { $0[index] += 1 }
        }
      }
    }
    #expect(counts.withLock { $0 }.allSatisfy { $0 == 1 })
  }

  @Test func resultsAndErrorsComeByTheHandle() async throws {
    try await withErrGroup(in: .background, .sharingSwiftTasks, .policy(.collectAll)) { group in
      var handles: [Subtask<Int>] = []
      for index in 0..<200 {
        handles.append(
          await group.go { _ in
            if index.isMultiple(of: 3) { await Task.yield() }
            return index
          })
      }
      for (index, handle) in handles.enumerated() {
        let value = try await handle.value()
        let again = try await handle.value(in: .background)
        #expect(value == index && again == index)
      }
      let nothing = await group.go { _ in }
      try await nothing.value()
    }
    let boom = try ErrGroup(in: .background, .sharingSwiftTasks, .policy(.ignoreErrors))
    let failed = await boom.go { _ -> Int in throw Boom() }
    await #expect(throws: Boom.self) { try await failed.value() }
    await #expect(throws: Boom.self) { try await failed.value() }
    try await boom.wait()
  }

  /// Tasks that wait for each other: none that is in the queue depends on one that is suspended.
  @Test func noTaskWaitsForATurn() async throws {
    try await withErrGroup(in: .background, .sharingSwiftTasks) { group in
      let gates = (0..<100).map { _ in Gate() }
      for index in 0..<100 {
        await group.go { _ in
          if index + 1 < 100 { await gates[index + 1].wait() }
          gates[index].open()
        }
      }
      await gates[0].wait()
    }
  }

  /// A cancel reaches the Swift task of the task that it is meant for, and no other.
  @Test func aCancelReachesOneTaskAlone() async throws {
    let wrong = Locked(0)
    try await withErrGroup(in: .background, .sharingSwiftTasks, .ignoringLoneCancellations) { group in
      for round in 0..<400 {
        let handle = await group.go { ctx in
          for _ in 0..<(round % 5) { await Task.yield() }
          if Task.isCancelled != ctx.isCancelled, Task.isCancelled { wrong.withLock { $0 += 1 } }
        }
        await group.go { ctx in
          if Task.isCancelled || ctx.isCancelled { wrong.withLock { $0 += 1 } }
        }
        handle.cancel()
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  /// Code that cancels the Swift task that it runs in cancels itself.
  @Test func aForeignCancelStaysWithItsTask() async throws {
    let wrong = Locked(0)
    try await withErrGroup(in: .background, .sharingSwiftTasks) { group in
      for _ in 0..<200 {
        await group.go { ctx in
          if Task.isCancelled { wrong.withLock { $0 += 1 } }
          withUnsafeCurrentTask { $0?.cancel() }
        }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test func theFirstFailureEndsThoseThatWait() async throws {
    let ended = Locked(0)
    await #expect(throws: Boom.self) {
      try await withErrGroup(in: .background, .sharingSwiftTasks) { group in
        for _ in 0..<100 {
          await group.go { ctx in
            _ = await ctx.waitUntilCancelled()
            ended.withLock { $0 += Task.isCancelled ? 1 : 0 }
            try ctx.checkCancellation()
          }
        }
        await group.go { _ in throw Boom() }
      }
    }
    #expect(ended.withLock { $0 } == 100)
  }

  @Test func whoNeedsASwiftTaskOfItsOwnHasOne() async throws {
    try await withErrGroup(in: .background, .sharingSwiftTasks) { group in
      let task = await group.go(priority: .high) { _ in Task.currentPriority >= .high }
      let isHigh = try await task.value()
      #expect(isHigh)
    }
    let recorder = EventRecorder(capacity: 100)
    try await withErrGroup(in: .background(observedBy: recorder), .sharingSwiftTasks) { group in
      #expect(!Self.isShared(group))
      await group.go { _ in }
    }
  }

  private enum Holder {
    @TaskLocal static var number = 0
  }

  @Test func taskLocalsAreTheDefaults() async throws {
    try await Holder.$number.withValue(1) {
      try await withErrGroup(in: .background, .sharingSwiftTasks) { group in
        for _ in 0..<50 { await group.go { _ in if Holder.number != 0 { throw Boom() } } }
      }
    }
  }

  // MARK: The same as without

  /// What a random group of tasks came to.
  private struct Outcome: Equatable {
    var error: String?
    var failures: [String]
    var values: [String]
  }

  /// A group whose outcome doesn't depend on the order of its tasks: at most one of them fails, and those that wait are
  /// ended by that.
  private static func play(_ seed: UInt64, _ options: [ErrGroup.Option]) async -> Outcome {
    var random = Seeded(seed)
    let count = 1 + random.below(40)
    let failing = random.chance(50) ? random.below(count) : nil
    let limit = random.chance(30) ? 1 + random.below(4) : nil
    let alone = random.chance(20) ? random.below(count) : nil
    let shapes = (0..<count).map { _ in random.below(5) }
    let values = Locked([String](repeating: "none", count: count))
    let innerOptions = limit == nil ? options : []
    let options = options + (limit.map { [.limit($0)] } ?? [])
    let failures = Locked<[String]>([])
    do {
      try await withErrGroup(in: .background, options) { group in
        for index in 0..<count {
          // At a limit tasks that wait for the failure would keep it from starting.
          let waits = shapes[index] == 0 && failing != nil && limit == nil
          let handle = await group.go("\(index)") { ctx in
            if index == failing { throw Boom() }
            switch shapes[index] {
            case _ where waits:
              _ = await ctx.waitUntilCancelled()
              try ctx.checkCancellation()
            case 1: await Task.yield()
            case 2: try? await ctx.sleep(for: .microseconds(50))
            case 3:
              try await withErrGroup(in: ctx.withoutCancel(), innerOptions) { inner in
                await inner.go { _ in await Task.yield() }
              }
            default: break
            }
            if failing == nil { values.withLock { $0[index] = "done" } }
          }
          if index == alone, index != failing, !waits { handle.cancel(cause: Boom()) }
        }
        try? await group.wait()
        failures.withLock { $0 = group.failures.filter { $0.nature == .own }.map { "\($0.task): \($0.error)" } }
      }
      return Outcome(error: nil, failures: failures.withLock { $0 }, values: values.withLock { $0 })
    } catch {
      return Outcome(error: "\(error)", failures: failures.withLock { $0 }, values: values.withLock { $0 })
    }
  }

  @Test func outcomesAreTheSameAsWithout() async {
    for seed in 0..<300 as Range<UInt64> {
      let own = await Self.play(seed, [])
      let shared = await Self.play(seed, [.sharingSwiftTasks])
      #expect(own == shared, "seed \(seed)")
    }
  }
}
