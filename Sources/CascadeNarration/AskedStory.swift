import Cascade
import CascadeTrace

/// The part of a story that says what became of those who were asked to finish.
struct AskedStory {
  let run: RunState
  /// The event at which the run took its turn.
  let cause: Int

  /// The sentences; none where nobody was asked. `isPast` when another cause has come since.
  func told(isPast: Bool) -> [ToldSentence] {
    guard let group = asked else { return [] }
    let atWork = run.tasks.filter { task in
      guard task.id.hasPrefix(group.id + "/"), let started = task.marks.started.value, started < cause else {
        return false
      }
      return task.marks.ended.value.map { $0 > cause } ?? true
    }
    guard !atWork.isEmpty else { return [] }
    let finished = atWork.filter { $0.outAt != nil && !$0.marks.told.isSet }
    let others = atWork.filter { $0.outAt == nil && !$0.marks.told.isSet }
    // To be asked isn't to be told.
    let nobody = ToldTasks(run).count == 0 ? ", nobody was told" : ""
    let count = "\(English.count(atWork.count, "running task")) \(atWork.count == 1 ? "was" : "were") asked\(nobody)."
    let clauses = [
      English.clause(finished, "has finished", "have finished"),
      English.clause(others, "is still at work", "are still at work"),
    ].compactMap(\.self)
    let stand = clauses.isEmpty ? [] : [clauses.joined(separator: ", ") + "."]
    return ToldSentence.all([count], isPast ? .earlier : .detail)
      + ToldSentence.all(stand, isPast ? .earlier : .standing)
  }

  /// The group whose tasks were asked.
  private var asked: Row? {
    switch run.log[cause].kind {
    case .intervention(let done) where done.action == .shutdown: run.row(done.target)
    case .contextTold: run.row(run.log[cause].id).flatMap { $0.contextState == .asked ? $0.parent : nil }
    default: nil
    }
  }
}
