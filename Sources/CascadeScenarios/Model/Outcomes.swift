/// What a file claims about how its run ends. Whatever it doesn't mention may be anything.
package struct ExpectedOutcome: Hashable, Sendable {
  /// A claim about something that there may be or not.
  package enum Claim<Value: Hashable & Sendable>: Hashable, Sendable {
    /// There is none.
    case none
    /// It is exactly this.
    case some(Value)
  }

  /// A claim, and where the file makes it.
  package struct Stated<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    package var place: Place?

    package init(_ value: Value, place: Place? = nil) {
      self.value = value
      self.place = place
    }
  }

  /// The claims about one task. Times count from the start of the run.
  package struct OfTask: Hashable, Sendable {
    /// As in ``ScenarioPaths``.
    package var path: String
    package var outcome: Stated<TaskOutcome>?
    package var told: Stated<Claim<Duration>>?
    package var out: Stated<Claim<Duration>>?
    package var error: Stated<Claim<String>>?

    package init(
      path: String, outcome: Stated<TaskOutcome>? = nil, told: Stated<Claim<Duration>>? = nil,
      out: Stated<Claim<Duration>>? = nil, error: Stated<Claim<String>>? = nil
    ) {
      self.path = path
      self.outcome = outcome
      self.told = told
      self.out = out
      self.error = error
    }
  }

  /// The claims about one context, as it is when the program is over.
  package struct OfContext: Hashable, Sendable {
    package var name: String
    package var error: Stated<Claim<String>>?
    package var cause: Stated<Claim<String>>?
    package var told: Stated<Claim<Duration>>?

    package init(
      name: String, error: Stated<Claim<String>>? = nil, cause: Stated<Claim<String>>? = nil,
      told: Stated<Claim<Duration>>? = nil
    ) {
      self.name = name
      self.error = error
      self.cause = cause
      self.told = told
    }
  }

  /// The claims about one after-function, as it is when the program is over.
  package struct OfAfterFunction: Hashable, Sendable {
    package var name: String
    package var state: Stated<AfterFunctionState>?
    package var fired: Stated<Claim<Duration>>?
    package var out: Stated<Claim<Duration>>?

    package init(
      name: String, state: Stated<AfterFunctionState>? = nil, fired: Stated<Claim<Duration>>? = nil,
      out: Stated<Claim<Duration>>? = nil
    ) {
      self.name = name
      self.state = state
      self.fired = fired
      self.out = out
    }
  }

  /// What wait throws.
  package var wait: Stated<Claim<String>>?
  /// What the caller of the outermost group returns.
  package var caller: Stated<Claim<String>>?
  /// When wait returns.
  package var returns: Stated<Claim<Duration>>?
  /// When the caller of the outermost group returned without waiting any longer.
  package var left: Stated<Claim<Duration>>?
  /// The status with which a step ends the program.
  package var exit: Stated<Claim<Int>>?
  /// The cause that the group's context has just after wait.
  package var cause: Stated<Claim<String>>?
  /// In the order of the file.
  package var tasks: [OfTask]
  /// In the order of the file; only where the story is about contexts alone.
  package var contexts: [OfContext]
  package var afterFunctions: [OfAfterFunction]

  package init(
    wait: Stated<Claim<String>>? = nil, returns: Stated<Claim<Duration>>? = nil,
    cause: Stated<Claim<String>>? = nil, tasks: [OfTask] = [], contexts: [OfContext] = [],
    afterFunctions: [OfAfterFunction] = []
  ) {
    self.contexts = contexts
    self.afterFunctions = afterFunctions
    self.wait = wait
    self.returns = returns
    self.cause = cause
    self.tasks = tasks
  }
}

/// What became of an after-function, in one word.
package enum AfterFunctionState: String, Hashable, Sendable, CaseIterable {
  /// Its context is over, and it was started.
  case fired
  /// It was stopped before that.
  case stopped
  /// It still waits for its context.
  case waiting
}

