import Cascade

/// Finds the beats of a run while its events come in.
///
/// Some events open a beat; all others belong to the one before them as long as it is the same moment, and to none
/// after that. In a live run a walk goes on for as long as its events follow each other, and the tasks that return at
/// once belong to it.
struct BeatFinder: Sendable {
  private(set) var beats: [Beat] = []
  /// Every failure, deadline and intervention, in order.
  private var turns: [Turn] = []

  /// Where a failure, deadline or intervention is looked at.
  private enum Turn {
    /// With all that its beat shows.
    case beat(Int)
    /// After an event that opened no beat of a cause, such as the failure of a task that had been told before.
    case position(Int)
  }

  /// The place just after a failure, deadline or intervention, with what its beat shows.
  func turnPosition(_ turn: Int) -> Int {
    switch turns[turn] {
    case .beat(let index): beats[index].position
    case .position(let position): position
    }
  }

  /// The event that one is.
  func turnEvent(_ turn: Int) -> Int {
    switch turns[turn] {
    case .beat(let index): beats[index].range.lowerBound
    case .position(let position): position - 1
    }
  }

  /// The first one whose place comes after so many events.
  func turn(after position: Int) -> Int? {
    turns.indices.filter { turnPosition($0) > position }.min { turnPosition($0) < turnPosition($1) }
  }

  /// The last one whose place doesn't come after so many events.
  func turn(notAfter position: Int) -> Int? {
    turns.indices.filter { turnPosition($0) <= position }.max { turnPosition($0) <= turnPosition($1) }
  }

  /// The failed task that the current cause is about; empty for a deadline or an intervention.
  private var causeTask: String?
  private var walk: Walk?
  /// The time up to which the current beat goes on.
  private var latest = Context.Instant.zero

  /// The cancellation that is on its way down the tree.
  private struct Walk {
    package var told: Event.Told
    /// The number and the time of its latest event.
    var last: Int
    package var t: Context.Instant
    /// An intervention shows the first context; from the second on it is a walk.
    var hasBeat: Bool
  }

  /// Takes the next event; `fold` is what came before it.
  mutating func consume(_ event: Event, number: Int, subject: Int?, fold: Fold, roster: Roster) {
    let step = Step(event: event, number: number, subject: subject, fold: fold, roster: roster)
    let wasAbout = causeTask
    let kind = beats.isEmpty ? .start : opening(step)
    if kind == .cause {
      turns.append(.beat(beats.count))
    } else if case .taskOut(let out) = event.kind, out.outcome == .failed {
      // A failure whose being kept was told first has its beat already.
      if wasAbout != event.id || !isCurrent(.cause, step) { turns.append(.position(number + 1)) }
    } else if case .groupFailureKept = event.kind, case .position(number)? = turns.last {
      turns[turns.count - 1] = .position(number + 1)
    }
    if let kind {
      beats.append(Beat(kind: kind, range: number..<number + 1, t: event.t))
      latest = event.t
    } else if isNow(step) || isEnding(step) {
      beats[beats.count - 1].extend(to: number + 1)
      // A start or a walk of many takes its time on a live clock.
      if beats[beats.count - 1].kind == .start || walk?.last == number { latest = event.t }
    }
  }

  /// The current event; `fold` is what came before it.
  private struct Step {
    package let event: Event
    let number: Int
    let subject: Int?
    let fold: Fold
    let roster: Roster
  }

  /// Whether an event comes at the moment of the current beat.
  private func isNow(_ step: Step) -> Bool {
    walk?.last == step.number || step.fold.isSameMoment(latest, step.event.t) || followsAtOnce(step)
  }

  /// Whether an event of a live run is what a cause directly leads to: it belongs to it, however late it comes.
  private func followsAtOnce(_ step: Step) -> Bool {
    guard step.fold.isLive, let last = beats.last, last.kind == .cause, last.range.upperBound == step.number else {
      return false
    }
    if let told = step.event.told {
      return told.reason == .siblingFailed ? told.origin == causeTask : causeTask == nil
    }
    return step.event.kind.keeper.map { $0 == causeTask } ?? false
  }

  /// Whether a live run is over just after its last wait has returned, however long that took.
  private func isEnding(_ step: Step) -> Bool {
    guard step.fold.isLive, let last = beats.last, last.kind == .close, last.range.upperBound == step.number else {
      return false
    }
    if case .runEnded = step.event.kind { return true }
    return false
  }

