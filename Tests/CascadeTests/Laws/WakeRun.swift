import CascadeSimulation

@testable import Cascade

/// A row, played.
struct WakeRun: Sendable {
  let row: WakeRow
  let root: Context
  private let answer = Locked<String?>(nil)
  private let answered = Gate()
  private let handle = Locked<Task<Void, Never>?>(nil)
  private let elsewhere: Owner

  /// Plays it in virtual time: when the wait ended, and how.
  static func simulated(_ row: WakeRow, seed: UInt64) throws -> String {
    try simulate(seed: seed) { root in await WakeRun(row, root).play() }.value
  }

  /// The same with nobody looking.
  static func unobserved(_ row: WakeRow) -> String? {
    try? runUnobserved { root in await WakeRun(row, root).play() }?.get()
  }

  private init(_ row: WakeRow, _ root: Context) {
    self.row = row
    self.root = root
    elsewhere = Owner(root.makeCancelScope(name: "elsewhere"))
  }

  private func play() async -> String {
    let outer: Owner
    if row.tell == .deadline, row.parent != .body {
      outer = Owner(root.makeCancelScope(timeout: .milliseconds(WakeRow.tellTime)))
    } else {
      outer = Owner(root.makeCancelScope())
    }
    if row.tell == .requested { at(WakeRow.tellTime) { outer.cancel() } }
    if row.target == .itself, !row.origin.isStructured, let foreign = row.foreign {
      at(foreign) { handle.withLock { $0 }?.cancel() }
    }
    if row.target == .around, let foreign = row.foreign {
      await withTaskGroup(of: Void.self) { tasks in
        tasks.addTask { await parent(in: outer.context) }
        await pause(until: foreign)
        tasks.cancelAll()
      }
    } else {
      await parent(in: outer.context)
    }
    await answered.wait()
    withExtendedLifetime((outer, elsewhere)) {}
    return answer.withLock { $0 } ?? "-"
  }

  private func at(_ time: Int, _ action: @escaping @Sendable () -> Void) {
    _ = root.schedule(at: .zero.advanced(by: .milliseconds(time)), action)
  }

  private func pause(until time: Int) async {
    await root.pause(until: .zero.advanced(by: .milliseconds(time)), alarm: nil)
  }

  private func unstructured(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(executorPreference: root.environment.executor) { await body() }
  }

  // MARK: The parent

  private func parent(in outer: Context) async {
    switch row.parent {
    case .body:
      let limit = row.tell == .deadline ? WakeRow.tellTime : 3_600_000
      try? await outer.withTimeout(.milliseconds(limit)) { ctx in await code(ctx) }
    case .groupTask:
      try? await withErrGroup(in: outer) { group in
        await group.go("parent") { ctx in await code(ctx) }
        if row.tell == .sibling {
          await group.go("sibling") { _ in
            await pause(until: WakeRow.tellTime)
            throw Boom()
          }
        }
      }
    case .scopeBody: try? await withErrGroup(in: outer) { group in await code(group.context) }
    case .bodyInTask:
      _ = try? await withErrGroup(in: outer) { group in
        _ = await group.go("parent") { ctx in try await ctx.withTimeout(.seconds(3600)) { ctx in await code(ctx) } }
      }
    case .taskInBody:
      try? await outer.withTimeout(.seconds(3600)) { ctx in
        try await withErrGroup(in: ctx) { group in _ = await group.go("parent") { ctx in await code(ctx) } }
      }
    case .after:
      outer.afterCancel { await code(outer) }
    case .plainTask:
      let task = unstructured { await code(outer) }
      await task.value
    }
  }

  private func code(_ own: Context) async {
    switch row.origin {
    case .inline: await inline(own)
    case .nestedBody: try? await own.withTimeout(.seconds(3600)) { ctx in await inline(ctx) }
    case .asyncLet:
      await pause(until: row.birth)
      do {
        async let child: Void = waits(own)
        if let foreign = row.foreign { await pause(until: foreign) } else { await child }
      }
    case .groupChild:
      await pause(until: row.birth)
      await withTaskGroup(of: Void.self) { tasks in
        tasks.addTask { await waits(own) }
        if let foreign = row.foreign {
          await pause(until: foreign)
          tasks.cancelAll()
        }
      }
    case .plain:
      await pause(until: row.birth)
      make { await waits(own) }
      await pause(until: row.leaves)
    case .detachedTask:
      await pause(until: row.birth)
      let executor = root.environment.executor
      handle.withLock { $0 = Task.detached(executorPreference: executor) { await waits(own) } }
      await pause(until: row.leaves)
    case .plainInNestedBody:
      try? await own.withTimeout(.seconds(3600)) { ctx in
        await pause(until: row.birth)
        make { await waits(ctx) }
        await pause(until: row.leaves)
      }
    case .plainInPlain:
      await pause(until: row.birth)
      _ = unstructured { make { await waits(own) } }
      await pause(until: row.leaves)
    case .childOfPlain:
      await pause(until: row.birth)
      make {
        async let child: Void = waits(own)
        await child
      }
      await pause(until: row.leaves)
    }
  }

  private func make(_ body: @escaping @Sendable () async -> Void) {
    handle.withLock { $0 = unstructured(body) }
  }

  private func inline(_ own: Context) async {
    await pause(until: row.birth)
    if row.target == .itself, let foreign = row.foreign {
      await pause(until: foreign)
      withUnsafeCurrentTask { $0?.cancel() }
    }
    await waits(own)
  }

  // MARK: The wait

