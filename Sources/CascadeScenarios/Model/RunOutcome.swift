/// How a run ended: all that an ``ExpectedOutcome`` can make a claim about.
package struct RunOutcome: Hashable, Sendable {
  /// What became of waiting for the outermost group.
  package enum Wait: Hashable, Sendable {
    /// It returned, with this error or none.
    case returned(error: String?)
    /// Nothing could go on.
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

    package init(state: AfterFunctionState, fired: Duration? = nil) {
      self.state = state
      self.fired = fired
    }
  }

  package var wait: Wait
  /// The cause that the outermost group's context had just after wait.
  package var cause: String?
  /// By path, as in ``ScenarioPaths``.
  package var tasks: [String: OfTask]
  /// By name; only where the story is about contexts alone, as are the after-functions.
  package var contexts: [String: OfContext] = [:]
  package var afterFunctions: [String: OfAfterFunction] = [:]

  package init(wait: Wait, cause: String? = nil, tasks: [String: OfTask] = [:]) {
    self.wait = wait
    self.cause = cause
    self.tasks = tasks
  }
}
