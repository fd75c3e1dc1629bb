package import Cascade
import CascadeText
package import CascadeTrace

/// All that is known about a row at a moment, as lines of a label and a text; safe to print.
package struct DetailPage {
  package struct Line: Hashable, Sendable {
    /// A word or two; empty where the line goes on with what the one before began.
    package var label: String
    package var text: String
  }

  /// What it is about.
  package let title: String
  package let lines: [Line]

  /// - Parameter now: The time on the clock, which may be later than the latest event.
  package init(row: Row, now: Context.Instant) {
    title = row.phrase
    var lines = DetailLines(row)
    switch row.kind {
    case .task: lines.addTask(now: now)
    case .group: lines.addGroup()
    case .context: lines.addContext()
    case .after: lines.addAfterFunction()
    }
    self.lines = lines.all
  }
}

/// Lines in the making: what isn't known makes none.
struct DetailLines {
  let row: Row
  private(set) var all: [DetailPage.Line]

  init(_ row: Row) {
    self.row = row
    all = [DetailPage.Line(label: "path", text: SafeText.make(row.id))]
  }

  mutating func add(_ label: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    all.append(DetailPage.Line(label: label, text: text))
  }

  /// A point in this run.
  func time(_ t: Context.Instant) -> String { row.run.timeText(t) }

  /// `, at Demo.swift:12`, where the events say so.
  var place: String { row.location.map { ", at \(SafeText.make($0))" } ?? "" }
}

/// What there is to say about a task.
extension DetailLines {
  mutating func addTask(now: Context.Instant) {
    add("state", taskState)
    add(row.taskState == .refused ? "TryGo" : "spawned", row.bornAt.map { time($0) + place })
    add("started", row.startedAt.map { time($0) + wait(before: $0) })
    let isCleaning = row.taskState == .cleaningUp
    let isInside = row.outAt == nil && !isOver
    add("now", isInside && row.pause == nil && !isCleaning ? row.step.map(work) : nil)
    add("pauses", row.outAt == nil ? row.pause.map { "for \(TimeText.duration($0)), before the next attempt" } : nil)
    add("asked", row.askedAt.map { "to finish at \(time($0))" })
    addTelling()
    add("ended by", row.endedElsewhere.map { "\($0.phrase), which it listens to\(Self.end(of: $0))" })
    add(
      "cleans up",
      isCleaning ? row.cleanup.map { "since \(time($0.startedAt)), planned for \(TimeText.duration($0.planned))" } : nil
    )
    add("exit", exit)
    add("out", out(now: now))
    let isSecret = row.run.secrets.contains(.keptError)
    let ignored = row.ignoredBy.map { "; \($0.label) ignores it" } ?? ""
    let becomes =
      switch row.errorFate {
      case .kept: "kept by"
      case .undecided: "not decided by"
      case .amongFailures: "among the errors of"
      case .dropped: "dropped by"
      }
    let fate = isSecret ? "" : ", \(becomes) \(group)\(ignored)"
    add("error", row.error.map { SafeText.quoted($0) + fate })
    add("from", row.source?.phrase)
    addReach()
    add("never ran", row.turnedAwayBecause.map(SafeText.make))
    add("waits for", row.stuckOn.map(row.run.awaited) ?? row.waitsFor?.phrase)
    add("logs", row.latestLog.map(SafeText.quoted))
    add("attempt", row.attempt.map { "\($0.number) of \($0.limit)" })
    add("plan", row.plannedTotal.map { "\(TimeText.duration($0)) of work\(isCutShort(of: $0) ? ", cut short" : "")" })
    addChain()
  }

  /// When it was told and why, or what ended its context without telling it anything.
  private mutating func addTelling() {
    let ended = row.telling.map { time($0.t) }
    if row.hasCancelledItself {
      add("cancelled", ended.map { "its own context, at \($0)" })
    } else if row.isSpared {
      add("not told", ended.map { "it works in WithoutCancel(ctx); its own context is done since \($0)" })
    } else {
      add("told", row.toldAt.map { time($0) + sinceStart(to: $0) })
      addCancellation()
    }
  }

