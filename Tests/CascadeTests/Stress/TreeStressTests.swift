import TestSupport
import Testing

@testable import Cascade

/// The tree of contexts on real threads: every law that one thread can count on has to hold for many.
@Suite(.serialized) struct TreeStressTests {
  private static func root(observed: Bool) -> (context: Context, recorder: EventRecorder?) {
    guard observed else { return (.background, nil) }
    let recorder = EventRecorder()
    return (.background(observedBy: recorder), recorder)
  }

  /// The events are dense, in the order of time, and tell everybody at most once, parents first.
  private static func check(_ recorder: EventRecorder?) {
    guard let recorder else { return }
    let events = recorder.events
    #expect(recorder.dropped == 0)
    #expect(events.map(\.seq) == Array(0..<events.count))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.t <= $1.t })
    var parents: [String: String] = [:]
    var told: Set<String> = []
    var ended: Set<String> = []
    var broken: [String] = []
    for event in events {
      switch event.kind {
      case .contextMade(let made): parents[event.id] = made.parent
      case .contextTold(let what):
        if !told.insert(event.id).inserted { broken.append("\(event.id) was told twice") }
        if ended.contains(event.id) { broken.append("\(event.id) was told after its end") }
        let parent = parents[event.id] ?? ""
        if what.origin != event.id, what.origin != "", !told.contains(parent), !ended.contains(parent) {
          broken.append("\(event.id) was told before \(parent)")
        }
      case .contextEnded: ended.insert(event.id)
      default: break
      }
    }
    #expect(broken == [])
  }

