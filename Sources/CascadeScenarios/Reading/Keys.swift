/// The keys that one kind of mapping in a scenario file may have.
///
/// These lists are the only ones: the reader refuses every other key, and tests hold the JSON Schema and the written
/// documentation to them, word for word.
protocol FileKey: CaseIterable, Hashable, RawRepresentable, Sendable where RawValue == String {
  /// What the mapping is, as in "unknown key in …".
  static var owner: String { get }
  /// What the key says, in one line.
  var meaning: String { get }
}

/// The keys of the file itself.
enum ScenarioKey: String, FileKey {
  case title, about, tick, seed, group, contexts, beats, expect

  static let owner = "a scenario"

  var meaning: String {
    switch self {
    case .title: "One short line that names the story."
    case .about: "One line that says what it teaches."
    case .tick: "What one mark of a line is worth; 50ms where it isn't given."
    case .seed: "Decides the order of things due at the same instant; 1 where it isn't given."
    case .group: "The group that the story is about."
    case .contexts: "In place of group: what is done with contexts alone, step by step."
    case .beats: "The moments worth stopping at, each with a sentence."
    case .expect: "How it ends, as `check` compares it with what happened."
    }
  }
}

enum GroupKey: String, FileKey {
  case name, kind, limit, queued, timeout, deadline, cause, detached, shutdown, after, tasks
  case ignoreLoneCancellations = "ignore-lone-cancellations"
  case cancelAt = "cancel-at"
  case cancelCause = "cancel-cause"
  case afterWait = "after-wait"

  static let owner = "a group"

  var meaning: String {
    switch self {
    case .name: "The group's name, a part of its tasks' paths."
    case .kind:
      "What it makes of how its tasks end: errgroup (where it isn't given), zero-errgroup, waitgroup, collect-all, "
        + "first-success, supervised, or one of Swift's own groups: swift-waitforall, swift-foreach or swift-discarding."
    case .limit: "How many tasks may run at once. 0 only where every task is spawned with try-go."
    case .queued:
      "What becomes of tasks that have no slot when its context ends: start (where it isn't given), "
        + "start-without-spawner or skip-after-failure."
    case .ignoreLoneCancellations: "Whether a task that was cancelled alone counts as neither success nor failure."
    case .shutdown: "It is asked to finish, and cancelled if it hasn't when a grace is over."
    case .timeout: "It is cancelled so long after its start."
    case .deadline: "It is cancelled so long after the start of the run."
    case .cause: "The cause that the timeout or deadline gives."
    case .detached: "Whether its context is cut off from its parent's cancellation."
    case .after: "Functions that start when its context is done."
    case .tasks: "Its tasks by name, in the order in which they are spawned."
    case .cancelAt: "An outside hand, such as Ctrl-C, cancels it so long after its start."
    case .cancelCause: "The cause that the outside hand gives."
    case .afterWait: "Steps that the caller does when wait has returned."
    }
  }
}

enum ShutdownKey: String, FileKey {
  case at, grace

  static let owner = "a shutdown"

  var meaning: String {
    switch self {
    case .at: "It is asked so long after the group's start."
    case .grace: "It is cancelled so long after it was asked, if somebody is still at work."
    }
  }
}

enum AfterFunctionKey: String, FileKey {
  case name
  case stopAt = "stop-at"

  static let owner = "an after-function"

  var meaning: String {
    switch self {
    case .name: "The function's name."
    case .stopAt: "It is stopped so long after the group's start."
    }
  }
}

enum TaskKey: String, FileKey {
  case line, lines, steps, group, count, delay, spawn, timeout, context, detached, deaf, cleanup, retry
  case timeoutCause = "timeout-cause"
  case onCancel = "on-cancel"
  case onShutdown = "on-shutdown"

  static let owner = "a task"

  /// The keys that say what the task does, of which it has exactly one.
  static let bodies: [TaskKey] = [.line, .lines, .steps, .group]

  var meaning: String {
    switch self {
    case .line: "What it does, as a line of marks, one character a tick."
    case .lines: "What it does, with a line for each attempt."
    case .steps: "What it does, step by step."
    case .group: "It opens a nested group and waits for it."
    case .count: "So many of it, called name-1, name-2 and so on."
    case .delay: "It is spawned so long after the task above."
    case .spawn: "How it is handed to the group: go (where it isn't given) or try-go."
    case .timeout: "It alone is cancelled so long after its start."
    case .context: "Which context its author captured: group (where it isn't given) or parent, the classic mistake."
    case .detached: "Whether its context is cut off from the group's cancellation."
    case .deaf: "Whether it never looks at its context."
    case .cleanup: "How long it goes on once it was told."
    case .retry: "It tries again when it fails."
    case .timeoutCause: "The cause that the timeout gives."
    case .onCancel: "What it returns once it was told: error (where it isn't given), cause, ok or fail and a text."
    case .onShutdown: "What it does when its group is asked to finish: go-on (where it isn't given) or finish."
    }
  }
}

