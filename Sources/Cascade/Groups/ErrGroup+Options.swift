extension ErrGroup {
  /// How a group is made. Use the options; this is what they change.
  public struct Configuration: Configurable {
    /// How the group is called in events. The default is `group`.
    public var name = "group"

    /// How many tasks may run at the same time; none means no limit, which is the default.
    public var limit: Int?

    /// What a group with a context of its own makes of how its tasks end. The default is ``JoinPolicy/failFast``.
    public var policy = JoinPolicy.failFast

    /// What becomes of tasks that have no slot when the group's context ends. The default is ``QueuedWork/start``.
    public var queued = QueuedWork.start

    /// Whether a task that was cancelled alone, and says no more than that, counts as neither success nor failure. The
    /// default is no: it is a failure, as in Go.
    public var ignoresLoneCancellations = false

    /// The options as given, for the events.
    package var given: [String] = []

    /// The defaults.
    public init() {}
  }

  /// What becomes of tasks that wait for a free slot when the group's context ends.
  public enum QueuedWork: String, Hashable, Sendable, CaseIterable {
    /// They start as slots become free, in a context that is over; their spawners wait until then. So it is in Go.
    case start
    /// The same, but `go` returns at once: the spawner doesn't wait any longer.
    case startWithoutSpawner
    /// They never run, nor does anything that is asked for later: `go` returns at once, and the handle's result is the
    /// context's error.
    case skipAfterFailure
  }

  /// An option of a group.
  public typealias Option = Setting<Configuration>
}

extension Setting where Root == ErrGroup.Configuration {
  /// Calls the group by this name in events. The default is `group`.
  ///
  /// - Parameter name: Need not be unique: the second one in the same place becomes `name#2`.
  public static func named(_ name: String) -> Self {
    Self("named(\(name))") { $0.name = name }
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
    Self(validating: "limit(\(limit))") { configuration throws(OptionError) in
      guard limit >= 0 else {
        throw OptionError(option: "limit", value: "\(limit)", reason: "a limit can't be negative")
      }
      configuration.limit = limit
      configuration.given.append("limit(\(limit))")
    }
  }
}

extension Setting where Root == ErrGroup.Configuration {
  /// What the group makes of how its tasks end. The default is ``JoinPolicy/failFast``.
  ///
  /// Go's zero group and wait group (``ErrGroup/init(in:_:)-(_,ErrGroup.Option...)``, ``WaitGroup``) have rules of
  /// their own, and don't look at this.
  ///
  /// - Parameter policy: One of the library's or the caller's own. See <doc:ChoosingAPolicy>.
  public static func policy(_ policy: JoinPolicy) -> Self {
    // The events say the policy as the group's kind, so it isn't among the options there.
    Self("policy(\(policy.name))") { $0.policy = policy }
  }

  /// What becomes of tasks that wait for a free slot when the group's context ends. By default they start all the same,
  /// as in Go.
  ///
  /// - Parameter work: What is to become of them. Without a ``limit(_:)`` it only matters for what is asked for later.
  public static func queued(_ work: ErrGroup.QueuedWork) -> Self {
    Self("queued(\(work.rawValue))") { configuration in
      configuration.queued = work
      configuration.given.append("queued(\(work.rawValue))")
    }
  }

  /// Overlooks a task that was cancelled alone, and says no more than that. By default it is a failure, as in Go.
  public static var ignoringLoneCancellations: Self {
    Self("ignoringLoneCancellations") { configuration in
      configuration.ignoresLoneCancellations = true
      configuration.given.append("ignoringLoneCancellations")
    }
  }
}
