package import Cascade

/// What there is to know about a task.
extension Row {
  package var queuedAt: Context.Instant? { run.time(at: marks.queued) }
  package var startedAt: Context.Instant? { run.time(at: marks.started) }
  /// When it was told; see ``ToldTasks``.
  package var toldAt: Context.Instant? { kind != .task || isTold ? run.time(at: marks.told) : nil }
  /// When it returned.
  package var outAt: Context.Instant? { kind == .task ? run.time(at: marks.ended) : nil }

  /// Told to out: how long it took to return after its context was done. Nil unless it was told and is out.
  package var latency: Duration? {
    guard let toldAt, let outAt else { return nil }
    return toldAt.duration(to: outAt)
  }

  /// How long ago it was told, as long as it isn't out. Nil where nothing more is known of it, or will come of it.
  package func latency(until now: Context.Instant) -> Duration? {
    guard let toldAt, let taskState, !taskState.isOver, taskState != .unknown else { return nil }
    return toldAt.duration(to: now)
  }

  /// When it was asked to finish: at work, in a group that was asked, or inside of one.
  package var askedAt: Context.Instant? {
    guard kind == .task, let started = marks.started.value else { return nil }
    for place in ancestors {
      let signals = place.children.filter { $0.contextState == .asked }
      for telling in signals.compactMap(\.telling)
      where started < telling.event && marks.ended.value.map({ $0 > telling.event }) ?? true {
        return telling.t
      }
    }
    return nil
  }

  /// How it returned.
  package var out: Event.TaskOut? {
    run.kind(at: marks.ended)?.out
  }

  /// The error that it threw.
  package var error: String? { out?.error?.description }

  /// What it panicked with; nil where it returned.
  package var panicText: String? {
    guard let out, out.outcome == .failed, let error = out.error, error.nature == .panic else { return nil }
    return error.text
  }

  /// Whether its group keeps its error.
  package var isKept: Bool { kind == .task && marks.isKept }

  /// What becomes of an error that a task returns.
  package enum ErrorFate: Hashable, Sendable {
    case kept
    /// Not known yet: one of Swift's own groups throws when all are out, and one that wants a first success may still get it.
    case undecided
    /// One of those that a group without a success returned.
    case amongFailures
    case dropped
  }

  /// What becomes of this task's error, as far as it is known.
  package var errorFate: ErrorFate {
    if isKept { return .kept }
    guard let group = parent, group.kind == .group else { return .dropped }
    if group.closedAt == nil {
      return group.isOfSwift || group.groupKind == .firstSuccess && group.telling == nil ? .undecided : .dropped
    }
    let hasNoSuccess = group.telling?.told.reason != .groupDecided && group.closingError != nil
    return group.groupKind == .firstSuccess && hasNoSuccess ? .amongFailures : .dropped
  }

  /// For a task that passed on an error: the task at the bottom, which threw it.
  package var source: Row? { run.source(of: number).map { Row(run: run, number: $0) } }

  /// Why it never ran: refused or skipped.
  package var turnedAwayBecause: String? { run.kind(at: marks.turnedAway)?.refusal }

  /// Whether it waits for a group of its own.
  package var isInWait: Bool { children.contains { $0.kind == .group && $0.waiter != nil && $0.closedAt == nil } }

  /// Whether it is a call that tasks share: a ``SingleFlight`` makes it in a group called `single-flight`, which no cancellation
  /// reaches. No line of a scenario says it.
  package var isSharedCall: Bool {
    guard kind == .task, let group = parent, group.kind == .group else { return false }
    return group.name == "single-flight" && group.parent?.kind == .context(.withoutCancel)
  }

  /// Whether it began although its context, or that of its group, was done before.
  package var startedAfterCancel: Bool { kind == .task && run.startedAfterCancel(number) }

  /// The group whose wait holds this task.
  package var waitsFor: Row? { marks.waitsFor.value.map { Row(run: run, number: $0) } }

