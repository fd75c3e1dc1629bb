import Testing

@testable import Cascade

/// Work that schedules its successor, again and again: nothing of a generation is left when the next ones run.
@Suite struct GenerationTests {
  /// What the next generation is started from inside of.
  enum Form: CaseIterable { case body, groupTask, scopeBody, after, bodyInTask, turns }

  private static let count = 2_000 * StressScale.factor
  private struct Weak: Sendable { weak let node: ContextNode? }

  /// Plays so many generations, one inside of the other.
  private final class Chain: Sendable {
    let root: Context
    let form: Form
    let over = Gate()
    let nodes = Locked<[Weak]>([])

    init(_ root: Context, _ form: Form) {
      self.root = root
      self.form = form
    }

    func generation(_ left: Int) {
      Task(executorPreference: root.environment.executor) { await self.run(left) }
    }

    private func next(_ ctx: Context, _ left: Int) {
      nodes.withLock { $0.append(Weak(node: ctx.node)) }
      if left > 1 { generation(left - 1) } else { over.open() }
    }

    private func run(_ left: Int) async {
      let form = form == .turns ? Form.allCases[left % (Form.allCases.count - 1)] : form
      switch form {
      case .body, .turns: try? await root.withTimeout(.seconds(60)) { ctx in next(ctx, left) }
      case .groupTask:
        _ = try? await withErrGroup(in: root) { group in _ = await group.go("poll") { self.next($0, left) } }
      case .scopeBody: try? await withErrGroup(in: root) { group in next(group.context, left) }
      case .after:
        let scope = Owner(root.makeCancelScope())
        scope.context.afterCancel { self.next(scope.context, left) }
        scope.cancel()
      case .bodyInTask:
        _ = try? await withErrGroup(in: root) { group in
          _ = await group.go("poll") { ctx in try await ctx.withTimeout(.seconds(60)) { self.next($0, left) } }
        }
      }
    }

    /// How many generations are left when the last one is through.
    func survivors() async -> Int {
      generation(GenerationTests.count)
      await over.wait()
      var alive = Int.max
      for _ in 0..<10_000 where alive > 0 {
        await Task.yield()
        alive = nodes.withLock { nodes in nodes.count { $0.node != nil } }
      }
      return alive
    }
  }

  @Test(arguments: Form.allCases) func leavesNothing(_ form: Form) async {
    let chain = Chain(.background, form)
    #expect(await chain.survivors() == 0)
    #expect(chain.nodes.withLock { $0.count } == Self.count)
  }

  @Test(arguments: Form.allCases) func leavesNothingWhenObserved(_ form: Form) async {
    let recorder = EventRecorder(capacity: 10_000)
    let chain = Chain(.background(observedBy: recorder), form)
    #expect(await chain.survivors() == 0)
    // Where a generation is said to be doesn't grow with those before it.
    #expect(recorder.events.allSatisfy { $0.id.utf8.count < 60 })
  }
}
