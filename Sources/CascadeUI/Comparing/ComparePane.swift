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
    let made = letter == .a ? comparing.indexes?.a : comparing.indexes?.b
    index = made ?? CascadeIndex((letter == .a ? comparison.a : comparison.b).recording)
  }

  var side: Comparison.Side { letter == .a ? comparison.a : comparison.b }
  var now: ComparedMoment.OneSide { letter == .a ? moment.a : moment.b }
  let index: CascadeIndex
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
    let words = kind.flatMap(GroupWords.meaning(ofPolicy:)).map { ": " + $0 } ?? ""
    let shown = kind == nil || kind == side.name ? "" : " (\(SafeText.make(kind ?? "")))"
    let short = "\(letter.rawValue)  \(name)\(shown)"
    return (short + words).columns <= columns ? short + words : short
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
    mark(as: .pane(.compare))
    drawFrame(appearance)
    let (width, height) = (region.size.columns, region.size.rows)
    let title = TextLayout.fit(pane.title(columns: width - 6), columns: width - 6, glyphs: appearance.glyphs)
    write(" \(title) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
    if pane.letter == .a, let words = list.words(pane.comparing) {
      write(" \(words) ", at: Point(x: 2, y: height - 1), style: appearance.style(.chrome))
    }
    let columns = list.columns(pane)
    let scale = TimeScale(end: pane.comparison.endTime, columns: columns.lane)
    let rows = [(nil, pane.waitRow)] + list.visible.map { (Optional($0), pane.pictureRow(at: $0)) }
    let lines = rows.map { $0.1.map { LaneRaster.lineColumns(of: $0, scale: scale) } ?? [] }
    inside(Rect(x: 1, y: 1, columns: width - 2, rows: height - 2)) { inner in
      for (slot, (index, row)) in rows.enumerated() {
        let y = slot * list.laneHeight
        let isSelected = index == pane.comparing.selected
        if let index {
          inner.mark(Rect(x: 0, y: y, columns: width - 2, rows: list.laneHeight), as: .pair(index))
        }
        if let row {
          let below = slot + 1 < rows.count ? lines[slot].intersection(lines[slot + 1]) : []
          inner.draw(
            row, y: y, height: list.laneHeight, columns: columns, scale: scale, below: below,
            isSelected: isSelected, appearance: appearance.picture)
        } else if let index {
          inner.drawAbsentee(
            pane.name(of: pane.pair(at: index)), y: y, columns: columns, isSelected: isSelected,
            appearance: appearance)
        }
      }
    }
  }

  /// A task that only the other side has.
  private mutating func drawAbsentee(
    _ name: String, y: Int, columns: PictureColumns, isSelected: Bool, appearance: Appearance
  ) {
    let shown = TextLayout.fit(name, columns: columns.label - 1, cut: .middle, glyphs: appearance.glyphs)
    if isSelected {
      self[Point(x: 0, y: y)] = Cell(appearance.picture.scalar(.selected), style: appearance.picture[.strong])
    }
    write(shown, at: Point(x: 1, y: y), style: appearance.style(.chrome))
    write("not on this side", at: Point(x: columns.laneStart, y: y), style: appearance.style(.chrome))
  }
}

extension ComparePane {
  fileprivate func pair(at index: Int) -> Comparison.Pair { comparison.pairs[comparing.shown[index]] }
}

extension ComparePane {
  /// The lane of the outermost wait.
  var waitRow: PictureRow? {
    guard let group = now.run.outermostGroup else { return nil }
    var row = PictureRow(
      group, recording: side.recording, index: index, cursor: cursor, indent: "", trunks: "", isFlashing: false)
    row.words.shortenForHalf()
    return row
  }

  /// The row of a pair on this side; nil where it isn't there.
  fileprivate func pictureRow(at place: Int) -> PictureRow? {
    let pair = pair(at: place)
    guard let number = number(of: pair) else { return nil }
    let row = now.run.row(number: number)
    var picture = PictureRow(
      row, recording: side.recording, index: index, cursor: cursor,
      indent: String(repeating: " ", count: min(pair.depth, 4)),
      trunks: "", isFlashing: false)
    picture.words.shortenForHalf()
    // What became of a result is what two runs differ in most.
    if row.out?.outcome == .completed, now.waste != nil {
      let latency = row.latency.map(TimeText.latency)
      picture.words.words =
        (latency.map { [LaneWord("done anyway \($0)", short: $0)] } ?? [])
        + [now.isThrownAway(row.number) ? LaneWord("result lost", .failure, short: "lost") : LaneWord("usable")]
    }
    return picture
  }
}

extension CompareList {
  /// Where the parts of a row go within a pane: on both sides in the same columns, so that there is one time scale.
  fileprivate func columns(_ pane: ComparePane) -> PictureColumns {
    let inner = paneColumns - 2
    // A long name of an after-function takes no room from what became of the tasks.
    let names = visible.map(pane.pair).filter(\.isTask).map { pane.name(of: $0).columns } + [9]
    let label = max(8, min(names.max() ?? 0, inner / 3)) + 2
    return PictureColumns(
      label: label, lane: max(4, inner - 1 - label - (inner >= 60 ? 31 : inner >= 44 ? 19 : 14)), edge: inner)
  }
}

/// Which of the shown rows are in view: a function of the selection alone, in half pages.
struct CompareList {
  let visible: Range<Int>
  let count: Int
  /// How many rows a lane has.
  let laneHeight: Int
  /// How wide the narrower pane is.
  let paneColumns: Int

  /// - Parameter pane: How large the narrower pane is, with its frame. The first lane is that of wait.
  init(_ comparing: Comparing, pane: Size) {
    count = comparing.shown.count
    paneColumns = pane.columns
    laneHeight = max(1, min(3, (pane.rows - 2) / (count + 1)))
    let height = pane.rows - 3
    guard count > height, height > 0 else {
      visible = 0..<min(count, max(0, height))
      return
    }
    let half = max(1, height / 2)
    let top = min(max(0, (comparing.selected - half / 2) / half * half), count - height)
    visible = top..<(top + height)
  }

  /// Which rows are in view, where these aren't all.
  func words(_ comparing: Comparing) -> String? {
    let kind = comparing.showsOnlyDiffering ? "rows that differ" : "rows"
    if visible.count < count {
      return "\(kind) \(visible.lowerBound + 1) to \(visible.upperBound) of \(count)"
    }
    return comparing.showsOnlyDiffering ? "only rows that differ" : nil
  }
}
