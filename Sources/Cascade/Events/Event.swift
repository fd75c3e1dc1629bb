/// One thing that happened in a run: the only language between the library and whatever shows, stores or checks it.
///
/// What isn't an event can't be drawn, told, exported or counted. The library emits every kind but ``Kind/note(_:)``
/// by itself; notes are added by the code that runs (`Context.note(_:)`).
///
/// An ``id`` is a path of names that doesn't depend on timing: `root`, `root/fetch-user`,
/// `root/render/thumbs/thumb-1`. Names are unique in their group; a task without a name gets its index in the group. A
/// name that is taken becomes `name#2`, `name#3` …; see <doc:HowItWorks> for runs that outlast their recorder.
public struct Event: Hashable, Sendable {
  /// The place of this event in its run: dense, from 0.
  public var seq: Int

  /// When it happened.
  public var t: Context.Instant

  /// What it is about: the path of a context, a group, a task or an after-function; empty for the run itself.
  public var id: String

  /// What happened.
  public var kind: Kind

  /// Makes an event. The library makes them itself; readers and tests need this.
  ///
  /// - Parameters:
  ///   - seq: Its place in the run, from 0.
  ///   - t: When it happened.
  ///   - id: What it is about; empty for the run.
  ///   - kind: What happened.
  public init(seq: Int, t: Context.Instant, id: String, kind: Kind) {
    self.seq = seq
    self.t = t
    self.id = id
    self.kind = kind
  }
}

extension Event {
  /// What an event says.
  @nonexhaustive
  public enum Kind: Hashable, Sendable {
    /// The run began.
    case runStarted(RunStart)
    /// The run is over.
    case runEnded(RunEnding)

    /// A context that isn't a task's or a group's own came into being.
    case contextMade(ContextMade)
    /// This context is done. One event for each context that a cancellation reached, parents before children.
    case contextTold(Told)
    /// The context was released without being told.
    case contextEnded

    /// A group was opened. Its id is that of its context, too.
    case groupOpened(GroupOpened)
    /// A wait for the group began: the path of the task that waits; empty for code of no task.
    case groupWaiting(who: String)
    /// The failure of this task is the one that counts.
    case groupFailureKept(task: String, error: ErrorInfo)
    /// Wait returned, with this error or none.
    case groupClosed(error: ErrorInfo?)

    /// `go` or `tryGo` was called.
    case taskSpawned(TaskSpawned)
    /// The limit is reached: the spawner is suspended until a slot is free.
    case taskQueued
    /// The task's function began.
    case taskStarted
    /// `tryGo` said no; the task never runs.
    case taskRefused(why: String)
    /// Queued work was dropped because an option asked for that.
    case taskSkipped(why: String)
    /// The task's context is done (the record of a task is its context).
    case taskTold(Told)
    /// The task returned.
    case taskOut(TaskOut)

    /// An after-function was started.
    case afterFired
    /// An after-function that was started has returned.
    case afterReturned
    /// An after-function was prevented from running.
    case afterStopped

    /// Nothing can go on: which task waits for what.
    case deadlock([Waiting])
    /// So many events are missing at this place.
    case dropped(count: Int)
    /// The run was changed from outside: what was done, and to what.
    case intervention(Intervention)

    /// The running code says something about itself.
    case note(Note)
  }
}

extension Event.Kind {
  /// What an ``Event/id`` is the path of.
  package enum Subject: Hashable, Sendable {
    case run, context, group, task, after
  }

  /// What an event of this kind is about.
  package var subject: Subject {
    switch self {
    case .runStarted, .runEnded, .deadlock, .dropped, .intervention: .run
    case .contextMade(let made): made.what == .after ? .after : .context
    case .contextTold, .contextEnded: .context
    case .groupOpened, .groupWaiting, .groupFailureKept, .groupClosed: .group
    case .taskSpawned, .taskQueued, .taskStarted, .taskRefused, .taskSkipped, .taskTold, .taskOut, .note: .task
    case .afterFired, .afterReturned, .afterStopped: .after
    }
  }
}

extension Event {
  /// How a run was set up.
  public struct RunStart: Hashable, Sendable {
    /// Which time a run goes by.
    @nonexhaustive
    public enum Clock: String, Hashable, Sendable, CaseIterable {
      /// A simulation's.
      case virtual
      /// The system's.
      case live
    }

