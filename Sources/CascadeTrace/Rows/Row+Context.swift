package import Cascade

/// What there is to know about contexts, groups and after-functions.
extension Row {
  /// The state of a context, or of the context of a group.
  package var contextState: ContextState? {
    switch kind {
    case .context, .group: run.contextState(of: number)
    case .task, .after: nil
    }
  }

  /// Whether it is a context that isn't a group's or a task's own.
  package var isContext: Bool {
    if case .context = kind { true } else { false }
  }

  /// Whether this is how the tasks of a group are asked to finish, and no context that code works in.
  package var isShutdownSignal: Bool { kind == .context(.shutdown) }

  /// When this context ends by itself. One with an earlier deadline above it got none of its own.
  package var deadline: Context.Instant? {
    guard case .contextMade(let made)? = run.kind(at: marks.born) else { return nil }
    return made.deadline
  }

  /// A deadline that holds here, and the context above that it comes from; nil for one of its own.
  package struct HeldTo: Sendable {
    package let t: Context.Instant
    package let of: Row?
  }

  /// The deadline that holds here: its own, or one above that is no later.
  package var effectiveDeadline: HeldTo? {
    var held = deadline.map { HeldTo(t: $0, of: nil) }
    var place = self
    while place.kind != .context(.withoutCancel), let above = place.parent {
      if let t = above.deadline, held.map({ t <= $0.t }) ?? true { held = HeldTo(t: t, of: above) }
      place = above
    }
    return held
  }

  /// The key and the value that a context was made for.
  package var value: (key: String, text: String)? {
    guard case .contextMade(let made)? = run.kind(at: marks.born), let key = made.key, let text = made.value else {
      return nil
    }
    return (key, text)
  }

  /// When it was over: the group's wait returned, or the context was released.
  package var closedAt: Context.Instant? { kind == .task ? nil : run.time(at: marks.ended) }

  // MARK: Groups

  /// When the caller returned without waiting for the end of this group; known only of the outermost one, whose caller is no
  /// task.
  package var callerLeftAt: Context.Instant? {
    let returned = run.fold.callerReturned
    guard run.outermostGroup?.number == number, !marks.ended.isSet || returned.isBefore(marks.ended) else { return nil }
    return run.time(at: returned)
  }

  /// What that caller returned; none for no error.
  package var callerLeftWith: String? {
    guard callerLeftAt != nil, case .note(.returns(let error))? = run.kind(at: run.fold.callerReturned) else {
      return nil
    }
    return error?.description
  }

  /// What a group makes of how its tasks end.
  package var policy: Event.Policy? { opened?.policy }

  /// The kind of group that comes with the library or with Swift, where it is one.
  package var groupKind: GroupKind? { policy?.kind }

  /// Whether it is one of Swift's own groups, which have no context and say only in the end which error counts.
  package var isOfSwift: Bool { groupKind?.isSwift == true }

  /// The options of a group as given, in order.
  package var options: [Event.GroupOption] { opened?.options ?? [] }

  private var opened: Event.GroupOpened? {
    guard case .groupOpened(let opened)? = run.kind(at: marks.born) else { return nil }
    return opened
  }

  /// The failure that counts for a group.
  package struct Failure: Sendable {
    package let t: Context.Instant
    package let error: String
    /// The task whose error the group keeps.
    package let task: Row?
    /// The task at the bottom that threw it: the same one, unless it was passed on.
    package let source: Row?
  }

  package var firstFailure: Failure? {
    guard kind == .group, let t = run.time(at: marks.kept),
      case .groupFailureKept(let task, let error)? = run.kind(at: marks.kept)
    else { return nil }
    let row = run.row(task)
    return Failure(t: t, error: error.description, task: row, source: row?.source ?? row)
  }

  /// What the caller of a group waits for in a step of its own.
  package struct CallersStep: Hashable, Sendable {
    package let awaited: Event.Awaited
    /// Whether the end of the group's context has reached it there, which ends that wait.
    package let isTold: Bool
  }

  /// Of the outermost group: the step of its caller, who has no row, before it waits for the group.
  package var callersStep: CallersStep? {
    guard kind == .group, waiter == nil, closedAt == nil, let born = marks.born.value,
      !ancestors.contains(where: { $0.kind == .task })
    else { return nil }
    let step = run.fold.callerStep
    guard let number = step.value, number > born, case .note(.wait(_, let awaited, let listens))? = run.kind(at: step)
    else { return nil }
    let isTold = telling.map { number < $0.event } ?? false
    return CallersStep(awaited: awaited, isTold: isTold && listens != .no)
  }

  /// What waits for a group.
  package struct Waiter: Hashable, Sendable {
    /// The path of a task; empty when it isn't one of ours.
    package let who: String
    package let since: Context.Instant
  }

  /// What waits for the group; stays after the wait has returned.
  package var waiter: Waiter? {
    guard let since = run.time(at: marks.waited), case .groupWaiting(let who)? = run.kind(at: marks.waited)
    else { return nil }
    return Waiter(who: who, since: since)
  }

  /// What wait threw, once it has returned.
  package var closingError: String? {
    guard case .groupClosed(let error)? = run.kind(at: marks.ended) else { return nil }
    return error?.description
  }

  // MARK: After-functions

  /// When an after-function was started.
  package var firedAt: Context.Instant? { run.time(at: marks.fired) }
  /// When an after-function that was started returned.
  package var returnedAt: Context.Instant? { firedAt == nil ? nil : run.time(at: marks.ended) }
  /// When an after-function was prevented from running.
  package var stoppedAt: Context.Instant? { run.time(at: marks.stopped) }
}

/// What a group was made with, as its events tell it.
extension Row {
  /// How many of its tasks may run at once; none for no limit.
  package var limit: Int? {
    options.lazy.compactMap { if case .limit(let limit) = $0 { limit } else { nil } }.last
  }

  /// What becomes of its queued tasks when its context ends; none where it was made without saying so.
  package var queuedWork: ErrGroup.QueuedWork? {
    options.lazy.compactMap { if case .queued(let work) = $0 { work } else { nil } }.last
  }

  /// Whether a task that was cancelled alone counts as no failure.
  package var ignoresLoneCancellations: Bool { options.contains(.ignoringLoneCancellations) }

  /// How long after its making the context around this group ends by itself; none where there is no such context.
  package var timeout: Duration? {
    var next = parent
    while let context = next, case .context = context.kind {
      if let deadline = context.deadline, let made = context.bornAt { return made.duration(to: deadline) }
      next = context.parent
    }
    return nil
  }
}
