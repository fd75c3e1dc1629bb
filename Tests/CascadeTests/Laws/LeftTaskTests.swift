import Testing

@testable import Cascade

/// What a Swift task that lives on inherited keeps nothing of the request alive that started it.
@Suite struct LeftTaskTests {
  /// The code that starts it.
  enum Maker: CaseIterable {
    case body, nestedBody, groupTask, scopeBody, nestedGroupTask, after, gather, firstSuccess, limitedTask
  }

  /// How it is started, and what it does before it rests.
  enum Kind: CaseIterable { case plain, throughAnother, thatWaited, withBody, withGroup, withChild }

  private final class Payload: Sendable {}
  private enum Key: ContextKey { static let defaultValue: Payload? = nil }
  private struct Weak: Sendable { weak let payload: Payload? }

  /// What the test holds on to.
  private final class Left: Sendable {
    let task = Locked<Task<Void, Never>?>(nil)
    let started = Gate()
    let end = Gate()

    func start(_ kind: Kind, _ root: Context) {
      let executor = root.environment.executor
      let rest: @Sendable () async -> Void = {
        self.started.open()
        await self.end.wait()
      }
      let work: @Sendable () async -> Void =
        switch kind {
        case .plain, .throughAnother: rest
        case .thatWaited:
          {
            try? await root.sleep(for: .milliseconds(1))
            await rest()
          }
        case .withBody: { try? await root.withTimeout(.seconds(3600)) { _ in await rest() } }
        case .withGroup:
          { _ = try? await withErrGroup(in: root) { group in _ = await group.go { _ in await rest() } } }
        case .withChild:
          {
            async let child: Void = rest()
            await child
          }
        }
      if kind == .throughAnother {
        _ = Task(executorPreference: executor) {
          let inner = Task(executorPreference: executor) { await work() }
          self.task.withLock { $0 = inner }
        }
      } else {
        let outer = Task(executorPreference: executor) { await work() }
        task.withLock { $0 = outer }
      }
    }
  }

  private static func request(_ maker: Maker, _ root: Context, _ start: @escaping @Sendable () -> Void) async -> Weak {
    let payload = Payload()
    let watched = Weak(payload: payload)
    let scope = Owner(root.setting(Key.self, to: payload).makeCancelScope())
    let ctx = scope.context
    _ = try? await withErrGroup(in: ctx) { group in
      switch maker {
      case .body: try await group.context.withTimeout(.seconds(60)) { _ in start() }
      case .nestedBody:
        try await group.context.withTimeout(.seconds(60)) { ctx in
          try await ctx.withTimeout(.seconds(30)) { _ in start() }
        }
      case .groupTask: _ = await group.go { _ in start() }
      case .limitedTask:
        try await withErrGroup(in: group.context, .limit(1)) { group in
          await group.go { _ in }
          await group.go { _ in start() }
        }
      case .scopeBody: start()
      case .nestedGroupTask:
        _ = await group.go { ctx in try await withErrGroup(in: ctx) { group in _ = await group.go { _ in start() } } }
      case .after:
        let done = Gate()
        ctx.afterCancel {
          start()
          done.open()
        }
        scope.cancel()
        await done.wait()
      case .gather:
        _ = try await Cascade.gather(in: group.context, GroupTask("a") { _ in start() }, GroupTask("b") { _ in })
      case .firstSuccess: try await Cascade.firstSuccess(in: group.context, GroupTask("a") { _ in start() })
      }
    }
    return watched
  }

  private static func play(_ maker: Maker, _ kind: Kind, _ root: Context) async -> Bool {
    let left = Left()
    let watched = await request(maker, root) { left.start(kind, root) }
    await left.started.wait()
    // On real threads the last ones may still be on their way out.
    for _ in 0..<10_000 where watched.payload != nil { await Task.yield() }
    let isFree = watched.payload == nil
    left.end.open()
    await left.task.withLock { $0 }?.value
    return isFree
  }

  @Test(arguments: Maker.allCases, Kind.allCases) func keepsNothing(_ maker: Maker, _ kind: Kind) async throws {
    #expect(try simulated { root in await Self.play(maker, kind, root) }, "in a simulation")
    #expect(try runUnobserved { root in await Self.play(maker, kind, root) }?.get() == true, "unobserved")
    #expect(await Self.play(maker, kind, .background), "live")
    #expect(await Self.play(maker, kind, .background(observedBy: EventRecorder(capacity: 100))), "live and observed")
  }
}
