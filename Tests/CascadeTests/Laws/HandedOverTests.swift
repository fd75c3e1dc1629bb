import Testing

@testable import Cascade

/// What a body has made when its limit passes is handed over, not lost.
@Suite struct HandedOverTests {
  enum Form: CaseIterable { case timeout, orNil, leavingBehind, subtaskValue, cancelBody }

  /// - Returns: whether something was made, and whether the caller has it; both in the moment in which the call returns.
  private static func play(_ form: Form, _ root: Context) async -> (made: Bool, has: Bool) {
    let made = Locked(false)
    let second = Duration.seconds(1)
    let work: @Sendable (Context) async -> Int = { ctx in
      await ctx.pause(for: second)
      made.withLock { $0 = true }
      return 1
    }
    let value: Int?
    switch form {
    case .timeout: value = try? await root.withTimeout(second) { ctx in await work(ctx) }
    case .orNil: value = (try? await root.withTimeoutOrNil(second) { ctx in await work(ctx) }) ?? nil
    case .leavingBehind: value = try? await root.withTimeoutLeavingBehind(second) { ctx in await work(ctx) }
    case .subtaskValue:
      let limit = Owner(root.makeCancelScope(timeout: second))
      value = try? await withErrGroup(in: limit.context) { group in try await group.go { await work($0) }.value() }
      withExtendedLifetime(limit) {}
    case .cancelBody:
      value = try? await root.withCancel { ctx, cancel in
        _ = root.schedule(at: root.now.advanced(by: second)) { cancel() }
        return await work(ctx)
      }
    }
    return (made.withLock { $0 }, value != nil)
  }

  @Test(arguments: Form.allCases) func whatIsReadyIsHandedOver(_ form: Form) throws {
    for seed in 0..<20 {
      let answer = try simulated(seed: UInt64(seed)) { root in
        let (made, has) = await Self.play(form, root)
        return made == has
      }
      #expect(answer, "seed \(seed)")
    }
  }
}
