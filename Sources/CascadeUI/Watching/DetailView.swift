import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// The detail of the selected row, on as many pages as it takes.
struct DetailView {
  let page: DetailPage
  let state: StateAppearance
  /// Where the texts begin.
  let textStart: Int
  /// All of it, one below the other.
  let rows: [TextRow]

  /// One row of a page.
  struct TextRow: Hashable {
    var label: String
    var text: String
  }

  /// No text takes more rows than this.
  private static let mostRows = 6
  /// A column of labels is so wide, or as wide as the longest of them takes.
  private static let labelColumns = 12

  /// Nil where there is no row to select.
  init?(_ session: RunSession, columns: Int, glyphs: Glyphs) {
    guard let selected = session.selected else { return nil }
    let row = session.state.row(number: selected)
    page = DetailPage(row: row, now: session.cursor.t)
    state = row.state.appearance
    let labels = max(Self.labelColumns, (page.lines.map(\.label.columns).max() ?? 0) + 1)
    textStart = 3 + labels
    rows = page.lines.flatMap { line in
      let texts = TextLayout.wrap(
        line.text, columns: columns - labels - 5, lines: Self.mostRows, glyphs: glyphs)
      return texts.enumerated().map { TextRow(label: $0.offset == 0 ? line.label : "", text: $0.element) }
    }
  }

}

extension Canvas {
  /// All about the selected row, in place of tree and lanes.
  ///
  /// - Parameter turned: how often the page was turned; after the last one comes the first.
  mutating func drawDetail(_ detail: DetailView, turned: Int, keyMap: KeyMap, appearance: Appearance) {
    mark(as: .pane(.detail))
    drawFrame(appearance)
    let (width, height) = (region.size.columns, region.size.rows)
    let title = TextLayout.fit(detail.page.title, columns: width - 8, cut: .middle, glyphs: appearance.glyphs)
    self[Point(x: 3, y: 0)] = appearance.mark(of: detail.state)
    self[Point(x: 2, y: 0)] = .blank
    write(" \(title) ", at: Point(x: 4, y: 0), style: Style(attributes: .bold))

    let rows = detail.rows
    let room = max(1, height - 2)
    let pages = max(1, (rows.count + room - 1) / room)
    let shown = turned % pages
    for (index, row) in rows.dropFirst(shown * room).prefix(room).enumerated() {
      write(row.label, at: Point(x: 3, y: 1 + index), style: appearance.style(.chrome))
      let style = row.label == "state" ? appearance.style(of: detail.state).adding(.bold) : .plain
      write(row.text, at: Point(x: detail.textStart, y: 1 + index), style: style)
    }
    guard pages > 1 else { return }
    let key = keyMap.firstName(of: .watching(.turnPage), in: .detail)
    let place = " page \(shown + 1) of \(pages)\(key.isEmpty ? "" : ", \(key) turns") "
    write(place, at: Point(x: width - 2 - place.columns, y: height - 1), style: appearance.style(.chrome))
  }
}