  private func waits(_ own: Context) async {
    await pause(until: row.start)
    let place =
      switch row.place {
      case .own: own
      case .detached: own.withoutCancel()
      case .root: root
      case .elsewhere: elsewhere.context
      }
    let natural = Context.Instant.zero.advanced(by: .milliseconds(row.start + WakeRow.naturalLength))
    let outcome = await row.wait.suspend(on: place, root, .milliseconds(WakeRow.naturalLength), until: natural)
    var line = "\(root.now.nanoseconds / 1_000_000) \(outcome)"
    // Once cancelled, always cancelled.
    if outcome == "taskCancelled", !row.origin.isStructured {
      let before = root.now
      let again = await WakeRow.Wait.text { try await root.sleep(for: .seconds(10)) }
      if again != "taskCancelled" || root.now != before { line += ", then \(again)" }
    }
    answer.withLock { $0 = line }
    answered.open()
  }

}

extension WakeRow.Wait {
  /// Waits on a context of `root`'s run, for so long, and says how that ended.
  ///
  /// - Parameter natural: When that is.
  func suspend(on place: Context, _ root: Context, _ length: Duration, until natural: Context.Instant) async -> String {
    switch self {
    case .sleep: return await Self.text { try await place.sleep(for: length) }
    case .sleepOrSignal:
      let signal = root.makeCancelScope(name: "signal")
      return await Self.text { try await place.sleep(for: length, orUntil: signal.context) }
    case .done:
      let scope = Owner(place.makeCancelScope(name: "awaited"))
      let end = root.schedule(at: natural) { scope.cancel() }
      defer { end.cancel() }
      return await scope.context.waitUntilCancelled().map { "\($0.reason)" } ?? "taskCancelled"
    case .timeoutBody:
      return await Self.text { try await place.withTimeout(length) { ctx in try await ctx.sleep(for: length * 2) } }
    case .streamInBody:
      return await Self.text {
        let (numbers, continuation) = AsyncStream.makeStream(of: Int.self)
        defer { continuation.finish() }
        try await place.withTimeout(length) { _ in
          for await _ in numbers {}
          throw CancellationError()
        }
      }
    case .groupTask:
      return await Self.text {
        try await withErrGroup(in: place) { group in _ = await group.go { ctx in try await ctx.sleep(for: length) } }
      }
    case .groupBody:
      return await Self.text {
        try await withErrGroup(in: place) { group in try await group.context.sleep(for: length) }
      }
    case .semaphore:
      let semaphore = Semaphore(permits: 1)
      _ = semaphore.tryAcquire()
      let end = root.schedule(at: natural) { semaphore.release() }
      defer { end.cancel() }
      return await Self.text { try await semaphore.acquire(place) }
    case .singleFlight:
      return await Self.text {
        try await SingleFlight<Int, Void>().value(for: 1, in: place) { ctx in await ctx.pause(for: length) }
      }
    case .retryPause:
      return await Self.text {
        try await retry(in: place, .backoff(.constant(length)), .jitter(0)) { _, attempt in
          if attempt == 1 { throw Boom() }
        }
      }
    case .clockSleep: return await Self.text { try await place.clock.sleep(for: length) }
    case .concurrentMap:
      return await Self.text {
        try await [1, 2].concurrentMap(in: place) { ctx, number in try await ctx.sleep(for: length / number) }
      }
    case .concurrentForEach:
      return await Self.text {
        try await [1, 2].concurrentForEach(in: place, .limit(1)) { ctx, _ in try await ctx.sleep(for: length / 2) }
      }
    case .results:
      return await Self.text {
        try await withResultGroup(in: place, of: Int.self) { group in
          await group.go { ctx in
            try await ctx.sleep(for: length)
            return 1
          }
          for try await _ in group.results {}
        }
      }
    case .cancelBody:
      return await Self.text { try await place.withCancel { ctx, _ in try await ctx.sleep(for: length) } }
    case .timeoutOrNil:
      return await Self.text {
        try await place.withTimeoutOrNil(length) { ctx in try await ctx.sleep(for: length * 2) }
      }
    case .leavingBehind:
      return await Self.text {
        try await place.withTimeoutLeavingBehind(length) { ctx in await ctx.pause(for: length * 2) }
      }
    case .subtaskValue:
      return await Self.text {
        let (group, _) = try ErrGroup.withContext(root)
        let task = await group.go { ctx in await ctx.pause(for: length) }
        try await task.value(in: place)
      }
    case .groupWait:
      return await Self.text {
        let (group, _) = try ErrGroup.withContext(root)
        await group.go { ctx in await ctx.pause(for: length) }
        try await group.wait(in: place)
      }
    case .goAtLimit:
      return await Self.text {
        let (group, _) = try ErrGroup.withContext(root, .limit(1))
        await group.go { ctx in await ctx.pause(for: length) }
        try await group.go(waitingIn: place) { _ in }
      }
    case .gather:
      return await Self.text {
        _ = try await Cascade.gather(
          in: place, GroupTask("a") { ctx in try await ctx.sleep(for: length) },
          GroupTask("b") { ctx in try await ctx.sleep(for: length * 0.5) })
      }
    case .firstSuccess:
      return await Self.text {
        _ = try await Cascade.firstSuccess(
          in: place, GroupTask("a") { ctx in try await ctx.sleep(for: length) },
          GroupTask("b") { ctx in try await ctx.sleep(for: length * 2) })
      }
    }
  }

  fileprivate static func text<Ignored>(_ body: () async throws -> Ignored) async -> String {
    do {
      _ = try await body()
      return "elapsed"
    } catch {
      return words(error)
    }
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case let error as ContextError: "\(error.cancellation.reason)"
    case let error as GroupError: error.first(of: ContextError.self).map(words) ?? "\(error)"
    default: "\(type(of: error))"
    }
  }
}
