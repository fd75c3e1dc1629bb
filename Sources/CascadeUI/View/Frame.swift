import CascadeTerminal

extension Canvas {
  /// A frame around the region, one cell wide.
  mutating func drawFrame(_ look: Look) {
    let (right, bottom) = (region.size.columns - 1, region.size.rows - 1)
    guard right >= 1, bottom >= 1 else { return }
    let (glyphs, style) = (look.glyphs, look.style(.chrome))
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