  @Test(arguments: [false, true]) func creationAgainstCancellation(_ observed: Bool) async {
    await StressScale.rounds(120).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let root = Owner(background.makeCancelScope(name: "root"))
      let made = Locked<[Owner]>([])
      onThreads(3) { thread in
        if thread == 0 {
          root.cancel(Boom("\(round)"))
          return
        }
        var random = Seeded(UInt64(round * 10 + thread))
        var own: [Owner] = []
        for _ in 0..<60 {
          let parent = own.isEmpty || random.chance(30) ? root.context : own[random.below(own.count)].context
          switch random.below(3) {
          case 0: own.append(Owner(parent.makeCancelScope(name: "c\(thread)")))
          case 1: own.append(Owner(parent.makeCancelScope(timeout: .seconds(3600), name: "t\(thread)")))
          default: if !own.isEmpty { own.remove(at: random.below(own.count)).cancel(Boom("own")) }
          }
        }
        made.withLock { $0 += own }
      }
      let all = made.withLock { $0 }
      #expect(all.allSatisfy { $0.context.isCancelled })
      #expect(all.allSatisfy { $0.context.node.childCount == 0 })
      #expect(all.allSatisfy { "\($0.context.error?.description ?? "")" == "context canceled" })
      #expect(root.context.node.childCount == 0)
      withExtendedLifetime(all) {}
      Self.check(recorder)
    }
  }

  @Test(arguments: [false, true]) func interlockedCancels(_ observed: Bool) async {
    await StressScale.rounds(300).forEachRound { _ in
      let (background, recorder) = Self.root(observed: observed)
      // Two trees, each of which ends the other from inside its own end; and a child that ends its parent.
      let left = Owner(background.makeCancelScope(name: "left"))
      let right = Owner(background.makeCancelScope(name: "right"))
      let child = Owner(left.context.makeCancelScope(name: "child"))
      left.context.onCancel { _ in right.cancel() }
      right.context.onCancel { _ in left.cancel() }
      child.context.onCancel { _ in left.cancel() }
      left.context.onCancel { _ in child.cancel() }
      onThreads(3) { thread in [left, right, child][thread].cancel() }
      #expect(left.context.isCancelled && right.context.isCancelled && child.context.isCancelled)
      Self.check(recorder)
    }
  }

  @Test(arguments: [false, true]) func thousandsOfSimultaneousCancels(_ observed: Bool) async {
    await StressScale.rounds(6).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      var scopes = [Owner(background.makeCancelScope(name: "0"))]
      let called = Counter()
      // A four-ary tree.
      var next = 0
      while scopes.count < 4001 {
        for _ in 0..<4 {
          let scope = Owner(scopes[next].context.makeCancelScope(name: "n"))
          scope.context.onCancel { _ in called.add() }
          scopes.append(scope)
        }
        next += 1
      }
      let all = scopes
      var order = Array(all.indices.dropFirst())
      var random = Seeded(UInt64(round))
      order.shuffle(using: &random)
      let shuffled = order
      onThreads(8) { thread in
        for place in stride(from: thread, to: shuffled.count, by: 8) { all[shuffled[place]].cancel() }
        if thread == 0 { all[0].cancel() }
      }
      #expect(all.allSatisfy { $0.context.isCancelled && $0.context.node.childCount == 0 })
      #expect(called.value == all.count - 1)
      Self.check(recorder)
    }
  }

  @Test(arguments: [false, true]) func dropAgainstCancel(_ observed: Bool) async {
    await StressScale.rounds(180).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let root = Owner(background.makeCancelScope(name: "root"))
      onThreads(3) { thread in
        if thread == 0 {
          for _ in 0..<200 where !root.context.isCancelled {}
          root.cancel()
          return
        }
        for number in 0..<40 {
          let scope = root.context.makeCancelScope(timeout: .seconds(3600), name: "outer\(thread)")
          let inner = scope.context.makeCancelScope(name: "inner\(thread)")
          inner.context.onCancel { _ in }
          if number % 3 == 0 { scope.cancel() }
        }
      }
      #expect(root.context.node.childCount == 0)
      Self.check(recorder)
    }
  }

  @Test(arguments: [false, true]) func registrationAndStopAgainstCancel(_ observed: Bool) async {
    await StressScale.rounds(180).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let scope = Owner(background.makeCancelScope(name: "scope"))
      let registered = Counter()
      let ran = Counter()
      let stopped = Counter()
      onThreads(3) { thread in
        if thread == 0 {
          scope.cancel()
          return
        }
        var random = Seeded(UInt64(round * 10 + thread))
        var registrations: [CancelRegistration] = []
        for _ in 0..<80 {
          if registrations.isEmpty || random.chance(60) {
            registered.add()
            registrations.append(scope.context.onCancel { _ in ran.add() })
          } else if registrations.remove(at: random.below(registrations.count)).stop() {
            stopped.add()
          }
        }
      }
      // Each ran or was stopped, none both, none neither.
      #expect(ran.value + stopped.value == registered.value)
      #expect(scope.context.node.hookCount == 0)
      Self.check(recorder)
    }
  }

  @Test func afterFunctionsAgainstStopAndCancel() async {
    await StressScale.rounds(90).forEachRound { round in
      let scope = Owner(Context.background.makeCancelScope())
      let ran = Counter()
      let registrations = (0..<20).map { _ in
        let gate = Gate()
        let registration = scope.context.afterCancel {
          ran.add()
          gate.open()
        }
        return (registration, gate)
      }
      let stopped = Locked(Set<Int>())
      onThreads(2) { thread in
        if thread == 0 { return scope.cancel() }
        for (index, (registration, _)) in registrations.enumerated() where registration.stop() {
          stopped.withLock { _ = $0.insert(index) }
        }
      }
      let prevented = stopped.withLock { $0 }
      for (index, (_, gate)) in registrations.enumerated() where !prevented.contains(index) { await gate.wait() }
      #expect(ran.value == registrations.count - prevented.count)
    }
  }

  @Test(arguments: [false, true]) func deadlineAgainstCancel(_ observed: Bool) async {
    await StressScale.rounds(60).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let root = Owner(background.makeCancelScope(name: "root"))
      let scopes = Locked<[Owner]>([])
      let ends = Counter()
      onThreads(2) { thread in
        var random = Seeded(UInt64(round * 10 + thread))
        for _ in 0..<40 {
          let scope = Owner(
            root.context.makeCancelScope(timeout: .microseconds(random.below(300)), cause: Boom("late")))
          scope.context.onCancel { _ in ends.add() }
          scopes.withLock { $0.append(scope) }
          if random.chance(50) { scope.cancel(Boom("hand")) }
        }
      }
      let all = scopes.withLock { $0 }
      for scope in all {
        let cancellation = await scope.context.waitUntilCancelled()
        let cause = cancellation?.cause as? Boom
        #expect(cause == Boom(cancellation?.reason == .deadlineExceeded ? "late" : "hand"))
      }
      root.cancel()
      // The callbacks of a deadline may still be under way when its end is seen.
      while ends.value < all.count { await Task.yield() }
      #expect(ends.value == all.count)
      #expect(root.context.node.childCount == 0)
      Self.check(recorder)
    }
  }

  @Test func waitsAgainstCancelAndTime() async throws {
    try await StressScale.rounds(60).forEachRound { round in
      let scope = Owner(Context.background.makeCancelScope())
      let group = try WaitGroup()
      let outcomes = Counter()
      for number in 0..<40 {
        await group.go { _ in
          switch number % 3 {
          case 0: _ = await scope.context.waitUntilCancelled()
          case 1: try? await scope.context.sleep(for: .microseconds(number * 5))
          default: try? await scope.context.sleep(for: .seconds(3600))
          }
          outcomes.add()
        }
        if number == 25 { Task.detached { scope.cancel() } }
      }
      await group.wait()
      #expect(outcomes.value == 40)
      #expect(scope.context.node.hookCount == 0)
    }
  }
}
