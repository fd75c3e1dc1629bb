extension Canvas {
  /// Writes text on one row of the region, each character in one column, through the gate for untrusted text.
  ///
  /// - Parameters:
  ///   - text: anything; line ends and other controls come out as stand-ins.
  ///   - origin: where the first character goes. It may lie outside; what reaches inside is drawn.
  ///   - limit: the most columns that may be used; a longer text is cut and ends with an ellipsis. None by default.
  /// - Returns: how many columns the text takes, whether visible or clipped: the next text may start there.
  @discardableResult
  package mutating func write(
    _ text: String, at origin: Point = .zero, style: Style = .plain, limit: Int? = nil
  ) -> Int {
    let shown = limit.map { text.truncated(toColumns: $0, charset: charset) } ?? text
    var column = 0
    for character in shown {
      self[Point(x: origin.x + column, y: origin.y)] = Cell(character.drawable(in: charset), style: style)
      column += 1
    }
    return column
  }
}

extension String {
  /// This text if it fits, else its beginning and a mark that something is missing: `…`, or `...` in ASCII (`~` where
  /// there is no room for three).
  package func truncated(toColumns limit: Int, charset: Charset) -> String {
    guard columns > limit else { return self }
    guard limit > 0 else { return "" }
    let mark = charset == .unicode ? "…" : limit > 3 ? "..." : "~"
    return String(prefix(limit - mark.count)) + mark
  }
}
