import Cascade
import CascadeText
import CascadeTrace

/// What plain mode says about one event. Walks of `told` are made into one line by ``PlainText``.
struct EventText {
  /// The run just after the event.
  let run: RunState
  let event: Event
  let number: Int

  private var who: String {
    if case .note = event.kind, event.id.isEmpty { return "the caller" }
    return run.phrase(event.id)
  }

  var facts: [String] {
    switch event.kind {
    case .runStarted(let start): return [beginning(start)]
    case .runEnded(let ending):
      return [ending == .completed ? "the run is over." : "the run is over: \(ending.rawValue)."]
    case .contextMade(let made): return [making(made)]
    case .contextEnded: return ["\(who) ends."]
    case .groupOpened(let opened): return [opening(opened)]
    case .groupWaiting(let waiter): return ["\(waiter.isEmpty ? "the caller" : run.phrase(waiter)) waits for \(who)."]
    case .groupFailureKept(let task, let error): return keeping(task, error: error.description)
    case .groupClosed(let error):
      return ["\(who) is closed: wait returned \(error.map { SafeText.quoted($0.description) } ?? "without an error")."]
    case .taskSpawned(let spawned): return ["\(who) is spawned in \(run.phrase(spawned.group))."]
    case .taskQueued: return ["\(who) waits for a free slot."]
    case .taskStarted:
      let isLate = run.row(event.id)?.startedAfterCancel == true
      return [isLate ? "\(who) started late: its context was cancelled before." : "\(who) started."]
    case .taskRefused(let why): return ["\(who) is refused: \(SafeText.make(why))."]
    case .taskSkipped(let why): return ["\(who) is skipped: \(SafeText.make(why))."]
    case .taskOut(let out): return run.row(event.id).map { [returning($0, out)] } ?? []
    case .afterFired: return ["\(who) starts."]
    case .afterStopped: return ["\(who) is stopped before it could start."]
    case .deadlock(let waiting): return ["DEADLOCK: nothing can go on."] + waiting.map(waitingLine)
    case .dropped(let count): return ["\(English.count(count, "event")) \(count == 1 ? "is" : "are") missing here."]
    case .intervention(let done): return [intervening(done)]
    case .note(let note): return [saying(note)]
    case .contextTold(let told), .taskTold(let told): return [telling(told)]
    }
  }

  private func intervening(_ done: Event.Intervention) -> String {
    let target = run.phrase(done.target)
    return switch done.action {
    case .shutdown: "a hand shuts \(target) down."
    case .cancel: "a hand cancels \(target)."
    case .fail, .delay, .finish, .listen, .panic, .deadline, .add, .other:
      "a hand acts on \(target): \(SafeText.make(done.action.words))."
    }
  }

  private func beginning(_ start: Event.RunStart) -> String {
    let title = start.scenario.map { ": " + SafeText.quoted($0) } ?? ""
    let seed = start.seed.map { ", seed \($0)" } ?? ""
    return "the run begins\(title), \(start.clock.rawValue) time\(seed)."
  }

  private func making(_ made: Event.ContextMade) -> String {
    if made.what == .after { return "\(who) is registered on \(run.phrase(made.parent))." }
    let parent = made.parent.isEmpty ? "" : " from \(run.phrase(made.parent))"
    let deadline = made.deadline.map { ", with a deadline at \(run.timeText($0))" } ?? ""
    let value = run.row(event.id)?.valueWords.map { ", with \($0)" } ?? ""
    return "\(who) is made\(parent) (\(made.what.rawValue))\(deadline)\(value)."
  }

  private func opening(_ opened: Event.GroupOpened) -> String {
    let details = ([opened.policy.name] + opened.options.map(\.description)).map(SafeText.make).joined(separator: ", ")
    return "\(who) opens\(details.isEmpty ? "" : ": " + details)."
  }

  /// Says it only where the line about the task hasn't said it yet.
  private func keeping(_ task: String, error: String) -> [String] {
    if let row = run.row(task), let ended = row.marks.ended.value, ended < number, row.out?.kept == true { return [] }
    let source = task.isEmpty ? "the code that runs it" : run.phrase(task)
    if let row = run.row(event.id), row.isOfSwift {
      return ["\(who) throws \(SafeText.quoted(error)), the error of \(run.phrase(task))."]
    }
    return ["First error: \(who) keeps \(SafeText.quoted(error)) from \(source)."]
  }

  private func waitingLine(_ line: Event.Waiting) -> String {
    "\(line.who.isEmpty ? "the caller" : run.phrase(line.who)) waits for \(SafeText.make(line.what))."
  }

  // MARK: Returning

  private func returning(_ task: Row, _ out: Event.TaskOut) -> String {
    let error = out.error.map { " with \(SafeText.quoted($0.description))" } ?? ""
    let after = after(task)
    switch task.taskState {
    case .failedFirst, .failedKept, .failedNotKept: return "\(who) FAILED\(error). \(fate(of: task))"
    case .passedOn where task.latency != nil:
      let source = task.source.map { " from \($0.phrase)" } ?? ""
      return "\(who) is out\(after): it passes on \(task.error.map(SafeText.quoted) ?? "an error")\(source)."
        + (task.isKept ? " \(fate(of: task))" : "")
    case .passedOn:
      let source = task.source.map { " from \($0.phrase)" } ?? ""
      return "\(who) passes on \(task.error.map(SafeText.quoted) ?? "an error")\(source). \(fate(of: task))"
    case .toldCompleted: return "\(who) completed all the same\(after)."
    case .failedLate: return "\(who) failed late\(error)\(after). \(fate(of: task))"
    case .timedOutAlone: return "\(who) timed out alone\(error). \(fate(of: task))"
    case .cancelled where task.latency == nil: return "\(who) was cut short\(error). \(fate(of: task))"
    case .cancelled: return "\(who) is out\(after)." + (task.isKept ? " \(fate(of: task))" : "")
    default: return "\(who) is done."
    }
  }