  /// Whether the program has ended.
  private var isOver: Bool { row.taskState == .exited || row.taskState == .cutOff }

  private var exit: String? {
    guard let exit = row.run.exit, let t = row.run.time(at: row.run.fold.exit) else { return nil }
    if row.taskState == .exited { return "\(ExitWords.call(exit.status, exit.text)) at \(time(t))" }
    return row.taskState == .cutOff ? "by \(exit.row?.label ?? "the caller") at \(time(t)), before it was out" : nil
  }

  /// What keeps or drops its error.
  private var group: String { row.parent?.label ?? "its group" }

  /// Whether it was over, or went on to clean up, before so much work can have been done.
  private func isCutShort(of plan: Duration) -> Bool {
    guard let started = row.startedAt, let end = row.cleanup?.startedAt ?? row.outAt else { return false }
    return started.duration(to: end) < plan
  }

  private var taskState: String {
    let late = row.startedAfterCancel ? ", started on a cancelled context" : ""
    let isPausing = row.taskState == .running && row.pause != nil
    guard let state = row.taskState else { return late }
    let isForeign = state == .passedOn ? row.source == nil : state == .cancelled || state == .timedOutAlone
    if row.outAt != nil, row.error != nil, !row.isEndedQuietly, isForeign {
      return "\(state.word): returned the error of a context that was done before\(late)"
    }
    let meaning =
      isPausing ? "pauses between two attempts" : waitsInside == nil ? state.meaning : "in Wait of its group"
    return "\(state.word): \(meaning)\(late)"
  }

  /// The group of its own that it is waiting for.
  private var waitsInside: Row? {
    guard row.taskState == .running || row.taskState == .told else { return nil }
    return row.children.first { $0.kind == .group && $0.isBorn && $0.closedAt == nil && $0.waiter != nil }
  }

  private func wait(before start: Context.Instant) -> String {
    guard let queued = row.queuedAt, queued < start else { return "" }
    return ", after \(TimeText.duration(queued.duration(to: start))) in the queue"
  }

  private func work(_ step: Row.Step) -> String {
    if waitsInside != nil { return "blocked in Wait of its group" }
    let work =
      step.awaited.map { StepWords.work(until: $0, listens: .yes, in: row.run) }
      ?? StepWords.work(step.label, step.planned, listens: .yes)
    return work
      + (step.listens ? ", listening" : step.isElsewhere ? ", listening to another context" : ", not listening")
  }

  /// Not all of that time need have been work: pauses are in it.
  private func sinceStart(to told: Context.Instant) -> String {
    guard let started = row.startedAt, started <= told, !row.startedAfterCancel else { return "" }
    return ", \(TimeText.duration(started.duration(to: told))) after it started"
  }

  private func out(now: Context.Instant) -> String? {
    if let out = row.outAt {
      return time(out) + (row.latency.map { ", \(TimeText.duration($0)) after it was told" } ?? "")
    }
    return row.latency(until: now).map { "not yet, \(TimeText.duration($0)) after it was told" }
  }
}

