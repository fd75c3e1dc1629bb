/// A group to be opened, filled in order and waited for.
///
/// The context that its tasks see is made in this order, each layer only where it is asked for: cut off from the
/// parent (``isDetached``), cancellable from outside or by a task (``hasCancelLayer``), ended by a deadline (``deadline``), and last the
/// group's own, where its ``kind`` has one.
package struct GroupPlan: Hashable, Sendable {
  /// What the group does with its tasks' errors.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The first error is kept and cancels the rest (Go: `errgroup.WithContext`).
    case errgroup
    /// The first error is kept, no task is cancelled (Go: the zero `errgroup.Group`).
    case zeroErrgroup = "zero-errgroup"
    /// No errors, no cancellation (Go: `sync.WaitGroup`).
    case waitgroup
    /// All tasks run to the end, all errors are thrown together.
    case collectAll = "collect-all"
    /// The first success cancels the rest.
    case firstSuccess = "first-success"
    /// An error cancels no other task, and wait doesn't throw it.
    case supervised
    /// Swift's `withThrowingTaskGroup`, whose body ends in `waitForAll()`: all tasks run to the end, and then the first
    /// error is thrown.
    case swiftWaitForAll = "swift-waitforall"
    /// Swift's `withThrowingTaskGroup`, whose body ends in `for try await`: the first error that comes out of the loop
    /// cancels the rest.
    case swiftForEach = "swift-foreach"
    /// Swift's `withThrowingDiscardingTaskGroup`: the first error cancels the rest.
    case swiftDiscarding = "swift-discarding"

    /// Whether it is one of the standard library's own, which have no contexts.
    package var isSwift: Bool {
      switch self {
      case .swiftWaitForAll, .swiftForEach, .swiftDiscarding: true
      case .errgroup, .zeroErrgroup, .waitgroup, .collectAll, .firstSuccess, .supervised: false
      }
    }
  }

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

  /// What becomes of tasks that have no slot when the group's context ends.
  package enum QueuedWork: String, Hashable, Sendable, CaseIterable {
    /// They start as slots become free, on a context that is over; their spawner waits until then. So it is in Go.
    case start
    /// The same, but their spawner doesn't wait any longer.
    case startWithoutSpawner = "start-without-spawner"
    /// They never run, nor does anything that is spawned later.
    case skipAfterFailure = "skip-after-failure"
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

  /// A function that starts when the context that the tasks see is done.
  package struct AfterFunction: Hashable, Sendable {
    package var name: String
    /// So long after the group's start it is stopped; none to leave it registered until the group is over.
    package var stopAt: Duration?

    package init(name: String, stopAt: Duration? = nil) {
      self.name = name
      self.stopAt = stopAt
    }
  }

  /// The group's part of an event's path, unique among the groups of the task that opens it.
  package var name: String
  /// Whether the file gave the name. Paths in files leave out groups that it didn't name, and the outermost one.
  package var isNamed: Bool
  package var kind: Kind
  /// How many tasks may run at once; none for no limit. 0 only where every task is spawned with `tryGo`.
  package var limit: Int?
  package var queued: QueuedWork
  /// Whether a task that was cancelled alone, and says no more than that, counts as neither success nor failure.
  package var ignoresLoneCancellations: Bool
  /// Whether the group's context is cut off from its parent's cancellation.
  package var isDetached: Bool
  package var outsideCancel: OutsideCancel?
  package var deadline: Deadline?
  package var shutdown: Shutdown?
  package var afterFunctions: [AfterFunction]
  /// In the order in which they are spawned.
  package var tasks: [TaskPlan]
  /// What the caller does when wait has returned, under the context that the group was opened in.
  package var afterWait: [Step]

  package init(
    name: String = "root", isNamed: Bool = false, kind: Kind = .errgroup, limit: Int? = nil,
    queued: QueuedWork = .start, ignoresLoneCancellations: Bool = false, isDetached: Bool = false,
    outsideCancel: OutsideCancel? = nil, deadline: Deadline? = nil, shutdown: Shutdown? = nil,
    afterFunctions: [AfterFunction] = [], tasks: [TaskPlan], afterWait: [Step] = []
  ) {
    self.name = name
    self.isNamed = isNamed
    self.kind = kind
    self.limit = limit
    self.queued = queued
    self.ignoresLoneCancellations = ignoresLoneCancellations
    self.isDetached = isDetached
    self.outsideCancel = outsideCancel
    self.deadline = deadline
    self.shutdown = shutdown
    self.afterFunctions = afterFunctions
    self.tasks = tasks
    self.afterWait = afterWait
  }

  /// Every task that may ever be in this group: the listed ones and those that their steps spawn, each parent before
  /// the siblings that it adds.
  package var allTasks: [TaskPlan] {
    tasks.flatMap(\.withSpawnedSiblings)
  }

  /// Whether the context needs a layer of its own that can be cancelled: from outside, or by a ``Step/cancel(cause:)``
  /// of one of the tasks or of ``afterWait``.
  package var hasCancelLayer: Bool {
    outsideCancel != nil || afterWait.contains(where: \.isCancel)
      || allTasks.contains { task in task.attempts.contains { $0.contains(where: \.isCancel) } }
  }
}