  /// How long it took to return: since it was told, or, where it was told before it began, since then.
  private func after(_ task: Row) -> String {
    guard let latency = task.latency else { return "" }
    let isLate = task.startedAfterCancel
    let took = isLate ? task.startedAt.flatMap { start in task.outAt.map(start.duration) } ?? latency : latency
    let since = isLate ? "it started" : "it was told"
    return took == .zero ? " at the instant at which \(since)" : ", \(TimeText.duration(took)) after \(since)"
  }

  private func fate(of task: Row) -> String {
    if let group = task.parent, group.isOfSwift, group.closedAt == nil {
      return "Whether \(group.phrase) throws it is seen when all are out."
    }
    guard task.isKept else { return "Nobody keeps this error." }
    guard let group = task.parent, group.kind == .group else { return "First error: it is kept." }
    let first = group.marks.kept.value
    let isFirst = first == nil || first == task.marks.kept.value
    return isFirst ? "First error: \(group.phrase) keeps it." : "\(group.phrase) keeps it, too."
  }

  // MARK: Told

  /// The first of a walk of `told`.
  func telling(_ told: Event.Told) -> String {
    if let row = run.row(event.id), row.contextState == .asked {
      return "the tasks\(row.parent.map { " of \($0.phrase)" } ?? "") are asked to finish."
    }
    let what =
      if let hand = canceller(told) {
        "\(hand.label) cancels \(who)"
      } else {
        beginsHere(told) ? beginning(told) : "\(who) is told: \(reason(told))"
      }
    let isNews = told.cause != nil && told.reason != .siblingFailed
    return isNews ? "\(what). Cause: \(SafeText.quoted(told.causeText))." : "\(what)."
  }

  /// Whether the cancellation began with whoever this event is about, and didn't come down from above.
  private func beginsHere(_ told: Event.Told) -> Bool {
    if told.origin.isEmpty || told.origin == event.id { return true }
    guard told.reason == .siblingFailed, case .contextTold = event.kind else { return false }
    return run.row(told.origin)?.parent?.id == event.id
  }

  /// The task that cancelled by hand whoever this event is about, where it began here.
  private func canceller(_ told: Event.Told) -> Row? {
    guard told.reason == .requested, told.origin != event.id, let hand = run.row(told.origin), hand.kind == .task,
      run.row(event.id)?.parent?.telling?.told != told
    else { return nil }
    return hand
  }

  private func beginning(_ told: Event.Told) -> String {
    switch told.reason {
    case .siblingFailed: "\(who) cancels its context"
    case .requested: "\(who) is cancelled"
    case .deadlineExceeded: "the deadline of \(who) passed"
    case .scopeEnded: "\(who) ends with its scope"
    case .taskCancelled: "\(who) is cancelled: the Swift task around it was cancelled from outside"
    case .handleDropped: "\(who) is cancelled: its handle was dropped before anybody waited"
    case .shutdown: "\(who) is shut down: its grace ran out"
    case .groupDecided: "\(who) cancels its context: its policy had seen enough"
    }
  }

  private func reason(_ told: Event.Told) -> String {
    let origin = run.phrase(told.origin)
    return switch told.reason {
    case .siblingFailed: "\(origin) failed"
    case .requested: run.row(told.origin)?.kind == .task ? "\(origin) asked for it" : "\(origin) was cancelled"
    case .deadlineExceeded: "the deadline of \(origin) passed"
    case .scopeEnded: "the scope of \(origin) ended"
    case .taskCancelled: "the Swift task around \(origin) was cancelled from outside"
    case .handleDropped: "the handle of \(origin) was dropped before anybody waited"
    case .shutdown: "\(origin) was shut down"
    case .groupDecided: "\(origin) had seen enough"
    }
  }

  // MARK: Notes

  private func saying(_ note: Event.Note) -> String {
    switch note {
    case .step(let index, let label, let planned, let listens):
      let name = label.isEmpty ? "" : ", \(SafeText.quoted(label))"
      let time = planned.map { ", planned for \(TimeText.duration($0))" } ?? ""
      let (position, _) = index.addingReportingOverflow(1)
      return "\(who) begins step \(position)\(name)\(time)\(listens ? "" : ", and doesn't listen")."
    case .cleanup(let planned): return "\(who) cleans up, planned for \(TimeText.duration(planned))."
    case .plan(let total): return "\(who) has \(TimeText.duration(total)) of work planned."
    case .log(let text) where run.row(event.id)?.isContext == true:
      return "\(who) is asked, and answers \(SafeText.quoted(text))."
    case .log(let text): return "\(who) says \(SafeText.quoted(text))."
    case .retry(let attempt, let limit): return "\(who) makes attempt \(attempt) of \(limit)."
    case .pause(let planned): return "\(who) pauses for \(TimeText.duration(planned)) before the next attempt."
    }
  }
}
