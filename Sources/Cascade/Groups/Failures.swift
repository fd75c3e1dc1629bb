extension ErrGroup {
  /// How the tasks of a group have ended so far.
  public struct Tally: Sendable {
    /// Tasks that returned without an error.
    public var succeeded = 0
    /// Tasks that returned an error, echoes of a cancellation included.
    public var failed = 0
    /// The first 1,000 failures, in the order in which tasks returned them.
    public var failures: [Failure] = []

    /// The error of the group's context, when that ended from elsewhere (a deadline, the context around the group, a cancel
    /// of the surrounding Swift task) and cut at least one task short; known when all tasks are out.
    public var interruption: ContextError?

    /// Whether the first task that returned did so without an error.
    var beganWithSuccess = false

    /// How many failures a group remembers.
    static let failureLimit = 1_000

    /// No task has returned yet.
    public init() {}
  }

  /// An error that a task of a group returned.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    @nonexhaustive
    public enum Nature: String, Hashable, Sendable, CaseIterable {
      /// The task failed for a reason of its own.
      case own
      /// The group's context was over, and the task said no more than that.
      case echo
      /// The task alone was cancelled, and said no more than that.
      case cancelledAlone
    }

    /// The path of the task, when the run is observed; else the name it was given, or its index in the group. Empty for the
    /// code that ran the group.
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
}

/// Several tasks of a group failed.
public struct GroupError: Error, Sendable, CustomStringConvertible {
  /// The first 1,000, in the order in which tasks returned them.
  public var failures: [ErrGroup.Failure]
  /// How many there were.
  public var count: Int

  /// Everything that failed so far.
  public init(_ tally: ErrGroup.Tally) {
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

extension ErrGroup.Failure: WrappingError {
  package func wrapped(most count: Int) -> [any Error] { [error] }
}

extension GroupError: WrappingError {
  package func wrapped(most count: Int) -> [any Error] { failures.prefix(count).map(\.error) }
}

extension GroupError {
  /// The first error of this type among what the tasks threw, inside nested group errors and failures, too (Go:
  /// `errors.As` on joined errors).
  ///
  ///     if let end = error.first(of: ContextError.self), end.isTimeout { print("out of time: \(end.cancellation.origin)") }
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
    case let failure as ErrGroup.Failure: return failure.error.first(where: predicate)
    case let error as ContextError: return error.underlyingError?.first(where: predicate)
    default: return nil
    }
  }
}
