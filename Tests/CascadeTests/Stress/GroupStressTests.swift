import TestSupport
import Testing

@testable import Cascade

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Groups on real threads.
@Suite(.serialized) struct GroupStressTests {
  private static func root(observed: Bool) -> (context: Context, recorder: EventRecorder?) {
    guard observed else { return (.background, nil) }
    let recorder = EventRecorder()
    return (.background(observedBy: recorder), recorder)
  }

  /// Everybody who started is out, once, and before the group is closed.
  private static func check(_ recorder: EventRecorder?) {
    guard let recorder else { return }
    let events = recorder.events
    #expect(events.map(\.seq) == Array(0..<events.count))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.t <= $1.t })
    var groups: [String: String] = [:]
    var running: [String: Set<String>] = [:]
    var broken: [String] = []
    for event in events {
      switch event.kind {
      case .taskSpawned(let spawned): groups[event.id] = spawned.group
      case .taskStarted:
        if !running[groups[event.id] ?? "", default: []].insert(event.id).inserted {
          broken.append("\(event.id) started twice")
        }
      case .taskOut:
        if running[groups[event.id] ?? "", default: []].remove(event.id) == nil {
          broken.append("\(event.id) is out and never started")
        }
      case .groupClosed:
        if let left = running[event.id]?.first { broken.append("\(event.id) closed while \(left) ran") }
      default: break
      }
    }
    #expect(broken == [])
    #expect(running.values.allSatisfy { $0.isEmpty })
  }

