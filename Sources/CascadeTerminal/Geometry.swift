/// A place in a grid of cells: column `x` from the left and row `y` from the top, both from 0.
package struct Point: Hashable, Sendable {
  package var x: Int
  package var y: Int

  /// The top left corner.
  package static let zero = Point(x: 0, y: 0)

  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// How many columns and rows something takes. Neither is ever negative.
package struct Size: Hashable, Sendable {
  package let columns: Int
  package let rows: Int

  package static let zero = Size(columns: 0, rows: 0)

  /// A negative count is taken as 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Whether there is no cell at all.
  package var isEmpty: Bool { columns == 0 || rows == 0 }
}

/// A rectangle of cells. Its right and bottom edges (`maxX`, `maxY`) are the first column and row outside of it.
package struct Rect: Hashable, Sendable {
  package var origin: Point
  package var size: Size

  package init(origin: Point, size: Size) {
    self.origin = origin
    self.size = size
  }

  /// A negative width or height is taken as 0.
  package init(x: Int, y: Int, columns: Int, rows: Int) {
    self.init(origin: Point(x: x, y: y), size: Size(columns: columns, rows: rows))
  }

  package var minX: Int { origin.x }
  package var minY: Int { origin.y }
  package var maxX: Int { origin.x + size.columns }
  package var maxY: Int { origin.y + size.rows }
  package var isEmpty: Bool { size.isEmpty }

  package func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x < maxX && point.y >= minY && point.y < maxY
  }

  /// What both rectangles cover; empty, at the nearest corner, when they don't meet.
  package func intersection(_ other: Rect) -> Rect {
    let x = max(minX, other.minX)
    let y = max(minY, other.minY)
    return Rect(x: x, y: y, columns: min(maxX, other.maxX) - x, rows: min(maxY, other.maxY) - y)
  }

  /// This rectangle without a margin on each side; empty when the margins leave nothing.
  package func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    Rect(
      x: minX + columns, y: minY + rows, columns: size.columns - 2 * columns, rows: size.rows - 2 * rows)
  }

  package func moved(columns: Int = 0, rows: Int = 0) -> Rect {
    Rect(origin: Point(x: origin.x + columns, y: origin.y + rows), size: size)
  }
}
