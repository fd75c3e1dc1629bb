import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// What the characters of the lanes mean.
enum Legend {
  struct Entry {
    let scalar: Unicode.Scalar
    let role: ColorRole
    let words: String
    /// Whether it is left out where it isn't seen.
    var isRare = false
    /// What the help says, where that is more.
    var help: String?

    fileprivate func spans(_ appearance: Appearance) -> [Span] {
      [Span(" " + String(Character(scalar)), appearance.style(role)), Span(" \(words) ", appearance.style(.chrome))]
    }
  }

  /// The most important first.
  static func entries(_ glyphs: Glyphs, cause: String = "first failure") -> [Entry] {
    [
      Entry(scalar: glyphs.work, role: .running, words: "work"),
      Entry(scalar: glyphs.causeLine, role: .failed, words: cause),
      Entry(scalar: glyphs.toldWorking, role: .cancelled, words: "told"),
      Entry(scalar: glyphs.leaving, role: .cancelled, words: "on its way out"),
      Entry(scalar: glyphs.deaf, role: .cancelled, words: "deaf"),
      Entry(
        scalar: glyphs.toldIdle, role: .cancelled, words: "told idle", isRare: true,
        help: "told before it was at work"),
      Entry(scalar: glyphs.goingOn, role: .running, words: "goes on", isRare: true),
      Entry(scalar: glyphs.waiting, role: .pending, words: "queued"),
    ]
  }

  /// Those of a story about contexts alone.
  static func contextSpans(_ appearance: Appearance, columns: Int) -> [Span] {
    let (over, fired) = (ContextState.cancelled.appearance, AfterState.fired.appearance)
    let entries = [
      Entry(scalar: appearance.glyphs.horizontal, role: .running, words: "active"),
      Entry(scalar: over.mark(in: appearance.charset), role: over.role, words: "cancelled"),
      Entry(scalar: appearance.glyphs.waiting, role: .pending, words: "waits"),
      Entry(scalar: fired.mark(in: appearance.charset), role: fired.role, words: "fires"),
    ]
    let all = entries.flatMap { $0.spans(appearance) }
    return all.reduce(0) { $0 + $1.text.columns } <= columns ? all : []
  }

  /// As many as fit, those first that are seen; each with a blank before and after, always in the same order.
  static func spans(_ appearance: Appearance, cause: String, seen: Set<Unicode.Scalar>, columns: Int) -> [Span] {
    let entries = entries(appearance.glyphs, cause: cause)
    func isSeen(_ index: Int) -> Bool { seen.contains(entries[index].scalar) }
    var chosen: Set<Int> = []
    var used = 0
    for index in entries.indices.filter(isSeen) + entries.indices.filter({ !isSeen($0) && !entries[$0].isRare }) {
      let width = 4 + entries[index].words.columns
      guard used + width <= columns else { break }
      chosen.insert(index)
      used += width
    }
    return chosen.sorted().flatMap { entries[$0].spans(appearance) }
  }
}

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
