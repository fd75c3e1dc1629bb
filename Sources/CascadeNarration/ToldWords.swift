import CascadeTrace

/// How many were told, in words: the same in the sentence of a beat and in the story so far.
struct ToldWords {
  let told: ToldTasks

  /// What the story says of them: `5 running tasks were told.`, `3 tasks were told: 1 at work, 1 not started, 1 as it was
  /// spawned.` Nil for nobody.
  var past: String? {
    guard told.count > 0 else { return nil }
    return who + " " + (told.count == 1 ? "was" : "were") + " told" + (kinds(past: true) ?? "") + when + "."
  }

  /// What a beat says of those whom it tells. Nil for nobody.
  var present: String? {
    guard told.count > 0 else { return nil }
    if told.count == 1 {
      let isNew = !told.newcomers.isEmpty
      return "\(told.all[0].label) is told\(isNew ? " as it is spawned" : ""): its context is cancelled."
    }
    let count = English.count(told.count, "task")
    guard let kinds = kinds(past: false) else { return "\(count) are told at once: their contexts are cancelled." }
    return "\(count) are told\(kinds)."
  }

  private var who: String {
    let noun =
      if told.newcomers.isEmpty, told.notStarted.isEmpty { "running task" } else { "task" }
    return English.count(told.count, noun)
  }

  /// Which of them were doing what; nil where all were at work.
  private func kinds(past: Bool) -> String? {
    guard told.atWork.count < told.count else { return nil }
    let spawned = told.newcomers.count == 1 ? (past ? "it was" : "it is") : past ? "they were" : "they are"
    let parts = [
      (told.atWork.count, "at work"), (told.notStarted.count, "not started"),
      (told.newcomers.count, "as \(spawned) spawned"),
    ].filter { $0.0 > 0 }
    guard parts.count > 1 else {
      return told.newcomers.isEmpty ? " before \(told.count == 1 ? "it" : "they") started" : " \(parts[0].1)"
    }
    return ": " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// From when to when; empty where all were told at one moment.
  private var when: String {
    guard !told.isAtOnce, let first = told.first, let last = told.last, let run = told.all.first?.run else { return "" }
    return ", from \(run.timeText(first)) to \(run.timeText(last))"
  }
}
