import Synchronization
import Testing

@testable import Cascade

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A deadline needs no free thread: what it ends is over at its instant, even when every thread of the pool is in a loop
/// that asks for nothing but that.
@Suite(.serialized) struct BusyPoolTests {
  /// Where the deadline comes from, and what looks at it.
  enum Form: CaseIterable {
    case timeout, deadline, ancestor, valueBelow, groupUnder, zeroGroupUnder, mergedFirst, mergedSecond, mergedWithChild
    case timeoutBody, deadlineBody, nestedGroup, shutdown, shutdownOfNested
  }

  private static let patience: UInt32 = 120
  private static let limit = Duration.milliseconds(5)

  /// Loops on every thread of the pool until `ctx` is over.
  private static func loops(on ctx: Context, orUntil gaveUp: GaveUp) async {
    await withTaskGroup(of: Void.self) { tasks in
      for _ in 0..<max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
        tasks.addTask { gaveUp.loop(until: ctx) }
      }
    }
  }

  /// Ends loops whose deadline never comes. The time is counted from the first loop on: before it begins, other tests may
  /// fill the pool's queue for as long as they like.
  private final class GaveUp: Sendable {
    private let hasBegun = Atomic(false)
    private let flag = Atomic(false)
    private let isLate = Atomic(false)
    let isOver = Atomic(false)

    /// Whether a loop had to be ended.
    var deadlineNeverCame: Bool { isLate.load(ordering: .relaxed) }

    func loop(until ctx: Context) {
      hasBegun.store(true, ordering: .relaxed)
      while !ctx.isCancelled {
        if flag.load(ordering: .relaxed) { return isLate.store(true, ordering: .relaxed) }
      }
    }

    func watch(for seconds: UInt32) {
      while !hasBegun.load(ordering: .relaxed), !isOver.load(ordering: .relaxed) { usleep(50_000) }
      for _ in 0..<seconds * 20 where !isOver.load(ordering: .relaxed) { usleep(50_000) }
      flag.store(true, ordering: .relaxed)
    }
  }

  /// What the loops saw: the reason why their context was over.
  private static func play(_ form: Form, _ root: Context, _ gaveUp: GaveUp) async throws -> Cancellation.Reason? {
    switch form {
    case .timeout: return await reason(Owner(root.makeCancelScope(timeout: limit)), gaveUp)
    case .deadline: return await reason(Owner(root.makeCancelScope(deadline: root.now.advanced(by: limit))), gaveUp)
    case .ancestor:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      let middle = Owner(outer.context.makeCancelScope())
      return await reason(Owner(middle.context.makeCancelScope(timeout: .seconds(3600))), gaveUp)
    case .valueBelow:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      return await reason(outer, on: outer.context.setting(Key.self, to: 1), gaveUp)
    case .mergedFirst:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      let other = Owner(root.makeCancelScope())
      return await reason(Owner(outer.context.makeCancelScope(merging: other.context)), gaveUp)
    case .mergedSecond:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      let other = Owner(root.makeCancelScope())
      return await reason(Owner(other.context.makeCancelScope(merging: outer.context)), gaveUp)
    case .mergedWithChild:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      let child = Owner(outer.context.makeCancelScope())
      let other = Owner(root.makeCancelScope())
      let merged = Owner(other.context.makeCancelScope(merging: child.context))
      return await reason(merged, on: merged.context.setting(Key.self, to: 1), gaveUp)
    case .timeoutBody:
      return try await root.withTimeout(limit) { ctx in
        await loops(on: ctx, orUntil: gaveUp)
        return ctx.cancellation?.reason
      }
    case .deadlineBody:
      return try await root.withDeadline(root.now.advanced(by: limit)) { ctx in
        let scope = Owner(ctx.makeCancelScope())
        await loops(on: scope.context, orUntil: gaveUp)
        return scope.context.cancellation?.reason
      }
    case .groupUnder:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      return try await group(ErrGroup.withContext(outer.context).group, gaveUp)
    case .zeroGroupUnder:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      return try await group(ErrGroup(in: outer.context, .policy(.keepFirst)), gaveUp)
    case .nestedGroup:
      let outer = Owner(root.makeCancelScope(timeout: limit))
      return try await withErrGroup(in: outer.context) { outer in
        try await group(ErrGroup.withContext(outer.context).group, gaveUp)
      }
    case .shutdown:
      let shut = try ErrGroup.withContext(root).group
      shut.shutdown(grace: limit)
      return try await group(shut, gaveUp)
    case .shutdownOfNested:
      return try await withErrGroup(in: root) { outer in
        let inner = try ErrGroup.withContext(outer.context).group
        outer.shutdown(grace: limit)
        return try await group(inner, gaveUp)
      }
    }
  }

  private enum Key: ContextKey { static let defaultValue = 0 }

  private static func reason(
    _ owner: Owner, on ctx: Context? = nil, _ gaveUp: GaveUp
  ) async -> Cancellation.Reason? {
    await loops(on: ctx ?? owner.context, orUntil: gaveUp)
    return owner.context.cancellation?.reason
  }

  /// The loops are the group's own tasks.
  private static func group(_ group: ErrGroup, _ gaveUp: GaveUp) async throws -> Cancellation.Reason? {
    let reasons = Locked<[Cancellation.Reason?]>([])
    for _ in 0..<max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
      await group.go { ctx in
        gaveUp.loop(until: ctx)
        reasons.withLock { $0.append(ctx.cancellation?.reason) }
      }
    }
    try await group.wait()
    let all = Set(reasons.withLock { $0 })
    return all.count == 1 ? all.first ?? nil : nil
  }

  @Test(arguments: Form.allCases, [false, true]) func theLoopsEnd(_ form: Form, _ observed: Bool) async throws {
    let gaveUp = GaveUp()
    onThread { gaveUp.watch(for: Self.patience) }
    let root = observed ? Context.background(observedBy: EventRecorder(capacity: 1_000)) : .background
    let reason = try await Self.play(form, root, gaveUp)
    gaveUp.isOver.store(true, ordering: .relaxed)
    #expect(!gaveUp.deadlineNeverCame, "the deadline never came")
    let isShutdown = form == .shutdown || form == .shutdownOfNested
    #expect(reason == (isShutdown ? .shutdown : .deadlineExceeded))
  }
}
