import CascadeTerminal
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
    ("detached", [.detached]),
    ("running", [.running]),
    ("queued", [.queued]),
    ("spawned", [.spawned]),
    ("done", [.done, .toldCompleted]),
    ("refused", [.refused]),
    ("skipped", [.skipped]),
    ("unknown", [.unknown]),
  ]

  /// As many as fit, the most important first, with the ellipsis where some are left out.
  static func words(_ tally: [TaskState: Int], columns: Int, glyphs: Glyphs) -> String {
    let parts = groups.compactMap { group -> String? in
      let count = group.states.reduce(0) { $0 + (tally[$1] ?? 0) }
      return count > 0 ? "\(count) \(group.word)" : nil
    }
    let mark = String(Character(glyphs.ellipsis))
    for kept in stride(from: parts.count, through: 1, by: -1) {
      let words = (parts[..<kept] + (kept < parts.count ? [mark] : [])).joined(separator: ", ")
      if words.columns <= columns { return words }
    }
    return ""
  }
}
