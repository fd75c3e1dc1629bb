import Cascade

/// How a caller's wait for a group ended.
enum GroupEnd: Sendable {
  /// Whether the caller goes on while tasks still run.
  var isEarly: Bool {
    switch self {
    case .over: false
    case .decided, .left: true
    }
  }

  /// Every task is out; with what wait threw.
  case over((any Error)?)
  /// The group has decided, with this: the caller goes on as if wait had thrown it, and doesn't wait any longer.
  case decided((any Error)?)
  /// The caller returns this and doesn't wait any longer.
  case left((any Error)?)
}

/// Waits for a group to its end, and notes what the group says then.
struct Closing: Sendable {
  let environment: RunEnvironment
  /// The group's path.
  let path: String
  let group: ErrGroup
  /// What notes when the group's context is done.
  let watch: CancelRegistration

  /// - Returns: what wait threw.
  func wait() async -> (any Error)? {
    let wait = group.waiting()
    let thrown = await end(wait)
    if let thrown { group.handsOn(thrown) }
    return thrown
  }

  /// The caller returns before it waits: the run lasts until every task is out.
  func isLeft(in parent: Context) {
    let over = Latch()
    parent.beside { [environment, path, group, watch] in
      await group.waitAside(ends: false)
      environment.registry.close(path)
      watch.stop()
      over.open()
    }
    environment.goesOn(until: over)
    let now = parent.sinceStart(parent.now)
    environment.ledger.change(group: path) { $0.leftAt = now }
  }

  /// - Parameter wait: What waits.
  func end(_ wait: @Sendable () async -> (any Error)?) async -> (any Error)? {
    let context = group.context
    let thrown = await wait()
    environment.registry.close(path)
    let end = context.sinceStart(context.now)
    let error = context.error
    let cause = context.cause
    watch.stop()
    environment.ledger.change(group: path) { seen in
      seen.end = end
      seen.waitError = thrown.map { String(describing: $0) }
      seen.contextError = error.map { String(describing: $0) }
      seen.cause = cause.map { String(describing: $0) }
    }
    return thrown
  }
}

/// What the tasks of a group were told first, or what decided it, and when that was.
final class Told: Sendable {
  let latch = Latch()
  private let cause = Locked<(any Error)?>(nil)

  var error: (any Error)? { cause.withLock { $0 } }

  func open(_ error: (any Error)?) {
    guard !latch.isOpen else { return }
    cause.withLock { $0 = error }
    latch.open()
  }
}

/// A caller that doesn't wait to the end: it lets something else wait, and looks at what comes first.
struct LeavingCaller: Sendable {
  let plan: GroupPlan.Leave
  let kind: GroupKind
  let closing: Closing
  let told: Told

  /// - Parameter parent: A context of the caller; only its clock matters.
  func wait(in parent: Context) async -> GroupEnd {
    let over = Latch()
    let result = Locked<(any Error)?>(nil)
    let group = closing.group
    let hook =
      !plan.whenTold || kind.endsWithItsOwn
      ? nil
      : group.taskContext.onCancel { [told] cancellation in
        // Wait ends the group's context, too; the end of what is around it tells it as any other.
        if cancellation.reason != .scopeEnded || cancellation.origin != group.taskContext.id {
          told.open(cancellation.cause)
        }
      }
    let wait = group.waiting()
    parent.beside { [closing] in
      let thrown = await closing.end(wait)
      result.withLock { $0 = thrown }
      over.open()
    }
    defer { hook?.stop() }
    let signals = closing.environment.signals
    let latches = [told.latch] + plan.awaited.flatMap { signals.latches(for: $0) }
    let instant = plan.after.map { parent.now.advanced(by: $0) }
    // It listens to nothing but these: this never throws.
    _ = try? await parent.wait(
      for: [over] + latches, until: instant, orUntil: nil, listens: false, alarm: nil, doing: .group(closing.path))
    if over.isOpen, !latches.contains(where: \.isOpen) {
      let thrown = result.withLock { $0 }
      if let thrown { group.handsOn(thrown) }
      return .over(thrown)
    }
    closing.environment.goesOn(until: over)
    let now = parent.sinceStart(parent.now)
    closing.environment.ledger.change(group: closing.path) { $0.leftAt = now }
    if kind.endsWithItsOwn, told.latch.isOpen { return .decided(told.error) }
    return .left(plan.error.map { ScriptedError($0) } ?? told.error)
  }
}