  @Test(arguments: [false, true]) func goFromEverywhere(_ observed: Bool) async throws {
    try await StressScale.rounds(120).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let (group, ctx) = try ErrGroup.withContext(background)
      let started = Counter()
      let ended = Counter()
      let errors = Locked<[String]>([])
      @Sendable func work(_ seed: UInt64, _ depth: Int) async -> Subtask<Int> {
        await group.go { ctx in
          started.add()
          defer { ended.add() }
          var random = Seeded(seed)
          var inner: [Subtask<Int>] = []
          if depth < 2 {
            for child in 0..<random.below(4) { inner.append(await work(seed &* 31 &+ UInt64(child), depth + 1)) }
          }
          if random.chance(20), let one = inner.first { one.cancel() }
          if random.chance(30) { await Task.yield() }
          if random.chance(20) { try await ctx.sleep(for: .microseconds(random.below(100))) }
          if random.chance(8) {
            let error = Boom("\(seed)")
            errors.withLock { $0.append(error.description) }
            throw error
          }
          return 1
        }
      }
      var handles: [Subtask<Int>] = []
      for number in 0..<8 { handles.append(await work(UInt64(round * 100 + number), 0)) }
      if round % 4 == 0 { group.cancel() }
      // The results are read from outside, at the same time.
      async let sum = handles.sum()
      let error = await thrown { try await group.wait() }
      #expect(ended.value == started.value)
      #expect(ctx.isCancelled)
      if let error {
        #expect(error == "context canceled" || errors.withLock { $0 }.contains(error))
        #expect(group.failures.first.map { "\($0.error)" } == error)
      } else {
        #expect(group.failures.isEmpty)
      }
      #expect(await sum <= handles.count)
      Self.check(recorder)
    }
  }

  @Test(arguments: [false, true]) func groupInGroup(_ observed: Bool) async {
    await StressScale.rounds(120).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let running = Counter()
      @Sendable func nest(_ ctx: Context, _ depth: Int, _ seed: UInt64) async throws {
        running.add()
        defer { running.add(-1) }
        var random = Seeded(seed)
        let fails = random.chance(5)
        guard depth > 0 else {
          try await ctx.sleep(for: .microseconds(random.below(200)))
          if fails { throw Boom() }
          return
        }
        let kind = random.below(3)
        switch kind {
        case 0:
          try await withErrGroup(in: ctx) { group in
            for child in 0..<3 { await group.go { ctx in try await nest(ctx, depth - 1, seed &* 7 &+ UInt64(child)) } }
            if fails { throw Boom() }
          }
        case 1:
          let (group, ctx) = try ErrGroup.withContext(ctx)
          for child in 0..<3 { await group.go { _ in try await nest(ctx, depth - 1, seed &* 7 &+ UInt64(child)) } }
          try await group.wait()
        default:
          let group = try WaitGroup(in: ctx)
          for child in 0..<3 { await group.go { ctx in try await nest(ctx, depth - 1, seed &* 7 &+ UInt64(child)) } }
          await group.wait()
        }
      }
      _ = await thrown { try await nest(background, 3, UInt64(round)) }
      #expect(running.value == 0)
      Self.check(recorder)
    }
  }

  @Test(arguments: [1, 2, 4], [false, true]) func theLimitUnderFire(_ limit: Int, _ observed: Bool) async throws {
    try await StressScale.rounds(18).forEachRound { _ in
      let (background, recorder) = Self.root(observed: observed)
      let group = try ErrGroup(in: background, .limit(limit), .policy(.keepFirst))
      let running = Counter()
      let done = Counter()
      let taken = Counter()
      let spawners = try WaitGroup()
      for spawner in 0..<6 {
        await spawners.go { _ in
          for _ in 0..<30 {
            @Sendable func work(_ ctx: Context) async {
              running.add()
              if done.value % 3 == 0 { await Task.yield() }
              running.add(-1)
              done.add()
            }
            if spawner % 2 == 0 {
              await group.go(nil, work)
              taken.add()
            } else if group.tryGo(nil, work) != nil {
              taken.add()
            }
          }
        }
      }
      await spawners.wait()
      try await group.wait()
      #expect(running.most <= limit)
      #expect(done.value == taken.value)
      #expect(taken.value >= 90)
      Self.check(recorder)
    }
  }

  @Test(arguments: [false, true]) func dropAgainstFailure(_ observed: Bool) async throws {
    try await StressScale.rounds(180).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let out = Counter()
      let gates = (0..<6).map { _ in Gate() }
      let reasons = Locked<[Cancellation.Reason]>([])
      do {
        let (group, ctx) = try ErrGroup.withContext(background)
        ctx.onCancel { cancellation in reasons.withLock { $0.append(cancellation.reason) } }
        for (number, gate) in gates.enumerated() {
          await group.go { ctx in
            defer {
              out.add()
              gate.open()
            }
            if number == round % 6 { throw Boom() }
            _ = await ctx.waitUntilCancelled()
          }
        }
        // The handle is dropped while one of them fails.
      }
      for gate in gates { await gate.wait() }
      #expect(out.value == 6)
      // The callback follows the mark: it comes, but perhaps not yet.
      while reasons.withLock({ $0.isEmpty }) { await Task.yield() }
      let reason = reasons.withLock { $0 }
      #expect(reason == [.siblingFailed] || reason == [.handleDropped])
      withExtendedLifetime(recorder) {}
    }
  }

  @Test(arguments: [false, true]) func foreignCancelAgainstFailure(_ observed: Bool) async throws {
    await StressScale.rounds(180).forEachRound { round in
      let (background, recorder) = Self.root(observed: observed)
      let begun = Gate()
      let reasons = Locked<[Cancellation.Reason]>([])
      let task = Task.detached {
        await thrown {
          try await withErrGroup(in: background) { group in
            group.context.onCancel { cancellation in reasons.withLock { $0.append(cancellation.reason) } }
            for number in 0..<4 {
              await group.go { ctx in
                if number == 2 {
                  await begun.wait()
                  if round % 2 == 0 { throw Boom() }
                }
                try await ctx.sleep(for: .seconds(3600))
              }
            }
          }
        }
      }
      onThreads(2) { thread in
        if thread == 0 { begun.open() } else { task.cancel() }
      }
      let error = await task.value
      #expect(error == "boom" || error == "context canceled")
      let reason = reasons.withLock { $0 }
      #expect(reason == [.taskCancelled] || (round % 2 == 0 && reason == [.siblingFailed]))
      Self.check(recorder)
    }
  }

  @Test func manyWaitForTheLastTask() async throws {
    try await StressScale.rounds(120).forEachRound { _ in
      let (group, _) = try ErrGroup.withContext(.background)
      for number in 0..<5 {
        await group.go { _ in
          await Task.yield()
          if number == 3 { throw Boom() }
        }
      }
      let answers = await withTaskGroup(of: String?.self) { tasks in
        for _ in 0..<10 { tasks.addTask { await thrown { try await group.wait() } } }
        return await tasks.reduce(into: []) { $0.append($1) }
      }
      #expect(answers == Array(repeating: "boom", count: 10))
    }
  }

  /// Waits beside the caller, some of which end the group's context, against tasks that end, one that fails, and the caller.
  @Test(arguments: [false, true]) func manyWaitBesideTheCaller(_ observed: Bool) async throws {
    try await StressScale.rounds(200).forEachRound { round in
      let (root, recorder) = Self.root(observed: observed)
      let (group, _) = try ErrGroup.withContext(root)
      let gate = Gate()
      for number in 0..<4 {
        await group.go { _ in
          await gate.wait()
          if number == round % 8 { throw CancellationError() }
        }
      }
      let asides = (0..<6).map { number in
        Task.detached { await group.waitAside(ends: number % 2 == 0) }
      }
      gate.open()
      let error = await thrown { try await group.wait() }
      for aside in asides { await aside.value }
      // Once all are out it returns at once.
      await group.waitAside(ends: true)
      #expect((error != nil) == (round % 8 < 4))
      #expect(group.context.isCancelled)
      if let recorder { #expect(recorder.events.count { $0.kind.isGroupClosed } == 1) }
    }
  }

  /// A cancel that comes between the birth of a task's record and the start of its Swift task isn't lost.
  @Test(arguments: [false, true]) func startAgainstCancel(_ observed: Bool) async throws {
    try await StressScale.rounds(60).forEachRound { _ in
      let (background, recorder) = Self.root(observed: observed)
      let (group, _) = try ErrGroup.withContext(background)
      let wired = Counter()
      onThreads(2) { thread in
        if thread == 0 {
          while group.context.cancellation == nil {
            // Not too many: each has to come to its end.
            if wired.add(0) > 1000 { break }
            group.tryGo { ctx in
              _ = await ctx.waitUntilCancelled()
              // The wire follows the mark: it arrives, but perhaps not yet.
              while !Task.isCancelled { await Task.yield() }
              wired.add()
            }
            sched_yield()
          }
        } else {
          for _ in 0..<20 { sched_yield() }
          group.cancel()
        }
      }
      try await group.wait()
      #expect(group.failures.isEmpty)
      Self.check(recorder)
    }
  }

  @Test func aTaskCancelledAloneWhileItStartsAndEnds() async throws {
    try await StressScale.rounds(120).forEachRound { round in
      let group = try ErrGroup(.policy(.keepFirst))
      let swiftTaskWasCancelled = Counter()
      var handles: [Subtask<Void>] = []
      for number in 0..<20 {
        let handle = await group.go { ctx in
          if number % 2 == 0 {
            _ = await ctx.waitUntilCancelled()
            // The wire follows the mark: it arrives, but perhaps not yet.
            while !Task.isCancelled { await Task.yield() }
            swiftTaskWasCancelled.add()
          }
        }
        if number % 4 == 0 { handle.cancel() }
        handles.append(handle)
      }
      let all = handles
      onThreads(2) { thread in
        for handle in all { handle.cancel() }
      }
      try await group.wait()
      #expect(swiftTaskWasCancelled.value == 10)
    }
  }
}

extension Event.Kind {
  fileprivate var isGroupClosed: Bool { if case .groupClosed = self { true } else { false } }
}

extension [Subtask<Int>] {
  /// The sum of the results of those that have one.
  fileprivate func sum() async -> Int {
    var sum = 0
    for task in self { sum += (try? await task.value()) ?? 0 }
    return sum
  }
}
