import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// Tree and lanes: one row for each context, group and task, with its lane beside it. Only what is seen is made.
  mutating func drawBody(_ watch: Watch, look: Look, form: ScreenLayout.Form) {
    let (width, height) = (region.size.columns, region.size.rows)
    let columns = RowColumns(form: form, width: width, tree: watch.treeWidth)
    let listHeight = form == .compact ? height - 1 : height - 2
    let list = RowList(watch: watch, height: listHeight)
    drawBodyFrame(watch, list: list, columns: columns, form: form, look: look)

    let scale = TimeScale(end: watch.scaleEnd, columns: columns.lane.width - 1)
    let lanes = LaneView(
      scale: scale, look: look, now: watch.cursor.t, causeColumn: watch.state.causeTime.map(scale.column))
    let rows = watch.state.rows
    for (slot, index) in list.visible.enumerated() {
      drawRow(rows[index], y: slot + 1, watch: watch, list: list, columns: columns, lanes: lanes, look: look)
    }
  }

  private mutating func drawRow(
    _ row: Row, y: Int, watch: Watch, list: RowList, columns: RowColumns, lanes: LaneView, look: Look
  ) {
    let isSelected = row.number == list.selected
    let bold = Style(attributes: .bold)
    if isSelected {
      self[Point(x: columns.gutter.x, y: y)] = Cell(look.glyphs.selected, style: bold)
    }
    if row.number == list.happening && row.number != list.selected {
      self[Point(x: columns.gutter.x + 1, y: y)] = Cell(look.glyphs.happening, style: bold)
    }
    let state = row.state.look
    let isFirstFailure = row.taskState == .failedFirst
    drawTreeLabel(
      row, part: columns.name, indentation: columns.indentation, y: y, isStrong: isSelected || isFirstFailure,
      look: look)
    let word = columns.isShort ? state.shortWord : row.state.word
    let style = look.style(of: state).adding(isFirstFailure ? .bold : [])
    if row.isBorn || row.taskState == .stuck {
      write(word, at: Point(x: columns.state.x, y: y), style: style, limit: columns.state.width)
    }

    let facts = RowFacts.words(for: row)
    if columns.facts.width > 0 {
      let shown = Fitting.fit(facts, columns: columns.facts.width, glyphs: look.glyphs)
      write(shown, at: Point(x: columns.facts.x, y: y))
    }
    guard columns.lane.width > 0 else { return }
    // Nobody is told and out where there are no tasks: words may stand in the column for that.
    let end = list.isOfContextsAlone ? columns.latency.end : columns.lane.end
    let area = Rect(x: columns.lane.x, y: y, columns: end - columns.lane.x, rows: 1)
    inside(area) { line in
      let facts = columns.facts.width > 0 ? "" : facts
      if list.isOfContextsAlone {
        ContextLaneView(scale: lanes.scale, look: look, now: watch.cursor.t).draw(row, facts: facts, on: &line)
      } else {
        line.drawLane(row, watch: watch, lanes: lanes, facts: facts, look: look)
      }
    }
    let latency = RowFacts.latency(row, now: watch.cursor.t, ellipsis: Character(look.glyphs.ellipsis))
    let latencyStyle = row.outAt == nil ? look.style(of: state) : .plain
    write(latency, at: Point(x: columns.latency.end - latency.columns, y: y), style: latencyStyle)
  }

  /// The lane of a task; for other rows the line of the first failure. Facts without a column of their own go where
  /// the lane has nothing to show.
  private mutating func drawLane(_ row: Row, watch: Watch, lanes: LaneView, facts: String, look: Look) {
    let width = region.size.columns
    if row.kind == .task {
      let lane = watch.recording.lane(of: row, at: watch.cursor)
      let free = lanes.draw(row, lane: lane, on: &self) + 1
      guard row.taskState == .failedFirst, let error = row.error, !facts.isEmpty, width - free >= 6 else { return }
      let shown = Fitting.fit(SafeText.quoted(error), columns: width - free, glyphs: look.glyphs)
      write(shown, at: Point(x: free, y: 0), style: look.style(.failed))
      return
    }
    if let column = lanes.causeColumn, row.isBorn {
      self[Point(x: column, y: 0)] = Cell(look.glyphs.causeLine, style: look.style(.failed))
    }
    let shown = Fitting.fit(facts, columns: width, glyphs: look.glyphs)
    write(shown, at: .zero, style: look.style(of: row.state.look))
  }
}

extension RowList {
  /// The characters that the lanes in view are made of.
  func signs(of watch: Watch, look: Look) -> Set<Unicode.Scalar> {
    var signs: Set<Unicode.Scalar> = []
    let rows = watch.state.rows
    for index in visible where rows[index].kind == .task {
      let row = rows[index]
      for segment in watch.recording.lane(of: row, at: watch.cursor).segments {
        signs.insert(look.glyphs.sign(of: segment.stretch))
      }
      if row.toldAt != nil { signs.insert(look.glyphs.sign(ofTelling: row)) }
    }
    if watch.state.causeTime != nil { signs.insert(look.glyphs.causeLine) }
    return signs
  }
}

/// Which rows are in view. A function of the selection alone, so that the same selection gives the same view; it
/// turns in half pages, so that most steps move nothing.
struct RowList {
  let selected: Int?
  let happening: Int?
  let visible: Range<Int>
  let count: Int
  /// Whether there are neither groups nor tasks.
  let isOfContextsAlone: Bool

  init(watch: Watch, height: Int) {
    isOfContextsAlone = watch.recording.roster.isOfContextsAlone
    let order = watch.recording.roster.order
    selected = watch.selected
    happening = watch.happening
    count = order.count
    guard count > height, height > 0 else {
      visible = 0..<min(count, max(0, height))
      return
    }
    let place = selected.flatMap { order.firstIndex(of: $0) } ?? 0
    let half = max(1, height / 2)
    let first = max(0, (place - half / 2) / half * half)
    let top = min(first, count - height)
    visible = top..<(top + height)
  }
}