/// What there is to say about contexts, groups and after-functions.
extension DetailLines {
  mutating func addGroup() {
    add("state", state)
    add("kind", (row.policy?.name).map(SafeText.make))
    add("options", row.options.isEmpty ? "none" : GroupWords.options(row.options).joined(separator: ", "))
    add("opened", row.bornAt.map { time($0) + place })
    add("asked", signal.map { "its tasks to finish, at \(time($0))" })
    if let failure = row.firstFailure, !row.run.secrets.contains(.keptError) {
      let from = failure.source.map { " from \($0.phrase)" } ?? ""
      add("keeps", "\(SafeText.quoted(failure.error))\(from), since \(time(failure.t))")
    }
    addEnd()
    add(
      "waited for",
      row.waiter.map { waiter in
        let who = waiter.who.isEmpty ? "by the caller" : "by \(row.run.phrase(waiter.who))"
        return "\(who), since \(time(waiter.since))" + (row.callerLeftAt.map { " until \(time($0))" } ?? "")
      })
    add(
      "caller",
      row.callerLeftAt.map { left in
        "left with \(row.callerLeftWith.map(SafeText.quoted) ?? "nil") at \(time(left))"
      } ?? row.callersWords)
    add(
      "Wait",
      row.closedAt.map { "returned \(row.closingError.map(SafeText.quoted) ?? "nil") at \(time($0))" })
    addClosing()
    addChain()
  }

  mutating func addContext() {
    add("state", state)
    add("derived", row.bornAt.map { time($0) + ", \(row.derivation)" + place })
    add("value", row.valueWords)
    add("deadline", row.effectiveDeadline.map { time($0.t) + ($0.of.map { ", that of \($0.phrase)" } ?? "") })
    add("reports", row.latestLog.map(SafeText.quoted))
    add("asked", row.contextState == .asked ? row.telling.map { "to finish at \(time($0.t))" } : nil)
    addEnd()
    add("released", row.closedAt.map(time))
    addChain()
  }

  mutating func addAfterFunction() {
    add("state", row.returnedAt == nil ? row.state.word : "returned")
    add("registered", row.bornAt.map { time($0) + place })
    add("started", row.firedAt.map(time))
    add("returned", row.returnedAt.map(time))
    add("stopped", row.stoppedAt.map(time))
    addChain()
  }

  private var state: String? {
    if signal != nil, row.contextState == .active { return "active: its tasks are asked to finish" }
    return row.contextState.map { "\($0.word): \($0.meaning)" }
  }

  /// When its tasks were asked to finish.
  private var signal: Context.Instant? {
    row.kind == .group ? row.children.first(where: \.isShutdownSignal)?.toldAt : nil
  }

  /// `: cancelled at 1.500 s, cause "Ctrl-C"`.
  fileprivate static func end(of context: Row) -> String {
    guard let telling = context.telling else { return "" }
    return ": cancelled at \(context.run.timeText(telling.t)), cause \(SafeText.quoted(telling.told.causeText))"
  }

  /// What Wait did to the context of a group that nothing had cancelled before.
  private mutating func addClosing() {
    guard row.contextState == .closed, let telling = row.telling else { return }
    add("Err()", "\(SafeText.make(telling.told.error.description)), cancelled by Wait at \(time(telling.t))")
  }

  /// When it was cancelled, why, and which tasks that told.
  private mutating func addEnd() {
    guard row.contextState == .cancelled else { return }
    add("cancelled", row.telling.map { time($0.t) })
    addCancellation()
    addReach()
    addHearers()
  }
}

/// How a cancellation came and went on.
extension DetailLines {
  /// What cancelled it, and why.
  mutating func addCancellation() {
    guard let telling = row.telling else { return }
    let cancelling = Cancelling(telling, of: row.id, in: row.run)
    let canceller = cancelling.canceller
    add("cancelled by", canceller?.label)
    let reason = Row.number(of: row, isOriginOf: telling.told) ? cancelling.ownReason : cancelling.reason
    add("why", canceller == nil ? reason : nil)
    add("cause", SafeText.quoted(telling.told.causeText))
  }

  /// How many are named at most.
  private static let mostNames = 20

