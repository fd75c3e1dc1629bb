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
