import CascadeTrace

/// How many tasks are in which state, in words: `1 failed, 4 cancelled, 1 deaf`.
enum Tally {
  private static let groups: [(word: String, states: [TaskState])] = [
    ("stuck", [.stuck]),
    ("failed", [.failedFirst, .failedKept, .failedNotKept, .failedLate]),
    ("passed on", [.passedOn]),
    ("cancelled", [.cancelled]),
    ("timed out", [.timedOutAlone]),
    ("cancelling", [.told, .cleaningUp]),
    ("deaf", [.deaf]),
    ("running", [.running]),
    ("queued", [.queued, .spawned]),
    ("done", [.done, .toldCompleted]),
    ("refused", [.refused]),
    ("skipped", [.skipped]),
    ("unknown", [.unknown]),
  ]

  /// As many as fit, the most important first.
  static func words(_ tally: [TaskState: Int], columns: Int) -> String {
    var words = ""
    for group in groups {
      let count = group.states.reduce(0) { $0 + (tally[$1] ?? 0) }
      guard count > 0 else { continue }
      let next = (words.isEmpty ? "" : ", ") + "\(count) \(group.word)"
      if words.count + next.count > columns { break }
      words += next
    }
    return words
  }
}
