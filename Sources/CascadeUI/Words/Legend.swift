import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// What the characters of the lanes mean.
enum Legend {
  struct Entry {
    let scalar: Unicode.Scalar
    let hue: Hue
    let words: String
    /// Whether it is left out where it isn't seen.
    var isRare = false
    /// What the help says, where that is more.
    var help: String?

    fileprivate func spans(_ look: Look) -> [Span] {
      [Span(" " + String(Character(scalar)), look.style(hue)), Span(" \(words) ", look.style(.chrome))]
    }
  }

  /// The most important first.
  static func entries(_ glyphs: Glyphs, cause: String = "first failure") -> [Entry] {
    [
      Entry(scalar: glyphs.work, hue: .running, words: "work"),
      Entry(scalar: glyphs.causeLine, hue: .failed, words: cause),
      Entry(scalar: glyphs.toldWorking, hue: .cancelled, words: "told"),
      Entry(scalar: glyphs.leaving, hue: .cancelled, words: "on its way out"),
      Entry(scalar: glyphs.deaf, hue: .cancelled, words: "deaf"),
      Entry(
        scalar: glyphs.toldIdle, hue: .cancelled, words: "told idle", isRare: true,
        help: "told before it was at work"),
      Entry(scalar: glyphs.goingOn, hue: .running, words: "goes on", isRare: true),
      Entry(scalar: glyphs.waiting, hue: .pending, words: "queued"),
    ]
  }

  /// Those of a story about contexts alone.
  static func contextSpans(_ look: Look, columns: Int) -> [Span] {
    let (over, fired) = (ContextState.cancelled.look, AfterState.fired.look)
    let entries = [
      Entry(scalar: look.glyphs.horizontal, hue: .running, words: "active"),
      Entry(scalar: over.mark(in: look.charset), hue: over.hue, words: "cancelled"),
      Entry(scalar: look.glyphs.waiting, hue: .pending, words: "waits"),
      Entry(scalar: fired.mark(in: look.charset), hue: fired.hue, words: "fires"),
    ]
    let all = entries.flatMap { $0.spans(look) }
    return all.reduce(0) { $0 + $1.text.columns } <= columns ? all : []
  }

  /// As many as fit, those first that are seen; each with a blank before and after, always in the same order.
  static func spans(_ look: Look, cause: String, seen: Set<Unicode.Scalar>, columns: Int) -> [Span] {
    let entries = entries(look.glyphs, cause: cause)
    func isSeen(_ index: Int) -> Bool { seen.contains(entries[index].scalar) }
    var chosen: Set<Int> = []
    var used = 0
    for index in entries.indices.filter(isSeen) + entries.indices.filter({ !isSeen($0) && !entries[$0].isRare }) {
      let width = 4 + entries[index].words.columns
      guard used + width <= columns else { break }
      chosen.insert(index)
      used += width
    }
    return chosen.sorted().flatMap { entries[$0].spans(look) }
  }
}
