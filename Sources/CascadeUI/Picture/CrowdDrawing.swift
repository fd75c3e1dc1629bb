import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// Many equal tasks as one block of stacked areas: how many were done and at work over time, and, at the right, how many are
/// what now.
struct CrowdBlock {
  let members: CrowdMembers
  /// How many of those that are told and run are deaf.
  let deaf: Int
  let recording: Recording
  let cursor: Cursor
  let scale: TimeScale
  /// When the cause came.
  let cause: Context.Instant?
  /// What wait returned is an error: the results of those that are done are thrown away.
  let isThrownAway: Bool

  /// A layer of the stack of this moment.
  fileprivate struct Layer {
    let count: Int
    let words: [String]
    let mark: PictureAppearance.Mark?
    let paint: Paint
    let plain: Unicode.Scalar
  }

  fileprivate var layers: [Layer] {
    let counts = members.counts(at: cursor.position)
    let done =
      isThrownAway
      ? Layer(count: counts.done, words: CrowdWords.thrownAway, mark: .lost, paint: .lost, plain: ".")
      : Layer(count: counts.done, words: CrowdWords.done, mark: nil, paint: .doneArea, plain: "-")
    return [
      done,
      Layer(count: counts.running, words: CrowdWords.running, mark: nil, paint: .runningArea, plain: "#"),
      Layer(
        count: max(0, counts.runningTold - deaf), words: CrowdWords.runningTold, mark: nil, paint: .toldArea, plain: ":"
      ),
      Layer(count: deaf, words: CrowdWords.deaf, mark: nil, paint: .deafArea, plain: "!"),
      Layer(count: counts.failed, words: CrowdWords.failed, mark: .lost, paint: .lost, plain: "X"),
      Layer(count: counts.cut, words: CrowdWords.cut, mark: nil, paint: .toldArea, plain: ":"),
      Layer(count: counts.late, words: CrowdWords.late, mark: nil, paint: .outArea, plain: "/"),
      Layer(
        count: counts.notStartedTold, words: CrowdWords.notStartedTold, mark: nil, paint: .toldArea, plain: ":"),
      Layer(count: counts.queued, words: CrowdWords.queued, mark: nil, paint: .faint, plain: " "),
      Layer(count: counts.notStarted, words: CrowdWords.notStarted, mark: nil, paint: .faint, plain: " "),
    ].filter { $0.count > 0 }
  }
}

extension Canvas {
  /// Draws a block into the whole height of the region, which begins at the first column of the labels.
  mutating func draw(_ block: CrowdBlock, columns: PictureColumns, isSelected: Bool, appearance: PictureAppearance) {
    let height = region.size.rows
    guard height > 0 else { return }
    if isSelected { self[Point(x: 0, y: 0)] = Cell(appearance.scalar(.selected), style: appearance[.strong]) }
    write(
      CrowdWords.alike(block.members.count), at: Point(x: 1, y: 0), style: appearance[.strong],
      limit: columns.label - 1)
    drawHistory(block, x: columns.laneStart, height: height, appearance: appearance)
    drawStack(
      block, x: columns.laneStart + columns.lane + 1, edge: columns.edge, height: height, appearance: appearance)
    guard let cause = block.cause, cause <= block.cursor.t else { return }
    let column = columns.laneStart + block.scale.column(of: cause)
    for y in 0..<height { self[Point(x: column, y: y)] = Cell(" ", style: appearance[.causeLine]) }
  }

