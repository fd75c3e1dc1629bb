import CascadeSimulation
import TestSupport
import Testing

@testable import Cascade

/// What Go's singleflight does, and what its users write around it, is in the conformance tests. Here is the rest.
@Suite struct SingleFlightTests {
  private enum Name: ContextKey {
    static let defaultValue = "none"
  }

  @Test func theCallHasTheFirstCallersValuesButNotItsEnd() throws {
    try simulate { root in
      let flight = SingleFlight<Int, String>()
      let first = Owner(root.setting(Name.self, to: "first").makeCancelScope(timeout: .seconds(1)))
      let second = root.setting(Name.self, to: "second")
      let group = try WaitGroup(in: root)
      await group.go { _ in
        let error = await thrown {
          _ = try await flight.value(for: 1, in: first.context) { ctx in
            #expect(ctx.deadline == nil)
            try await ctx.sleep(for: .seconds(3))
            return ctx[Name.self]
          }
        }
        #expect(error == "context deadline exceeded")
        #expect(root.now == Context.Instant.zero.advanced(by: .seconds(1)))
      }
      await root.pause(for: .milliseconds(500))
      let outcome = try await flight.outcome(for: 1, in: second) { _ in "not asked" }
      #expect(try outcome.result.get() == "first")
      #expect(outcome.isShared)
      await group.wait()
      #expect(flight.callCount == 0)
    }.value
  }

  @Test(arguments: SemaphoreTests.Ending.allCases) func theLastThatLeavesEndsTheCall(
    _ ending: SemaphoreTests.Ending
  ) throws {
    let report = try simulate { root in
      let flight = SingleFlight<Int, Int>()
      let seen = Log()
      let ended = await SemaphoreTests.ending(ending, in: root) { ctx in
        _ = try await flight.value(for: 1, in: ctx) { ctx in
          defer {
            seen.add("\(Task.isCancelled)")
            seen.add("\(ctx.cancellation.map { "\($0.reason)" } ?? "-")")
          }
          do {
            try await ctx.sleep(for: .seconds(10))
          } catch {
            // It may clean up, for nobody.
            try await ctx.withoutCancel().sleep(for: .seconds(1))
            throw error
          }
          return 1
        }
      }
      #expect(ended.error == ending.error)
      #expect(ended.reason == ending.reason)
      #expect(flight.callCount == 0)
      // The next caller has nothing to do with what still cleans up.
      let next = try await flight.outcome(for: 1, in: root) { _ in 2 }
      #expect(try next.result.get() == 2)
      #expect(!next.isShared)
      #expect(seen.all == [])
      await root.pause(for: .seconds(2))
      #expect(seen.all == ["true", "\(ending.reason)"])
    }
    try report.value
    #expect(report.elapsed == .seconds(3))
  }

  @Test(arguments: [false, true]) func whatIsOverStartsNothing(_ byTask: Bool) throws {
    try simulate { root in
      let flight = SingleFlight<Int, Int>()
      let error = await SemaphoreTests.alreadyOver(byTask, in: root) { ctx in
        _ = try await flight.value(for: 1, in: ctx) { _ in
          Issue.record("it was started")
          return 1
        }
      }
      #expect(error == "context canceled")
      #expect(flight.callCount == 0)
    }.value
  }

