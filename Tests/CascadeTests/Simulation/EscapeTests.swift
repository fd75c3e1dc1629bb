import Cascade
import CascadeSimulation
import Testing

/// What uses the outside is named, each time; what stays inside never is.
///
/// Each run is in a process of its own, where no other test keeps the threads that detached work needs.
@Suite struct EscapeTests {
  /// Whether the runtime says when somebody sleeps on a real clock.
  private static let clocksAreWatched = {
    #if os(Linux) && compiler(>=6.3)
      true
    #else
      false
    #endif
  }()

  // MARK: Outside

  @Test(.enabled(if: clocksAreWatched)) func aRealSleepThatADeadlineCutsShort() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("the run slept on a real clock, as Task.sleep does (ctx.sleep is inside)") { ctx in
        try? await ctx.withTimeout(.seconds(1)) { _ in try await Task.sleep(for: .seconds(3600)) }
      }
    }
  }

  @Test(.enabled(if: clocksAreWatched)) func aRealSleepOfATaskThatItsGroupCutsShort() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("page/user slept on a real clock, as Task.sleep does (ctx.sleep is inside)") { ctx in
        try? await withErrGroup(in: ctx, .named("page")) { group in
          await group.go("user") { _ in try await Task.sleep(for: .seconds(3600)) }
          await group.go("orders") { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
    }
  }

  @Test(.enabled(if: clocksAreWatched)) func aRealSleepInAChildTaskWhoseParentWaitsInside() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("page/user slept on a real clock, as Task.sleep does (ctx.sleep is inside)") { ctx in
        try await withErrGroup(in: ctx, .named("page")) { group in
          await group.go("user") { ctx in
            async let _ = Task.sleep(for: .seconds(3600))
            // Leaving the scope cancels the child.
            try await ctx.sleep(for: .seconds(1))
          }
        }
      }
    }
  }

  @Test func aRealSleepThatEndsByItself() async {
    await #expect(processExitsWith: .success) {
      let report = try Simulation().run { ctx in
        try await SuspendingClock().sleep(until: .now.advanced(by: .milliseconds(1)))
        try await ctx.sleep(for: .seconds(1))
      }
      guard case .completed(.success) = report.ending else { preconditionFailure("\(report.ending)") }
      precondition(report.elapsed == .seconds(1))
      precondition(report.escapes.count == 1, "\(report.escapes)")
    }
  }

  @Test func aDetachedTask() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("the run gave work to the global pool, as Task {} and Task.detached {} do") { ctx in
        // Those that are done before anybody asks them count as well.
        for _ in 0..<200 { _ = await Task.detached { 1 }.value }
        try await ctx.sleep(for: .seconds(1))
      }
    }
  }

  @Test func anUnstructuredTaskThatNobodyWaitsFor() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("g/a gave work to the global pool, as Task {} and Task.detached {} do") { ctx in
        try await withErrGroup(in: ctx, .named("g")) { group in
          await group.go("a") { _ in _ = Task {} }
        }
      }
    }
  }

  @Test func aHandleThatIsAwaited() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("the run gave work to the global pool, as Task {} and Task.detached {} do") { _ in
        await Task { 1 }.value
      }
    }
  }

  @Test func aThreadThatWakesTheRun() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("the run was woken or asked from outside: by a thread, a queue, another executor") { _ in
        // With one thread, the child runs when its parent is suspended.
        let (continuation, isSuspended) = (Locked<UnsafeContinuation<Void, Never>?>(nil), Gate())
        async let _ = isSuspended.open()
        await withUnsafeContinuation { own in
          continuation.withLock { $0 = own }
          onThread {
            while !isSuspended.isOpen {}
            continuation.withLock { $0 }?.resume()
          }
        }
      }
    }
  }

  @Test func aThreadThatUsesTheTimeOfTheRun() async {
    await #expect(processExitsWith: .success) {
      try expectEscapes("the run was woken or asked from outside: by a thread, a queue, another executor") { ctx in
        onThreads(1) { _ in ctx.makeCancelScope(timeout: .seconds(1)).cancel() }
      }
    }
  }

  @Test func whoNeverComesBack() async {
    await #expect(processExitsWith: .success) {
      let report = try expectEscapes("the run gave work to the global pool, as Task {} and Task.detached {} do") { _ in
        await Task.detached { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }.value
      }
      guard case .deadlocked(let waits) = report.ending, waits.map(\.who) == [""] else {
        preconditionFailure("\(report.ending)")
      }
      precondition(
        waits[0].what.description == "something outside the simulation, such as Task.sleep (ctx.sleep is inside)")
    }
  }

  // MARK: Inside

  @Test func childTasksAreInside() throws {
    let report = try simulate { root in
      try await root.withTimeout(.seconds(5)) { ctx in
        try await withThrowingTaskGroup(of: Int.self) { tasks in
          for number in 1...3 {
            tasks.addTask {
              try await ctx.sleep(for: .seconds(number))
              return number
            }
          }
          return try await tasks.reduce(0, +)
        }
      }
    }
    #expect(try report.value == 6)
    #expect(report.escapes.isEmpty)
  }

  @Test func aChildTaskThatWaitsForItsCancellationIsInside() throws {
    let report = try simulate { root in
      try? await root.withTimeout(.seconds(1)) { _ in
        let gate = Gate()
        await withTaskCancellationHandler {
          await gate.wait()
        } onCancel: {
          gate.open()
        }
      }
    }
    try report.value
    #expect(report.elapsed == .seconds(1))
    #expect(report.escapes.isEmpty)
  }

  /// A stream that a task of the run feeds, second by second, and that is read to its end or until a deadline.
  @Test(arguments: [(60, [1, 2, 3]), (2, [1])]) func aStreamFedFromInsideIsInside(
    timeout: Int, expected: [Int]
  ) throws {
    let report = try simulate(seed: 0) { root in
      let (stream, channel) = AsyncStream.makeStream(of: Int.self)
      return try await withErrGroup(in: root) { group in
        await group.go("feeds") { ctx in
          for number in 1...3 {
            try await ctx.sleep(for: .milliseconds(1500))
            channel.yield(number)
          }
          channel.finish()
        }
        let read = Log()
        let reader = await group.go("reads") { ctx in
          try await ctx.withTimeout(.seconds(timeout)) { _ in
            for await number in stream { read.add("\(number)") }
          }
        }
        try await reader.value()
        return read.all
      }
    }
    #expect(try report.value == expected.map(String.init))
    #expect(report.escapes.isEmpty)
  }

  @Test func aRunInsideOfARunIsInside() throws {
    let report = try simulate { root in
      try await root.sleep(for: .seconds(1))
      let inner = try simulate { root in try await root.sleep(for: .seconds(1)) }
      return inner.escapes
    }
    #expect(try report.value == [])
  }

  @Test func whatARunInsideOfARunUsesIsItsOwn() async {
    await #expect(processExitsWith: .success) {
      let report = try Simulation().run { _ in
        try expectEscapes("the run gave work to the global pool, as Task {} and Task.detached {} do") { _ in
          await Task {}.value
        }
      }
      _ = try report.value
    }
  }
}

/// Runs `body` ten times, and expects the same escape each time.
@discardableResult
private func expectEscapes<Value: Sendable>(
  _ expected: String, _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
) throws -> Simulation.Report<Value> {
  var report = try Simulation().run(body)
  for _ in 0..<9 {
    precondition(report.escapes.map(\.description) == [expected], "\(report.escapes)")
    do {
      _ = try report.value
      preconditionFailure("the run is taken for a good one")
    } catch let error as SimulationError {
      precondition(error.description == "the run depended on more than its seed: \(expected)", "\(error)")
    }
    if case .deadlocked = report.ending { return report }
    report = try Simulation().run(body)
  }
  return report
}
