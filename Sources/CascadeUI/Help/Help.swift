import CascadeNarration
import CascadeTerminal

/// The open help.
package struct Help: Hashable, Sendable {
  /// Whose keys come first.
  package var place: Place
  /// How many lines are scrolled away.
  package var scrolled = 0
}

package enum HelpCommand: CaseIterable, Hashable, Sendable {
  case up, down, pageUp, pageDown, top, bottom
}

extension Model {
  mutating func perform(_ command: HelpCommand, count: Int) -> [Effect] {
    let page = HelpPage.visibleLines(of: size)
    switch command {
    case .down: help?.scrolled += count
    case .up: help?.scrolled -= count
    case .pageDown: help?.scrolled += page
    case .pageUp: help?.scrolled -= page
    case .top: help?.scrolled = 0
    case .bottom: help?.scrolled = .max / 2
    }
    clampHelp()
    return []
  }

  /// Keeps the scrolling within the page.
  mutating func clampHelp() {
    guard let open = help else { return }
    let lines = HelpPage(keyMap: keyMap, place: open.place, size: size, glyphs: .for(settings.charset)).count
    help?.scrolled = max(0, min(open.scrolled, lines - HelpPage.visibleLines(of: size)))
  }
}

extension Canvas {
  /// The help over the whole screen, as far as it is scrolled.
  mutating func drawHelp(_ model: Model, help: Help, appearance: Appearance) {
    let size = size
    let page = HelpPage(keyMap: model.keyMap, place: help.place, size: size, glyphs: appearance.glyphs)
    let visible = HelpPage.visibleLines(of: size)
    inside(Rect(x: 0, y: 0, columns: size.columns, rows: size.rows - 1)) { canvas in
      canvas.mark(as: .pane(.help))
      canvas.drawFrame(appearance)
      canvas.write(" Help ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
      if page.count > visible {
        let last = min(page.count, help.scrolled + visible)
        let place = " lines \(help.scrolled + 1) to \(last) of \(page.count) "
        canvas.write(
          place, at: Point(x: size.columns - 2 - place.columns, y: size.rows - 2), style: appearance.style(.chrome))
      }
      for (index, column) in page.columns.enumerated() {
        let end = index + 1 < page.starts.count ? page.starts[index + 1] - 2 : size.columns - 2
        let area = Rect(x: page.starts[index], y: 1, columns: end - page.starts[index], rows: visible)
        canvas.inside(area) { part in
          for (y, line) in column.dropFirst(help.scrolled).prefix(visible).enumerated() {
            part.drawHelpLine(line, y: y, keyColumns: page.keyColumns, appearance: appearance)
          }
        }
      }
    }
    inside(Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)) {
      $0.drawKeyBar(model, appearance: appearance)
    }
  }

  private mutating func drawHelpLine(_ line: HelpPage.Line, y: Int, keyColumns: Int, appearance: Appearance) {
    let width = region.size.columns
    func fit(_ text: String, from x: Int) -> String {
      TextLayout.fit(text, columns: width - x, glyphs: appearance.glyphs)
    }
    let bold = Style(attributes: .bold)
    switch line {
    case .blank: break
    case .heading(let text):
      write(fit(text, from: 0), at: Point(x: 0, y: y), style: bold.adding(.underline))
    case .keys(let names, let words):
      let x = keyColumns + 4
      write(names, at: Point(x: 2, y: y), style: bold)
      write(fit(words, from: x), at: Point(x: x, y: y))
    case .mark(let mark, let word, let words):
      self[Point(x: 2, y: y)] = appearance.mark(of: mark)
      write(word, at: Point(x: 4, y: y), style: appearance.style(of: mark))
      write(fit(words, from: 24), at: Point(x: 24, y: y))
    case .term(let word, let words):
      write(word, at: Point(x: 2, y: y), style: bold)
      write(fit(words, from: 13), at: Point(x: 13, y: y))
    case .value(let word, let words):
      write(word, at: Point(x: 2, y: y), style: bold)
      write(fit(words, from: 24), at: Point(x: 24, y: y))
    case .text(let words):
      write(fit(words, from: 2), at: Point(x: 2, y: y))
    case .lane(let fill, let words):
      guard let cell = fill.cell(row: 0, height: 1, appearance: appearance.picture) else { return }
      fillLine(cell, y: y)
      write(fit(words, from: 8), at: Point(x: 8, y: y))
    case .cause(let words):
      self[Point(x: 2, y: y)] = Cell(" ", style: appearance.picture[.causeLine])
      write(fit(words, from: 8), at: Point(x: 8, y: y))
    case .point(let mark, let paint, let words):
      self[Point(x: 2, y: y)] = Cell(appearance.picture.scalar(mark), style: appearance.picture[paint])
      write(fit(words, from: 8), at: Point(x: 8, y: y))
    case .sign(let scalar, let role, let words):
      self[Point(x: 2, y: y)] = Cell(scalar, style: appearance.style(role))
      write(fit(words, from: 4), at: Point(x: 4, y: y))
    }
  }

  /// Four cells of a lane.
  private mutating func fillLine(_ cell: Cell, y: Int) {
    fill(Rect(x: 2, y: y, columns: 4, rows: 1), with: cell)
  }
}
