import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// Tree and lanes: one row for each context, group and task, with its lane beside it. Only what is seen is made.
  mutating func drawBody(_ session: RunSession, appearance: Appearance, form: WatchingLayout.Form) {
    let (width, height) = (region.size.columns, region.size.rows)
    let columns = RowColumns(form: form, width: width, tree: session.treeWidth)
    let listHeight = form == .compact ? height - 1 : height - 2
    let list = RowList(session: session, height: listHeight)
    let rows = session.state.rows
    // Each lane is folded once, for the legend and for itself.
    let lanes = list.visible.map { index in
      rows[index].kind == .task ? session.recording.lane(of: rows[index], at: session.cursor) : nil
    }
    drawBodyFrame(session, list: list, lanes: lanes, columns: columns, form: form, appearance: appearance)

    let scale = TimeScale(end: session.scaleEnd, columns: columns.lane.width - 1)
    let view = LaneView(
      scale: scale, appearance: appearance, now: session.cursor.t,
      causeColumn: session.state.causeTime.map(scale.column))
    for (slot, (index, lane)) in zip(list.visible, lanes).enumerated() {
      drawRow(rows[index], lane: lane, y: slot + 1, list: list, columns: columns, view: view)
    }
  }

  private mutating func drawRow(
    _ row: Row, lane: Lane?, y: Int, list: RowList, columns: RowColumns, view: LaneView
  ) {
    let appearance = view.appearance
    let isSelected = row.number == list.selected
    let bold = Style(attributes: .bold)
    if isSelected {
      self[Point(x: columns.gutter.x, y: y)] = Cell(appearance.glyphs.selected, style: bold)
    }
    if row.number == list.happening && row.number != list.selected {
      self[Point(x: columns.gutter.x + 1, y: y)] = Cell(appearance.glyphs.happening, style: bold)
    }
    let state = row.state.appearance
    let isFirstFailure = row.taskState == .failedFirst
    drawTreeLabel(
      row, part: columns.name, indentation: columns.indentation, y: y, isStrong: isSelected || isFirstFailure,
      appearance: appearance)
    let word = columns.isShort ? state.shortWord : row.state.word
    let style = appearance.style(of: state).adding(isFirstFailure ? .bold : [])
    if row.isBorn || row.taskState == .stuck {
      write(word, at: Point(x: columns.state.x, y: y), style: style, limit: columns.state.width)
    }

    let facts = RowFacts.words(for: row)
    if columns.facts.width > 0 {
      let shown = TextLayout.fit(facts, columns: columns.facts.width, glyphs: appearance.glyphs)
      write(shown, at: Point(x: columns.facts.x, y: y))
    }
    guard columns.lane.width > 0 else { return }
    // Without tasks nothing is told and out: words may stand in the column for that.
    let end = list.isOfContextsAlone ? columns.latency.end : columns.lane.end
    let area = Rect(x: columns.lane.x, y: y, columns: end - columns.lane.x, rows: 1)
    inside(area) { line in
      let facts = columns.facts.width > 0 ? "" : facts
      if list.isOfContextsAlone {
        ContextLaneView(scale: view.scale, appearance: appearance, now: view.now).draw(row, facts: facts, on: &line)
      } else {
        line.drawLane(lane, of: row, view: view, facts: facts)
      }
    }
    let latency = RowFacts.latency(row, now: view.now, ellipsis: Character(appearance.glyphs.ellipsis))
    let latencyStyle = row.outAt == nil ? appearance.style(of: state) : .plain
    write(latency, at: Point(x: columns.latency.end - latency.columns, y: y), style: latencyStyle)
  }

  /// The lane of a task; for other rows the line of the first failure. Facts without a column of their own go where
  /// the lane has nothing to show.
  private mutating func drawLane(_ lane: Lane?, of row: Row, view: LaneView, facts: String) {
    let (width, appearance) = (region.size.columns, view.appearance)
    if let lane {
      let free = view.draw(row, lane: lane, on: &self) + 1
      guard row.taskState == .failedFirst, let error = row.error, !facts.isEmpty, width - free >= 6 else { return }
      let shown = TextLayout.fit(SafeText.quoted(error), columns: width - free, glyphs: appearance.glyphs)
      write(shown, at: Point(x: free, y: 0), style: appearance.style(.failed))
      return
    }
    if let column = view.causeColumn, row.isBorn {
      self[Point(x: column, y: 0)] = Cell(appearance.glyphs.causeLine, style: appearance.style(.failed))
    }
    let shown = TextLayout.fit(facts, columns: width, glyphs: appearance.glyphs)
    write(shown, at: .zero, style: appearance.style(of: row.state.appearance))
  }
}

