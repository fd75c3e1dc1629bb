package import Cascade

/// Takes one event after the other, and keeps what each changed, so that every moment up to now can be read.
package struct FoldMachine: Sendable {
  /// How many events were taken.
  package private(set) var position = 0
  private var changes = Changes()
  private var facts = Fold.Facts()
  /// The facts from a position on, for each position at which they changed.
  private var versions: [(position: Int, facts: Fold.Facts)] = []
  /// The latest `intervention`, with the instant at which it happened.
  private var intervention = Marks.Number()
  private var interventionTime = Context.Instant.zero

  package init() {}

  /// What all events so far amount to.
  package var fold: Fold { Fold(position: position, facts: facts, changes: changes, isLatest: true) }

  /// What the first `position` events amount to; never more than were taken.
  ///
  /// - Complexity: O(log *n*) in the number of times that a fact about the whole run changed.
  package func fold(at position: Int) -> Fold {
    if position >= self.position { return fold }
    var low = 0
    var high = versions.count
    while low < high {
      let middle = (low + high) / 2
      if versions[middle].position <= position { low = middle + 1 } else { high = middle }
    }
    let facts = low > 0 ? versions[low - 1].facts : Fold.Facts()
    return Fold(position: max(0, position), facts: facts, changes: changes, isLatest: false)
  }

  /// The numbers of the events about a row, in order.
  func history(ofRow row: Int) -> [Int] { changes.entries(of: row).filter(\.isAbout).compactMap(\.event.value) }

  /// Whether `holds` is true of any event about a row.
  func hasEvent(ofRow row: Int, where holds: (_ event: Int) -> Bool) -> Bool {
    changes.entries(of: row).contains { $0.isAbout && $0.event.value.map(holds) == true }
  }

  /// Takes the next event.
  ///
  /// - Parameters:
  ///   - subject: The row that ``Roster/admit(_:)`` gave for it.
  ///   - log: The events before it.
  package mutating func apply(_ event: Event, subject: Int?, roster: Roster, log: EventLog) {
    let before = facts
    // What an intervention tells it tells at once; what comes after something else isn't its doing. Live, others come
    // between.
    if !facts.isLive, intervention.isSet, event.told == nil { intervention = Marks.Number() }
    if case .note(.returns) = event.kind, subject.map({ roster.members[$0].kind != .task }) ?? true {
      facts.callerReturned.setOnce(number)
    }
    if event.kind.exit != nil {
      facts.exit.setOnce(number)
      facts.cause.setOnce(number)
    }
    if let subject {
      apply(event, row: subject, roster: roster, log: log)
    } else {
      applyToRun(event, roster: roster)
    }
    position += 1
    if facts != before { versions.append((position, facts)) }
  }

  private var number: Marks.Number { Marks.Number(position) }

  private func marks(of row: Int) -> Marks { changes.marks(of: row) }

  /// Marks the row that the event is about.
  private mutating func mark(_ row: Int, _ change: Marks.Change) {
    changes.append(Changes.Entry(event: number, change: change, isAbout: true), to: row)
  }

  /// Marks another row than the one that the event is about, or that one once more.
  private mutating func mark(other row: Int, _ change: Marks.Change) {
    changes.append(Changes.Entry(event: number, change: change, isAbout: false), to: row)
  }

  private mutating func apply(_ event: Event, row: Int, roster: Roster, log: EventLog) {
    switch event.kind {
    case .runStarted, .runEnded, .deadlock, .dropped, .intervention: mark(row, .latest)
    case .contextMade, .groupOpened, .taskSpawned: mark(row, .born)
    case .taskQueued: mark(row, .queued)
    case .taskStarted: mark(row, .started)
    case .taskRefused: mark(row, .turnedAway(isSkipped: false))
    case .taskSkipped: mark(row, .turnedAway(isSkipped: true))
    case .contextTold(let told): apply(told, isTask: false, event: event, row: row, roster: roster)
    case .taskTold(let told): apply(told, isTask: true, event: event, row: row, roster: roster)
    case .taskOut(let out):
      let before = marks(of: row)
      // A failure that no cancellation explains.
      if !before.told.isSet, out.outcome == .failed || out.kept { facts.cause.setOnce(number) }
      mark(row, .ended(Marks.End(out, after: before, log: log)))
    case .contextEnded: mark(row, .ended(nil))
    case .groupClosed:
      mark(row, .ended(nil))
      if let waiter = marks(of: row).waiter.value { mark(other: waiter, .waitsFor(Marks.Number())) }
    case .groupWaiting(let path):
      mark(row, .waited)
      if let waiter = known(path, in: roster) {
        mark(other: waiter, .waitsFor(Marks.Number(row)))
        mark(other: row, .waiter(Marks.Number(waiter)))
      }
    case .groupFailureKept(let task, _):
      mark(row, .kept)
      if task.isEmpty, !marks(of: row).told.isSet { facts.cause.setOnce(number) }
      if let failed = known(task, in: roster) {
        mark(other: failed, .kept)
        if !marks(of: failed).told.isSet { facts.cause.setOnce(number) }
      }
    case .afterFired: mark(row, .fired)
    case .afterReturned: mark(row, .ended(nil))
    case .afterStopped: mark(row, .stopped)
    case .note(let note): apply(note, at: event.t, row: row, log: log)
    }
  }

  private mutating func applyToRun(_ event: Event, roster: Roster) {
    switch event.kind {
    case .runStarted(let start):
      if !facts.runStarted.isSet { facts.isLive = start.clock == .live }
      facts.runStarted.setOnce(number)
    case .runEnded: facts.runEnded = number
    case .deadlock(let waiting):
      facts.deadlock = number
      for line in waiting {
        if let row = known(line.who, in: roster) { mark(other: row, .stuck) }
      }
    case .dropped(let count):
      facts.gap = number
      facts.firstGap.setOnce(number)
      let (sum, overflow) = facts.droppedCount.addingReportingOverflow(max(0, count))
      facts.droppedCount = overflow ? .max : sum
    case .intervention(let done):
      intervention = number
      interventionTime = event.t
      if case .listen(let listens) = done.action, let row = known(done.target, in: roster) {
        mark(other: row, .hearing(listens: listens))
      }
    case .note(.step), .note(.wait), .note(.pause): facts.callerStep = number
    case .contextMade, .contextTold, .contextEnded, .groupOpened, .groupWaiting, .groupFailureKept, .groupClosed,
      .taskSpawned, .taskQueued, .taskStarted, .taskRefused, .taskSkipped, .taskTold, .taskOut, .afterFired,
      .afterReturned, .afterStopped, .note:
      break
    }
  }

  private mutating func apply(_ told: Event.Told, isTask: Bool, event: Event, row: Int, roster: Roster) {
    // A record that outlived its task may still be reached, which changes nothing. Nor is a task told of the failure
    // that it began itself.
    if roster.members[row].kind == .task,
      marks(of: row).ended.isSet || told.reason == .siblingFailed && told.origin == event.id
    {
      return mark(row, .latest)
    }
    let id = roster.members[row].id
    let isOwn = told.origin == id || told.origin.hasPrefix(id + "/")
    mark(row, .told(Marks.Telling(reason: told.reason, isTask: isTask, isOwn: isOwn)))
    // The task for which a group cancels has failed, whatever its own words for it were: a group of Swift says so only
    // by that.
    if told.reason == .siblingFailed, let failed = known(told.origin, in: roster) {
      let marks = marks(of: failed)
      if marks.ended.isSet, !marks.told.isSet { facts.cause.setOnce(marks.ended) }
    }
    guard told.reason != .siblingFailed, told.reason != .scopeEnded else { return }
    if told.reason == .deadlineExceeded, let task = roster.owner(of: row) {
      mark(other: task, .ownDeadline)
    }
    if !facts.cause.isSet, !fold.isPrivate(row, roster: roster) {
      facts.cause = intervention.isSet && fold.isSameMoment(interventionTime, event.t) ? intervention : number
    }
  }

  private mutating func apply(_ note: Event.Note, at t: Context.Instant, row: Int, log: EventLog) {
    func begin(_ listens: Event.Listening, awaitsTold: Bool) {
      let end = marks(of: row).step.value.flatMap { log[$0].plannedEnd }
      mark(row, .step(hears: listens, awaitsTold: awaitsTold, cutsShort: end.map { t < $0 } == true))
    }
    switch note {
    case .step(_, _, _, let listens): begin(listens, awaitsTold: false)
    case .wait(_, let awaited, let listens): begin(listens, awaitsTold: awaited == .told)
    case .signal, .call: mark(row, .latest)
    case .exit: mark(row, .exited)
    case .returns:
      mark(row, .latest)
      // A caller that leaves doesn't wait any longer.
      if marks(of: row).waitsFor.isSet { mark(other: row, .waitsFor(Marks.Number())) }
    case .cleanup: mark(row, .cleanup)
    case .plan: mark(row, .plan)
    case .log: mark(row, .log)
    case .retry: mark(row, .retry)
    case .pause: mark(row, .pause)
    }
  }

  /// The row with this path, if it has been heard of by now.
  private func known(_ id: String, in roster: Roster) -> Int? {
    roster.number(of: id).flatMap { marks(of: $0).latest.isSet ? $0 : nil }
  }
}

extension Marks.End {
  /// - Parameter marks: Those of the task before it returned.
  fileprivate init(_ out: Event.TaskOut, after marks: Marks, log: EventLog) {
    outcome = out.outcome
    isKept = out.kept
    isDeadline = out.error?.nature == .deadline
    if let error = out.error, let number = marks.told.value, case .taskTold(let told) = log[number].kind {
      hasOwnError = !error.says(told.cause)
    } else {
      hasOwnError = false
    }
  }
}
