// Straight
import Cascade

func straight(_ ctx: Context) async throws {
  let bell = Signal(ctx)
  let callsFailed = Signal(ctx)
  let callsEnded = Signal(ctx)
  let calmFailed = Signal(ctx)
  let calmEnded = Signal(ctx)
  let groupFinisherFailed = Signal(ctx)
  let groupFinisherEnded = Signal(ctx)
  let groupServerFailed = Signal(ctx)
  let groupServerEnded = Signal(ctx)
  let calls = SingleFlight<String, Void>()
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .milliseconds(500))
    scope.cancel()
  }()
  try await withErrGroup(in: scope.context) { group in
    await group.go("quiet") { ctx in
      await ctx.waitUntilCancelled()
    }
    await group.go("tidy") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(20))  // cleans up
      try ctx.checkCancellation()
    }
    await group.go("sorry") { ctx in
      await ctx.waitUntilCancelled()
      await ctx.busy(for: .milliseconds(30))  // cleans up
      throw AppError("sorry")
    }
    await group.go("late") { ctx in
      await ctx.busy(for: .milliseconds(30))
      try? await ctx.sleep(for: .seconds(5))
    }
    await group.go("then") { ctx in
      do {
        try await ctx.sleep(for: .milliseconds(20))
        await ctx.waitUntilCancelled()
      } catch {
        return
      }
    }
    await group.go("asked") { ctx in
      try? await bell.wait(ctx)
    }
    await group.go("calm") { ctx in
      defer { calmEnded.give() }
      await ctx.busy(for: .milliseconds(40))
      bell.give()
    }
    await group.go("calls") { ctx in
      defer { callsEnded.give() }
      await ctx.busy(for: .milliseconds(100))
    }
    await group.go("hears") { ctx in
      _ = try await Signal.first(
        of: [calmFailed],
        unless: [calmEnded],
        within: .milliseconds(200),
        in: ctx)
    }
    await group.go("looks") { ctx in
      do {
        guard
          try await Signal.first(
            of: [callsFailed],
            unless: [callsEnded],
            in: ctx)
        else { return }
      } catch {
        return
      }
      print("never")
    }
    await group.go("once") { ctx in
      await ctx.busy(for: .milliseconds(100))
    }
    await group.go("shared") { ctx in
      await ctx.busy(for: .milliseconds(2))
      try await calls.value(for: "page", in: ctx) { ctx in
        await ctx.busy(for: .milliseconds(10))
      }
    }
    await group.go("fetches") { ctx in
      do {
        try await calls.value(for: "page", in: ctx) { ctx in
          try await ctx.sleep(for: .milliseconds(10))
          print("loaded")
        }
      } catch is ContextError {
        return
      }
    }
    await group.go("left") { ctx in
      do {
        let scope2 = ctx.makeCancelScope()
        let (group, _) = try ErrGroup.withContext(
          scope2.context, .named("one"))
        await group.go("slow") { ctx in
          try await ctx.sleep(for: .milliseconds(400))
        }
        let patience = ctx.withoutCancel().makeCancelScope(
          timeout: .milliseconds(50))
        // It doesn't wait any longer than that.
        try? await group.wait(in: patience.context)
      }
      do {
        let scope3 = ctx.makeCancelScope()
        let group = try ErrGroup(
          in: scope3.context,
          .policy(.ignoreErrors),
          .named("two"))
        await group.go("calm") { ctx in
          await ctx.busy(for: .milliseconds(50))
        }
        let patience2 = ctx.withoutCancel().makeCancelScope(
          timeout: .milliseconds(30))
        do {
          try await group.wait(in: patience2.context)
        } catch is ContextError where patience2.context.isCancelled {
          // It doesn't wait any longer.
        }
      }
      do {
        let scope4 = ctx.makeCancelScope()
        let (group, groupContext) = try ErrGroup.withContext(
          scope4.context, .named("three"))
        await group.go("good") { ctx in
          try await ctx.sleep(for: .milliseconds(50))
        }
        var isLeft = false
        do {
          try await group.wait(in: groupContext)
        } catch is ContextError where groupContext.isCancelled {
          // It doesn't wait any longer.
          isLeft = true
          if let cause = groupContext.cause { throw cause }
        } catch {
          throw AppError("left: \(error)")
        }
        if !isLeft {
          try await ctx.sleep(for: .milliseconds(10))
        }
      }
    }
    await group.go("group") { ctx in
      try await withErrGroup(in: ctx) { group in
        // From outside: finish, please.
        let asking = ctx.later(.milliseconds(110)) {
          group.shutdown(grace: .milliseconds(100))
        }
        defer { asking.cancel() }
        await group.go("finisher") { ctx in
          defer { groupFinisherEnded.give() }
          do {
            _ = try await ctx.sleep(
              for: .milliseconds(250),
              orUntil: ctx.shutdownSignal)
          } catch {
            groupFinisherFailed.give()
            throw error
          }
        }
        await group.go("server") { ctx in
          defer { groupServerEnded.give() }
          do {
            while try await ctx.sleep(
              for: .seconds(1), orUntil: ctx.shutdownSignal
            ) {}
          } catch {
            groupServerFailed.give()
            throw error
          }
        }
        await group.go("halting") { ctx in
          while (try? await ctx.sleep(
            for: .seconds(1), orUntil: ctx.shutdownSignal)) == true
          {}
          if !ctx.isCancelled { return }
          if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
          await ctx.busy(for: .milliseconds(5))
        }
        try await group.wait()
      }
    }
    await group.go("told") { ctx in
      try await withErrGroup(in: ctx) { group in
        // From outside: finish, please.
        let asking2 = ctx.later(.seconds(1)) {
          group.shutdown(grace: .milliseconds(100))
        }
        defer { asking2.cancel() }
        await group.go("halting") { ctx in
          while (try? await ctx.sleep(
            for: .seconds(1), orUntil: ctx.shutdownSignal)) == true
          {}
          if !ctx.isCancelled { return }
          if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
          await ctx.busy(for: .milliseconds(5))
        }
        await group.go("watcher") { ctx in
          _ = try await Signal.first(
            of: [groupFinisherFailed, groupServerFailed],
            unless: [groupFinisherEnded, groupServerEnded],
            in: ctx)
        }
        try await group.wait()
      }
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
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

  /// Does something when so much time has passed.
  fileprivate func later(
    _ time: Duration, _ action: @escaping @Sendable () -> Void
  ) -> CancelScope {
    let timer = withoutCancel().makeCancelScope(timeout: time)
    timer.context.onCancel { end in
      if end.reason == .deadlineExceeded { action() }
    }
    return timer
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await straight(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
