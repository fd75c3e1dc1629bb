import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// Where the columns of the table end; numbers stand right-aligned against these.
struct FactColumns {
  let label: Int
  let a: Int
  let b: Int
  let difference: Int
  /// How many cells a bar may take; none on narrow screens.
  let bar: Int

  init(width: Int) {
    let inner = min(width, 180) - 4
    label = width >= 100 ? 26 : width >= 80 ? 22 : 19
    let differenceColumns = width >= 100 ? 14 : width >= 80 ? 12 : 10
    let side = (inner - label - differenceColumns) / 2
    a = 2 + label + side
    b = a + side
    difference = b + differenceColumns
    bar = max(0, min(48, side - 14))
  }
}

extension Canvas {
  /// The facts of both sides with their difference.
  mutating func drawFacts(
    _ facts: [ComparedFact], comparing: Comparing, moment: ComparedMoment, title: String, form: CompareLayout.Form,
    appearance: Appearance
  ) {
    let width = region.size.columns
    let columns = FactColumns(width: width)
    let chrome = appearance.style(.chrome)
    if form == .framed {
      drawFrame(appearance)
    } else {
      fill(Rect(x: 0, y: 0, columns: width, rows: 1), with: Cell(appearance.glyphs.horizontal, style: chrome))
    }
    if form == .joined {
      self[Point(x: 0, y: 0)] = Cell(appearance.glyphs.bottomLeft, style: chrome)
      self[Point(x: width - 1, y: 0)] = Cell(appearance.glyphs.bottomRight, style: chrome)
    }
    let shown = TextLayout.fit(title, columns: columns.a - 12, glyphs: appearance.glyphs)
    write(" \(shown) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
    for (letter, side, end) in [("A", comparing.a, columns.a), ("B", comparing.b, columns.b)] {
      let name = TextLayout.fit(
        SafeText.make(side.name), columns: columns.b - columns.a - 4, cut: .middle, glyphs: appearance.glyphs)
      writeBefore(end + 1, " \(letter) \(name) ", y: 0, style: Style(attributes: .bold))
    }
    writeBefore(columns.difference + 1, " B-A ", y: 0, style: Style(attributes: .bold))
    let bars = comparing.comparison.map {
      FactBars(
        a: ComparePane(.a, comparing: comparing, comparison: $0, moment: moment),
        b: ComparePane(.b, comparing: comparing, comparison: $0, moment: moment),
        mostWork: facts.compactMap(\.work).map { max($0.a, $0.b) }.max() ?? .zero, columns: columns.bar,
        appearance: appearance.picture)
    }
    for (index, fact) in facts.enumerated() where index + 1 < region.size.rows - (form == .framed ? 1 : 0) {
      drawFact(fact, y: index + 1, columns: columns, bars: bars, appearance: appearance)
    }
  }

  private mutating func drawFact(
    _ fact: ComparedFact, y: Int, columns: FactColumns, bars: FactBars?, appearance: Appearance
  ) {
    let label = TextLayout.fit(fact.label, columns: columns.label, glyphs: appearance.glyphs)
    write(label, at: Point(x: 2, y: y), style: fact.subject.isWork ? .plain : appearance.style(.chrome))
    for (whole, start, end, letter) in [
      (fact.a, 2 + label.columns, columns.a, ComparePane.Letter.a), (fact.b, columns.a, columns.b, .b),
    ] {
      // Where there is no room for when, how many is enough.
      let text = whole.columns < end - start ? whole : String(whole.prefix { $0 != " " })
      for (offset, cell) in (bars?.cells(fact, of: letter) ?? []).enumerated() {
        if let cell { self[Point(x: end - 12 - columns.bar + offset, y: y)] = cell }
      }
      writeBefore(end, text, y: y)
    }
    writeBefore(columns.difference, fact.difference, y: y, style: Style(attributes: .bold))
  }

  /// Text that ends just left of a column.
  private mutating func writeBefore(_ end: Int, _ text: String, y: Int, style: Style = .plain) {
    write(text, at: Point(x: max(0, end - text.columns), y: y), style: style)
  }
}

/// The bars of the table: of a line on one scale for both sides, of all amounts of work on one.
private struct FactBars {
  let a: ComparePane
  let b: ComparePane
  let mostWork: Duration
  let columns: Int
  let appearance: PictureAppearance

  func cells(_ fact: ComparedFact, of letter: ComparePane.Letter) -> [Cell?] {
    guard columns > 3 else { return [] }
    let pane = letter == .a ? a : b
    switch fact.subject {
    case .cause, .told, .errors, .used: return []
    case .answer: return wait(pane)
    case .results: return count(pane)
    case .wasted:
      // What of it was useful comes first.
      let cells = work(fact, pane, mark: .lost)
      let useful = work(pane.now.waste?.total.used ?? .zero)
      let isOver = pane.now.run.ending != nil
      return cells.enumerated().map { $0.offset < useful ? fill(.done) : isOver ? $0.element : fill(.running) }
    case .saved: return work(fact, pane, mark: .ghostBar)
    case .extra, .discarded, .sunk: return work(fact, pane, mark: .lost)
    }
  }

  /// The lane of wait once more, in a few columns.
  private func wait(_ pane: ComparePane) -> [Cell?] {
    guard let row = pane.waitRow else { return [] }
    let scale = TimeScale(end: pane.comparison.endTime, columns: columns)
    return LaneRaster(row, scale: scale).fills.map { $0.flatMap(fill) }
  }

  private func count(_ pane: ComparePane) -> [Cell?] {
    let most = max(a.now.run.tasks.count, b.now.run.tasks.count)
    guard most > 0, pane.now.usable > 0 else { return [] }
    return Array(repeating: fill(.done), count: max(1, pane.now.usable * columns / most))
  }

  private func work(_ fact: ComparedFact, _ pane: ComparePane, mark: PictureAppearance.Mark) -> [Cell?] {
    let paint: Paint = mark == .lost ? .lost : .done
    let amount = pane.letter == .a ? fact.work?.a : fact.work?.b
    return Array(repeating: Cell(appearance.scalar(mark), style: appearance[paint]), count: work(amount ?? .zero))
  }

  /// How many cells an amount of work takes.
  private func work(_ amount: Duration) -> Int {
    guard amount > .zero, mostWork > .zero else { return 0 }
    return min(columns, max(1, Int(amount / mostWork * Double(columns) + 0.5)))
  }

  private func fill(_ fill: LaneFill) -> Cell? { fill.cell(row: 0, height: 2, appearance: appearance) }
}

extension Canvas {
  /// The lanes of both waits, where there is no room for those of tasks.
  mutating func drawWaits(
    _ comparing: Comparing, comparison: Comparison, moment: ComparedMoment, appearance: Appearance
  ) {
    let width = region.size.columns
    let columns = PictureColumns(label: 14, lane: max(4, width - 15 - 20), edge: width - 1)
    let scale = TimeScale(end: comparison.endTime, columns: columns.lane)
    for (y, letter) in [ComparePane.Letter.a, .b].enumerated() {
      let pane = ComparePane(letter, comparing: comparing, comparison: comparison, moment: moment)
      guard var row = pane.waitRow else { continue }
      row.label = "\(letter.rawValue) \(row.label)"
      draw(
        row, y: y, height: 1, columns: columns, scale: scale, below: [], isSelected: false,
        appearance: appearance.picture)
    }
  }
}
