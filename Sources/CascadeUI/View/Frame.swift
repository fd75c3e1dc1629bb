internal import CascadeTerminal

extension Canvas {
  /// A frame around the region, one cell wide, with words set into its upper and lower edge.
  mutating func drawFrame(_ look: Look, title: String, note: String = "", legend: [Span] = []) {
    let (width, height) = (region.size.columns, region.size.rows)
    guard width >= 2, height >= 2 else { return }
    let (glyphs, style) = (look.glyphs, look.style(.chrome))
    let line = Cell(glyphs.horizontal, style: style)
    let side = Cell(glyphs.vertical, style: style)
    fill(Rect(x: 1, y: 0, columns: width - 2, rows: 1), with: line)
    fill(Rect(x: 1, y: height - 1, columns: width - 2, rows: 1), with: line)
    fill(Rect(x: 0, y: 1, columns: 1, rows: height - 2), with: side)
    fill(Rect(x: width - 1, y: 1, columns: 1, rows: height - 2), with: side)
    self[Point(x: 0, y: 0)] = Cell(glyphs.topLeft, style: style)
    self[Point(x: width - 1, y: 0)] = Cell(glyphs.topRight, style: style)
    self[Point(x: 0, y: height - 1)] = Cell(glyphs.bottomLeft, style: style)
    self[Point(x: width - 1, y: height - 1)] = Cell(glyphs.bottomRight, style: style)

    let noteWidth = note.isEmpty ? 0 : note.columns + 2
    let room = width - 6 - noteWidth
    guard room > 0 else { return }
    let shown = " " + Fitting.fit(title, columns: room, glyphs: glyphs) + " "
    write(shown, at: Point(x: 2, y: 0), style: Style(attributes: .bold))
    if noteWidth > 0 { write(" " + note + " ", at: Point(x: width - 2 - noteWidth, y: 0)) }
    write(legend, at: Point(x: 2, y: height - 1), limit: width - 4)
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
