package import Cascade
package import CascadeTrace

/// What a failure cost and what stopping spared, in sentences; safe to print.
package struct WasteStory: Hashable, Sendable {
  /// One fact each.
  package let sentences: [String]

  /// Nil where nothing has gone wrong.
  package init?(_ ledger: WorkLedger, in run: RunState, at now: Context.Instant) {
    guard let waste = ledger.waste(in: run, at: now) else { return nil }
    let (total, cause) = (waste.total, run.causeNoun)
    var wasted =
      "WASTED \(TimeText.duration(total.wasted)): work done after the \(cause) at \(run.timeText(waste.cause))."
    if total.used > .zero {
      let share = total.used == total.wasted ? "All" : TimeText.duration(total.used)
      wasted += " \(share) of it went into results that can be used, and isn't lost."
    }
    if total.extra > .zero { wasted += " EXTRA \(TimeText.duration(total.extra)) of it is beyond what was planned." }
    var sentences = [wasted]
    if waste.isPlanned {
      let isOver = run.ending != nil
      let open = total.open > .zero && !isOver ? " Another \(TimeText.duration(total.open)) is still to be done." : ""
      let less =
        total.tidied > .zero
        ? " (\(TimeText.duration(total.saved + total.tidied))), less \(TimeText.duration(total.tidied)) of cleaning up"
        : ""
      sentences.append("SAVED \(TimeText.duration(total.saved)): planned work that will never be done\(less).\(open)")
    }
    if total.discarded > .zero {
      let who = run.finishedBefore(waste.cause, of: waste.thrownAway)
      sentences.append(
        "DISCARDED \(TimeText.duration(total.discarded)): finished by then, and nobody will use it: \(English.subject(who))."
      )
    }
    if total.sunk > .zero {
      sentences.append(
        "SUNK \(TimeText.duration(total.sunk)): done before the \(cause) by tasks that hadn't finished, for nothing.")
    }
    if let waiting = waste.callerWaiting, waiting > .zero {
      let end = run.outermostGroup?.closedAt == nil ? "so far" : "until wait returned"
      sentences.append("WAITING \(TimeText.duration(waiting)): the caller, from the \(cause) \(end).")
    }
    self.sentences = sentences
  }
}

extension RunState {
  /// What the first cause is called: `first failure`, `deadline`, `cancel` or `request to finish`; `first failure`, too,
  /// before any.
  package var causeNoun: String {
    guard let cause else { return "first failure" }
    if isRequest(cause) { return "request to finish" }
    switch log[cause].kind {
    case .contextTold(let told), .taskTold(let told):
      return told.reason == .deadlineExceeded ? "deadline" : "cancel"
    case .intervention: return "cancel"
    default: return "first failure"
    }
  }

  /// What the mark of the first cause is called, in a word or two: at a request nobody is cancelled.
  package var causeLabel: String { cause.map(isRequest) == true ? "asked to finish" : causeNoun }

  /// Whether the first cause is a failure, and no deadline, cancel or request that came before any.
  package var causeIsFailure: Bool {
    guard let cause else { return false }
    switch log[cause].kind {
    case .taskOut, .groupFailureKept: return true
    default: return toldAloneAndKept(at: cause) != nil
    }
  }

  /// Whether this event asks tasks to finish and cancels nobody.
  private func isRequest(_ event: Int) -> Bool {
    switch log[event].kind {
    case .intervention(let done): done.action == .shutdown
    case .contextTold: row(log[event].id)?.isShutdownSignal == true
    default: false
    }
  }

  /// Those of these rows that were out by then.
  fileprivate func finishedBefore(_ t: Context.Instant, of rows: [Int]) -> [Row] {
    rows.map { row(number: $0) }.filter { row in row.outAt.map { $0 <= t } ?? false }
  }
}
