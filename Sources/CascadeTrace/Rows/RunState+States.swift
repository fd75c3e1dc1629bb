import Cascade

/// How states follow from marks.
extension RunState {
  func taskState(of row: Int) -> TaskState {
    let marks = fold.marks(of: row)
    guard let latest = marks.latest.value else { return marks.stuck.isSet ? .stuck : .notSpawned }
    switch kind(at: marks.turnedAway) {
    case .taskRefused?: return .refused
    case .taskSkipped?: return .skipped
    default: break
    }
    if case .taskOut(let out)? = kind(at: marks.ended) { return stateOut(out, row: row, marks: marks) }
    if marks.stuck.isSet { return .stuck }
    if let gap = fold.gap.value, latest < gap { return .unknown }
    guard marks.started.isSet || marks.step.isSet || marks.cleanup.isSet else {
      if marks.queued.isSet { return .queued }
      // Heard of only in the middle of its life: events before that are missing.
      return marks.born.isSet ? .spawned : marks.told.isSet ? .told : .unknown
    }
    if let cleanup = marks.cleanup.value, cleanup > marks.step.value ?? -1 { return .cleaningUp }
    // A task that began on a context that was done needn't be told again.
    guard marks.told.isSet || startedAfterCancel(row) else { return .running }
    if listens(row) == false {
      return isDetached(row) ? .detached : .deaf
    }
    return .told
  }

  private func stateOut(_ out: Event.TaskOut, row: Int, marks: Marks) -> TaskState {
    let wasTold = marks.told.isSet
    switch out.outcome {
    case .completed:
      return wasTold ? .toldCompleted : .done
    case .failed:
      if wasTold { return .failedLate }
      guard isKept(row) else { return .failedNotKept }
      return isFirst(row, marks: marks) ? .failedFirst : .failedKept
    case .propagated: return .passedOn
    case .cancelled:
      if timedOutAlone(out, row: row, marks: marks) { return .timedOutAlone }
      return wasTold && isOwn(out.error, marks: marks) ? .failedLate : .cancelled
    }
  }

  func contextState(of row: Int) -> ContextState {
    let marks = fold.marks(of: row)
    guard let latest = marks.latest.value else { return .notMade }
    // What was made for a value is over when its parent is.
    if let carrier = roster.carrier(of: row) { return contextState(of: carrier) }
    switch kind(at: marks.told) {
    case .contextTold(let told)?, .taskTold(let told)?:
      if told.reason == .shutdown, roster.members[row].kind == .context(.shutdown) { return .asked }
      return told.reason == .scopeEnded ? .closed : .cancelled
    default: break
    }
    if marks.ended.isSet { return .closed }
    if let gap = fold.gap.value, latest < gap { return .unknown }
    return ending == .completed ? .leftOver : .active
  }

  func afterState(of row: Int) -> AfterState {
    let marks = fold.marks(of: row)
    guard let latest = marks.latest.value else { return .notMade }
    if marks.fired.isSet { return .fired }
    if marks.stopped.isSet || marks.ended.isSet { return .stopped }
    if let gap = fold.gap.value, latest < gap { return .unknown }
    return .waiting
  }

  // MARK: Facts about a task

  /// Whether a task listens in the step that it is in, as that said, or as a hand has changed it since.
  func listens(_ row: Int) -> Bool? {
    let marks = fold.marks(of: row)
    guard case .note(.step(_, _, _, let listens))? = kind(at: marks.step) else { return nil }
    if let hand = marks.hearing.value, hand > marks.step.value ?? 0, case .intervention(let done) = log[hand].kind,
      case .listen(let wish) = done.action
    {
      return wish
    }
    return listens
  }

  func out(of row: Int) -> Event.TaskOut? {
    guard case .taskOut(let out)? = kind(at: fold.marks(of: row).ended) else { return nil }
    return out
  }

  func isKept(_ row: Int) -> Bool {
    fold.marks(of: row).kept.isSet || out(of: row)?.kept == true
  }

  /// Whether the error of this task is the first that its group keeps. Between `task.out` and `group.failureKept`
  /// the group has none yet: then it is.
  private func isFirst(_ row: Int, marks: Marks) -> Bool {
    guard let group = roster.members[row].parent, let first = fold.marks(of: group).kept.value else { return true }
    return marks.kept.value == first
  }

  /// The task at the bottom of what a task passed on.
  func source(of row: Int) -> Int? {
    var place = row
    // Each round goes one group down; a forged file could go in circles.
    for _ in 0..<1_000 {
      guard let out = out(of: place), out.outcome == .propagated, let through = out.through,
        let group = roster.number(of: through),
        case .groupFailureKept(let task, _)? = kind(at: fold.marks(of: group).kept),
        let next = roster.number(of: task)
      else { break }
      place = next
    }
    return place == row ? nil : place
  }

  /// Whether a task made itself a context that the end of its group doesn't reach.
  func isDetached(_ row: Int) -> Bool {
    guard roster.members[row].kind == .task else { return false }
    return Row(run: self, number: row).children.contains { $0.kind == .context(.withoutCancel) && $0.isBorn }
  }

  func startedAfterCancel(_ row: Int) -> Bool {
    let marks = fold.marks(of: row)
    guard let started = marks.started.value else { return false }
    if let told = marks.told.value, told < started { return true }
    guard let group = roster.members[row].parent, let told = fold.marks(of: group).told.value else { return false }
    return told < started
  }

  /// Whether the deadline that cut a task short was set by or for this task alone.
  private func timedOutAlone(_ out: Event.TaskOut, row: Int, marks: Marks) -> Bool {
    guard case .taskTold(let told)? = kind(at: marks.told) else {
      return marks.ownDeadline.isSet || out.error?.nature == .deadline
    }
    guard told.reason == .deadlineExceeded else { return false }
    let id = roster.members[row].id
    return told.origin == id || told.origin.hasPrefix(id + "/")
  }

  /// Whether an error that a task threw after it was told says something else than that it was told.
  private func isOwn(_ error: Event.ErrorInfo?, marks: Marks) -> Bool {
    guard let error, case .taskTold(let told)? = kind(at: marks.told) else { return false }
    return !error.says(told.cause)
  }
}