/// How a task ended, in one word.
package enum TaskOutcome: String, Hashable, Sendable, CaseIterable {
  case completed, failed, cancelled, propagated, rejected, skipped
  case notStarted = "not_started"
  case stuck, exited
  case cutOff = "cut_off"

  /// What it says, in one line.
  package var meaning: String {
    switch self {
    case .completed: "It ran to its end and returned no error; perhaps it was told and never looked."
    case .failed: "It ran to its end and returned an error of its own."
    case .cancelled: "A step was cut short by a cancellation, whatever the task returned then."
    case .propagated: "It passed on the error of an inner group, or of a call that it shared."
    case .rejected: "TryGo said no: it never ran."
    case .skipped: "An option dropped it, since its group was over: it never ran."
    case .notStarted: "In a deadlock, or where the program ended before: it never began."
    case .stuck: "In a deadlock: it never returned."
    case .exited: "It ended the program."
    case .cutOff: "The program ended while it ran."
    }
  }
}

/// How a run ended: all that an ``ExpectedOutcome`` can make a claim about.
package struct RunOutcome: Hashable, Sendable {
  /// What became of waiting for the outermost group.
  package enum Wait: Hashable, Sendable {
    /// It returned, with this error or none.
    case returned(error: String?)
    /// Nothing could go on, or the program ended before.
    case neverReturned
  }

  /// What became of one task. Times count from the start of the run.
  package struct OfTask: Hashable, Sendable {
    package var outcome: TaskOutcome
    /// When its context was done, if that was before it returned.
    package var told: Duration?
    /// When it returned.
    package var out: Duration?
    /// What it threw.
    package var error: String?

    package init(outcome: TaskOutcome, told: Duration? = nil, out: Duration? = nil, error: String? = nil) {
      self.outcome = outcome
      self.told = told
      self.out = out
      self.error = error
    }
  }

  /// What isn't as in another run, in words: tasks by their paths, the others in general.
  func differences(from other: RunOutcome) -> [String] {
    var parts = tasks.keys.filter { tasks[$0] != other.tasks[$0] }.sorted()
    if wait != other.wait { parts.insert("what Wait returns", at: 0) }
    if returned != other.returned { parts.insert("when Wait returns", at: 0) }
    return parts
  }

  /// What became of one context by the end of the program. Times count from the start of the run.
  package struct OfContext: Hashable, Sendable {
    package var error: String?
    package var cause: String?
    package var told: Duration?

    package init(error: String? = nil, cause: String? = nil, told: Duration? = nil) {
      self.error = error
      self.cause = cause
      self.told = told
    }
  }

  /// What became of one after-function by the end of the program.
  package struct OfAfterFunction: Hashable, Sendable {
    package var state: AfterFunctionState
    package var fired: Duration?
    package var out: Duration?

    package init(state: AfterFunctionState, fired: Duration? = nil, out: Duration? = nil) {
      self.state = state
      self.fired = fired
      self.out = out
    }
  }

  package var wait: Wait
  /// What the caller of the outermost group returned, after wait.
  package var caller: String?
  /// When it returned, since the start of the run.
  package var returned: Duration?
  /// When the caller returned without waiting any longer, where it did.
  package var left: Duration?
  /// The status with which a step ended the program, where one did.
  package var exit: Int?
  /// The cause that the outermost group's context had just after wait.
  package var cause: String?
  /// By path, as in ``ScenarioPaths``.
  package var tasks: [String: OfTask]
  /// By name; only where the story is about contexts alone.
  package var contexts: [String: OfContext] = [:]
  /// By name, or by path as in ``ScenarioPaths``.
  package var afterFunctions: [String: OfAfterFunction] = [:]

  package init(wait: Wait, cause: String? = nil, tasks: [String: OfTask] = [:]) {
    self.wait = wait
    self.cause = cause
    self.tasks = tasks
  }
}