enum RetryKey: String, FileKey {
  case attempts, delay

  static let owner = "a retry"

  var meaning: String {
    switch self {
    case .attempts: "How many attempts there are at most, the first included."
    case .delay: "How long it waits between two attempts."
    }
  }
}

enum StepKey: String, FileKey {
  case work, busy, group, spawn, cancel, use, log, `return`, fail, panic
  case ignoreError = "ignore-error"

  static let owner = "a step"

  var meaning: String {
    switch self {
    case .work: "Works for so long and listens to its context."
    case .busy: "Works for so long and doesn't listen."
    case .group: "Opens a nested group and waits for it."
    case .spawn: "Adds siblings to the task's own group, written as in tasks."
    case .cancel: "Cancels the group's context, with a cause if one is given."
    case .use: "group-context: what follows looks at the group's context."
    case .log: "Says a line."
    case .return: "Returns without an error."
    case .fail: "Throws an error with this text."
    case .panic: "Throws a panic with this text."
    case .ignoreError: "Beside group: whether the error of its wait is dropped."
    }
  }
}

enum ContextStepKey: String, FileKey {
  case background, todo
  case withCancel = "with-cancel"
  case withTimeout = "with-timeout"
  case withDeadline = "with-deadline"
  case withValue = "with-value"
  case withoutCancel = "without-cancel"
  case after, cancel, stop, check, of, timeout, deadline, key, value, cause, at

  static let owner = "a step of contexts"

  /// The keys that say what the step does, of which it has exactly one.
  static let actions: [ContextStepKey] = [
    .background, .todo, .withCancel, .withTimeout, .withDeadline, .withValue, .withoutCancel, .after, .cancel, .stop,
    .check,
  ]

  var meaning: String {
    switch self {
    case .background: "Makes a root with this name."
    case .todo: "Makes a root with this name, for want of a better one."
    case .withCancel: "Makes a context with this name that can be cancelled."
    case .withTimeout: "Makes a context with this name that ends when its timeout is over."
    case .withDeadline: "Makes a context with this name that ends at its deadline."
    case .withValue: "Makes a context with this name that carries a value."
    case .withoutCancel: "Makes a context with this name that is cut off from cancellation."
    case .after: "Registers a function with this name, which starts when its context is over."
    case .cancel: "Cancels the context with this name."
    case .stop: "Stops the after-function with this name."
    case .check: "Asks the context with this name what it says; the bare word asks all of them."
    case .of:
      "What the context is made from, or the function registered on; an unnamed background where it isn't given."
    case .timeout: "With with-timeout: so long after it was made."
    case .deadline: "With with-deadline: so long after the start of the run."
    case .key: "With with-value: what the value is found under."
    case .value: "With with-value: the value."
    case .cause: "With with-timeout, with-deadline and cancel: the cause that it gives."
    case .at: "When, since the start of the run; at once after the step above where it isn't given."
    }
  }
}

enum BeatKey: String, FileKey {
  case at, say, note, ask

  static let owner = "a beat"

  var meaning: String {
    switch self {
    case .at:
      "When: a task's path and starts, fails, told or out; with contexts alone, a context's name and told, or an "
        + "after-function's and starts; or a time since the start of the run."
    case .say: "The sentence for the audience."
    case .note: "A note for the speaker; checked and kept, not shown yet."
    case .ask: "A question for the audience: wait-returns; checked and kept, not asked yet."
    }
  }
}

enum ExpectKey: String, FileKey {
  case wait, cause, tasks, contexts, after

  static let owner = "expect"

  var meaning: String {
    switch self {
    case .wait: "The text of the error that wait throws, or none."
    case .cause: "The cause of the group's context just after wait, or none."
    case .tasks: "What becomes of tasks, by path."
    case .contexts: "What contexts say in the end, by name; only where contexts stands in place of group."
    case .after: "What becomes of after-functions, by name; only where contexts stands in place of group."
    }
  }
}

enum ExpectedTaskKey: String, FileKey {
  case outcome, told, out, error

  static let owner = "an expected task"

  var meaning: String {
    switch self {
    case .outcome: "completed, failed, cancelled, propagated, rejected, skipped, not_started or stuck."
    case .told: "When a cancellation reached it from its group, since the start of the run, or none."
    case .out: "When it returned, since the start of the run, or none."
    case .error: "The text of the error that it threw, or none."
    }
  }
}

enum ExpectedContextKey: String, FileKey {
  case error, cause, told

  static let owner = "an expected context"

  var meaning: String {
    switch self {
    case .error: "The text of its error, or none."
    case .cause: "The text of its cause, or none."
    case .told: "When it was over, since the start of the run, or none."
    }
  }
}

enum ExpectedAfterFunctionKey: String, FileKey {
  case state, fired

  static let owner = "an expected after-function"

  var meaning: String {
    switch self {
    case .state: "fired, stopped or waiting."
    case .fired: "When it was started, since the start of the run, or none."
    }
  }
}