  /// Done at the bottom, at work on it, in half cells, up to the cursor.
  private mutating func drawHistory(_ block: CrowdBlock, x: Int, height: Int, appearance: PictureAppearance) {
    let total = max(1, block.members.count)
    let front = block.scale.column(of: block.cursor.t)
    for column in 0...front {
      let position = column == front ? block.cursor.position : block.position(ofColumn: column)
      let counts = block.members.counts(at: min(position, block.cursor.position))
      let inside = counts.done + counts.running + counts.runningTold
      func part(_ half: Int) -> Paint? {
        let level = (Double(half) + 0.5) * Double(total) / Double(2 * height)
        return level < Double(counts.done) ? .done : level < Double(inside) ? .running : nil
      }
      for y in 0..<height {
        let (low, high) = (part(2 * (height - 1 - y)), part(2 * (height - 1 - y) + 1))
        guard let cell = block.cell(low: low, high: high, appearance: appearance) else { continue }
        self[Point(x: x + column, y: y)] = cell
      }
    }
  }

  private mutating func drawStack(
    _ block: CrowdBlock, x: Int, edge: Int, height: Int, appearance: PictureAppearance
  ) {
    let layers = block.layers
    var heights = layers.map {
      max(1, ($0.count * height * 2 + block.members.count) / (2 * block.members.count))
    }
    while heights.reduce(0, +) > height, let most = heights.indices.max(by: { heights[$0] < heights[$1] }),
      heights[most] > 1
    {
      heights[most] -= 1
    }
    while heights.reduce(0, +) < height, let most = heights.indices.max(by: { heights[$0] < heights[$1] }) {
      heights[most] += 1
    }
    let width = 5
    let room = max(0, edge - x - width - 1)
    var bottom = height
    for (layer, rows) in zip(layers, heights) {
      bottom -= rows
      guard bottom >= 0 else { break }
      let scalar =
        appearance.isPlain ? layer.plain : layer.mark.map(appearance.scalar) ?? (layer.paint == .faint ? "·" : " ")
      let style = appearance.isPlain && appearance.depth == .none ? Style.plain : appearance[layer.paint]
      fill(Rect(x: x, y: bottom, columns: width, rows: rows), with: Cell(scalar, style: style))
      let digits = write(String(layer.count), at: Point(x: x + width + 1, y: bottom), style: appearance[.strong])
      let beside = max(0, room - digits - 1)
      func lines(_ words: String) -> [String] {
        TextLayout.wrap(words, columns: room, lines: .max, glyphs: .for(appearance.charset))
      }
      // Below their number where the layer has the rows, else beside it.
      if rows > 1, let lines = layer.words.lazy.map(lines).first(where: { $0.count < rows }) {
        for (offset, line) in lines.enumerated() {
          write(line, at: Point(x: x + width + 1, y: bottom + 1 + offset), limit: room)
        }
      } else if let words = layer.words.first(where: { $0.columns <= beside }) ?? layer.words.last {
        write(words, at: Point(x: x + width + 2 + digits, y: bottom), limit: beside)
      }
    }
  }
}

extension CrowdBlock {
  /// How many events have happened at the end of a column.
  fileprivate func position(ofColumn column: Int) -> Int {
    guard column + 1 < scale.columns else { return cursor.position }
    let next = scale.start(ofColumn: column + 1)
    return recording.cursor(at: Context.Instant(nanoseconds: next.nanoseconds - 1)).position
  }

  fileprivate func cell(low: Paint?, high: Paint?, appearance: PictureAppearance) -> Cell? {
    guard let main = low ?? high else { return nil }
    if appearance.isPlain {
      let scalar: Unicode.Scalar = main == .done ? (isThrownAway ? "." : "-") : "#"
      return Cell(scalar, style: appearance.depth == .none ? .plain : appearance[main])
    }
    if isThrownAway, low == .done || high == .done { return Cell(appearance.scalar(.lost), style: appearance[.lost]) }
    switch (low, high) {
    case (.done, .done): return Cell(" ", style: appearance[.doneArea])
    case (.running, .running): return Cell(" ", style: appearance[.runningArea])
    case (let paint?, nil): return Cell(appearance.scalar(.layerEdge), style: appearance[paint])
    case (_?, _?): return Cell(appearance.scalar(.layerEdge), style: appearance[.doneOverRunning])
    case (nil, _): return nil
    }
  }
}
