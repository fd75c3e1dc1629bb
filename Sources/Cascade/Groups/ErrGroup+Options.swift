extension ErrGroup {
  /// How a group is made. Use the options; this is what they change.
  public struct Configuration: OptionConfiguration {
    /// How the group is called in events. The default is `group`.
    public var name = "group"

    /// How many tasks may run at the same time; none means no limit, which is the default.
    public var limit: Int?

    /// What the group makes of how its tasks end. The default is ``JoinPolicy/failFast``.
    public var policy: JoinPolicy {
      get { givenPolicy ?? .failFast }
      set { givenPolicy = newValue }
    }

    /// The policy, if one was given.
    private(set) var givenPolicy: JoinPolicy?

    /// What becomes of tasks that have no slot when the group's context ends. The default is ``QueuedWork/start``.
    public var queued = QueuedWork.start

    /// Whether a task that was cancelled alone, and says no more than that, counts as neither success nor failure. The
    /// default is no: it is a failure, as in Go. ``FunctionalOption/ignoringLoneCancellations`` says yes.
    public var ignoresLoneCancellations = false

    /// Whether the body of a scope is cancelled as a task is, when the group's context ends. The default is no;
    /// ``FunctionalOption/cancellingBody`` says yes.
    public var cancelsBody = false

    /// Whether tasks take turns in a few Swift tasks. The default is no: each has one of its own.
    /// ``FunctionalOption/sharingSwiftTasks`` says yes.
    public var sharesSwiftTasks = false

    /// The defaults.
    public init() {}

    /// Refuses what a policy can't use, so that no option is ignored silently.
    public func validate() throws(OptionError) {
      guard ignoresLoneCancellations || cancelsBody else { return }
      if ignoresLoneCancellations, policy.overlooksFailures {
        throw OptionError(
          option: "ignoringLoneCancellations", value: "", reason: "\(policy.name) overlooks every failure anyway")
      }
      if cancelsBody, !policy.hasContext {
        throw OptionError(
          option: "cancellingBody", value: "", reason: "\(policy.name) has no context of its own that could end")
      }
    }
  }

  /// An option of a group.
  public typealias Option = FunctionalOption<Configuration>
}

extension ErrGroup.Configuration {
  /// The library's own options of a group.
  @nonexhaustive
  public enum Choice: Sendable, CustomStringConvertible {
    /// ``FunctionalOption/named(_:)``.
    case named(String)
    /// ``FunctionalOption/limit(_:)``.
    case limit(Int)
    /// ``FunctionalOption/policy(_:)``.
    case policy(JoinPolicy)
    /// ``FunctionalOption/queued(_:)``.
    case queued(ErrGroup.QueuedWork)
    /// ``FunctionalOption/ignoringLoneCancellations``.
    case ignoringLoneCancellations
    /// ``FunctionalOption/cancellingBody``.
    case cancellingBody
    /// ``FunctionalOption/sharingSwiftTasks``.
    case sharingSwiftTasks

    /// The option as it is written, `limit(4)`.
    public var description: String {
      switch self {
      case .named(let name): "named(\(name))"
      case .limit(let limit): "limit(\(limit))"
      case .policy(let policy): "policy(\(policy.name))"
      case .queued(let work): "queued(\(work))"
      case .ignoringLoneCancellations: "ignoringLoneCancellations"
      case .cancellingBody: "cancellingBody"
      case .sharingSwiftTasks: "sharingSwiftTasks"
      }
    }
  }

  /// The options that are on or off, as a group keeps them.
  struct Switches: OptionSet {
    let rawValue: UInt8

    static let ignoringLoneCancellations = Switches(rawValue: 1)
    static let cancellingBody = Switches(rawValue: 2)
  }

  var switches: Switches {
    var switches: Switches = []
    if ignoresLoneCancellations { switches.insert(.ignoringLoneCancellations) }
    if cancelsBody { switches.insert(.cancellingBody) }
    return switches
  }

  /// Makes the change that a choice stands for.
  ///
  /// - Throws: an ``OptionError`` for a negative limit.
  public mutating func apply(_ choice: consuming Choice) throws(OptionError) {
    switch consume choice {
    case .named(let name): self.name = name
    case .limit(let limit):
      guard limit >= 0 else {
        throw OptionError(option: "limit", value: "\(limit)", reason: "a limit can't be negative")
      }
      self.limit = limit
    case .policy(let policy): self.policy = policy
    case .queued(let work): queued = work
    case .ignoringLoneCancellations: ignoresLoneCancellations = true
    case .cancellingBody: cancelsBody = true
    case .sharingSwiftTasks: sharesSwiftTasks = true
    }
  }
}

extension Event {
  /// An option of a group, as given. The name and the policy stand in places of their own.
  @nonexhaustive
  public enum GroupOption: Hashable, Sendable, CustomStringConvertible {
    /// ``FunctionalOption/limit(_:)``.
    case limit(Int)
    /// ``FunctionalOption/queued(_:)``.
    case queued(ErrGroup.QueuedWork)
    /// ``FunctionalOption/ignoringLoneCancellations``.
    case ignoringLoneCancellations
    /// ``FunctionalOption/cancellingBody``.
    case cancellingBody
    /// ``FunctionalOption/sharingSwiftTasks``.
    case sharingSwiftTasks
    /// One of the caller's own, as it describes itself.
    case custom(String)