extension RowList {
  /// The characters that the lanes in view are made of.
  func signs(of lanes: [Lane?], session: RunSession, appearance: Appearance) -> Set<Unicode.Scalar> {
    var signs: Set<Unicode.Scalar> = []
    let rows = session.state.rows
    for (index, lane) in zip(visible, lanes) {
      guard let lane else { continue }
      for segment in lane.segments { signs.insert(appearance.glyphs.sign(of: segment.stretch)) }
      let row = rows[index]
      if row.toldAt != nil { signs.insert(appearance.glyphs.sign(ofTelling: row)) }
    }
    if session.state.causeTime != nil { signs.insert(appearance.glyphs.causeLine) }
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

  init(session: RunSession, height: Int) {
    isOfContextsAlone = session.recording.roster.isOfContextsAlone
    let order = session.recording.roster.order
    selected = session.selected
    happening = session.happening
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

extension Canvas {
  /// The frame around tree and lanes, with the words in its edges: how many tasks are in which state above, what the
  /// characters of the lanes mean below. A single rule on narrow screens.
  mutating func drawBodyFrame(
    _ session: RunSession, list: RowList, lanes: [Lane?], columns: RowColumns, form: WatchingLayout.Form,
    appearance: Appearance
  ) {
    let (width, height) = (region.size.columns, region.size.rows)
    let chrome = appearance.style(.chrome)
    let bottom = height - 1
    if form == .compact {
      fill(Rect(x: 0, y: 0, columns: width, rows: 1), with: Cell(appearance.glyphs.horizontal, style: chrome))
    } else {
      drawFrame(appearance)
      if let divider = columns.divider {
        fill(
          Rect(x: divider, y: 1, columns: 1, rows: height - 2), with: Cell(appearance.glyphs.vertical, style: chrome))
        self[Point(x: divider, y: 0)] = Cell(appearance.glyphs.topTee, style: chrome)
        self[Point(x: divider, y: bottom)] = Cell(appearance.glyphs.bottomTee, style: chrome)
      }
    }
    drawHeadings(session, columns: columns, appearance: appearance)
    guard form != .compact else { return }
    var room = width - 4
    if list.visible.count < list.count {
      let place = " rows \(list.visible.lowerBound + 1) to \(list.visible.upperBound) of \(list.count) "
      write(place, at: Point(x: 2, y: bottom), style: chrome)
      room -= place.columns
    }
    guard columns.lane.width > 0 else { return }
    let legend =
      list.isOfContextsAlone
      ? Legend.contextSpans(appearance, columns: room)
      : Legend.spans(
        appearance, cause: session.causeWords, seen: list.signs(of: lanes, session: session, appearance: appearance),
        columns: room)
    let legendWidth = legend.reduce(0) { $0 + $1.text.columns }
    write(legend, at: Point(x: width - 2 - legendWidth, y: bottom), limit: legendWidth)
  }

  private mutating func drawHeadings(_ session: RunSession, columns: RowColumns, appearance: Appearance) {
    guard columns.lane.width > 0 else {
      let tally = Tally.words(session.tally, columns: region.size.columns - 6, glyphs: appearance.glyphs)
      if !tally.isEmpty { write(" \(tally) ", at: Point(x: columns.gutter.x + 1, y: 0)) }
      return
    }
    let latency = " told\(Character(appearance.glyphs.arrowRight))out "
    let latencyX = columns.latency.end - latency.columns + 1
    // The counts may use the whole edge: they matter more than the ends of the scale, which the bar of time has, too.
    let tallyX = columns.gutter.x + 1
    let tally = Tally.words(session.tally, columns: latencyX - tallyX - 3, glyphs: appearance.glyphs)
    let tallyEnd = tally.isEmpty ? tallyX : tallyX + tally.columns + 2
    if !tally.isEmpty { write(" \(tally) ", at: Point(x: tallyX, y: 0)) }
    // The 0 stands where the scale begins if a piece of the rule keeps it off the counts, else with the end.
    let last = "\(ClockText.seconds(session.scaleEnd)) s "
    let isInPlace = columns.divider != nil && tallyEnd < columns.lane.x - 1
    let isWhole = columns.lane.end - last.columns - 6 > tallyEnd
    let end = columns.divider == nil || isInPlace || !isWhole ? " " + last : " 0 to " + last
    let endX = columns.lane.end - end.columns
    if isInPlace { write(" 0 ", at: Point(x: columns.lane.x - 1, y: 0), style: appearance.style(.chrome)) }
    if tallyX + tally.columns + 3 <= endX { write(end, at: Point(x: endX, y: 0), style: appearance.style(.chrome)) }
    if session.tally.contains(where: { $0.value > 0 }) {
      write(latency, at: Point(x: latencyX, y: 0), style: appearance.style(.chrome))
    }
  }
}