  /// The group of the first caller ends, and the call goes on for others.
  @Test func theCallBelongsToNoGroupOfItsCallers() throws {
    try simulate { root in
      let flight = SingleFlight<Int, Int>()
      let group = try WaitGroup(in: root)
      await group.go { ctx in
        await ctx.pause(for: .milliseconds(1))
        let value = try? await flight.value(for: 1, in: ctx) { _ in 0 }
        #expect(value == 5)
      }
      let error = await thrown {
        try await withErrGroup(in: root) { group in
          await group.go { ctx in
            _ = try await flight.value(for: 1, in: ctx) { ctx in
              try await ctx.sleep(for: .seconds(5))
              return 5
            }
          }
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
      #expect(error == "boom")
      #expect(root.now == Context.Instant.zero.advanced(by: .seconds(1)))
      await group.wait()
      #expect(root.now == Context.Instant.zero.advanced(by: .seconds(5)))
    }.value
  }

  @Test func aCallThatAsksForItselfIsADeadlockWithAName() throws {
    let report = try simulate { root in
      let flight = SingleFlight<String, Int>(name: "users")
      return try await flight.value(for: "ann", in: root) { ctx in
        try await flight.value(for: "ann", in: ctx) { _ in 1 }
      }
    }
    guard case .deadlocked(let waits) = report.ending else {
      Issue.record("it ended")
      return
    }
    let what = Event.Awaited.other("the call for ann of single flight users")
    #expect(waits == [Event.Waiting(who: "", what: what), Event.Waiting(who: "users/ann", what: what)])
  }

  @Test(arguments: [false, true]) func anObserverSeesTheCallAsAGroupOfOne(_ fails: Bool) throws {
    let report = try simulate { root in
      let flight = SingleFlight<String, Int>(name: "users")
      let result = try await flight.outcome(for: "ann", in: root) { ctx in
        try await ctx.sleep(for: .seconds(1))
        if fails { throw Boom() }
        return 1
      }.result
      #expect((try? result.get()) == (fails ? nil : 1))
    }
    try report.value
    let lines = report.events.lines
    #expect(lines.count { $0.contains("group.opened") } == 1)
    #expect(lines.contains { $0.contains("users/ann") && $0.contains("task.started") })
    #expect(lines.contains { $0.contains("users/ann") && $0.contains(fails ? "task.out failed: boom" : "task.out") })
    #expect(lines.last?.contains("group.closed \(fails ? "boom" : "-")") == true)
  }

  /// A key that counts how often it is described.
  private struct Key: Hashable, CustomStringConvertible {
    static let described = Counter()
    let number: Int

    var description: String {
      Self.described.add()
      return "key \(number)"
    }
  }

  @Test func aKeyIsDescribedOnlyForAReader() throws {
    _ = try runUnobserved { root in
      _ = try await SingleFlight<Key, Int>().value(for: Key(number: 1), in: root) { ctx in
        try await ctx.sleep(for: .seconds(1))
        return 1
      }
    }?.get()
    #expect(Key.described.value == 0)
  }

  /// Whatever the order of things: each caller gets what a call returned that hadn't returned when it came, and no call
  /// starts while there is one that is waited for.
  @Test(arguments: 0..<40 as Range<UInt64>) func oneCallAtATime(_ seed: UInt64) throws {
    try simulate(seed: seed) { root in
      var random = Seeded(seed)
      let flight = SingleFlight<Int, Int>()
      // Calls that haven't been told to end.
      let wanted = [Counter(), Counter()]
      let started = Counter()
      let ended = Locked<Set<Int>>([])
      let group = try WaitGroup(in: root)
      for _ in 0..<30 {
        let key = random.below(2)
        let start = Duration.milliseconds(random.below(50))
        let work = Duration.milliseconds(1 + random.below(8))
        let patience = Duration.milliseconds(1 + random.below(10))
        await group.go { ctx in
          await ctx.pause(for: start)
          let limit = ctx.makeCancelScope(timeout: patience)
          let endedBefore = ended.withLock { $0 }
          let number = try? await flight.value(for: key, in: limit.context) { ctx in
            let number = started.add()
            wanted[key].add()
            let told = ctx.onCancel { _ in wanted[key].add(-1) }
            defer {
              if told.stop() { wanted[key].add(-1) }
              ended.withLock { _ = $0.insert(number) }
            }
            try await ctx.sleep(for: work)
            return number
          }
          if let number { #expect(!endedBefore.contains(number)) }
        }
      }
      await group.wait()
      await root.pause(for: .seconds(1))
      #expect(wanted.allSatisfy { $0.most == 1 && $0.value == 0 })
      #expect(started.value == ended.withLock { $0.count })
      #expect(flight.callCount == 0)
    }.value
  }

  @Test func nothingOutlivesTheCall() throws {
    final class Payload: Sendable {}
    struct Weak: Sendable { weak let object: (any AnyObject & Sendable)? }

    let seen = Locked<[Weak]>([])
    @Sendable func watch(_ object: any AnyObject & Sendable) {
      seen.withLock { $0.append(Weak(object: object)) }
    }
    try simulate { root in
      do {
        let flight = SingleFlight<Int, Payload>()
        watch(flight)
        let held = Payload()
        watch(held)
        for fails in [false, true] {
          let limit = Owner(root.makeCancelScope(timeout: .seconds(1)))
          watch(limit.context.node)
          _ = try? await flight.value(for: 1, in: limit.context) { ctx in
            watch(ctx.node)
            if fails { try await ctx.sleep(for: .seconds(10)) }
            return held
          }
        }
      }
      // The Swift tasks are gone one turn after their last line.
      await root.pause(for: .seconds(2))
    }.value
    #expect(seen.withLock { $0.count } == 6)
    #expect(seen.withLock { $0.filter { $0.object != nil }.count } == 0)
  }
}
