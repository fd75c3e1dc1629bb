import TestSupport
import Testing

@testable import Cascade

/// The waits of an engine that plays scripted runs, on real threads: whatever comes at the same time, each wait ends once,
/// says what has really happened, and leaves nothing behind.
@Suite(.serialized) struct EngineWaitStressTests {
  /// How a wait ended.
  private enum End: Equatable {
    case with(Context.OpenEnd)
    case error(Cancellation.Reason)
  }

  private static func end(_ body: () async throws(ContextError) -> Context.OpenEnd) async -> End {
    do throws(ContextError) {
      return .with(try await body())
    } catch {
      return .error(error.cancellation.reason)
    }
  }

  private static func root(observed: Bool) -> Context {
    observed ? .background(observedBy: EventRecorder(capacity: 1_000)) : .background
  }

  /// What can end a wait for several things.
  private enum Hand: CaseIterable {
    case firstLatch, lastLatch, alarm, signal, context, swiftTask

    /// How a wait ends if this alone comes.
    func ends(listens: Bool) -> End? {
      switch self {
      case .firstLatch, .lastLatch: return .with(.happened)
      case .alarm: return .with(.alarmed)
      case .signal: return listens ? .with(.signalled) : nil
      case .context: return listens ? .error(.requested) : nil
      case .swiftTask: return listens ? .error(.taskCancelled) : nil
      }
    }
  }

  @Test(arguments: [false, true], [false, true])
  func severalLatchesAndAnInstant(_ observed: Bool, _ listens: Bool) async {
    await StressScale.rounds(150).forEachRound { round in
      var random = Seeded(UInt64(round))
      let root = Self.root(observed: observed)
      let scope = Owner(root.makeCancelScope())
      let signal = Owner(root.makeCancelScope())
      let latches = [Latch(), Latch(), Latch()]
      let alarm = Alarm()
      let hands = Array(Hand.allCases.shuffled(using: &random).prefix(1 + round % 3))
      // One that surely ends it comes last where none of these does.
      let isSure = hands.contains { hand in hand != .alarm && hand.ends(listens: listens) != nil }
      let timed = round % 4 == 0
      let begun = Gate()
      let task = Task.detached {
        await Self.end { () async throws(ContextError) in
          begun.open()
          return try await scope.context.wait(
            for: latches, until: timed ? scope.context.now.advanced(by: .microseconds(50)) : nil,
            orUntil: signal.context,
            listens: listens, alarm: alarm, doing: .other("waits"))
        }
      }
      if round % 5 != 0 { await begun.wait() }
      onThreads(hands.count) { thread in
        switch hands[thread] {
        case .firstLatch: latches[0].open()
        case .lastLatch: latches[2].open()
        case .alarm: alarm.ring()
        case .signal: signal.cancel()
        case .context: scope.cancel()
        case .swiftTask: task.cancel()
        }
      }
      // An alarm that rings before the wait wakes nothing.
      if !isSure { latches[1].open() }
      let allowed = hands.compactMap { $0.ends(listens: listens) } + (timed || !isSure ? [.with(.happened)] : [])
      let end = await task.value
      #expect(allowed.contains(end), "\(hands)")
      for latch in latches { #expect(latch.waiterCount == 0) }
      #expect(scope.context.node.hookCount == 0)
      #expect(signal.context.node.hookCount == 0)
    }
  }

  /// Many hands reach for one turn while its context ends: one gets it, or none, and the wait says which.
  @Test(arguments: [false, true]) func oneTurnForManyHands(_ observed: Bool) async {
    await StressScale.rounds(300).forEachRound { round in
      let root = Self.root(observed: observed)
      let scope = Owner(root.makeCancelScope())
      let signal = Owner(root.makeCancelScope())
      let turn = OneWait(in: scope.context)
      let taken = Counter()
      let begun = Gate()
      let task = Task.detached {
        await Self.end { () async throws(ContextError) in
          begun.open()
          return try await scope.context.wait(
            for: turn, orUntil: signal.context, listens: true, alarm: nil, doing: .other("waits for a turn"))
        }
      }
      if round % 3 != 0 { await begun.wait() }
      onThreads(4) { thread in
        switch thread {
        case 0, 1: if turn.take() { taken.add() }
        case 2: if round % 2 == 0 { scope.cancel() } else { signal.cancel() }
        default: if round % 5 == 0 { task.cancel() }
        }
      }
      let end = await task.value
      #expect(taken.value == (end == .with(.happened) ? 1 : 0))
      #expect(!turn.take())
      #expect(scope.context.node.hookCount == 0)
      #expect(signal.context.node.hookCount == 0)
    }
  }

  /// Several hands go through many turns, each in its own order: each turn is taken once.
  @Test func manyTurnsForManyHands() async {
    await StressScale.rounds(150).forEachRound { round in
      let root = Self.root(observed: round % 2 == 0)
      let scope = Owner(root.makeCancelScope())
      let turns = (0..<8).map { _ in OneWait(in: scope.context) }
      let given = Locked<[Int]>([])
      let tasks = turns.indices.map { index in
        Task.detached {
          await Self.end { () async throws(ContextError) in
            try await scope.context.wait(
              for: turns[index], orUntil: nil, listens: true, alarm: nil, doing: .other("waits for a turn"))
          }
        }
      }
      onThreads(3) { thread in
        var random = Seeded(UInt64(round * 3 + thread))
        for index in turns.indices.shuffled(using: &random) where turns[index].take() {
          given.withLock { $0.append(index) }
        }
      }
      scope.cancel()
      for (index, task) in zip(turns.indices, tasks) {
        #expect(given.withLock { $0.count { $0 == index } } == 1)
        // What was handed over before the context ended counts, even if the wait began after that.
        #expect(await task.value == .with(.happened))
      }
      #expect(scope.context.node.hookCount == 0)
    }
  }

  /// All tasks of a group return at once, some with an error. The first of them decides, once.
  @Test(arguments: [false, true]) func manyFirstReturns(_ observed: Bool) async throws {
    try await StressScale.rounds(80).forEachRound { round in
      let recorder = EventRecorder()
      let root = observed ? Context.background(observedBy: recorder) : .background
      let group = try ErrGroup(in: root, .policy(.firstReturn))
      let gate = Gate()
      for number in 0..<12 {
        await group.go("task-\(number)") { ctx in
          switch number % 3 {
          case 0: await gate.wait()
          case 1:
            await gate.wait()
            throw Boom()
          default: try await ctx.sleep(for: .seconds(3600))
          }
        }
      }
      gate.open()
      let error = await thrown { try await group.wait() }
      #expect(group.context.isCancelled)
      #expect(error == nil || error == "boom")
      guard observed else { return }
      let outs = recorder.events.compactMap { event in
        if case .taskOut(let out) = event.kind { out } else { nil }
      }
      #expect(outs.count == 12)
      #expect((outs.first?.error == nil) == (error == nil))
    }
  }
}
