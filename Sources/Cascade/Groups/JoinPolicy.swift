/// What a group makes of how its tasks end: when it has seen enough, and what waiting for it throws.
///
/// The default of a group with a context of its own is ``failFast``, as in Go. Third parties make their own with
/// ``init(_:keeps:judge:conclude:)``:
///
///     extension JoinPolicy {
///       /// Enough is enough: so many answers will do.
///       static func quorum(_ needed: Int) -> JoinPolicy {
///         JoinPolicy("quorum(\(needed))") { tally in
///           tally.succeeded >= needed ? .end(cause: nil) : .goOn
///         } conclude: { tally in
///           tally.succeeded >= needed ? nil : GroupError(tally)
///         }
///       }
///     }
public struct JoinPolicy: Sendable {
  /// What is to happen after a task returned.
  public enum Verdict: Sendable {
    /// Nothing.
    case goOn
    /// The group's context ends, with this cause, and everybody else is told.
    case end(cause: (any Error)?)
  }

  /// Which failures count, in the events.
  public enum Keeping: Sendable {
    /// None: failures are nothing special.
    case none
    /// The first one.
    case first
    /// Every one.
    case all
  }

  /// The policies whose rules are built in, for speed, and those that are asked.
  enum Form: Sendable {
    case failFast, keepFirst, ignoreErrors
    case asked(
      judge: @Sendable (GroupTally) -> Verdict, conclude: @Sendable (GroupTally) -> (any Error)?)
  }

  /// What a policy consists of. One reference, because a policy is handed on more often than it is asked.
  private final class Content: Sendable {
    let name: String
    let keeps: Keeping
    let form: Form

    init(_ name: String, _ keeps: Keeping, _ form: Form) {
      self.name = name
      self.keeps = keeps
      self.form = form
    }
  }

  private let content: Content

  /// How the policy is called in events.
  public var name: String { content.name }
  var keeps: Keeping { content.keeps }
  var form: Form { content.form }

  /// Whether somebody's own rules have to be asked.
  var isAsked: Bool {
    if case .asked = form { true } else { false }
  }

  /// Whether a group with this policy has a context of its own, derived from the one that it is made in.
  var hasContext: Bool {
    switch form {
    case .failFast, .asked: true
    case .keepFirst, .ignoreErrors: false
    }
  }

  private init(_ name: String, keeps: Keeping, form: Form) {
    content = Content(name, keeps, form)
  }

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - name: How it is called in events.
  ///   - keeps: Which failures count, in the events. The default is none.
  ///   - judge: Asked after each task that returned, with no lock held; by several tasks at the same time, perhaps.
  ///   - conclude: What waiting for the group throws, asked when every task is out; none for success.
  public init(
    _ name: String, keeps: Keeping = .none, judge: @escaping @Sendable (GroupTally) -> Verdict,
    conclude: @escaping @Sendable (GroupTally) -> (any Error)?
  ) {
    self.init(name, keeps: keeps, form: .asked(judge: judge, conclude: conclude))
  }

  /// The first failure is kept, ends the group's context, and is thrown (Go: `errgroup.WithContext`).
  public static let failFast = JoinPolicy("errgroup", keeps: .first, form: .failFast)

  /// The first failure is kept and thrown, and no other task is told (Go: the zero `errgroup.Group`).
  ///
  /// A group with this policy has no context of its own: its tasks hang on the context that it is made in.
  public static let keepFirst = JoinPolicy("zero-errgroup", keeps: .first, form: .keepFirst)

  /// Failures vanish, and no task is told (Go: `sync.WaitGroup`, see ``WaitGroup``).
  ///
  /// A group with this policy has no context of its own: its tasks hang on the context that it is made in.
  public static let ignoreErrors = JoinPolicy("waitgroup", keeps: .none, form: .ignoreErrors)

  /// Everybody runs to the end; all failures are thrown together, as a ``GroupError``.
  public static let collectAll = JoinPolicy("collect-all", keeps: .all) { _ in
    .goOn
  } conclude: { tally in
    tally.failed == 0 ? nil : GroupError(tally)
  }

  /// The first success ends the group's context; if nobody succeeds, all failures are thrown together, as a
  /// ``GroupError``.
  public static let firstSuccess = JoinPolicy("first-success") { tally in
    tally.succeeded > 0 ? .end(cause: nil) : .goOn
  } conclude: { tally in
    tally.succeeded > 0 || tally.failed == 0 ? nil : GroupError(tally)
  }

