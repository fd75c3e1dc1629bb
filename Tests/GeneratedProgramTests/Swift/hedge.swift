// Who waits for the loser of a hedged request?
import Cascade

/// A replica is asked, and 100 ms later another one. The
/// first answer counts.
func hedge(_ ctx: Context) async throws {
  let hedgeFailed = Signal(ctx)
  let hedgeEnded = Signal(ctx)
  let primaryFailed = Signal(ctx)
  let primaryEnded = Signal(ctx)
  let (group, groupContext) = try ErrGroup.withContext(
    ctx, .policy(.firstSuccess))
  await group.go("primary") { ctx in
    defer { primaryEnded.give() }
    await ctx.busy(for: .milliseconds(300))
  }
  await group.go("hedge") { ctx in
    defer { hedgeEnded.give() }
    do {
      guard
        try await Signal.first(
          of: [primaryFailed],
          unless: [primaryEnded],
          within: .milliseconds(100),
          in: ctx)
      else { return }
      try await ctx.sleep(for: .milliseconds(120))
    } catch {
      hedgeFailed.give()
      throw error
    }
  }
  await group.go("spare") { ctx in
    guard
      try await Signal.first(
        of: [hedgeFailed],
        unless: [hedgeEnded],
        within: .milliseconds(200),
        in: ctx)
    else { return }
    try await ctx.sleep(for: .milliseconds(120))
  }
  do {
    try await group.wait(in: groupContext)
  } catch is ContextError where groupContext.isCancelled {
    // It doesn't wait any longer.
  }
}

/// Something that happens once, and that tasks wait for.
private final class Signal: Sendable {
  private let scope: CancelScope

  init(_ ctx: Context) {
    scope = ctx.withoutCancel().makeCancelScope()
  }

  func give() { scope.cancel() }

  /// Waits for it, and listens to the context.
  func wait(_ ctx: Context) async throws {
    while try await ctx.sleep(
      for: .seconds(1), orUntil: scope.context
    ) {}
  }

  /// Waits for it, and doesn't listen.
  func wait() async {
    try? await wait(scope.context.withoutCancel())
  }

  /// Waits for the first of several, for so long at most, unless one of
  /// `others` comes before: whether it came.
  static func first(
    of signals: [Signal], unless others: [Signal] = [],
    within time: Duration? = nil, orUntil asked: Context? = nil,
    in ctx: Context
  ) async throws -> Bool {
    func isGiven(_ signals: [Signal]) -> Bool {
      signals.contains { $0.scope.context.isCancelled }
    }
    let any = Signal(ctx)
    let signal = any.scope.context
    let all = (signals + others).map { $0.scope.context }
    for end in all + [asked].compactMap(\.self) {
      end.onCancel { _ in any.give() }
    }
    do {
      let step = time ?? .seconds(1)
      while try await ctx.sleep(for: step, orUntil: signal) {
        if time != nil { return true }
      }
    } catch {
      guard isGiven(others), !isGiven(signals) else { throw error }
    }
    return isGiven(signals)
  }
}

extension Context {
  /// Work that doesn't look at its context.
  fileprivate func busy(for time: Duration) async {
    try? await withoutCancel().sleep(for: time)
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await hedge(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
