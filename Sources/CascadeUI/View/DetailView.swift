import CascadeTerminal
import CascadeTrace

/// The detail of the selected row.
struct DetailView {
  let page: DetailPage
  let state: StateLook

  /// No text takes more rows than this.
  private static let mostRows = 3
  private static let labelColumns = 12

  /// Nil where there is no row to select.
  init?(_ watch: Watch) {
    guard let selected = watch.selected else { return nil }
    let row = watch.state.row(number: selected)
    page = DetailPage(row: row, now: watch.cursor.t)
    state = row.state.look
  }

  /// How many rows all of it takes inside of its frame.
  func rows(columns: Int, look: Look) -> Int {
    page.lines.reduce(0) { $0 + wrap($1, columns: columns, rows: Self.mostRows, look: look).count }
  }

  private func wrap(_ line: DetailPage.Line, columns: Int, rows: Int, look: Look) -> [String] {
    let room = columns - Self.labelColumns - 5
    return Fitting.wrap(line.text, columns: room, lines: min(Self.mostRows, rows), glyphs: look.glyphs)
  }

  /// The lines where there are so many rows.
  func lines(columns: Int, rows: Int, look: Look) -> [(label: String, text: [String])] {
    var lines: [(label: String, text: [String])] = []
    var room = rows
    for (index, line) in page.lines.enumerated() where room > 0 {
      // Every line that follows needs a row of its own; only what is left over may be used for wrapping.
      let spare = max(1, room - (page.lines.count - index - 1))
      lines.append((line.label, wrap(line, columns: columns, rows: spare, look: look)))
      room -= lines[lines.count - 1].text.count
    }
    return lines
  }

  var textStart: Int { 3 + Self.labelColumns }
}

extension Canvas {
  /// All about the selected row, in place of tree and lanes.
  mutating func drawDetail(_ detail: DetailView, look: Look) {
    drawFrame(look)
    let (width, height) = (region.size.columns, region.size.rows)
    let title = Fitting.fit(detail.page.title, columns: width - 8, cut: .middle, glyphs: look.glyphs)
    self[Point(x: 3, y: 0)] = look.mark(of: detail.state)
    self[Point(x: 2, y: 0)] = .blank
    write(" \(title) ", at: Point(x: 4, y: 0), style: Style(attributes: .bold))
    var y = 1
    for line in detail.lines(columns: width, rows: height - 2, look: look) {
      write(line.label, at: Point(x: 3, y: y), style: look.style(.chrome))
      let style = line.label == "state" ? look.style(of: detail.state).adding(.bold) : .plain
      for part in line.text {
        write(part, at: Point(x: detail.textStart, y: y), style: style)
        y += 1
      }
    }
  }
}