  /// The tasks that a cancellation told that came from this row or through it, in the order in which they were told.
  mutating func addReach() {
    let told = reached.filter { $0.kind == .task && $0.isTold }
    guard !told.isEmpty else {
      // What comes later doesn't change what is said now.
      let isOfContexts = !row.run.rows.contains { ($0.kind == .task || $0.kind == .group) && $0.isBorn }
      if row.kind != .task, !isOfContexts {
        // The rest of this instant may tell some.
        let goesOn = row.telling.map { $0.t == row.run.latestTime } ?? false && row.run.ending == nil
        add("told", row.run.isPartlyUnknown ? "no task that is known of" : goesOn ? "no task yet" : "no task")
      }
      let contexts = reached.filter { $0.kind != .task }
      if isOfContexts {
        add("also cancelled", contexts.isEmpty ? "nothing" : English.list(contexts.map(\.phrase)))
      }
      return
    }
    // When a task itself was told has a line of its own.
    add(row.kind == .task ? "it told" : "told", (told.count > 1 ? "in order: " : "") + Self.names(of: told))
  }

  private static func names(of rows: [Row]) -> String {
    let rest = rows.count > mostNames ? " and \(rows.count - mostNames) more" : ""
    return rows.prefix(mostNames).map(\.label).joined(separator: ", ") + rest
  }

  /// The tasks that a context ended which had been told for another reason, and listened to it instead.
  fileprivate mutating func addHearers() {
    guard row.isContext else { return }
    let hearers = row.run.tasks.filter { $0.step?.isElsewhere == true && $0.endedElsewhere?.number == row.number }
    add("heard by", hearers.isEmpty ? nil : Self.names(of: hearers))
  }

  private var reached: [Row] {
    let rows = row.run.rows.filter { other in
      guard let telling = other.telling, telling.told.reason != .scopeEnded, other.number != row.number else {
        return false
      }
      // The signal to finish isn't cancelled.
      if other.contextState == .asked { return false }
      if row.kind == .task { return telling.told.origin == row.id }
      return telling.told.origin == row.telling?.told.origin && other.ancestors.contains { $0.number == row.number }
    }
    return rows.sorted { ($0.telling?.event ?? 0) < ($1.telling?.event ?? 0) }
  }

  /// The contexts above up to the root, the nearest first, with how each was derived and what became of it.
  mutating func addChain() {
    for (index, above) in row.ancestors.enumerated() { add(index == 0 ? "inside" : "", above.linkText) }
  }
}

extension Row {
  /// How a context came to be: `with a deadline`.
  fileprivate var derivation: String {
    guard case .context(let what) = kind else { return "" }
    return switch what {
    case .background: "context.Background"
    case .todo: "context.TODO"
    case .cancel: "with WithCancel"
    case .deadline: "with a deadline"
    case .withoutCancel: "with WithoutCancel"
    case .merged: "merged from several contexts"
    case .value: "with a value"
    case .after: "for an AfterFunc"
    case .shutdown: "the signal to finish"
    }
  }

  /// One link of the chain of contexts.
  fileprivate var linkText: String {
    var facts: [String] = []
    switch kind {
    case .group: facts = [(policy?.name).map(SafeText.make)].compactMap(\.self) + GroupWords.options(options)
    case .context: facts = [derivation]
    case .task, .after: break
    }
    if let valueWords { facts.append(valueWords) }
    if let deadline, groupWithin == nil { facts.append("deadline \(run.timeText(deadline))") }
    if let deadline, groupWithin != nil { facts = ["at \(run.timeText(deadline))"] }
    let word = contextState?.word ?? taskState?.word ?? state.word
    let at = telling.flatMap { $0.told.reason == .scopeEnded ? nil : " at \(run.timeText($0.t))" } ?? ""
    facts.append(kind == .task && toldAt != nil ? "told\(at)" : contextState == .cancelled ? word + at : word)
    if let location { facts.append("at \(SafeText.make(location))") }
    return "\(phrase): \(facts.joined(separator: ", "))"
  }

  /// Whether a cancellation began with a row.
  fileprivate static func number(of row: Row, isOriginOf told: Event.Told) -> Bool {
    told.origin.isEmpty || told.origin == row.id || row.run.row(told.origin)?.cancelledRow.number == row.number
  }
}