  /// A failure is its task's own affair: no other task is told, nothing is thrown. It can be read from
  /// ``ErrGroup/failures``, and from the task's handle. Only a group that was cut short from elsewhere, by a deadline or
  /// the end of the context around it, throws what that says (``GroupTally/interruption``).
  public static let supervised = JoinPolicy("supervised") { _ in
    .goOn
  } conclude: { tally in
    tally.interruption
  }
}

/// How the tasks of a group have ended so far.
public struct GroupTally: Sendable {
  /// Tasks that returned without an error.
  public var succeeded = 0
  /// Tasks that returned an error, echoes of a cancellation included.
  public var failed = 0
  /// The first 1,000 failures, in the order in which tasks returned them.
  public var failures: [Failure] = []

  /// The error of the group's context, when that ended from elsewhere (a deadline, the context around the group, a cancel
  /// of the surrounding Swift task) and cut at least one task short; known when all tasks are out.
  public var interruption: ContextError?

  /// How many failures a group remembers.
  static let failureLimit = 1_000

  /// Nobody has returned yet.
  public init() {}
}

/// An error that a task of a group returned.
public struct Failure: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Nature: String, Hashable, Sendable, CaseIterable {
    /// The task failed for a reason of its own.
    case own
    /// The group's context was over, and the task said no more than that.
    case echo
    /// The task alone was cancelled, and said no more than that.
    case cancelledAlone
  }

  /// The path of the task, when the run is observed; else the name it was given. Empty for the code that ran the group.
  public var task: String
  /// What it threw.
  public var error: any Error
  /// What kind of failure it is.
  public var nature: Nature

  /// Makes a failure; the library does this itself.
  public init(task: String, error: any Error, nature: Nature = .own) {
    self.task = task
    self.error = error
    self.nature = nature
  }

  /// `task: error`.
  public var description: String {
    task.isEmpty ? String(describing: error) : "\(task): \(error)"
  }
}

/// Several tasks of a group failed.
public struct GroupError: Error, Sendable, CustomStringConvertible {
  /// The first 1,000, in the order in which tasks returned them.
  public var failures: [Failure]
  /// How many there were.
  public var count: Int

  /// Everything that failed so far.
  public init(_ tally: GroupTally) {
    failures = tally.failures
    count = tally.failed
  }

  /// How many there were, and the first three: `2 tasks failed: a: no; b: no`.
  public var description: String {
    if count == 0 { return "there was no task that could succeed" }
    let shown = failures.prefix(3).map(\.description).joined(separator: "; ")
    let rest = count > 3 ? "; and \(count - 3) more" : ""
    return "\(count) \(count == 1 ? "task" : "tasks") failed: \(shown)\(rest)"
  }
}

extension GroupError {
  /// The first error of this type among what the tasks threw, inside nested group errors and failures, too (Go:
  /// `errors.As` on joined errors).
  ///
  ///     if let timeout = error.first(of: ContextError.self), timeout.isTimeout { … }
  ///
  /// - Complexity: O(number of failures kept).
  public func first<Wanted: Error>(of type: Wanted.Type) -> Wanted? {
    first { $0 is Wanted } as? Wanted
  }

  /// The first error among what the tasks threw that satisfies the predicate, inside nested group errors and failures, too.
  ///
  /// - Complexity: O(number of failures kept).
  public func first(where predicate: (any Error) -> Bool) -> (any Error)? {
    for failure in failures {
      if let found = failure.error.first(where: predicate) { return found }
    }
    return nil
  }

  /// Whether any task threw such an error (Go: `errors.Is` on joined errors).
  ///
  /// - Complexity: O(number of failures kept).
  public func contains(where predicate: (any Error) -> Bool) -> Bool {
    first(where: predicate) != nil
  }
}

extension Error {
  /// This error or the first one in it that satisfies the predicate.
  fileprivate func first(where predicate: (any Error) -> Bool) -> (any Error)? {
    if predicate(self) { return self }
    switch self {
    case let group as GroupError: return group.first(where: predicate)
    case let failure as Failure: return failure.error.first(where: predicate)
    case let error as ContextError: return error.underlyingError?.first(where: predicate)
    default: return nil
    }
  }
}
