import CascadeTerminal

/// Text cut and wrapped to a number of columns. One character takes one column, as the canvas draws it.
///
/// The mark of an omission is one column in both character sets, so that a screen has the same layout in either.
enum TextLayout {
  /// Where a text that is too long gives way.
  enum Cut { case end, middle }

  /// The text itself where it fits, else with an ellipsis at the cut. Names give way in the middle, since both their
  /// ends tell them apart.
  static func fit(_ text: String, columns: Int, cut: Cut = .end, glyphs: Glyphs) -> String {
    guard columns > 0 else { return "" }
    let count = text.columns
    guard count > columns else { return text }
    let kept = columns - 1
    let tail = cut == .middle ? kept / 2 : 0
    return text.prefix(kept - tail) + String(Character(glyphs.ellipsis)) + text.suffix(tail)
  }

  /// The words, a number and the unit after it as one.
  private static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let unit = word.prefix { $0.isLetter }
      if let number = words.last, number.last?.isWholeNumber == true, unit == "s" || unit == "ms",
        text[number.endIndex..<word.startIndex] == " "
      {
        words[words.count - 1] = text[number.startIndex..<word.endIndex]
      } else {
        words.append(word)
      }
    }
    return words
  }

  /// The text in lines of at most so many columns, broken at spaces, but not between a number and its unit; a word that
  /// is longer is broken anywhere. What doesn't fit in the lines there are room for is cut, and the last line says so.
  static func wrap(_ text: String, columns: Int, lines limit: Int, glyphs: Glyphs) -> [String] {
    guard columns > 0, limit > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words(text) {
      var rest = word
      var count = rest.count
      if used > 0 && used + 1 + count <= columns {
        line += " " + rest
        used += 1 + count
        continue
      }
      if used > 0 { lines.append(line) }
      while count > columns {
        lines.append(String(rest.prefix(columns)))
        rest = rest.dropFirst(columns)
        count -= columns
      }
      line = String(rest)
      used = count
    }
    if used > 0 { lines.append(line) }
    guard lines.count > limit else { return lines }
    let last = lines[limit - 1] + String(Character(glyphs.ellipsis))
    return lines[..<(limit - 1)] + [last.columns > columns ? fit(last, columns: columns, glyphs: glyphs) : last]
  }
}

/// A piece of text in one style.
struct Span: Hashable, Sendable {
  var text: String
  var style: Style

  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

extension Canvas {
  /// Writes pieces one after the other, at most so many columns in all; a piece that doesn't fit is left out with all
  /// that follow.
  /// - Returns: how many columns were used.
  @discardableResult
  mutating func write(_ spans: [Span], at origin: Point, limit: Int) -> Int {
    var used = 0
    for span in spans {
      guard used + span.text.columns <= limit else { break }
      used += write(span.text, at: Point(x: origin.x + used, y: origin.y), style: span.style)
    }
    return used
  }
}

extension Canvas {
  /// A frame around the region, one cell wide.
  mutating func drawFrame(_ appearance: Appearance) {
    let (right, bottom) = (region.size.columns - 1, region.size.rows - 1)
    guard right >= 1, bottom >= 1 else { return }
    let (glyphs, style) = (appearance.glyphs, appearance.style(.chrome))
    let line = Cell(glyphs.horizontal, style: style)
    let side = Cell(glyphs.vertical, style: style)
    for y in [0, bottom] { fill(Rect(x: 1, y: y, columns: right - 1, rows: 1), with: line) }
    for x in [0, right] { fill(Rect(x: x, y: 1, columns: 1, rows: bottom - 1), with: side) }
    self[Point(x: 0, y: 0)] = Cell(glyphs.topLeft, style: style)
    self[Point(x: right, y: 0)] = Cell(glyphs.topRight, style: style)
    self[Point(x: 0, y: bottom)] = Cell(glyphs.bottomLeft, style: style)
    self[Point(x: right, y: bottom)] = Cell(glyphs.bottomRight, style: style)
  }
}
