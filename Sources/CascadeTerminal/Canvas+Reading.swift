/// A run of neighbouring cells of one row that are not what they were.
package struct CanvasChange: Hashable, Sendable {
  /// Where the first of the cells is.
  package let origin: Point
  package let cells: ArraySlice<Cell>
}

extension Canvas {
  /// What has to be drawn to come from another canvas to this one: the runs of cells that differ, top to bottom and
  /// left to right, no two of them touching. All rows when there is no other canvas, or when it has another size.
  package func changes(since previous: Canvas?) -> [CanvasChange] {
    guard let previous, previous.size == size else {
      guard size.columns > 0 else { return [] }
      return (0..<size.rows).map { CanvasChange(origin: Point(x: 0, y: $0), cells: row($0)) }
    }
    var changes: [CanvasChange] = []
    for y in 0..<size.rows {
      let end = (y + 1) * size.columns
      var index = y * size.columns
      while index < end {
        guard cells[index] != previous.cells[index] else {
          index += 1
          continue
        }
        let start = index
        while index < end && cells[index] != previous.cells[index] { index += 1 }
        changes.append(CanvasChange(origin: Point(x: start - y * size.columns, y: y), cells: cells[start..<index]))
      }
    }
    return changes
  }
}

// A canvas as text, for tests that compare screens with files.

extension Canvas: CustomStringConvertible {
  /// The rows as text without styles, without the blanks at the end of each, joined by line ends.
  package var description: String { lines.joined(separator: "\n") }

  /// The rows as text without styles and without the blanks at the end of each.
  package var lines: [String] {
    (0..<size.rows).map { y in
      var line = String(String.UnicodeScalarView(row(y).map(\.scalar)))
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The rows as text, and under each the runs of its cells that are not plain, as `| column+length style`.
  package var styledDescription: String {
    (0..<size.rows).flatMap { y in [lines[y]] + styleRuns(ofRow: y) }.joined(separator: "\n")
  }

  private func styleRuns(ofRow y: Int) -> [String] {
    row(y).runs.filter { $0.style != .plain }.map { "| \($0.x)+\($0.cells.count) \($0.style)" }
  }
}

/// Neighbouring cells of one style.
package struct CellRun: Hashable, Sendable {
  /// How many cells stand before it in what it is a part of.
  package let x: Int
  package let cells: ArraySlice<Cell>

  package var style: Style { cells.first?.style ?? .plain }

  /// Its characters; nothing but what may be drawn.
  package var text: String { String(String.UnicodeScalarView(cells.lazy.map(\.scalar))) }
}

extension ArraySlice<Cell> {
  /// The cells in order, in runs of one style that are as long as can be.
  package var runs: [CellRun] {
    var runs: [CellRun] = []
    var start = startIndex
    while start < endIndex {
      let style = self[start].style
      let end = self[start...].firstIndex { $0.style != style } ?? endIndex
      runs.append(CellRun(x: start - startIndex, cells: self[start..<end]))
      start = end
    }
    return runs
  }
}

extension Style: CustomStringConvertible {
  /// The parts that are not plain, for instance `196 on 0 bold reverse`; `plain` when there are none.
  package var description: String {
    var parts: [String] = []
    if case .palette(let index) = foreground { parts.append("\(index)") }
    if case .palette(let index) = background { parts.append("on \(index)") }
    if attributes.contains(.bold) { parts.append("bold") }
    if attributes.contains(.dim) { parts.append("dim") }
    if attributes.contains(.underline) { parts.append("underline") }
    if attributes.contains(.reverse) { parts.append("reverse") }
    return parts.isEmpty ? "plain" : parts.joined(separator: " ")
  }
}
