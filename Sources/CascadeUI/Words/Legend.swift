import CascadeTerminal

/// What the characters of the lanes mean.
enum Legend {
  struct Entry {
    let scalar: Unicode.Scalar
    let hue: Hue
    let words: String
  }

  /// The most important first.
  static func entries(_ glyphs: Glyphs, cause: String = "first failure") -> [Entry] {
    [
      Entry(scalar: glyphs.work, hue: .running, words: "work"),
      Entry(scalar: glyphs.causeLine, hue: .failed, words: cause),
      Entry(scalar: glyphs.toldWorking, hue: .cancelled, words: "told"),
      Entry(scalar: glyphs.leaving, hue: .cancelled, words: "on its way out"),
      Entry(scalar: glyphs.deaf, hue: .cancelled, words: "deaf"),
      Entry(scalar: glyphs.waiting, hue: .pending, words: "queued"),
    ]
  }

  /// As many as fit; each with a blank before and after.
  static func spans(_ look: Look, cause: String, columns: Int) -> [Span] {
    var spans: [Span] = []
    var used = 0
    for entry in entries(look.glyphs, cause: cause) {
      let words = " \(entry.words) "
      guard used + 2 + words.columns <= columns else { break }
      spans.append(Span(" " + String(Character(entry.scalar)), look.style(entry.hue)))
      spans.append(Span(words, look.style(.chrome)))
      used += 2 + words.columns
    }
    return spans
  }
}
