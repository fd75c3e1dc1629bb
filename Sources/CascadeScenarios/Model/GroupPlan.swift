package import Cascade
package import CascadeTrace

/// A group to be opened, filled in order and waited for.
///
/// The context that its tasks see is made in this order, each layer only where it is asked for: cut off from the
/// parent (``isDetached``), cancellable from outside or by a task (``hasCancelLayer``), ended by a deadline (``deadline``), and last the
/// group's own, where its ``kind`` has one.
package struct GroupPlan: Hashable, Sendable {
  /// What the group does with its tasks' errors.
  package typealias Kind = GroupKind

  /// When a group ends on its own, and what it gives as the cause.
  package struct Deadline: Hashable, Sendable {
    package enum Moment: Hashable, Sendable {
      /// So long after the group's start.
      case afterStart(Duration)
      /// So long after the start of the run.
      case atRunTime(Duration)
    }

    package var moment: Moment
    /// The cause's text; none for the context's own error.
    package var cause: String?

    package init(_ moment: Moment, cause: String? = nil) {
      self.moment = moment
      self.cause = cause
    }
  }

  /// A cancellation of the group from outside, such as Ctrl-C.
  package struct OutsideCancel: Hashable, Sendable {
    /// So long after the group's start.
    package var at: Duration
    /// The cause's text; none for the context's own error.
    package var cause: String?

    package init(at: Duration, cause: String? = nil) {
      self.at = at
      self.cause = cause
    }
  }

  /// When the caller doesn't wait any longer. What it made of contexts ends then, and with them the tasks' contexts.
  package struct Leave: Hashable, Sendable {
    /// Whether it does when the tasks are told: when their context is done.
    package var whenTold: Bool
    /// What it does not wait longer than for: the first of these.
    package var awaited: [Awaited]
    /// So long after it began to wait.
    package var after: Duration?
    /// The text of the error that it returns then; none for the cause where the tasks were told, and else for no error.
    package var error: String?

    package init(whenTold: Bool = false, awaited: [Awaited] = [], after: Duration? = nil, error: String? = nil) {
      self.whenTold = whenTold
      self.awaited = awaited
      self.after = after
      self.error = error
    }
  }

  /// What the caller returns where wait returns an error.
  package struct ErrorAnswer: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
      /// That error.
      case error
      /// The cause of the context that the tasks see, if it is done by then (Go: `context.Cause(ctx)`).
      case cause
      /// It goes on as if there were none.
      case ok
      /// That error with this text around it.
      case wrap(WrapText)
      /// Another one with this text.
      case fail(String)
      /// None: it ends the process, with a last line that says that error, behind this text if there is one (Go: `log.Fatal`).
      case fatal(String?)
      /// The same without a word, with this status (Go: `os.Exit`).
      case exit(status: Int)

      /// Whether it ends the process.
      package var exits: Bool {
        switch self {
        case .fatal, .exit: true
        case .error, .cause, .ok, .wrap, .fail: false
        }
      }
    }

    /// The texts of the errors that count as none (Go: `errors.Is`).
    package var ok: [String] = []
    /// Those of the errors for which it returns the cause.
    package var cause: [String] = []
    package var otherwise = Action.error
    /// Whether errors that tasks keep stand before this one.
    package var isLast = false

    package init() {}

    /// Whether it returns wait's error, whatever that is.
    package var isPlain: Bool { known.isEmpty && otherwise == .error }

    /// Whether every error counts as none.
    package var dropsAll: Bool { cause.isEmpty && otherwise == .ok }

    /// Whether it ends the process where it knows nothing better.
    package var exits: Bool { otherwise.exits }

    /// Whether it never returns an error of wait's.
    package var returnsNone: Bool { cause.isEmpty && (otherwise == .ok || exits) }

    /// The errors that it tells apart.
    package var known: [String] { ok + cause }

    /// Whether it asks the context that the tasks see for its cause.
    package var usesCause: Bool { otherwise == .cause || !cause.isEmpty }
  }

  /// The group is asked to finish, and cancelled if it hasn't by the end of a grace.
  package struct Shutdown: Hashable, Sendable {
    /// So long after the group's start its tasks are asked.
    package var at: Duration
    /// So long after that the group's context ends, where a task still works.
    package var grace: Duration

    package init(at: Duration, grace: Duration) {
      self.at = at
      self.grace = grace
    }
  }

  /// A function that starts when a context is done: that which the tasks see or, where it stands at a task, the task's.
  package struct AfterFunction: Hashable, Sendable {
    /// The context that it waits for.
    package enum Registration: String, Hashable, Sendable, CaseIterable {
      case group
      /// The one that the group was opened in.
      case parent
    }

    package var name: String
    package var on: Registration
    /// So long after the group's start it is stopped; none to leave it registered until the group, or the task, is over.
    package var stopAt: Duration?
    /// What it does: work that doesn't listen, signals, cancels and logs. Nothing waits for it.
    package var steps: [Step]

    package init(name: String, on: Registration = .group, stopAt: Duration? = nil, steps: [Step] = []) {
      self.name = name
      self.on = on
      self.stopAt = stopAt
      self.steps = steps
    }
  }

  /// The group's part of an event's path, unique among the groups of the task that opens it.
  package var name: String
  /// Where a step of a loop opens it: in which rounds. It is called after each then, as in `batch-2`.
  package var inRounds: Range<Int>?
  /// Whether the file gave the name. Paths in files leave out groups that it didn't name, and the outermost one.
  package var isNamed: Bool
  /// What it is made with: its kind, its limit and the like. What is said of a timeout is its ``deadline``.
  package var settings = GroupSettings()
  /// Whether the group's context is cut off from its parent's cancellation.
  package var isDetached: Bool
  package var outsideCancel: OutsideCancel?
  package var deadline: Deadline?
  package var shutdown: Shutdown?
  package var afterFunctions: [AfterFunction]
  /// In the order in which they are spawned.
  package var tasks: [TaskPlan]
  /// Whether the caller looks at their context before it hands over each, and hands over no more once that is done.
  package var spawnsUntilTold = false
  /// What the caller does before it hands over the first of them, under the context that they will see. A step that returns an
  /// error, be it that of the context, is the end: no task is spawned then.
  package var beforeGo: [Step] = []
  /// What the caller does between the last of them and wait, under the context that they see. Told in one of these steps, it
  /// goes on with the next; one that returns an error is the end: it doesn't wait then.
  package var beforeWait: [Step] = []
  /// The channels that are closed when all tasks are out (Go: `go func() { g.Wait(); close(c) }()`).
  package var closes: [String] = []
  /// What the caller does when wait has returned without an error, under the context that the group was opened in.
  package var afterWait: [Step]
  /// When the caller returns without waiting any longer; none where it waits to the end.
  package var leave: Leave?
  package var onError = ErrorAnswer()
  /// What the caller does last, whatever wait returned. Nothing of it listens or fails.
  package var deferred: [Step]

  package init(
    name: String = "root", isNamed: Bool = false, kind: Kind = .errgroup, limit: Int? = nil,
    queued: ErrGroup.QueuedWork = .start, ignoresLoneCancellations: Bool = false, isDetached: Bool = false,
    outsideCancel: OutsideCancel? = nil, deadline: Deadline? = nil, shutdown: Shutdown? = nil,
    afterFunctions: [AfterFunction] = [], tasks: [TaskPlan], afterWait: [Step] = [],
    wrap: WrapText? = nil, deferred: [Step] = []
  ) {
    self.name = name
    self.isNamed = isNamed
    settings.kind = kind
    settings.limit = limit
    settings.queued = queued
    settings.ignoresLoneCancellations = ignoresLoneCancellations
    self.isDetached = isDetached
    self.outsideCancel = outsideCancel
    self.deadline = deadline
    self.shutdown = shutdown
    self.afterFunctions = afterFunctions
    self.tasks = tasks
    self.afterWait = afterWait
    if let wrap { onError.otherwise = .wrap(wrap) }
    self.deferred = deferred
  }

  /// What stands around the error of wait in the error that the caller returns.
  package var wrap: WrapText? {
    get { if case .wrap(let text) = onError.otherwise { text } else { nil } }
    set { onError.otherwise = newValue.map { .wrap($0) } ?? .error }
  }

  /// The one that a loop opens in this round, from 1.
  package func inRound(_ round: Int) -> GroupPlan {
    guard inRounds != nil else { return self }
    var group = self
    group.name = "\(name)-\(round)"
    group.inRounds = nil
    return group
  }

  /// Itself, or the one of each round.
  package var copies: [GroupPlan] { inRounds.map { $0.map(inRound) } ?? [self] }

  /// Whether the caller is the one that gives up as soon as the group has decided: what it returns is what wait would.
  package var leavesWithDecision: Bool { leave?.whenTold == true && kind.endsWithItsOwn }

  package var kind: Kind {
    get { settings.kind }
    set { settings.kind = newValue }
  }

  /// How many tasks may run at once; none for no limit. 0 only where every task is spawned with `tryGo`.
  package var limit: Int? {
    get { settings.limit }
    set { settings.limit = newValue }
  }

  /// Every task that may ever be in this group: the listed ones, those that their steps spawn, each parent before
  /// the siblings that it adds, and those that the caller adds before it waits.
  package var allTasks: [TaskPlan] {
    var all: [TaskPlan] = []
    all.reserveCapacity(tasks.count)
    for task in tasks { task.addWithSiblings(to: &all) }
    for task in beforeWait.flatMap(\.withInner).compactMap(\.spawnedTask) { task.addWithSiblings(to: &all) }
    return all
  }

  /// Whether it gives its tasks a context of its own.
  package var hasOwnContext: Bool { kind != .zeroErrgroup && kind != .waitgroup }

  /// Whether a task of it, or the caller itself, keeps errors for the caller.
  package var keepsErrors: Bool {
    keepsErrors(in: allTasks.flatMap(\.allSteps))
  }

  /// The same without attempts that never come.
  package var mayKeepErrors: Bool {
    keepsErrors(in: allTasks.flatMap(\.comingSteps))
  }

  private func keepsErrors(in steps: [Step]) -> Bool {
    (stepsBeforeWait.flatMap(\.withInner) + steps).contains { step in
      if case .keep = step { true } else { false }
    }
  }

  /// What the caller does before it waits.
  package var stepsBeforeWait: [Step] { beforeGo + beforeWait }

  /// Whether the caller may return before it waits.
  package var mayReturnEarly: Bool { mayFailEarly || returnsEarly || mayBeCutShortEarly }

  /// Whether the end of the context may keep the caller from spawning any task.
  package var mayBeCutShortEarly: Bool { beforeGo.contains(where: \.mayBeCutShort) }

  /// Whether that may be without an error.
  package var returnsEarly: Bool { stepsBeforeWait.flatMap(\.withUncaught).contains(.finish) }

  /// Whether that may be with an error.
  package var mayFailEarly: Bool {
    tasks.contains { $0.spawn == .inline && $0.mayFailInline }
      || stepsBeforeWait.flatMap(\.withUncaught).contains { step in
        switch step {
        case .spawn(let task): task.spawn == .inline && task.mayFailInline
        case .fail, .flight, .timed: true
        case .channel(let step): step.doesJobs
        case .permits(let step): step.traits.mayThrowElse
        case .work, .wait, .attempt, .rounds, .handling, .group, .cancel, .useGroupContext, .signal, .keep,
          .log, .finish, .panic, .exit:
          false
        }
      }
  }

  /// Whether the context needs a layer of its own that can be cancelled: from outside, by a ``Step/cancel(cause:)`` of one of
  /// the tasks or of the caller, or by a caller that returns before the tasks do.
  package var hasCancelLayer: Bool {
    outsideCancel != nil || (leave != nil && !kind.endsWithItsOwn) || mayReturnEarly
      || (stepsBeforeWait + afterWait).flatMap(\.withInner).contains(where: \.isCancel)
      || deferred.contains(where: \.isCancel)
      || afterFunctions.contains { $0.steps.contains(where: \.isCancel) }
      || allTasks.contains { task in
        task.comingSteps.contains(where: \.isCancel)
          || task.afterFunctions.contains { $0.steps.contains(where: \.isCancel) }
      }
  }
}

extension GroupPlan {
  /// The signals that steps in it give, those of groups inside it included.
  package var givenSignals: Set<String> {
    var given: Set<String> = []
    for step in ownSteps.flatMap(\.withInner) {
      if case .signal(let name) = step { given.insert(name) }
      if let nested = step.nestedGroup { given.formUnion(nested.givenSignals) }
    }
    return given
  }

  /// The steps of its tasks, of its after-functions and theirs, and those of its caller.
  package var ownSteps: [Step] {
    stepsBeforeWait + afterWait + deferred + afterFunctions.flatMap(\.steps)
      + allTasks.flatMap { task in task.attempts.flatMap(\.self) + task.afterFunctions.flatMap(\.steps) }
  }
}
