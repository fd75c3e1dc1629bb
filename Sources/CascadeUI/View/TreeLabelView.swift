import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// Draws branch, mark and name of a row into its part of the line.
  mutating func drawTreeLabel(_ row: Row, part: RowColumns.Part, indentation: Int, y: Int, isStrong: Bool, look: Look) {
    inside(Rect(x: part.x, y: y, columns: part.width, rows: 1)) { line in
      let name = row.name.isEmpty ? row.id : row.name
      let wanted = row.depth * indentation
      // Deep down the name keeps some room, and the outer branches give way.
      let limit = max(indentation, part.width - TreeLabel.markColumns - min(name.columns, TreeLabel.leastName))
      let branch = min(wanted, limit)
      line.drawBranch(of: row, indentation: indentation, shift: wanted - branch, look: look)
      let state = row.state.look
      line[Point(x: branch, y: 0)] = look.mark(of: state)
      let room = part.width - branch - TreeLabel.markColumns
      let shown = Fitting.fit(name, columns: room, cut: .middle, glyphs: look.glyphs)
      var style = row.isBorn ? Style.plain : look.style(.pending)
      if isStrong || row.kind == .group { style = style.adding(.bold) }
      line.write(shown, at: Point(x: branch + TreeLabel.markColumns, y: 0), style: style)
    }
  }

  /// The lines that lead to a row. Where there is no room for all of them the outer ones are left out.
  private mutating func drawBranch(of row: Row, indentation: Int, shift: Int, look: Look) {
    guard row.depth > 0 else { return }
    let (glyphs, style) = (look.glyphs, look.style(.chrome))
    var x = (row.depth - 1) * indentation - shift
    self[Point(x: x, y: 0)] = Cell(row.isLastSibling ? glyphs.lastBranch : glyphs.branch, style: style)
    self[Point(x: x + 1, y: 0)] = Cell(glyphs.twig, style: style)
    var ancestor = row.parent
    while let current = ancestor, current.depth > 0, x > 0 {
      x -= indentation
      if !current.isLastSibling { self[Point(x: x, y: 0)] = Cell(glyphs.trunk, style: style) }
      ancestor = current.parent
    }
    if shift > 0 { self[Point(x: 0, y: 0)] = Cell(glyphs.ellipsis, style: style) }
  }
}