    /// The version of the vocabulary; this library writes 2.
    public var version: Int
    /// Which time the run goes by.
    public var clock: Clock
    /// What decides the order of things due at the same instant; none in live runs.
    public var seed: UInt64?
    /// The title of the scenario, when there is one.
    public var scenario: String?

    /// Makes the payload. The version is 2 by default, the seed and the scenario none.
    public init(version: Int = 2, clock: Clock, seed: UInt64? = nil, scenario: String? = nil) {
      self.version = version
      self.clock = clock
      self.seed = seed
      self.scenario = scenario
    }
  }

  /// How a run ended.
  @nonexhaustive
  public enum RunEnding: String, Hashable, Sendable, CaseIterable {
    /// Its code returned or threw.
    case completed
    /// Nothing could go on.
    case deadlocked
    /// It was given up.
    case stopped
    /// A panic ended the process: nothing came after it.
    case crashed
    /// Its code ended the process, as `exit` does: nothing came after it.
    case exited
  }

  /// A context was derived.
  public struct ContextMade: Hashable, Sendable {
    /// Which derivation made it.
    @nonexhaustive
    public enum What: String, Hashable, Sendable, CaseIterable {
      /// A root, ``Context/background``.
      case background
      /// A root, ``Context/todo``.
      case todo
      /// ``Context/makeCancelScope(name:fileID:line:)``.
      case cancel
      /// ``Context/makeCancelScope(deadline:cause:name:fileID:line:)-(Context.Instant,_,_,_,_)`` or a timeout.
      case deadline
      /// ``Context/withoutCancel(name:fileID:line:)``.
      case withoutCancel
      /// ``Context/makeCancelScope(merging:name:fileID:line:)``.
      case merged
      /// The signal of a group, ``Context/shutdownSignal``: when it is told, the group's tasks are asked to finish.
      case shutdown
      /// A context made for a value, which is over when its parent is. The library's own values need none: only an
      /// engine that plays scripted runs has such.
      case value
      /// An after-function, ``Context/afterCancel(_:priority:_:)``.
      case after
    }

    /// The path of the context that it was derived from; empty for a root.
    public var parent: String
    /// Which derivation made it.
    public var what: What
    /// The name that the caller gave, or the derivation's own.
    public var name: String
    /// When the context ends by itself, where it does.
    public var deadline: Context.Instant?
    private var place: Place?

    /// `File.swift:12`, where the caller stood.
    public var location: String? {
      get { place?.text }
      set { place = newValue.map(Place.text) }
    }

    /// What the key of its value is called, where it was made for one.
    public var key: String?
    /// The text of its value, where it was made for one.
    public var value: String?

    /// Makes the payload. Deadline, location, key and value are none by default.
    public init(
      parent: String, what: What, name: String, deadline: Context.Instant? = nil, location: String? = nil,
      key: String? = nil,
      value: String? = nil
    ) {
      self.init(parent: parent, what: what, name: name, deadline: deadline, place: location.map(Place.text))
      self.key = key
      self.value = value
    }

    init(parent: String, what: What, name: String, deadline: Context.Instant?, place: Place?) {
      self.parent = parent
      self.what = what
      self.name = name
      self.deadline = deadline
      self.place = place
    }
  }

  /// Why a context is done.
  public struct Told: Hashable, Sendable {
    /// `context canceled` or `context deadline exceeded`, as Go spells them; for a Swift task, what it throws.
    public var error: ErrorInfo
    /// What kind of thing ended the context.
    public var reason: Cancellation.Reason
    /// The cause, where one was given.
    public var cause: ErrorInfo?
    /// The path of the context or task where the cancellation began.
    public var origin: String
    private var place: Place?

    /// `File.swift:12`, where the call stands that cancelled, or that set the deadline.
    public var location: String? {
      get { place?.text }
      set { place = newValue.map(Place.text) }
    }

    /// Makes the payload. The error is that of the reason, cause and location are none by default.
    public init(
      error: ErrorInfo? = nil, reason: Cancellation.Reason, cause: ErrorInfo? = nil, origin: String,
      location: String? = nil
    ) {
      self.init(
        error: error ?? reason.error, reason: reason, cause: cause, origin: origin, place: location.map(Place.text))
    }

    init(error: ErrorInfo, reason: Cancellation.Reason, cause: ErrorInfo?, origin: String, place: Place?) {
      self.error = error
      self.reason = reason
      self.cause = cause
      self.origin = origin
      self.place = place
    }
  }

