import Synchronization
import TestSupport
import Testing

@testable import Cascade

/// Cancels of the library and of others at the same time, on real threads: whose it was is decided right, and nothing
/// that waits is forgotten.
@Suite(.serialized) struct WakeStressTests {
  private static let long = Duration.seconds(3600)

  private static func root(observed: Bool) -> Context {
    observed ? .background(observedBy: EventRecorder(capacity: 1_000)) : .background
  }

  /// What a wait said.
  private static func reason(_ body: () async throws -> Void) async -> Cancellation.Reason? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? ContextError)?.cancellation.reason
    }
  }

  /// Both cancels reach a body that waits elsewhere. The one from outside ends the wait, whichever is first.
  @Test(arguments: [false, true]) func bothCancelsOnAWaitElsewhere(_ observed: Bool) async {
    await StressScale.rounds(150).forEachRound { round in
      let root = Self.root(observed: observed)
      let outer = Owner(root.makeCancelScope())
      let elsewhere = Owner(root.makeCancelScope())
      let begun = Gate()
      let task = Task.detached { () -> Cancellation.Reason? in
        let said = Locked<Cancellation.Reason?>(nil)
        try? await outer.context.withTimeout(Self.long) { ctx in
          begun.open()
          let reason = await Self.reason {
            switch round % 5 {
            case 0: try await elsewhere.context.sleep(for: Self.long)
            case 1: try await elsewhere.context.withTimeout(Self.long) { ctx in try await ctx.sleep(for: Self.long) }
            case 2:
              try await withErrGroup(in: elsewhere.context) { _ = await $0.go { try await $0.sleep(for: Self.long) } }
            case 3: try await ctx.withTimeout(Self.long) { _ in try await root.sleep(for: Self.long) }
            default: try await root.withoutCancel().sleep(for: Self.long)
            }
          }
          said.withLock { $0 = reason }
        }
        return said.withLock { $0 }
      }
      if round % 3 != 0 { await begun.wait() }
      onThreads(2) { thread in
        if thread == 0 { outer.cancel() } else { task.cancel() }
      }
      #expect(await task.value == .taskCancelled)
      withExtendedLifetime(elsewhere) {}
    }
  }

  /// A body, a task or an after-function starts a Swift task and returns, while its context ends and that task is
  /// cancelled.
  @Test(arguments: [false, true]) func bodiesThatReturnAgainstTasksThatStay(_ observed: Bool) async {
    await StressScale.rounds(150).forEachRound { round in
      let root = Self.root(observed: observed)
      let outer = Owner(root.makeCancelScope())
      let handle = Locked<Task<Cancellation.Reason?, Never>?>(nil)
      let made = Gate()
      @Sendable func make() {
        let task = Task {
          await Self.reason {
            if round % 2 == 0 {
              try await root.sleep(for: Self.long)
            } else {
              try await root.withTimeout(Self.long) { ctx in
                async let child: Void = ctx.sleep(for: Self.long)
                try await child
              }
            }
          }
        }
        handle.withLock { $0 = task }
        made.open()
      }
      let parent = Task.detached {
        switch round % 4 {
        case 0: try? await outer.context.withTimeout(Self.long) { _ in make() }
        case 1: _ = try? await withErrGroup(in: outer.context) { group in _ = await group.go { _ in make() } }
        case 2: try? await withErrGroup(in: outer.context) { _ in make() }
        default:
          outer.context.afterCancel { make() }
          outer.cancel()
        }
      }
      await made.wait()
      let task = handle.withLock { $0 }
      onThreads(2) { thread in
        if thread == 0 { outer.cancel() } else { task?.cancel() }
      }
      #expect(await task?.value == .taskCancelled)
      await parent.value
    }
  }

  /// The body of a group hears of a cancel from outside by its own wait; the group then wasn't ended by a failure.
  @Test(arguments: [false, true]) func aBodyThatHearsFirst(_ observed: Bool) async {
    await StressScale.rounds(150).forEachRound { round in
      let root = Self.root(observed: observed)
      let reasons = Locked<[Cancellation.Reason]>([])
      let begun = Gate()
      let task = Task.detached {
        await Self.reason {
          try await withErrGroup(in: root) { group in
            group.context.onCancel { cancellation in reasons.withLock { $0.append(cancellation.reason) } }
            await group.go { ctx in _ = await ctx.waitUntilCancelled() }
            begun.open()
            if round % 2 == 0 {
              try await group.context.sleep(for: Self.long)
            } else {
              try await root.sleep(for: Self.long)
            }
          }
        }
      }
      if round % 3 != 0 { await begun.wait() }
      task.cancel()
      #expect(await task.value == .taskCancelled)
      #expect(reasons.withLock { $0 } == [.taskCancelled])
    }
  }

  /// The timer's thread ends a context while others link children below it, merge with it, end it, and drop it.
  @Test(arguments: [false, true]) func aDeadlineAgainstLinksAndEnds(_ observed: Bool) async {
    await StressScale.rounds(60).forEachRound { round in
      let root = Self.root(observed: observed)
      let other = Owner(root.makeCancelScope())
      let limit = Owner(root.makeCancelScope(timeout: .microseconds(round * 7 % 300)))
      let owners = Locked<[Owner]>([])
      onThreads(3) { thread in
        var random = Seeded(UInt64(round * 10 + thread))
        var own: [Owner] = []
        for number in 0..<40 {
          let parent = own.isEmpty || random.chance(50) ? limit.context : own[random.below(own.count)].context
          switch random.below(6) {
          case 0: own.append(Owner(parent.makeCancelScope()))
          case 1: own.append(Owner(parent.makeCancelScope(timeout: .microseconds(random.below(200)))))
          case 2: own.append(Owner(other.context.makeCancelScope(merging: parent)))
          case 3: own.append(Owner(parent.makeCancelScope(merging: other.context)))
          case 4: if !own.isEmpty { own.remove(at: random.below(own.count)).cancel() }
          default: _ = parent.onCancel { _ in }
          }
          if thread == 2, number == 30, round % 4 == 0 { limit.cancel() }
        }
        owners.withLock { $0 += own }
      }
      _ = await limit.context.waitUntilCancelled()
      let all = owners.withLock { $0 }
      // Everything hangs on the limit, in one way or another.
      for owner in all { _ = await owner.context.waitUntilCancelled() }
      for owner in all + [limit] {
        // What a deadline ended may still be on its way to be told.
        while owner.context.node.hookCount > 0 { await Task.yield() }
        #expect(owner.context.node.childCount == 0)
      }
      while other.context.node.hookCount > 0 { await Task.yield() }
      #expect(!other.context.isCancelled)
      #expect(other.context.node.childCount == 0)
    }
  }

  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  /// Waits, and isn't suspended before `holds` is false, or very long after.
  private static func wait(for waiter: Waiter, while holds: () -> Bool) async -> Waiter.Outcome {
    await withUnsafeContinuation { continuation in
      waiter.suspend(continuation)
      var looks = 0
      while holds(), looks < 1_000_000 { looks += 1 }
    }
  }

  /// A wake that comes when the waiter is ready for it, but its task hasn't suspended. The next wait uses the memory of
  /// this one again.
  @Test func aWakeBeforeTheTaskHasSuspended() async {
    await StressScale.rounds(500).forEachRound { _ in
      let first = Waiter(in: .live)
      let second = Waiter(in: .live)
      second.wake(.contextDone)
      // Nothing but the wait itself may order the two.
      let woken = Flag()
      let other = Task.detached {
        while !first.hasSuspended { await Task.yield() }
        first.wake(.elapsed)
        woken.isSet.store(true, ordering: .relaxed)
      }
      let outcome = await Self.wait(for: first) { !woken.isSet.load(ordering: .relaxed) }
      let next = await Self.wait(for: second) { false }
      #expect(outcome == .elapsed && next == .contextDone)
      await other.value
    }
  }

  /// Waits that end with a context, against what they wait for.
  @Test(arguments: [1, 2], [false, true]) func waitsThatEndEarly(_ limit: Int, _ observed: Bool) async throws {
    try await StressScale.rounds(40).forEachRound { round in
      let root = Self.root(observed: observed)
      let group = try ErrGroup(in: root, .limit(limit), .policy(.keepFirst))
      let running = Counter()
      let ran = Counter()
      let taken = Counter()
      let callers = try WaitGroup()
      for caller in 0..<6 {
        await callers.go { _ in
          for number in 0..<10 {
            let patience = Owner(
              root.makeCancelScope(timeout: .microseconds((caller * 31 + number * 17 + round) % 200)))
            let task = try? await group.go(waitingIn: patience.context) { _ in
              running.add()
              if number % 2 == 0 { await Task.yield() }
              running.add(-1)
              ran.add()
            }
            guard let task else { continue }
            taken.add()
            if number % 3 == 0 { try? await task.value(in: patience.context) }
            if number % 5 == 0 { try? await group.wait(in: patience.context) }
          }
        }
      }
      await callers.wait()
      try await group.wait()
      #expect(running.most <= limit)
      #expect(ran.value == taken.value)
      #expect(group.isEmpty)
    }
  }

  /// A limit that gives nothing: a value or none, never anything else; and bodies that are left behind get out.
  @Test func limitsAgainstReturns() async throws {
    await StressScale.rounds(60).forEachRound { round in
      let out = Counter()
      for number in 0..<10 {
        let time = Duration.microseconds(number * 20 + round % 20)
        do {
          let value = try await Context.background.withTimeoutOrNil(time) { ctx in
            try await ctx.sleep(for: .microseconds(100))
            return number
          }
          #expect(value == nil || value == number)
        } catch {
          Issue.record("\(error)")
        }
        do {
          let value = try await Context.background.withTimeoutLeavingBehind(time) { ctx in
            await ctx.pause(for: .microseconds(100))
            out.add()
            return number
          }
          #expect(value == number)
        } catch {
          #expect((error as? ContextError)?.isTimeout == true)
        }
      }
      while out.value < 10 { await Task.yield() }
    }
  }
}
