import CascadeSimulation
import Testing

@testable import Cascade

/// No option is silently ignored, and nothing that comes late ends the process.
@Suite struct OptionUseTests {
  enum Kind: CaseIterable { case scope, handle, zeroGroup, zeroScope, ignoringScope, waitGroup }
  enum Choice: CaseIterable {
    case named, limit, limitOfZero, collectAll, supervised, firstSuccess, startWithoutSpawner, skip, ignoringLone

    var option: ErrGroup.Option {
      switch self {
      case .named: .named("other")
      case .limit: .limit(1)
      case .limitOfZero: .limit(0)
      case .collectAll: .policy(.collectAll)
      case .supervised: .policy(.supervised)
      case .firstSuccess: .policy(.firstSuccess)
      case .startWithoutSpawner: .queued(.startWithoutSpawner)
      case .skip: .queued(.skipAfterFailure)
      case .ignoringLone: .ignoringLoneCancellations
      }
    }
  }

  /// Makes a group of a kind, lets `probe` use it, and waits for it.
  private static func with(
    _ kind: Kind, _ options: [ErrGroup.Option], in ctx: Context, _ probe: (ErrGroup) async throws -> Void
  ) async throws {
    switch kind {
    case .scope: try await withErrGroup(in: ctx, options) { group in try await probe(group) }
    case .handle:
      let (group, _) = try ErrGroup.withContext(ctx, options)
      try await probe(group)
      try await group.wait()
    case .zeroScope: try await withErrGroup(in: ctx, [.policy(.keepFirst)] + options) { try await probe($0) }
    case .ignoringScope: try await withErrGroup(in: ctx, [.policy(.ignoreErrors)] + options) { try await probe($0) }
    case .zeroGroup:
      let group = try ErrGroup(in: ctx, [.policy(.keepFirst)] + options)
      try await probe(group)
      try await group.wait()
    case .waitGroup:
      let group = try WaitGroup(in: ctx, options)
      try await probe(group.errGroup)
      await group.wait()
    }
  }

  /// Whether the option makes the difference that it is there for.
  private static func isUsed(_ choice: Choice, _ kind: Kind, _ ctx: Context) async throws -> Bool {
    let answer = Locked(false)
    let options: [ErrGroup.Option] =
      switch choice {
      case .startWithoutSpawner, .skip: [.limit(1), choice.option]
      case .named, .limit, .limitOfZero, .collectAll, .supervised, .firstSuccess, .ignoringLone: [choice.option]
      }
    do {
      try await with(kind, options, in: ctx) { group in
        switch choice {
        case .named:
          let isNamed = group.taskContext.id == "other"
          answer.withLock { $0 = isNamed }
        case .limit, .limitOfZero:
          let first = group.tryGo { ctx in await ctx.pause(for: .seconds(1)) }
          let second = group.tryGo { ctx in await ctx.pause(for: .seconds(1)) }
          let isLimited = second == nil && (first == nil) == (choice == .limitOfZero)
          answer.withLock { $0 = isLimited }
        case .collectAll:
          for _ in 0..<2 { await group.go { _ in throw Boom() } }
        case .supervised:
          await group.go { _ in throw Boom() }
          // Unless an error comes out.
          answer.withLock { $0 = true }
        case .firstSuccess:
          let other = await group.go { ctx in await ctx.waitUntilCancelled()?.reason }
          await group.go { _ in }
          _ = ctx.schedule(at: ctx.now.advanced(by: .seconds(5))) { group.cancel() }
          let reason = try await other.value()
          answer.withLock { $0 = reason == .groupDecided }
        case .startWithoutSpawner, .skip:
          await group.go { ctx in await ctx.pause(for: .seconds(5)) }
          _ = ctx.schedule(at: ctx.now.advanced(by: .seconds(1))) { group.cancel() }
          let ran = Locked(false)
          let task = await group.go { _ in ran.withLock { $0 = true } }
          // The spawner is free before there is a slot.
          let isEarly = ctx.now < .zero.advanced(by: .seconds(5))
          _ = try? await task.value()
          let isSkipped = !ran.withLock { $0 }
          answer.withLock { $0 = isEarly && isSkipped == (choice == .skip) }
        case .ignoringLone:
          answer.withLock { $0 = true }
          let task = await group.go { ctx in try await ctx.sleep(for: .seconds(60)) }
          task.cancel()
          _ = try? await task.value()
        }
      }
    } catch let error as OptionError {
      throw error
    } catch {
      switch choice {
      case .collectAll: return (error as? GroupError)?.count == 2
      case .supervised, .ignoringLone: return false
      case .named, .limit, .limitOfZero, .firstSuccess, .startWithoutSpawner, .skip: break
      }
    }
    return answer.withLock { $0 }
  }

  @Test(arguments: Kind.allCases, Choice.allCases) func usedOrRefused(_ kind: Kind, _ choice: Choice) throws {
    // A wait group throws nothing anyway: of the rest it is the group of every failure.
    let outcome = try simulated { root -> String in
      do {
        return try await Self.isUsed(choice, kind, root) ? "used" : "ignored"
      } catch let error as OptionError {
        return error.option.isEmpty ? "refused without a word" : "refused"
      }
    }
    #expect(outcome == "used" || outcome == "refused")
    if kind == .scope || kind == .handle { #expect(outcome == "used") }
  }

  @Test(arguments: [ErrGroup.Option.limit(-1), .limit(.min)], Kind.allCases)
  func impossibleOptions(_ option: ErrGroup.Option, _ kind: Kind) async {
    await #expect(throws: OptionError.self) { try await Self.with(kind, [option], in: .background) { _ in } }
  }

  // MARK: Late calls

  enum Late: CaseIterable {
    case go, tryGo, goWaiting, cancel, cancelAndWait, shutdown, wait, waitInContext, failures, context, derive, signal
  }

  @Test(arguments: Late.allCases, Kind.allCases) func nothingLateTraps(_ late: Late, _ kind: Kind) throws {
    for failed in [false, true] { try Self.play(late, kind, failed) }
  }

  private static func play(_ late: Late, _ kind: Kind, _ failed: Bool) throws {
    let isOver = try simulated { root in
      let kept = Locked<ErrGroup?>(nil)
      try? await Self.with(kind, [], in: root) { group in
        kept.withLock { $0 = group }
        await group.go { _ in if failed { throw Boom() } }
      }
      guard let group = kept.withLock({ $0 }) else { return false }
      switch late {
      case .go: _ = try? await group.go { _ in }.value()
      case .tryGo: _ = try? await group.tryGo { _ in }?.value()
      case .goWaiting: _ = try? await group.go(waitingIn: root) { _ in }.value()
      case .cancel: group.cancel()
      case .cancelAndWait: try? await group.cancelAndWait()
      case .shutdown: group.shutdown(grace: .seconds(1))
      case .wait: try? await group.wait()
      case .waitInContext: try? await group.wait(in: root)
      case .failures: _ = group.failures
      case .context: try? await group.context.sleep(for: .seconds(1))
      case .derive: _ = Owner(group.taskContext.makeCancelScope(timeout: .seconds(1)))
      case .signal: _ = group.context.shutdownSignal.isCancelled
      }
      return true
    }
    #expect(isOver)
  }
}