    /// The option as it is written, `limit(4)`.
    public var description: String {
      switch self {
      case .limit(let limit): "limit(\(limit))"
      case .queued(let work): "queued(\(work))"
      case .ignoringLoneCancellations: "ignoringLoneCancellations"
      case .cancellingBody: "cancellingBody"
      case .sharingSwiftTasks: "sharingSwiftTasks"
      case .custom(let text): text
      }
    }

    /// Those that aren't the caller's own and have no number, which their text is enough for.
    package static let worded: [GroupOption] =
      ErrGroup.QueuedWork.allCases.map { .queued($0) } + [
        .ignoringLoneCancellations, .cancellingBody, .sharingSwiftTasks,
      ]
  }
}

extension [ErrGroup.Option] {
  /// The options as given, for the events. The name and the policy stand there in places of their own.
  var given: [Event.GroupOption] {
    flatMap(\.parts).compactMap { option in
      switch option.content {
      case .group(.named), .group(.policy): nil
      case .group(.limit(let limit)): .limit(limit)
      case .group(.queued(let work)): .queued(work)
      case .group(.ignoringLoneCancellations): .ignoringLoneCancellations
      case .group(.cancellingBody): .cancellingBody
      case .group(.sharingSwiftTasks): .sharingSwiftTasks
      case .other: .custom(option.description)
      }
    }
  }
}

extension FunctionalOption where Root == ErrGroup.Configuration {
  /// Calls the group by this name in events. The default is `group`.
  ///
  /// - Parameter name: Need not be unique: the second one in the same place becomes `name#2`.
  public static func named(_ name: String) -> Self {
    Self(choosing: .named(name))
  }

  /// Lets at most so many tasks run at the same time (Go: `SetLimit`). The default is no limit.
  ///
  /// At the limit ``ErrGroup/go(_:priority:fileID:line:_:)`` suspends until a task is out, and
  /// ``ErrGroup/tryGo(_:priority:fileID:line:_:)`` refuses. A limit of 0 lets nothing start: `tryGo` always refuses,
  /// and `go` traps, since it would wait for ever.
  ///
  /// - Parameter limit: A number of tasks, from 0.
  /// - Throws: when applied, an ``OptionError`` for a negative limit.
  public static func limit(_ limit: Int) -> Self {
    Self(choosing: .limit(limit))
  }

  /// What the group makes of how its tasks end. The default is ``JoinPolicy/failFast``.
  ///
  /// A ``WaitGroup`` has one of its own, and throws an ``OptionError`` when it is given another.
  ///
  /// - Parameter policy: One of the library's or the caller's own. See <doc:ChoosingAPolicy>.
  public static func policy(_ policy: JoinPolicy) -> Self {
    Self(choosing: .policy(policy))
  }

  /// What becomes of tasks that wait for a free slot when the group's context ends. By default they start anyway,
  /// as in Go.
  ///
  /// - Parameter work: What is to become of them. Without a ``limit(_:)`` it only matters for what is asked for later.
  public static func queued(_ work: ErrGroup.QueuedWork) -> Self {
    Self(choosing: .queued(work))
  }

  /// Overlooks a task that was cancelled alone, and says no more than that. By default it is a failure, as in Go.
  ///
  /// With ``JoinPolicy/ignoreErrors``, which overlooks every failure anyway, it is refused with an ``OptionError``.
  public static var ignoringLoneCancellations: Self {
    Self(choosing: .ignoringLoneCancellations)
  }

  /// Cancels the Swift task of a scope's body when the group's context ends, as those of its tasks are, so that code in it
  /// that takes no context stops, too. By default the body hears of it from ``ErrGroup/context`` alone.
  ///
  ///     try await withErrGroup(in: ctx, .cancellingBody) { group in
  ///       await group.go("watchdog") { ctx in try await watch(ctx) }
  ///       for try await line in lines { await group.go { ctx in try await handle(ctx, line) } }
  ///     }
  ///
  /// What the body then throws is an echo of the first failure. It costs two child tasks. It has no effect on a group
  /// without a body; one without a context of its own refuses it with an ``OptionError``.
  public static var cancellingBody: Self {
    Self(choosing: .cancellingBody)
  }

  /// Lets tasks take turns in a few Swift tasks, for groups of very many very short ones: to make a Swift task takes longer
  /// than most of them. By default each has a Swift task of its own.
  ///
  ///     try await withErrGroup(in: ctx, .sharingSwiftTasks) { group in
  ///       for row in rows { await group.go { ctx in try index(row) } }
  ///     }
  ///
  /// Each task still has a context and a cancellation of its own, starts without waiting for others, and counts for the
  /// group as any other. What it has to share with the others:
  ///
  /// - Task-locals: it sees none of its spawner's, but the defaults.
  /// - Identity: two tasks, one after the other, may find the same `withUnsafeCurrentTask`. Debuggers don't see its name.
  /// - Priority: that of the code that made the group, or that waits for it. Waiting for its result raises none.
  ///
  /// A task that is given a priority, or whose spawner prefers an executor, has a Swift task of its own anyway. So has each
  /// where the run is observed or simulated.
  public static var sharingSwiftTasks: Self {
    Self(choosing: .sharingSwiftTasks)
  }
}