  /// What it waits for without hope.
  package var stuckOn: Event.Awaited? { run.kind(at: marks.stuck)?.deadlock?.first { $0.who == id }?.what }

  /// The task that opened this task's group and went on after its wait had returned this error.
  package var ignoredBy: Row? {
    guard let group = parent, let owner = group.parent, owner.kind == .task, let closed = group.marks.ended.value,
      group.closingError != nil
    else { return nil }
    if owner.out?.outcome == .completed { return owner }
    if let step = owner.marks.step.value, step > closed { return owner }
    return nil
  }

  /// The task that ignored this task's error, of its own group or of one further out, to which callers in between passed it on.
  package var handledBy: Row? {
    if let ignoredBy { return ignoredBy }
    guard let owner = parent?.parent, owner.kind == .task, owner.out?.outcome == .propagated else { return nil }
    return owner.handledBy
  }

  /// What ended a task that listened to another context than its own: the nearest one above that was done by then, for another
  /// reason than the one for which the task was told.
  package var endedElsewhere: Row? {
    guard let out, out.outcome == .cancelled, step?.isElsewhere == true, let own = telling, let end = marks.ended.value
    else { return nil }
    return ancestors.first { above in
      guard above.isContext, let telling = above.telling else { return false }
      return telling.event < end && telling.told.origin != own.told.origin
    }
  }

  // MARK: Notes

  /// The step that a task is in.
  package struct Step: Hashable, Sendable {
    /// From 0.
    package let index: Int
    package let label: String
    package let startedAt: Context.Instant
    package let planned: Duration?
    /// What it goes on until, where that isn't a time.
    package let awaited: Event.Awaited?
    package let listens: Bool
    /// Whether it listens to another context than its own.
    package let isElsewhere: Bool
  }

  package var step: Step? {
    guard let t = run.time(at: marks.step) else { return nil }
    if case .note(.step(let index, let label, let planned, let listens))? = run.kind(at: marks.step) {
      return Step(
        index: index, label: label, startedAt: t, planned: planned, awaited: nil,
        listens: marks.listens ?? (listens == .yes), isElsewhere: listens == .elsewhere)
    }
    guard case .note(.wait(let index, let awaited, let listens))? = run.kind(at: marks.step) else { return nil }
    return Step(
      index: index, label: "", startedAt: t, planned: nil, awaited: awaited,
      listens: marks.listens ?? (listens == .yes), isElsewhere: listens == .elsewhere)
  }

  /// A time that a task asked for to clean up.
  package struct Cleanup: Hashable, Sendable {
    package let startedAt: Context.Instant
    package let planned: Duration
  }

  package var cleanup: Cleanup? {
    guard let t = run.time(at: marks.cleanup), case .note(.cleanup(let planned))? = run.kind(at: marks.cleanup)
    else { return nil }
    return Cleanup(startedAt: t, planned: planned)
  }

  /// How long it said that it pauses, where that is the last that it said of its work.
  package var pause: Duration? {
    guard case .note(.pause(let planned))? = run.kind(at: marks.pause), let number = marks.pause.value,
      [marks.step, marks.retry, marks.cleanup].allSatisfy({ ($0.value ?? -1) < number })
    else { return nil }
    return planned
  }

  /// All the work it would do if nothing stopped it.
  package var plannedTotal: Duration? {
    guard case .note(.plan(let total))? = run.kind(at: marks.plan) else { return nil }
    return total
  }

  /// Its latest line of text.
  package var latestLog: String? {
    guard case .note(.log(let text))? = run.kind(at: marks.log) else { return nil }
    return text
  }

  /// Which attempt, from 1, of how many.
  package var attempt: (number: Int, limit: Int)? {
    guard case .note(.retry(let attempt, let limit))? = run.kind(at: marks.retry) else { return nil }
    return (attempt, limit)
  }
}
