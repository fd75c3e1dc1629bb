// What code asks of an event: each answer comes from the kinds that have one, and is none for all others.

extension Event.Kind {
  /// Why a context or a task was told.
  package var told: Event.Told? {
    if case .contextTold(let told) = self { return told }
    if case .taskTold(let told) = self { return told }
    return nil
  }

  /// How a task returned.
  package var out: Event.TaskOut? { if case .taskOut(let out) = self { out } else { nil } }

  /// What was done from outside.
  package var intervention: Event.Intervention? { if case .intervention(let done) = self { done } else { nil } }

  /// The task whose error is kept; empty for code of no task.
  package var keeper: String? { if case .groupFailureKept(let task, _) = self { task } else { nil } }

  /// Which tasks wait for what, where nothing can go on.
  package var deadlock: [Event.Waiting]? { if case .deadlock(let waiting) = self { waiting } else { nil } }

  /// What running code says of itself.
  package var note: Event.Note? { if case .note(let note) = self { note } else { nil } }

  /// The status with which code ends the process, and what it says last.
  package var exit: (status: Int, text: String?)? {
    if case .note(.exit(let status, let text)) = self { (status, text) } else { nil }
  }

  /// Whether a task or an after-function begins.
  package var isStart: Bool { self == .taskStarted || self == .afterFired }

  /// Whether there is one more group or task at work.
  package var beginsWork: Bool {
    if case .groupOpened = self { return true }
    if case .taskStarted = self { return true }
    return false
  }

  /// Whether there is one less.
  package var endsWork: Bool {
    if case .groupClosed = self { return true }
    if case .taskOut = self { return true }
    return false
  }

  /// Whether the run, a context, a group or a task comes into being.
  package var isBirth: Bool {
    if case .runStarted = self { return true }
    if case .contextMade = self { return true }
    if case .groupOpened = self { return true }
    if case .taskSpawned = self { return true }
    return false
  }

  /// Whether a context, a group, an after-function or the run is over, which changes nothing that is still at work.
  package var isEnd: Bool {
    if case .groupClosed = self { return true }
    if case .runEnded = self { return true }
    return self == .contextEnded || self == .afterStopped || self == .afterReturned
  }

  /// Why a task never runs.
  package var refusal: String? {
    if case .taskRefused(let why) = self { return why }
    if case .taskSkipped(let why) = self { return why }
    return nil
  }
}

extension Event {
  /// Why a context or a task was told, where this says that.
  package var told: Told? { kind.told }
}
