import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// One side of a comparison as lanes.
struct ComparePane {
  enum Letter: String {
    case a = "A"
    case b = "B"
  }

  let letter: Letter
  let comparing: Comparing
  let comparison: Comparison
  let moment: ComparedMoment

  init(_ letter: Letter, comparing: Comparing, comparison: Comparison, moment: ComparedMoment) {
    self.letter = letter
    self.comparing = comparing
    self.comparison = comparison
    self.moment = moment
  }

  var side: Comparison.Side { letter == .a ? comparison.a : comparison.b }
  var now: ComparedMoment.OneSide { letter == .a ? moment.a : moment.b }
  var cursor: Cursor { side.recording.cursor(at: moment.t) }

  /// The number of the row that a pair has on this side.
  func number(of pair: Comparison.Pair) -> Int? { letter == .a ? pair.a : pair.b }

  /// `A  waitgroup: waits for all, tells no task`, `B  branch B: cancel pack`, or the name alone where there is no room for
  /// what it means.
  func title(columns: Int) -> String {
    let change = comparing.change(ofA: letter == .a)
    guard change.isEmpty else {
      let words = "\(SafeText.make(side.name)): \(SafeText.make(change))"
      return [letter.rawValue + "  " + words].first { $0.columns <= columns } ?? letter.rawValue + " " + words
    }
    let kind = side.recording.latestState.outermostGroup?.policy?.name
    let name = SafeText.make(side.name)
    let words = kind.flatMap(KindWords.meaning(of:)).map { ": " + $0 } ?? ""
    let shown = kind == nil || kind == side.name ? "" : " (\(SafeText.make(kind ?? "")))"
    let short = "\(letter.rawValue)  \(name)\(shown)"
    return (short + words).columns <= columns ? short + words : short
  }

  /// What has become of a task, in a word or two: the last thing in its row.
  func fate(of row: Row, columns: Int) -> String {
    guard row.isBorn || row.taskState == .stuck, let state = row.taskState else { return "" }
    switch state {
    case .done, .toldCompleted:
      guard let waste = now.waste else { return "done" }
      guard now.isThrownAway(row.number) else { return "kept" }
      // What was finished before is DISCARDED, what was finished for nothing afterwards is WASTED and SUNK.
      return row.outAt.map { $0 <= waste.cause } == true ? "discarded" : "wasted"
    case .cancelled:
      guard let latency = row.latency else { return "cancelled" }
      let words = "out +\(TimeText.duration(latency))"
      return words.columns <= columns ? words : "+\(TimeText.duration(latency))"
    case .cleaningUp: return "cleanup"
    case .notSpawned, .spawned, .queued, .running, .failedFirst, .failedKept, .failedNotKept, .passedOn, .told, .deaf,
      .detached, .failedLate, .timedOutAlone, .refused, .skipped, .stuck, .unknown:
      return state.appearance.shortWord
    }
  }

  func name(of pair: Comparison.Pair) -> String {
    let row = [(pair.a, moment.a), (pair.b, moment.b)].compactMap { number, side in
      number.map { side.run.row(number: $0) }
    }.first
    return String(repeating: " ", count: min(pair.depth, 4)) + (row?.label ?? SafeText.make(pair.id))
  }
}

extension Canvas {
  mutating func drawComparePane(_ pane: ComparePane, list: CompareList, appearance: Appearance) {
    drawFrame(appearance)
    let (width, height) = (region.size.columns, region.size.rows)
    let title = TextLayout.fit(pane.title(columns: width - 6), columns: width - 6, glyphs: appearance.glyphs)
    write(" \(title) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
    if pane.letter == .a, let words = list.words(pane.comparing) {
      write(" \(words) ", at: Point(x: 2, y: height - 1), style: appearance.style(.chrome))
    }
    let columns = CompareColumns(width: width, names: list.visible.map { pane.name(of: pane.pair(at: $0)).columns })
    let scale = TimeScale(end: pane.comparison.endTime, columns: columns.lane.size.columns - 1)
    let lanes = LaneView(
      scale: scale, appearance: appearance, now: pane.moment.t, causeColumn: pane.now.run.causeTime.map(scale.column))
    for (slot, index) in list.visible.enumerated() {
      drawCompareRow(pane, index: index, y: slot + 1, columns: columns, lanes: lanes, appearance: appearance)
    }
  }

  private mutating func drawCompareRow(
    _ pane: ComparePane, index: Int, y: Int, columns: CompareColumns, lanes: LaneView, appearance: Appearance
  ) {
    let pair = pane.pair(at: index)
    let isSelected = index == pane.comparing.selected
    if isSelected { self[Point(x: 1, y: y)] = Cell(appearance.glyphs.selected, style: Style(attributes: .bold)) }
    let name = TextLayout.fit(
      pane.name(of: pair), columns: columns.name.size.columns, cut: .middle, glyphs: appearance.glyphs)
    guard let number = pane.number(of: pair) else {
      write("not on this side", at: Point(x: columns.lane.origin.x, y: y), style: appearance.style(.chrome))
      return
    }
    let row = pane.now.run.row(number: number)
    let isFirst = row.taskState == .failedFirst
    let strong: Style.Attributes = isSelected || isFirst ? .bold : []
    write(name, at: Point(x: columns.name.origin.x, y: y), style: Style(attributes: strong))
    let lane = pane.side.recording.lane(of: row, at: pane.cursor)
    let saved = pane.now.waste?.rows[number].saved ?? .zero
    inside(Rect(x: columns.lane.origin.x, y: y, columns: columns.lane.size.columns, rows: 1)) { line in
      let free = lanes.draw(row, lane: lane, on: &line)
      guard saved > .zero, row.outAt != nil else { return }
      let length = max(1, lanes.scale.column(of: Context.Instant.zero.advanced(by: saved)))
      line.fill(
        Rect(x: free, y: 0, columns: length, rows: 1),
        with: Cell(appearance.glyphs.saved, style: appearance.style(.done)))
    }
    let fate = pane.fate(of: row, columns: columns.fate.size.columns)
    let style = appearance.style(of: row.state.appearance).adding(isFirst ? .bold : [])
    write(
      TextLayout.fit(fate, columns: columns.fate.size.columns, glyphs: appearance.glyphs),
      at: Point(x: columns.fate.origin.x, y: y), style: style)
  }
}

extension ComparePane {
  fileprivate func pair(at index: Int) -> Comparison.Pair { comparison.pairs[comparing.shown[index]] }
}

/// Where the parts of a row go within a pane.
struct CompareColumns {
  let name: Rect
  let lane: Rect
  let fate: Rect

  init(width: Int, names: [Int]) {
    let inner = width - 3
    // `failed late`, and a space.
    let fateColumns = 12
    let nameColumns = max(8, min(names.max() ?? 0, inner / 3))
    name = Rect(x: 2, y: 0, columns: nameColumns, rows: 1)
    lane = Rect(x: name.maxX + 1, y: 0, columns: inner - nameColumns - fateColumns - 1, rows: 1)
    fate = Rect(x: lane.maxX + 1, y: 0, columns: fateColumns - 1, rows: 1)
  }
}