  /// A group came into being.
  public struct GroupOpened: Hashable, Sendable {
    /// The path of the context, group or task that it was opened in.
    public var parent: String
    /// The group's name, `group` by default.
    public var name: String
    /// What the group makes of how its tasks end.
    public var policy: Policy
    /// The options as given, in order.
    public var options: [GroupOption]

    /// Makes the payload. There are no options by default.
    public init(parent: String, name: String, policy: Policy, options: [GroupOption] = []) {
      self.parent = parent
      self.name = name
      self.policy = policy
      self.options = options
    }
  }

  /// A task was asked for.
  public struct TaskSpawned: Hashable, Sendable {
    /// The path of its group.
    public var group: String
    /// The task's name, or its index in the group.
    public var name: String
    private var place: Place?

    /// `File.swift:12`, where the caller stood.
    public var location: String? {
      get { place?.text }
      set { place = newValue.map(Place.text) }
    }

    /// Makes the payload. The location is none by default.
    public init(group: String, name: String, location: String? = nil) {
      self.init(group: group, name: name, place: location.map(Place.text))
    }

    init(group: String, name: String, place: Place?) {
      self.group = group
      self.name = name
      self.place = place
    }
  }

  /// A task returned.
  public struct TaskOut: Hashable, Sendable {
    /// How it went, in one word.
    @nonexhaustive
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
      /// It returned without an error, having never looked at a dead context.
      case completed
      /// It threw an error of its own.
      case failed
      /// A cancellation cut it short, whatever it returned then.
      case cancelled
      /// It passed on the error of a nested group.
      case propagated
    }

    /// How it went.
    public var outcome: Outcome
    /// The error that it threw, if it did.
    public var error: ErrorInfo?
    /// Whether this error is the one that its group keeps.
    public var kept: Bool
    /// The path of the nested group whose error it passed on.
    public var through: String?

    /// Makes the payload. By default there is no error, nothing is kept, and nothing was passed on.
    public init(outcome: Outcome, error: ErrorInfo? = nil, kept: Bool = false, through: String? = nil) {
      self.outcome = outcome
      self.error = error
      self.kept = kept
      self.through = through
    }
  }

  /// Which context a step looks at while it works. In lines it is its raw value.
  @nonexhaustive
  public enum Listening: Int, Hashable, Sendable, CaseIterable {
    /// None: it works on, whatever is cancelled.
    case no
    /// That of its own task.
    case yes
    /// Another one: it doesn't notice the end of that of its own task.
    case elsewhere
  }

  /// What running code says about itself.
  @nonexhaustive
  public enum Note: Hashable, Sendable {
    /// Step `index`, from 0, begins. It will work for `planned`, if that is known; whether it notices a cancellation
    /// depends on how it `listens`.
    case step(index: Int, label: String, planned: Duration?, listens: Listening)
    /// Step `index`, from 0, begins, and goes on until something happens. Whether it notices a cancellation before that
    /// depends on how it `listens`.
    case wait(index: Int, for: Awaited, listens: Listening)
    /// It gives the signal with this name.
    case signal(String)
    /// The code around a group returns this after its wait, where that isn't what wait returned.
    case returns(error: ErrorInfo?)
    /// Told, and working on for so long.
    case cleanup(planned: Duration)
    /// All the work that the task would do if nothing stopped it.
    case plan(total: Duration)
    /// A line of text.
    case log(String)
    /// Attempt number `attempt`, from 1, of at most `limit`.
    case retry(attempt: Int, limit: Int)
    /// Between two attempts: it does nothing for `planned`.
    case pause(planned: Duration)
    /// It ends the process now, with this status and a last line of text perhaps. What still runs isn't told.
    case exit(status: Int, text: String?)
    /// Work goes from one process to another: the id that both know it by, and on which side of it this code is.
    case call(id: String, side: CallSide)
  }

  /// The side of a call between two processes.
  @nonexhaustive
  public enum CallSide: String, Hashable, Sendable, CaseIterable {
    /// This task asks for the work.
    case made
    /// This task does it. The outermost context or group above it is the work of this call.
    case taken
  }
}

extension Event {
  /// A place in the source, spelled out or not. Two that read the same are the same.
  enum Place: Hashable, Sendable {
    case text(String)
    case site(CallSite)

    /// `Module/File.swift:12`.
    var text: String {
      switch self {
      case .text(let text): text
      case .site(let site): site.description
      }
    }

    static func == (left: Place, right: Place) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }
}
