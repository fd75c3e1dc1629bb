import Cascade

/// How states follow from marks.
extension RunState {
  func taskState(of row: Int) -> TaskState {
    let marks = fold.marks(of: row)
    guard let latest = marks.latest.value else { return marks.stuck.isSet ? .stuck : .notSpawned }
    if marks.turnedAway.isSet { return marks.wasSkipped ? .skipped : .refused }
    if let end = marks.end { return state(after: end, row: row, marks: marks) }
    if marks.stuck.isSet { return .stuck }
    if marks.exited.isSet { return .exited }
    if endedInside, marks.started.isSet { return .cutOff }
    if let gap = fold.gap.value, latest < gap { return .unknown }
    guard marks.started.isSet || marks.step.isSet || marks.cleanup.isSet else {
      if marks.queued.isSet { return .queued }
      // Heard of only in the middle of its life: events before that are missing.
      return marks.born.isSet ? .spawned : marks.told.isSet ? .told : .unknown
    }
    if let cleanup = marks.cleanup.value, cleanup > marks.step.value ?? -1 { return .cleaningUp }
    if isSpared(row) { return .detached }
    // A task that began on a context that was done needn't be told again.
    guard isTold(row) || startedAfterCancel(row) && !isDetached(row) && !hasCancelledItself(row) else {
      return .running
    }
    return switch marks.hears ?? .yes {
    case .yes: .told
    case .elsewhere: .listensElsewhere
    case .no: marks.hasHeard ? .told : .deaf
    }
  }

  /// Whether the process ended in the middle of its work.
  private var endedInside: Bool { fold.exit.isSet || ending == .exited || ending == .crashed }

  private func state(after end: Marks.End, row: Int, marks: Marks) -> TaskState {
    let wasTold = isTold(row)
    switch end.outcome {
    case .completed:
      return wasTold ? .toldCompleted : .done
    case .failed:
      if wasTold { return .failedLate }
      guard marks.isKept else { return .failedNotKept }
      return isFirst(row, marks: marks) ? .failedFirst : .failedKept
    case .propagated: return .passedOn
    case .cancelled:
      if timedOutAlone(end, marks) { return .timedOutAlone }
      return wasTold && end.hasOwnError ? .failedLate : .cancelled
    }
  }

  func contextState(of row: Int) -> ContextState {
    let marks = fold.marks(of: row)
    guard let latest = marks.latest.value else { return .notMade }
    // What was made for a value is over when its parent is.
    if let carrier = roster.carrier(of: row) { return contextState(of: carrier) }
    if let telling = marks.telling {
      if telling.reason == .shutdown, roster.members[row].kind == .context(.shutdown) { return .asked }
      return telling.reason == .scopeEnded ? .closed : .cancelled
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

  // MARK: Told

  /// Whether a task was told; ``ToldTasks`` says what that is.
  func isTold(_ row: Int) -> Bool {
    guard let telling = fold.marks(of: row).telling, telling.reason != .scopeEnded else { return false }
    return !hasCancelledItself(row) && !isSpared(row)
  }

  /// Whether a task's own context ended while the task worked in one that no cancellation reaches. One that goes over to such
  /// a context later was told.
  func isSpared(_ row: Int) -> Bool {
    let marks = fold.marks(of: row)
    guard let told = marks.told.value, marks.telling?.reason != .scopeEnded, !hasCancelledItself(row) else {
      return false
    }
    return isDetached(row, before: told)
  }

  /// Whether a task called the cancel that ended its own context: one above it was cancelled by it. A task that was cancelled
  /// alone, from outside, is told.
  func hasCancelledItself(_ row: Int) -> Bool {
    let id = roster.members[row].id
    guard fold.marks(of: row).telling?.reason == .requested, kind(at: fold.marks(of: row).told)?.told?.origin == id,
      let above = roster.members[row].parent
    else { return false }
    let marks = fold.marks(of: above)
    return marks.telling?.reason == .requested && kind(at: marks.told)?.told?.origin == id
  }

  // MARK: Facts about a task

  func out(of row: Int) -> Event.TaskOut? {
    guard case .taskOut(let out)? = kind(at: fold.marks(of: row).ended) else { return nil }
    return out
  }

  /// Whether the error of this task is the first that its group keeps. Between `task.out` and `group.failureKept`
  /// the group has none yet: then it is.
  private func isFirst(_ row: Int, marks: Marks) -> Bool {
    guard let group = roster.members[row].parent, let first = fold.marks(of: group).kept.value else { return true }
    // An earlier one may be missing.
    if let gap = fold.firstGap.value, gap < first, Row(run: self, number: group).policy?.keeps != .first {
      return false
    }
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
  ///
  /// - Parameter event: Before this event.
  func isDetached(_ row: Int, before event: Int = .max) -> Bool {
    guard roster.members[row].kind == .task else { return false }
    func isItsOwn(_ context: Int) -> Bool {
      let marks = fold.marks(of: context)
      guard let made = marks.born.value ?? marks.latest.value, made < event else { return false }
      return !isForAGroup(context, made: made, of: row)
    }
    var child = roster.members[row].firstChild
    while let below = child {
      if roster.members[below].kind == .context(.withoutCancel), isItsOwn(below) { return true }
      child = roster.members[below].nextSibling
    }
    return roster.cutOff(by: row).contains(where: isItsOwn)
  }

  /// Whether a task that was in its steps already cut a context off for a group that it opened: its own work isn't in it.
  private func isForAGroup(_ context: Int, made: Int, of task: Int) -> Bool {
    guard let first = fold.marks(of: task).firstStep.value, first < made else { return false }
    var open = [context]
    while let place = open.popLast() {
      var child = roster.members[place].firstChild
      while let below = child {
        switch roster.members[below].kind {
        case .group: return true
        case .context: open.append(below)
        case .task, .after: break
        }
        child = roster.members[below].nextSibling
      }
    }
    return false
  }

  func startedAfterCancel(_ row: Int) -> Bool {
    let marks = fold.marks(of: row)
    guard marks.started.isSet else { return false }
    if marks.told.isBefore(marks.started) { return true }
    guard let group = roster.members[row].parent else { return false }
    return fold.marks(of: group).told.isBefore(marks.started)
  }

  /// Whether the deadline that cut a task short was set by or for this task alone.
  private func timedOutAlone(_ end: Marks.End, _ marks: Marks) -> Bool {
    guard let telling = marks.telling, telling.isTask else { return marks.ownDeadline.isSet || end.isDeadline }
    return telling.reason == .deadlineExceeded && telling.isOwn
  }
}

extension Marks {
  /// Of a task: whether its group keeps its error.
  var isKept: Bool { kept.isSet || end?.isKept == true }
}
