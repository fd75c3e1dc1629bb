import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// All about the selected row, in place of tree and lanes.
  mutating func drawDetail(_ watch: Watch, look: Look, form: ScreenLayout.Form) {
    drawFrame(look)
    guard let selected = watch.selected else { return }
    let row = watch.state.row(number: selected)
    let page = DetailPage(row: row, now: watch.cursor.t)
    let (width, height) = (region.size.columns, region.size.rows)
    let bold = Style(attributes: .bold)
    let title = Fitting.fit(page.title, columns: width - 8, cut: .middle, glyphs: look.glyphs)
    self[Point(x: 3, y: 0)] = look.mark(of: row.state.look)
    self[Point(x: 2, y: 0)] = .blank
    write(" \(title) ", at: Point(x: 4, y: 0), style: bold)
    let labelColumns = 12
    var y = 1
    for (index, line) in page.lines.enumerated() {
      let room = height - 1 - y
      guard room > 0 else { break }
      // Every line that follows needs a row of its own; only what is left over may be used for wrapping.
      let spare = max(1, room - (page.lines.count - index - 1))
      let text = Fitting.wrap(line.text, columns: width - labelColumns - 5, lines: min(3, spare), glyphs: look.glyphs)
      write(line.label, at: Point(x: 3, y: y), style: look.style(.chrome))
      let style = line.label == "state" ? look.style(of: row.state.look).adding(.bold) : .plain
      for part in text {
        write(part, at: Point(x: 3 + labelColumns, y: y), style: style)
        y += 1
      }
    }
  }
}
