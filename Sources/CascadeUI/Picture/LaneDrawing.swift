import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// Where the columns of the picture are.
struct PictureColumns: Hashable {
  /// Of label with indent; column 0 is the selection's.
  let label: Int
  let lane: Int
  /// The first column that words can't use any more.
  let edge: Int

  var laneStart: Int { 1 + label }
}

extension Canvas {
  /// Draws a row with its lane in `height` rows from `y` on.
  ///
  /// - Parameter below: The columns of red cells in the next row: the line goes on through the gap only where both have it.
  mutating func draw(
    _ row: PictureRow, y: Int, height: Int, columns: PictureColumns, scale: TimeScale, below: Set<Int>,
    isSelected: Bool, appearance: PictureAppearance
  ) {
    drawLabel(row, y: y, height: height, columns: columns, isSelected: isSelected, appearance: appearance)
    let raster = LaneRaster(row, scale: scale)
    for (column, fill) in raster.fills.enumerated() {
      guard let fill, raster.marks[column].map({ $0.kind == .asked }) ?? true else { continue }
      for part in 0..<height {
        guard let cell = fill.cell(row: part, height: height, appearance: appearance) else { continue }
        self[Point(x: columns.laneStart + column, y: y + part)] = cell
      }
    }
    for (column, mark) in raster.marks {
      drawMark(
        mark, over: column < raster.fills.count ? raster.fills[column] : nil, x: columns.laneStart + column, y: y,
        height: height, reachesOn: below.contains(column), appearance: appearance)
    }
    drawWords(row, raster: raster, y: y, height: height, columns: columns, appearance: appearance)
  }

  /// The same in one row, without areas.
  mutating func drawAsGhost(
    _ row: PictureRow, y: Int, columns: PictureColumns, scale: TimeScale, appearance: PictureAppearance
  ) {
    var x = 1 + write(row.indent, at: Point(x: 1, y: y), style: appearance[.faint])
    x += write(row.label, at: Point(x: x, y: y), limit: max(0, columns.label - x))
    let raster = LaneRaster(row, scale: scale)
    for (column, fill) in raster.fills.enumerated() {
      guard let fill else { continue }
      let (scalar, paint) = fill.ghost(appearance)
      self[Point(x: columns.laneStart + column, y: y)] = Cell(scalar, style: appearance[paint])
    }
    for (column, mark) in raster.marks {
      let isLine = mark.kind == .line && mark.sign == nil
      let sign = isLine ? appearance.scalar(.ghostLine) : mark.sign.map(appearance.scalar) ?? " "
      self[Point(x: columns.laneStart + column, y: y)] = Cell(sign, style: appearance[isLine ? .cause : .text])
    }
    x = columns.laneStart + raster.last + 2
    for word in row.words.fitting(columns.edge - x, charset: charset) {
      x += write(word.text, at: Point(x: x, y: y))
    }
  }

  private mutating func drawLabel(
    _ row: PictureRow, y: Int, height: Int, columns: PictureColumns, isSelected: Bool, appearance: PictureAppearance
  ) {
    let isArea = row.labelPaint == .causeArea || row.labelPaint == .flash
    let style = appearance[row.labelPaint]
    let rows = isArea && row.labelPaint == .causeArea && height > 2 ? height - 1 : 1
    if isArea {
      fill(Rect(x: 0, y: y, columns: columns.label, rows: rows), with: Cell(" ", style: style))
    }
    if isSelected {
      self[Point(x: 0, y: y)] = Cell(
        appearance.scalar(.selected), style: isArea ? style : appearance[.strong])
    }
    var x = 1
    x += write(row.indent, at: Point(x: x, y: y), style: isArea ? style : appearance[.faint])
    write(row.label, at: Point(x: x, y: y), style: style, limit: max(0, columns.label - x))
    // The tree's lines go on through the lower rows of a lane.
    for part in rows..<max(rows, height) {
      write(row.trunks, at: Point(x: 1, y: y + part), style: appearance[.faint])
    }
  }

  private mutating func drawMark(
    _ mark: PictureRow.Mark, over fill: LaneFill?, x: Int, y: Int, height: Int, reachesOn: Bool,
    appearance: PictureAppearance
  ) {
    let sign = mark.sign.map(appearance.scalar) ?? " "
    switch mark.kind {
    case .line:
      for part in 0..<height where height == 1 || part < height - 1 || reachesOn {
        let isFirst = part == 0 && mark.sign != nil
        self[Point(x: x, y: y + part)] = Cell(
          isFirst ? sign : " ", style: appearance[isFirst ? mark.paint : .causeLine])
      }
    case .end: self[Point(x: x, y: y)] = Cell(sign, style: appearance[mark.paint])
    case .asked:
      let isThin = fill == .running || fill == .done
      let isArea = isThin && height > 1 && appearance.depth == .full && !appearance.isPlain
      let paint: Paint = !isArea ? .asked : fill == .done ? .askedOnDone : .askedOnRunning
      for part in 0..<(isArea ? 1 : max(1, height - 1)) {
        self[Point(x: x, y: y + part)] = Cell(sign, style: appearance[paint])
      }
    }
  }