  private mutating func opening(_ step: Step) -> Beat.Kind? {
    let (event, subject, roster) = (step.event, step.subject, step.roster)
    let kind = event.kind
    if let told = kind.told { return openTold(told, step) }
    if let out = kind.out { return openOut(out, step) }
    if let task = kind.keeper {
      if let row = roster.number(of: task), step.fold.marks(of: row).told.isSet { return nil }
      return openCause(of: task, step)
    }
    if kind.intervention != nil {
      causeTask = nil
      walk = nil
      return .cause
    }
    if kind.deadlock != nil { return .deadlock }
    if kind.exit != nil {
      causeTask = nil
      walk = nil
      return .cause
    }
    if case .groupClosed = kind, let subject, roster.isOutermost(group: subject) {
      return isCurrent(.close, step) ? nil : .close
    }
    // The process is over with the event that ends it.
    if case .runEnded(.exited) = kind, isCurrent(.cause, step) { return nil }
    if case .runEnded = kind {
      return isCurrent(.close, step) || isCurrent(.deadlock, step) || isEnding(step) ? nil : .close
    }
    return nil
  }

  private mutating func openOut(_ out: Event.TaskOut, _ step: Step) -> Beat.Kind? {
    if step.subject.map({ step.fold.marks(of: $0).told.isSet }) == true {
      let isAtOnce = step.fold.isLive && isCurrent(.walk, step)
      return isAtOnce || isCurrent(.out, step) ? nil : .out
    }
    return out.outcome == .failed || out.kept ? openCause(of: step.event.id, step) : nil
  }

  private mutating func openCause(of task: String, _ step: Step) -> Beat.Kind? {
    // `task.out` and `group.failureKept` are two events about one thing, in whichever order.
    if causeTask == task, isNow(step) { return nil }
    causeTask = task
    walk = nil
    return .cause
  }

  private mutating func openTold(_ told: Event.Told, _ step: Step) -> Beat.Kind? {
    let (event, subject, fold, roster) = (step.event, step.subject, step.fold, step.roster)
    let isTask = if case .taskTold = event.kind { true } else { false }
    if told.reason == .scopeEnded, !isTask { return nil }
    if told.reason == .siblingFailed, isTask, told.origin == event.id {
      // No news, and yet a part of the walk.
      if let current = walk, continues(current, told, step) { walk?.last = step.number }
      return nil
    }
    if let subject, fold.wasBornDone(subject, roster: roster) { return nil }
    if told.reason == .shutdown, let subject, roster.members[subject].kind == .context(.shutdown) {
      return openAsking(step)
    }
    if let current = walk, continues(current, told, step) {
      walk?.last = step.number
      walk?.t = event.t
      if current.hasBeat { return nil }
      walk?.hasBeat = true
      return .walk
    }
    let isExternal = told.reason != .siblingFailed && told.reason != .scopeEnded
    // A context that a task made for itself and cancels is that task's own affair.
    if told.reason == .requested, let subject, fold.isPrivate(subject, roster: roster) { return nil }
    let followsCause = isCurrent(.cause, step) && (causeTask != nil) != isExternal
    if followsCause {
      // A failure is seen before it does anything; a call from outside is seen by what it does.
      let opens = isTask || causeTask != nil
      walk = Walk(told: told, last: step.number, t: event.t, hasBeat: opens)
      return opens ? .walk : nil
    }
    walk = Walk(told: told, last: step.number, t: event.t, hasBeat: !isExternal)
    if isExternal { causeTask = nil }
    return isExternal ? .cause : .walk
  }

  /// All are asked to finish: that belongs to the intervention that asked, where there is one.
  private mutating func openAsking(_ step: Step) -> Beat.Kind? {
    if isCurrent(.cause, step), causeTask == nil { return nil }
    causeTask = nil
    walk = nil
    return .cause
  }

  /// Whether a task is told by a walk that is already on its way.
  private func continues(_ walk: Walk, _ told: Event.Told, _ step: Step) -> Bool {
    guard walk.told.origin == told.origin else { return false }
    if walk.t == step.event.t { return true }
    guard step.fold.isLive, walk.told.reason == told.reason, walk.told.cause == told.cause else { return false }
    return walk.last + 1 == step.number || step.fold.isSameMoment(walk.t, step.event.t)
  }

  private func isCurrent(_ kind: Beat.Kind, _ step: Step) -> Bool {
    beats.last?.kind == kind && isNow(step)
  }
}
