import Cascade
import Synchronization

/// One task fails while `count - 1` siblings wait. Nanoseconds from the failing task's return to the end of the group.
public enum FailFast {
  /// Siblings that wait as they do under Swift's own group: for the cancellation of their Swift task.
  public static func group(_ count: Int) async throws -> Double {
    let start = Start(count)
    return try await start.untilEnd {
      try await withErrGroup(in: .background) { group in
        for _ in 1..<count { await group.go { _ in await start.park() } }
        await group.go { _ in try await start.fail() }
      }
    }
  }

  /// Siblings that wait on their context.
  ///
  /// - Parameter isWarm: Whether small groups fail just before, so that the caches have the code again: everybody has slept
  ///   until then.
  public static func groupOnContext(_ count: Int, isWarm: Bool = false) async throws -> Double {
    let start = Start(count, warmUp: isWarm ? smallGroups : nil)
    return try await start.untilEnd {
      try await withErrGroup(in: .background) { group in
        for _ in 1..<count {
          await group.go { context in
            start.arrive()
            _ = await context.waitUntilCancelled()
            try context.checkCancellation()
          }
        }
        await group.go { _ in try await start.fail() }
      }
    }
  }

  public static func raw(_ count: Int, isWarm: Bool = false) async throws -> Double {
    let start = Start(count, warmUp: isWarm ? smallRawGroups : nil)
    return try await start.untilEnd {
      try await withThrowingDiscardingTaskGroup { group in
        for _ in 1..<count { group.addTask { await start.park() } }
        group.addTask { try await start.fail() }
      }
    }
  }

  @Sendable private static func smallGroups() async {
    for _ in 0..<3 {
      try? await withErrGroup(in: .background) { group in
        for _ in 0..<3 {
          await group.go { context in
            _ = await context.waitUntilCancelled()
            try context.checkCancellation()
          }
        }
        await group.go { _ in throw Start.Boom() }
      }
    }
  }

  @Sendable private static func smallRawGroups() async {
    for _ in 0..<3 {
      let start = Start(4)
      try? await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<3 { group.addTask { await start.park() } }
        group.addTask { throw Start.Boom() }
      }
    }
  }

  /// Bytes of heap per task that sleeps in its context.
  public static func bytesAsleep(_ count: Int) async throws -> Double {
    let start = Start(count + 1)
    let before = heapInUse()
    let after = Atomic<UInt64>(0)
    try await withErrGroup(in: .background) { group in
      for _ in 0..<count {
        await group.go { context in
          start.arrive()
          try? await context.sleep(for: .seconds(3600))
        }
      }
      await start.allHere()
      after.store(heapInUse().bitPattern, ordering: .releasing)
      group.cancel()
    }
    return (Double(bitPattern: after.load(ordering: .acquiring)) - before) / Double(count)
  }

  /// Bytes of heap per task that waits on its context.
  public static func bytesParked(_ count: Int) async throws -> Double {
    let start = Start(count + 1)
    let before = heapInUse()
    let after = Atomic<UInt64>(0)
    try await withErrGroup(in: .background) { group in
      for _ in 0..<count {
        await group.go { context in
          start.arrive()
          _ = await context.waitUntilCancelled()
        }
      }
      await start.allHere()
      after.store(heapInUse().bitPattern, ordering: .releasing)
      group.cancel()
    }
    return (Double(bitPattern: after.load(ordering: .acquiring)) - before) / Double(count)
  }

  /// Bytes of heap per child of Swift's own group that waits for its cancellation.
  public static func rawBytesParked(_ count: Int) async throws -> Double {
    let start = Start(count + 1)
    let before = heapInUse()
    var after = 0.0
    try await withThrowingDiscardingTaskGroup { group in
      for _ in 0..<count { group.addTask { await start.park() } }
      await start.allHere()
      after = heapInUse()
      group.cancelAll()
    }
    return (after - before) / Double(count)
  }
}

/// The moment at which everybody waits and one fails.
private final class Start: Sendable {
  struct Boom: Error {}

  private let siblings: Int
  private let arrived = Atomic(0)
  private let failedAt = Mutex<ContinuousClock.Instant?>(nil)
  private let warmUp: (@Sendable () async -> Void)?

  /// - Parameter warmUp: Done just before the failure.
  init(_ count: Int, warmUp: (@Sendable () async -> Void)? = nil) {
    siblings = count - 1
    self.warmUp = warmUp
  }

  func arrive() { arrived.add(1, ordering: .acquiringAndReleasing) }

  /// Waits until the surrounding Swift task is cancelled.
  func park() async {
    let gate = Gate()
    await withTaskCancellationHandler {
      await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        arrive()
        gate.wait(continuation)
      }
    } onCancel: {
      gate.open()
    }
  }

  /// Everybody waits, and has had time to settle.
  func allHere() async {
    while arrived.load(ordering: .acquiring) < siblings { try? await Task.sleep(for: .microseconds(200)) }
    try? await Task.sleep(for: .milliseconds(3))
  }

  func fail() async throws {
    await allHere()
    await warmUp?()
    failedAt.withLock { $0 = .now }
    throw Boom()
  }

  func untilEnd(_ body: () async throws -> Void) async throws -> Double {
    do {
      try await body()
      preconditionFailure("nobody failed")
    } catch is Boom {
      let end = ContinuousClock.now
      guard let start = failedAt.withLock({ $0 }) else { preconditionFailure("the end came before the failure") }
      return (end - start).inNanoseconds
    }
  }
}

/// Lets one waiter through once it is open.
private final class Gate: Sendable {
  private enum State {
    case shut, open
    case waited(UnsafeContinuation<Void, Never>)
  }

  private let state = Mutex(State.shut)

  func wait(_ continuation: UnsafeContinuation<Void, Never>) {
    let isOpen = state.withLock { state in
      if case .open = state { return true }
      state = .waited(continuation)
      return false
    }
    if isOpen { continuation.resume() }
  }

  func open() {
    let waiter = state.withLock { state -> UnsafeContinuation<Void, Never>? in
      defer { state = .open }
      if case .waited(let continuation) = state { return continuation }
      return nil
    }
    waiter?.resume()
  }
}
