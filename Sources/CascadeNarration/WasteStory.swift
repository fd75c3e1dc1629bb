package import Cascade
package import CascadeTrace

/// What a failure cost and what stopping spared, in sentences; safe to print.
package struct WasteStory: Hashable, Sendable {
  /// One fact each.
  package let sentences: [String]

  /// Nil where there is no first cause.
  package init?(_ ledger: WorkLedger, in run: RunState, at now: Context.Instant) {
    guard let waste = ledger.waste(in: run, at: now) else { return nil }
    let (total, cause) = (waste.total, run.kind(ofCauseAt: waste.event).word)
    var sentences: [String] = []
    func add(_ words: WorkWords, _ amount: Duration, _ text: String) {
      sentences.append("\(words.label) \(TimeText.duration(amount)): \(text).")
    }
    if total.wasted > .zero {
      let all = [(total.lost, "wasted"), (total.used, "useful"), (total.cleaning, "cleaning up")]
      let parts = all.filter { $0.0 > .zero }
      let shares =
        parts.count == 1
        ? "All of it is \(parts[0].1)" : parts.map { "\(TimeText.duration($0)) \($1)" }.joined(separator: ", ")
      let extra =
        total.extra > .zero ? ". \(TimeText.duration(total.extra)) of it is extra: not in the plan" : ""
      add(.after, total.wasted, "work done after the \(cause) at \(run.timeText(waste.cause)). \(shares)\(extra)")
    }
    if waste.isPlanned, total.saved != .zero || total.tidied > .zero || total.open > .zero {
      let open =
        total.open > .zero && run.ending == nil ? ". \(TimeText.duration(total.open)) of work is still to do" : ""
      let planned = TimeText.duration(total.saved + total.tidied)
      add(
        .saved, total.saved,
        (total.tidied > .zero
          ? "\(planned) of planned work not done, minus \(total.cleaningInItsPlace)" : "planned work not done") + open)
    }
    if total.discarded > .zero {
      let done = run.finishedBefore(waste.cause, of: waste.thrownAway)
      let why = run.outermostGroup?.closingError == nil ? "result dropped" : "but Wait returns an error"
      add(.discarded, total.discarded, "done before the \(cause), \(why): \(English.subject(done))")
    }
    if total.sunk > .zero {
      add(.sunk, total.sunk, "work before the \(cause) by tasks under way, whose results are lost")
    }
    if let waiting = waste.callerWaiting, waiting > .zero {
      let group = run.outermostGroup
      let end = group?.closedAt == nil ? "so far" : "until Wait returns"
      let own = group?.causeOfWaitEvent.map { (run.kind(ofCauseAt: $0).word, run.log[$0].t) }
      let (what, since) = own ?? (cause, waste.cause)
      add(.waiting, waiting, "from the \(what) at \(run.timeText(since)) \(end)")
    }
    self.sentences = sentences
  }
}

extension Waste.Amounts {
  /// `300 ms of cleaning up`, or the part of it that took the place of planned work.
  fileprivate var cleaningInItsPlace: String {
    let all = "\(TimeText.duration(cleaned)) of cleaning up"
    return cleaned == tidied ? all : "\(TimeText.duration(tidied)) of the \(all); the rest is extra"
  }
}

extension RunState {
  /// Those of these rows that were out by then.
  fileprivate func finishedBefore(_ t: Context.Instant, of rows: [Int]) -> [Row] {
    rows.map { row(number: $0) }.filter { row in row.outAt.map { $0 <= t } ?? false }
  }
}
