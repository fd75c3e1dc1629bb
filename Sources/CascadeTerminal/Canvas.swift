/// A grid of cells that is drawn on.
///
/// Everything is clipped: drawing outside is allowed and leaves no trace. Positions count from the corner of the
/// region that is being drawn in, which is the whole canvas until `inside` narrows it.
package struct Canvas: Hashable, Sendable {
  /// The size of the whole grid, whatever region is being drawn in.
  package let size: Size
  /// What may be put into the cells.
  package let charset: Charset
  /// Where drawing goes at the moment, in coordinates of the whole grid. May reach beyond it.
  package private(set) var region: Rect
  /// Row by row, `size.columns` in each.
  package private(set) var cells: [Cell]
  /// What the parts of the picture stand for, in the order in which they were drawn. No part of the picture itself.
  package private(set) var areas: [CanvasArea] = []
  /// The part of the region that exists.
  private var clip: Rect

  /// A blank canvas.
  package init(size: Size, charset: Charset = .unicode) {
    self.size = size
    self.charset = charset
    region = Rect(origin: .zero, size: size)
    clip = region
    cells = Array(repeating: .blank, count: size.columns * size.rows)
  }

  /// The cells of a row of the whole grid.
  package func row(_ y: Int) -> ArraySlice<Cell> {
    cells[y * size.columns..<(y + 1) * size.columns]
  }

  /// The cell at a place of the region. Outside it reads as a blank and can't be set.
  package subscript(_ point: Point) -> Cell {
    get { index(of: point).map { cells[$0] } ?? .blank }
    set {
      guard let index = index(of: point) else { return }
      cells[index] = fitting(newValue)
    }
  }

  /// Sets every cell of a rectangle of the region; of the whole region by default.
  package mutating func fill(_ area: Rect? = nil, with cell: Cell = .blank) {
    let cell = fitting(cell)
    forEachIndex(in: area) { cells, index in cells[index] = cell }
  }

  /// Changes the style of every cell of a rectangle of the region and keeps the characters.
  package mutating func restyle(_ area: Rect? = nil, _ change: (inout Style) -> Void) {
    forEachIndex(in: area) { cells, index in change(&cells[index].style) }
  }

  /// Draws in a rectangle of the region as if it were a canvas of its own; nothing gets past its edges.
  package mutating func inside<Result>(_ area: Rect, _ draw: (inout Canvas) throws -> Result) rethrows -> Result {
    let (outerRegion, outerClip) = (region, clip)
    region = area.moved(columns: region.minX, rows: region.minY)
    clip = clip.intersection(region)
    defer { (region, clip) = (outerRegion, outerClip) }
    return try draw(&self)
  }

  /// Says what a rectangle of the region stands for, so that a click there can be understood; the whole region by default. What
  /// was said of the same cells before no longer holds.
  ///
  /// - Parameter meaning: nil for nothing.
  package mutating func mark(_ area: Rect? = nil, as meaning: (any Hashable & Sendable)?) {
    let whole = area.map { $0.moved(columns: region.minX, rows: region.minY) } ?? region
    let visible = clip.intersection(whole)
    if !visible.isEmpty { areas.append(CanvasArea(rect: visible, meaning: meaning)) }
  }

  /// What stands at a place of the whole grid; nil where nothing was said of it.
  package func area(at point: Point) -> CanvasArea? {
    areas.last { $0.rect.contains(point) }
  }

  /// Copies another canvas so that its top left corner comes to that place of the region.
  package mutating func draw(_ other: Canvas, at origin: Point = .zero) {
    for y in 0..<other.size.rows {
      for (x, cell) in other.row(y).enumerated() {
        self[Point(x: origin.x + x, y: origin.y + y)] = cell
      }
    }
  }

  /// Takes these rectangles of the whole grid over as they are on another canvas of the same size.
  package mutating func take(_ areas: [Rect], from other: Canvas) {
    guard other.size == size else { return }
    for area in areas {
      let visible = area.intersection(Rect(origin: .zero, size: size))
      for y in visible.minY..<max(visible.minY, visible.maxY) {
        let range = y * size.columns + visible.minX..<y * size.columns + visible.maxX
        cells.replaceSubrange(range, with: other.cells[range])
      }
    }
  }

  /// Where a place of the region lies in `cells`; nil when it is clipped away.
  func index(of point: Point) -> Int? {
    let place = Point(x: region.minX + point.x, y: region.minY + point.y)
    return clip.contains(place) ? place.y * size.columns + place.x : nil
  }

  private func fitting(_ cell: Cell) -> Cell {
    charset == .unicode ? cell : Cell(cell.scalar.drawable(in: charset), style: cell.style)
  }

  private mutating func forEachIndex(in area: Rect?, _ body: (inout [Cell], Int) -> Void) {
    let whole = area.map { $0.moved(columns: region.minX, rows: region.minY) } ?? region
    let visible = clip.intersection(whole)
    guard !visible.isEmpty else { return }
    for y in visible.minY..<visible.maxY {
      for x in visible.minX..<visible.maxX {
        body(&cells, y * size.columns + x)
      }
    }
  }
}

/// A rectangle of the whole grid, and what it stands for.
package struct CanvasArea: Sendable {
  package let rect: Rect
  package let meaning: (any Hashable & Sendable)?
}

extension Canvas {
  /// Two canvases are equal that look so.
  package static func == (a: Canvas, b: Canvas) -> Bool {
    a.size == b.size && a.charset == b.charset && a.region == b.region && a.clip == b.clip && a.cells == b.cells
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(cells)
  }
}

/// One cell of a screen: one character of width 1, and its style.
///
/// Whatever a cell is made from, what it holds can be drawn: an unsafe scalar has been replaced by its stand-in.
package struct Cell: Hashable, Sendable {
  package let scalar: Unicode.Scalar
  package var style: Style

  /// A space in the terminal's own colours.
  package static let blank = Cell(" ")

  /// A cell with that scalar, or with the stand-in when the scalar may not reach a terminal.
  package init(_ scalar: Unicode.Scalar, style: Style = .plain) {
    self.scalar = scalar.drawable(in: .unicode)
    self.style = style
  }
}

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
  /// This text if it fits, else its beginning and a mark that something is missing: `…`, or `~` in ASCII.
  package func truncated(toColumns limit: Int, charset: Charset) -> String {
    guard columns > limit else { return self }
    guard limit > 0 else { return "" }
    let mark = charset == .unicode ? "…" : "~"
    return String(prefix(limit - mark.count)) + mark
  }
}
