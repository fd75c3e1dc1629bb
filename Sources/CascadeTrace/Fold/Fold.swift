import Cascade

/// What a prefix of the events amounts to. Feeding it one event after the other is all there is; it knows nothing of
/// what comes later.
package struct Fold: Hashable, Sendable {
  /// How many events were fed.
  package private(set) var position = 0
  /// By row number; rows that nobody talked about yet may be missing at the end.
  private var marks: [Marks] = []
  package private(set) var runStarted = Marks.Number()
  package private(set) var runEnded = Marks.Number()
  package private(set) var deadlock = Marks.Number()
  /// The event at which the run took its turn; see ``RunState/cause``.
  package private(set) var cause = Marks.Number()
  /// The latest `dropped`.
  package private(set) var gap = Marks.Number()
  /// How many events are missing in all.
  package private(set) var droppedCount = 0
  /// Whether the run goes by the real clock.
  private(set) var isLive = false
  /// The latest `intervention`, with the instant at which it happened.
  private var hand = Marks.Number()
  private var handTime = Context.Instant.zero

  package init() {}

  package func marks(of row: Int) -> Marks {
    row < marks.count ? marks[row] : Marks()
  }

  /// Feeds the next event; `subject` is the row that ``Roster/admit(_:)`` gave for it.
  mutating func apply(_ event: Event, subject: Int?, roster: Roster) {
    let number = position
    position += 1
    // What a hand tells it tells at once; what comes after something else isn't its doing. Live, others come between.
    if !isLive, !event.kind.isTold { hand = Marks.Number() }
    guard let row = subject else {
      applyToRun(event, number: number, roster: roster)
      return
    }
    reach(row)
    marks[row].latest = Marks.Number(number)
    switch event.kind {
    case .runStarted, .runEnded, .deadlock, .dropped, .intervention:
      break
    case .contextMade, .groupOpened, .taskSpawned:
      // The same path again is a new life.
      marks[row] = Marks()
      marks[row].born = Marks.Number(number)
      marks[row].latest = Marks.Number(number)
    case .taskQueued: marks[row].queued = Marks.Number(number)
    case .taskStarted: marks[row].started = Marks.Number(number)
    case .taskRefused, .taskSkipped: marks[row].turnedAway = Marks.Number(number)
    case .contextTold(let told), .taskTold(let told):
      applyTold(told, event: event, number: number, row: row, roster: roster)
    case .taskOut(let out):
      if isCause(out, row: row) { cause.setOnce(number) }
      marks[row].ended.setOnce(number)
      marks[row].waitsFor = Marks.Number()
    case .contextEnded: marks[row].ended.setOnce(number)
    case .groupClosed:
      marks[row].ended.setOnce(number)
      if let waiter = marks[row].waiter.value { marks[waiter].waitsFor = Marks.Number() }
    case .groupWaiting(let who):
      marks[row].waited.setOnce(number)
      if let waiter = known(who, in: roster) {
        marks[waiter].waitsFor = Marks.Number(row)
        marks[row].waiter = Marks.Number(waiter)
      }
    case .groupFailureKept(let task, _):
      marks[row].kept.setOnce(number)
      if task.isEmpty, !marks[row].told.isSet { cause.setOnce(number) }
      if let failed = known(task, in: roster) {
        marks[failed].kept.setOnce(number)
        if !marks[failed].told.isSet { cause.setOnce(number) }
      }
    case .afterFired: marks[row].fired.setOnce(number)
    case .afterStopped: marks[row].stopped.setOnce(number)
    case .note(let note): apply(note, number: number, row: row)
    }
  }

  private mutating func applyToRun(_ event: Event, number: Int, roster: Roster) {
    switch event.kind {
    case .runStarted(let start):
      if !runStarted.isSet { isLive = start.clock == .live }
      runStarted.setOnce(number)
    case .runEnded: runEnded = Marks.Number(number)
    case .deadlock(let waiting):
      deadlock = Marks.Number(number)
      for line in waiting {
        guard let row = known(line.who, in: roster) else { continue }
        marks[row].stuck = Marks.Number(number)
      }
    case .dropped(let count):
      gap = Marks.Number(number)
      let (sum, overflow) = droppedCount.addingReportingOverflow(max(0, count))
      droppedCount = overflow ? .max : sum
    case .intervention(let done):
      hand = Marks.Number(number)
      handTime = event.t
      if case .listen = done.action, let row = known(done.target, in: roster) {
        marks[row].hearing = Marks.Number(number)
      }
    default: break
    }
  }

  private mutating func applyTold(_ told: Event.Told, event: Event, number: Int, row: Int, roster: Roster) {
    // A record that outlived its task may still be reached; that changes nothing for anybody.
    // Nor is a task told of the failure that it began itself.
    if roster.members[row].kind == .task {
      if marks[row].ended.isSet { return }
      if told.reason == .siblingFailed, told.origin == event.id { return }
    }
    marks[row].told.setOnce(number)
    // Whom a group cancels for it has failed, whatever its own words for it were: a group of Swift says so only by that.
    if told.reason == .siblingFailed, let failed = known(told.origin, in: roster),
      let ended = marks[failed].ended.value, !marks[failed].told.isSet
    {
      cause.setOnce(ended)
    }
    guard told.reason != .siblingFailed, told.reason != .scopeEnded else { return }
    if told.reason == .deadlineExceeded, let task = owner(of: row, roster: roster) {
      reach(task)
      marks[task].ownDeadline.setOnce(number)
    }
    if !cause.isSet, !isPrivate(row, roster: roster) {
      cause = hand.isSet && isSameMoment(handTime, event.t) ? hand : Marks.Number(number)
    }
  }

  private mutating func apply(_ note: Event.Note, number: Int, row: Int) {
    switch note {
    case .step: marks[row].step = Marks.Number(number)
    case .cleanup: marks[row].cleanup = Marks.Number(number)
    case .plan: marks[row].plan = Marks.Number(number)
    case .log: marks[row].log = Marks.Number(number)
    case .retry: marks[row].retry = Marks.Number(number)
    case .pause: marks[row].pause = Marks.Number(number)
    }
  }

  /// Whether this return is a failure that nobody's cancellation explains.
  private func isCause(_ out: Event.TaskOut, row: Int) -> Bool {
    guard !marks[row].told.isSet else { return false }
    return out.outcome == .failed || out.kept
  }

  /// The task that derived this context for itself, with no group in between.
  private func owner(of row: Int, roster: Roster) -> Int? {
    var place = row
    while case .context = roster.members[place].kind {
      guard let parent = roster.members[place].parent else { return nil }
      place = parent
    }
    return roster.members[place].kind == .task && place != row ? place : nil
  }

  /// Whether telling this context is a task's own affair: the task derived it, and nobody else lives below it.
  package func isPrivate(_ row: Int, roster: Roster) -> Bool {
    guard owner(of: row, roster: roster) != nil else { return false }
    var open = [row]
    while let place = open.popLast() {
      var child = roster.members[place].firstChild
      while let below = child {
        switch roster.members[below].kind {
        case .group, .task:
          if marks(of: below).latest.isSet { return false }
        case .context: open.append(below)
        case .after: break
        }
        child = roster.members[below].nextSibling
      }
    }
    return true
  }

  /// Whether this row was born under a context that was done, so that being told is part of its birth.
  package func wasBornDone(_ row: Int, roster: Roster) -> Bool {
    guard let parent = roster.members[row].parent,
      let told = marks(of: roster.carrier(of: parent) ?? parent).told.value,
      let born = marks(of: row).born.value
    else { return false }
    return told < born
  }

  /// The row with this path, if it has been heard of by now.
  private func known(_ id: String, in roster: Roster) -> Int? {
    roster.number(of: id).flatMap { marks(of: $0).latest.isSet ? $0 : nil }
  }

  private mutating func reach(_ row: Int) {
    while marks.count <= row { marks.append(Marks()) }
  }
}

extension Event.Kind {
  fileprivate var isTold: Bool {
    switch self {
    case .contextTold, .taskTold: true
    default: false
    }
  }
}
