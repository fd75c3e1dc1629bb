import Cascade

extension Recording {
  /// The lane of a task. A task that waits for a group of its own is that group's caller: its lane shows the wait.
  func taskTimeline(of row: Row, now: Context.Instant, index: CascadeIndex) -> Timeline {
    let groups = row.children.filter { $0.kind == .group && $0.isBorn }
    // What an intervention does to a task isn't among the events about it, and changes it all the same.
    var events = row.run.fold.changes.entries(of: row.number, before: row.run.position).compactMap(\.event.value)
    for group in groups {
      events += history(ofRow: group.number)
      events += index.blocked(ofGroup: group.number)?.events ?? []
    }
    if !groups.isEmpty { events = Set(events).sorted() }
    var walk = TaskWalk(row)
    for number in events where number < row.run.position {
      walk.take(log[number], subject: subject(ofEvent: number), number: number)
    }
    return walk.finish(now: now, asked: row.askedAt)
  }
}

/// Turns the events of one task, and of the groups that it opened, into its timeline.
private struct TaskWalk {
  private let row: Row
  private let told: Int?
  private var writer = TimelineWriter()
  private var timeline = Timeline()
  private var isQueued = false
  private var isStarted = false
  private var isTold = false
  private var isCleaningUp = false
  private var isPausing = false
  private var isBlocked = false
  private var hearing = Event.Listening.yes
  private var awaitsTold = false
  /// When the work of its step is done.
  private var stepEnd: Context.Instant?
  /// Whether it was told in a wait or a step that listens, which ended for that, and goes on.
  private var hasHeard = false
  /// The groups that the task waits for, with whether they have a cause.
  private var waits: [Int: Bool] = [:]
  private var caused: Set<Int> = []

  init(_ row: Row) {
    self.row = row
    told = row.isTold ? row.marks.told.value : nil
  }

  mutating func take(_ event: Event, subject: Int?, number: Int) {
    if subject == row.number || subject == nil {
      takeOwn(event, number: number)
    } else {
      takeGroup(event, subject: subject)
    }
    writer.change(to: stretch, at: event.t)
  }

  private mutating func takeOwn(_ event: Event, number: Int) {
    if case .taskQueued = event.kind { isQueued = true }
    if case .taskStarted = event.kind { (isQueued, isStarted) = (false, true) }
    if case .taskTold = event.kind, number == told {
      isTold = true
      timeline.causes.append(event.t)
    }
    if case .note(let note) = event.kind { take(note, of: event) }
    if case .intervention(let done) = event.kind, case .listen(let listens) = done.action {
      hearing = listens ? .yes : .no
    }
    if event.kind.endsATask {
      (isQueued, isStarted) = (false, false)
      timeline.end = event.t
    }
  }

  private mutating func take(_ note: Event.Note, of event: Event) {
    switch note {
    case .step(_, _, _, let listens): beginStep(listens, event)
    case .wait(_, .told, let listens): beginStep(listens, event, awaitsTold: true)
    case .wait(_, _, let listens):
      beginStep(listens, event)
      isPausing = true
    case .cleanup: (isCleaningUp, isPausing) = (true, false)
    case .pause: isPausing = true
    case .retry: isPausing = false
    case .returns: waits = [:]
    case .plan, .log, .signal, .call, .exit: break
    }
  }

  private mutating func beginStep(_ listens: Event.Listening, _ event: Event, awaitsTold: Bool = false) {
    let isCutShort = hearing == .yes && stepEnd.map { event.t < $0 } == true
    if isTold, self.awaitsTold || isCutShort { hasHeard = true }
    stepEnd = event.plannedEnd
    (isCleaningUp, isPausing, hearing, self.awaitsTold) = (false, false, listens, awaitsTold)
  }

  private mutating func takeGroup(_ event: Event, subject: Int?) {
    guard let subject else { return }
    if case .groupWaiting = event.kind { (waits[subject], isBlocked) = (caused.contains(subject), false) }
    if case .groupClosed = event.kind { waits[subject] = nil }
    if case .taskQueued = event.kind { isBlocked = true }
    if case .taskSpawned = event.kind { isBlocked = false }
    if event.kind.isCause { cause(of: subject, at: event.t) }
  }

  private mutating func cause(of group: Int, at t: Context.Instant) {
    guard caused.insert(group).inserted else { return }
    guard waits[group] != nil else { return }
    waits[group] = true
    if !isTold, timeline.causes.last != t { timeline.causes.append(t) }
  }

  private var stretch: Timeline.Stretch? {
    guard isStarted else { return isQueued ? .queued : nil }
    if !waits.isEmpty { return isTold || waits.values.contains(true) ? .waitingAfterCause : .waiting }
    if isBlocked { return .blockedInGo }
    guard isTold else { return isPausing ? .pausing : .running }
    if isCleaningUp { return .cleaningUp }
    return switch hearing {
    case .yes: .told
    case .elsewhere: .listensElsewhere
    case .no: hasHeard ? .told : .deaf
    }
  }

  mutating func finish(now: Context.Instant, asked: Context.Instant?) -> Timeline {
    var result = timeline
    result.front = timeline.end ?? (row.isBorn ? now : nil)
    result.current = timeline.end == nil ? writer.current : nil
    writer.close(at: result.front ?? now)
    result.segments = writer.segments
    result.asked = asked
    return result
  }
}

extension Event.Kind {
  fileprivate var endsATask: Bool {
    if case .taskOut = self { return true }
    if case .taskRefused = self { return true }
    if case .taskSkipped = self { return true }
    return false
  }
}
