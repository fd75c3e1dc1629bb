import Cascade
import CascadeTerminal
import CascadeTrace

/// All that is known about a row at the cursor, as lines of a label and a text.
struct DetailPage {
  struct Line: Hashable {
    var label: String
    var text: String
  }

  let title: String
  let lines: [Line]

  init(row: Row, now: Instant) {
    title = row.phrase
    switch row.kind {
    case .task: lines = Self.task(row, now: now)
    case .context, .group: lines = Self.context(row)
    case .after: lines = Self.after(row)
    }
  }

  // MARK: Tasks

  private static func task(_ row: Row, now: Instant) -> [Line] {
    var lines = Lines(row)
    lines.add("state", taskState(row))
    lines.add("spawned", row.bornAt.map { TimeText.instant($0) + spawnPlace(row) })
    lines.add("started", row.startedAt.map { TimeText.instant($0) + wait(before: $0, row) })
    lines.add("at work", row.step.flatMap { row.outAt == nil ? SafeText.make($0.label) : nil })
    lines.add("told", row.toldAt.map { TimeText.instant($0) + work(before: $0, row) })
    lines.add("out", out(row, now: now))
    lines.add("error", row.error.map { SafeText.quoted($0) + (row.isKept ? ", kept by its group" : ", not kept") })
    lines.add("thrown by", row.source?.phrase)
    lines.add("never ran", row.turnedAwayBecause.map(SafeText.make))
    lines.add("waits for", row.stuckOn.map(SafeText.make) ?? row.waitsFor?.phrase)
    lines.add("says", row.latestLog.map(SafeText.quoted))
    lines.add("attempt", row.attempt.map { "\($0.number) of \($0.limit)" })
    lines.addCause(of: row)
    lines.addChain(of: row)
    return lines.all
  }

  private static func taskState(_ row: Row) -> String {
    let late = row.startedAfterCancel ? ", started after the cancel" : ""
    return (row.taskState.map { "\($0.word): \($0.meaning)" } ?? "") + late
  }

  private static func spawnPlace(_ row: Row) -> String {
    row.location.map { ", at \(SafeText.make($0))" } ?? ""
  }

  private static func wait(before start: Instant, _ row: Row) -> String {
    guard let queued = row.queuedAt, queued < start else { return "" }
    return ", after \(TimeText.duration(queued.duration(to: start))) in the queue"
  }

  private static func work(before told: Instant, _ row: Row) -> String {
    guard let started = row.startedAt, started <= told, !row.startedAfterCancel else { return "" }
    return ", after \(TimeText.duration(started.duration(to: told))) of work"
  }

  private static func out(_ row: Row, now: Instant) -> String? {
    if let out = row.outAt {
      return TimeText.instant(out) + (row.latency.map { ", \(TimeText.duration($0)) after it was told" } ?? "")
    }
    guard let told = row.toldAt, row.taskState?.isInside == true else { return nil }
    return "not yet, \(TimeText.duration(told.duration(to: now))) after it was told"
  }

  // MARK: Contexts, groups, after-functions

  private static func context(_ row: Row) -> [Line] {
    var lines = Lines(row)
    lines.add("state", row.contextState.map { "\($0.word): \($0.meaning)" })
    lines.add("kind", row.policy.map { ([$0] + row.options).map(SafeText.make).joined(separator: " ") })
    lines.add("made", row.bornAt.map { TimeText.instant($0) + spawnPlace(row) })
    lines.add("deadline", row.deadline.map(TimeText.instant))
    lines.add("value", row.valueWords)
    lines.add("says", row.latestLog.map(SafeText.quoted))
    if let failure = row.firstFailure {
      let from = failure.source.map { " from \($0.phrase)" } ?? ""
      lines.add("keeps", "\(SafeText.quoted(failure.error))\(from), since \(TimeText.instant(failure.t))")
    }
    lines.add("done", row.telling.map { TimeText.instant($0.t) })
    lines.addCause(of: row)
    lines.add("reached", reach(row))
    lines.add(
      "waited for",
      row.waiter.map { waiter in
        let who = waiter.who.isEmpty ? "by the caller" : "by \(row.run.phrase(waiter.who))"
        return "\(who), since \(TimeText.instant(waiter.since))"
      })
    if row.kind == .group, let closed = row.closedAt {
      lines.add(
        "wait", "returned \(row.closingError.map(SafeText.quoted) ?? "no error") at \(TimeText.instant(closed))")
    } else {
      lines.add("released", row.closedAt.map(TimeText.instant))
    }
    lines.addChain(of: row)
    return lines.all
  }

  /// Which tasks below were told.
  private static func reach(_ row: Row) -> String? {
    guard row.contextState == .cancelled else { return nil }
    var told: [String] = []
    var open = row.children
    while let next = open.popLast() {
      if next.kind == .task && next.toldAt != nil { told.append(next.label) }
      open += next.children
    }
    guard !told.isEmpty else { return "no task" }
    let count = "\(told.count) \(told.count == 1 ? "task" : "tasks")"
    return "\(count): \(told.prefix(20).reversed().joined(separator: ", "))"
  }

  private static func after(_ row: Row) -> [Line] {
    var lines = Lines(row)
    lines.add("state", row.state.word)
    lines.add("made", row.bornAt.map(TimeText.instant))
    lines.add("started", row.firedAt.map(TimeText.instant))
    lines.add("stopped", row.stoppedAt.map(TimeText.instant))
    lines.addChain(of: row)
    return lines.all
  }
}

/// Lines in the making: what isn't known makes none.
private struct Lines {
  private(set) var all: [DetailPage.Line]

  init(_ row: Row) {
    all = [DetailPage.Line(label: "path", text: SafeText.make(row.id))]
  }

  mutating func add(_ label: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    all.append(DetailPage.Line(label: label, text: text))
  }

  /// Who cancelled it, and why.
  mutating func addCause(of row: Row) {
    guard let told = row.telling?.told else { return }
    add("because", reason(told.reason))
    add("cause", SafeText.quoted(told.cause.isEmpty ? told.error : told.cause))
    add("from", told.origin.isEmpty ? nil : row.run.phrase(told.origin))
  }

  private func reason(_ reason: Cancellation.Reason) -> String {
    switch reason {
    case .requested: "somebody cancelled it"
    case .deadlineExceeded: "its deadline passed"
    case .siblingFailed: "a task of the group failed"
    case .scopeEnded: "its scope is over"
    case .taskCancelled: "the Swift task around it was cancelled"
    case .handleDropped: "nobody waits for it any more"
    case .shutdown: "it was shut down and its grace ran out"
    case .groupDecided: "the group had seen enough"
    }
  }

  /// The contexts above, from the nearest to the outermost, with their states.
  mutating func addChain(of row: Row) {
    var above: [String] = []
    var next = row.parent
    while let current = next {
      if let state = current.contextState {
        let when = current.telling.flatMap { state == .cancelled ? " since \(TimeText.instant($0.t))" : nil } ?? ""
        above.append("\(current.phrase) \(state.word)\(when)")
      }
      next = current.parent
    }
    add("inside", above.joined(separator: ", "))
  }
}
