import Cascade
import CascadeText
package import CascadeTrace

/// Why a run ended as it did, by its events, in lines that are safe to print: for those who expected something else.
package struct Explanation {
  package let lines: [String]

  /// So many tasks are named; more are counted.
  private static let mostNames = 5

  /// Why Wait of the outermost group returned what it did, when it did, and with which cause.
  package init(ofWaitIn run: RunState) {
    guard let group = run.outermostGroup else {
      lines = []
      return
    }
    var lines: [String] = []
    let kept = group.firstFailure
    if let kept, let task = kept.task {
      let source = kept.source.flatMap { $0.number == task.number ? nil : " It came from \($0.label)." } ?? ""
      let returned = "\(task.label) returned \(SafeText.quoted(kept.error)) at \(run.timeText(kept.t))"
      lines.append("\(returned): the first error, so \(group.label) keeps it.\(source)")
    } else {
      lines.append("\(English.opening(group.label)) keeps no error.")
    }
    let others = group.children.filter { $0.kind == .task && $0.error != nil && !$0.isKept }
    for row in others.prefix(3) {
      guard let error = row.error, let out = row.outAt else { continue }
      let why = kept == nil ? "this kind of group keeps none" : "it came later"
      lines.append("\(group.label) drops \(SafeText.quoted(error)) of \(row.label) at \(run.timeText(out)): \(why).")
    }
    if let deadlock = run.deadlockSentence { lines.append(deadlock) }
    if let told = Self.told(run) { lines.append(told) }
    let last = group.children.filter { $0.kind == .task && $0.outAt != nil }
      .max { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }
    if let last, let out = last.outAt, let closed = group.closedAt {
      let wait = closed == out ? "and Wait returns then" : "and Wait returns at \(run.timeText(closed))"
      lines.append("\(last.label) is the last task out, at \(run.timeText(out)), \(wait).")
    }
    self.lines = lines
  }

  /// Which tasks were told, and by what.
  private static func told(_ run: RunState) -> String? {
    let told = ToldTasks(run)
    guard let first = told.first else { return "No task was told." }
    let names = told.all.prefix(mostNames).map(\.label)
    let more = told.count - names.count
    let all = English.list(names + (more > 0 ? ["\(more) more"] : []))
    let when = told.isAtOnce ? "at" : "from"
    return
      "\(English.count(told.count, "task")) \(English.were(told.count)) told \(when) \(run.timeText(first)): \(all)."
  }

  /// Why something became of a task, a context or an after-function: what its detail says of that.
  package init(of row: Row) {
    let wanted: Set = [
      "state", "told", "told by", "cancelled", "cancelled by", "why", "because", "cause", "cleans up", "out", "error",
      "from",
      "never ran", "waits for", "started", "stopped", "Err()", "attempt",
    ]
    let details = DetailPage(row: row, now: row.run.latestTime).lines.filter { wanted.contains($0.label) }
    let facts = details.map { "\($0.label) \($0.text)" }.joined(separator: "; ")
    let never = row.kind == .task && row.toldAt == nil && row.isBorn ? "; never told" : ""
    lines = facts.isEmpty ? [] : ["\(row.phrase): \(facts)\(never)."]
  }
}
