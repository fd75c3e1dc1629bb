import Synchronization
import Testing

@testable import Cascade

/// Records of tasks that are out become those of new ones. No code may notice.
@Suite struct SpareTaskTests {
  /// Runs a task, waits until all of it is gone, and says which record it had. Its handle isn't kept.
  private func run(in group: ErrGroup) async throws -> ObjectIdentifier {
    let record = Locked<ObjectIdentifier?>(nil)
    let task = await group.go { ctx in record.withLock { $0 = ObjectIdentifier(ctx.node) } }
    _ = try await task.value()
    return try #require(record.withLock { $0 })
  }

  /// Waits until nothing but the group's list holds the first of its spare records.
  private func settle(_ group: ErrGroup) async {
    while !group.node.withTreeLock({ group.node.spares.isFirstUnique }) { await Task.yield() }
  }

  @Test func whatIsOutIsUsedAgain() async throws {
    try await withErrGroup(in: .background) { group in
      var records: Set<ObjectIdentifier> = []
      for _ in 0..<100 {
        records.insert(try await run(in: group))
        await settle(group)
      }
      #expect(records.count == 1)
    }
  }

  @Test func aRecordThatIsHeldIsLeftAlone() async throws {
    try await withErrGroup(in: .background) { group in
      let held = Locked<[Context]>([])
      let handles = Locked<[Subtask<Void>]>([])
      for _ in 0..<20 {
        let task = await group.go { ctx in held.withLock { $0.append(ctx) } }
        try await task.value()
        handles.withLock { $0.append(task) }
      }
      let contexts = held.withLock { $0 }
      #expect(Set(contexts.map { ObjectIdentifier($0.node) }).count == 20)
      for context in contexts { #expect(context.cancellation?.reason == .scopeEnded) }
      for task in handles.withLock({ $0 }) {
        #expect(!task.cancel())
        try await task.value()
      }
    }
  }

  /// A context that was kept keeps no Swift task: neither when its record would be used again, nor when the group closes.
  @Test func aHeldContextKeepsNoSwiftTask() async throws {
    let held = Locked<[Context]>([])
    func nodes() -> [TaskNode] { held.withLock { $0.compactMap { $0.node as? TaskNode } } }
    try await withErrGroup(in: .background) { group in
      for _ in 0..<10 {
        try await group.go { ctx in held.withLock { $0.append(ctx) } }.value()
        #expect(nodes().dropLast().allSatisfy { !$0.isHandleKept })
      }
    }
    #expect(nodes().count == 10 && nodes().allSatisfy { !$0.isHandleKept })
  }

  @Test func aRecordBeginsAnew() async throws {
    try await withErrGroup(in: .background) { group in
      for round in 0..<50 {
        let name = "task \(round)"
        let seen = Locked<(String, Bool, Bool)?>(nil)
        let task = await group.go(name) { ctx in
          let node = Running.code as? TaskNode
          seen.withLock { $0 = (node?.name ?? "", ctx.isCancelled, node === ctx.node) }
        }
        try await task.value()
        let (label, isCancelled, isOwn) = try #require(seen.withLock { $0 })
        #expect(label == name)
        #expect(!isCancelled)
        #expect(isOwn)
      }
      await group.go { ctx in
        group.cancel()
        #expect(ctx.isCancelled)
      }
    }
  }

  /// What a task leaves behind belongs to no task, whatever becomes of the record of the one that started it.
  @Test func whatATaskLeftBelongsToNone() async throws {
    let left = Locked<[Task<Bool, Never>]>([])
    try await withErrGroup(in: .background) { group in
      let isOpen = Locked(false)
      for _ in 0..<30 {
        _ = try await group.go {
          _ in
          left.withLock { left in
            left.append(
              Task {
                while !isOpen.withLock({ $0 }) { await Task.yield() }
                return await Task { Running.code == nil }.value && Running.code == nil
              })
          }
        }.value()
      }
      isOpen.withLock { $0 = true }
      for _ in 0..<30 { _ = try await run(in: group) }
    }
    for task in left.withLock({ $0 }) { #expect(await task.value) }
  }

  private final class Witness: Sendable {
    let gone: Locked<Int>
    init(_ gone: Locked<Int>) { self.gone = gone }
    deinit { gone.withLock { $0 += 1 } }
  }

  private enum Holder {
    @TaskLocal static var witness: Witness?
  }

  /// A spare record holds neither what its task captured, nor its task-locals, nor its result.
  @Test func aSpareRecordKeepsNothingAlive() async throws {
    let gone = Locked(0)
    try await withErrGroup(in: .background) { group in
      for _ in 0..<10 {
        try await Holder.$witness.withValue(Witness(gone)) {
          let captured = Witness(gone)
          let task = await group.go { _ in
            _ = captured
            await Task.yield()
          }
          try await task.value()
        }
        _ = try await group.go { _ in Witness(gone) }.value()
      }
      // The Swift tasks let go a moment after they have returned.
      while gone.withLock({ $0 }) < 30 { await Task.yield() }
    }
  }

  /// Neither a group that was left to itself nor one whose tasks go on is kept alive by its spare records.
  @Test func noGroupIsKeptAlive() async throws {
    weak var node: GroupNode?
    let isOpen = Locked(false)
    do {
      let group = try ErrGroup(in: .background)
      node = group.node
      for _ in 0..<5 {
        await group.go { _ in while !isOpen.withLock({ $0 }) { await Task.yield() } }
        _ = try await run(in: group)
      }
    }
    isOpen.withLock { $0 = true }
    while node != nil { await Task.yield() }
  }

  /// Many spawners and short tasks at once: each task runs once, in a context of its own that lives.
  @Test(arguments: [1, 3, 40]) func eachTaskRunsOnce(limit: Int) async throws {
    let counts = Locked([Int](repeating: 0, count: 2_000))
    try await withErrGroup(in: .background) { outer in
      let group = try ErrGroup(in: .background, .limit(limit))
      for spawner in 0..<4 {
        await outer.go { _ in
          for index in 0..<500 {
            let task = await group.go("\(spawner)") { ctx in
              try ctx.checkCancellation()
              guard (Running.code as? TaskNode).map({ ObjectIdentifier($0) }) == ObjectIdentifier(ctx.node) else {
                return
              }
              counts.withLock { $0[spawner * 500 + index] += 1 }
            }
            if index.isMultiple(of: 7) { try await task.value() }
          }
        }
      }
      try await outer.wait()
      try await group.wait()
    }
    #expect(counts.withLock { $0 }.allSatisfy { $0 == 1 })
  }
}