  private mutating func drawWords(
    _ row: PictureRow, raster: LaneRaster, y: Int, height: Int, columns: PictureColumns, appearance: PictureAppearance
  ) {
    var words = row.words
    let startsAtMark = raster.marks[raster.last]?.kind != .end && words.words.first?.tone == .cause
    var x = columns.laneStart + raster.last + (raster.last < 0 ? 1 : startsAtMark ? 1 : 2)
    let start = columns.laneStart + raster.last + 2
    if let inside = words.inside {
      let free = raster.fills.indices.filter { raster.fills[$0] == .waitingAfterCause && raster.marks[$0] == nil }
      if let first = free.first, free.count > inside.columns {
        write(inside, at: Point(x: columns.laneStart + first + 1, y: y), style: appearance[.waitArea])
        words.words = []
      } else if columns.edge - x < inside.columns {
        words.words = [LaneWord(words.insideShort ?? inside, .strong)]
      }
    }
    for word in words.fitting(columns.edge - x, charset: charset) {
      let paint = word.paint
      let isTall = paint == .causeArea && height > 1
      let width = write(word.text, at: Point(x: x, y: y), style: appearance[paint])
      if isTall {
        for part in 1..<height {
          let isEdge = part == height - 1
          for column in 0..<width {
            let cell =
              isEdge
              ? appearance.isPlain ? Cell.blank : Cell(appearance.scalar(.edge), style: appearance[.cause])
              : Cell(" ", style: appearance[.causeArea])
            self[Point(x: x + column, y: y + part)] = cell
          }
        }
      }
      x += width
    }
    guard height > 1, let second = words.second.first else { return }
    write(second.text, at: Point(x: start, y: y + 1), limit: max(0, columns.edge - start))
  }
}

extension LaneWords {
  /// So many columns of an error say which it is; the first letters of one may mean something else: "no".
  private static let enough = 6

  /// The words as they are drawn, with their blanks, cut to that many columns: the longest loses its end, roles never do, and
  /// numbers are there whole or not at all. Where too little is left of an error, the task isn't named whose group keeps it;
  /// and where that makes an error whole, or too little is left of it, a number goes, which the detail has, too.
  func fitting(_ room: Int, charset: Charset) -> [LaneWord] {
    var shown: [LaneWord] = []
    for (index, given) in words.enumerated() {
      var word = given
      if word.paint.isArea { word.text = " \(word.text) " }
      if index > 0 { shown.append(LaneWord(" ")) }
      shown.append(word)
    }
    func columns() -> Int { shown.reduce(0) { $0 + $1.text.columns } }
    func longest() -> Int? {
      shown.indices.filter { !shown[$0].isWhole }.max { shown[$0].text.columns < shown[$1].text.columns }
    }
    // How much of the longest of them there is room for.
    func left() -> Int { (longest().map { shown[$0].text.columns } ?? 0) - max(0, columns() - room) }
    func shorten(isInner: Bool) {
      for index in shown.indices where shown[index].isInner == isInner {
        shown[index].text = shown[index].short ?? shown[index].text
      }
    }
    func dropLastNumber() -> Bool {
      guard let number = shown.lastIndex(where: \.isWhole) else { return false }
      shown.removeSubrange(max(0, number - 1)...number)
      return true
    }
    if columns() > room { shorten(isInner: false) }
    if left() < Self.enough { shorten(isInner: true) }
    let hasError = shown.contains { $0.tone == .failure || $0.tone == .cause }
    let number = shown.last { $0.isWhole }.map { $0.text.columns + 1 } ?? 0
    let makesWhole = columns() > room && columns() - number <= room
    if columns() > room, hasError, makesWhole || left() < Self.enough { _ = dropLastNumber() }
    if columns() > room, let longest = longest() {
      let (all, left) = (shown[longest].text.columns, left())
      shown[longest].text = shown[longest].text.truncated(
        toColumns: left < Self.enough && shown[longest].tone == .failure ? min(1, all) : max(min(4, all), left),
        charset: charset)
    }
    while columns() > room, dropLastNumber() {}
    var left = room
    return shown.compactMap { word in
      guard left > 0 else { return nil }
      var word = word
      if word.isWhole, word.text.columns > left { return nil }
      word.text = word.text.truncated(toColumns: left, charset: charset)
      left -= word.text.columns
      return word
    }
  }
}

extension LaneWord {
  var paint: Paint {
    if isFlashing { return tone == .deaf ? .deafArea : .flash }
    return switch tone {
    case .plain: .text
    case .strong: .strong
    case .faint: .faint
    case .failure: .cause
    case .cause: .causeArea
    case .told: .told
    case .deaf: .deaf
    case .out: .out
    case .asked: .asked
    }
  }
}

extension Paint {
  /// Whether it colours the ground of words.
  var isArea: Bool { self == .causeArea || self == .flash || self == .deafArea }
}
