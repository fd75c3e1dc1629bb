import CascadeTerminal
import CascadeTrace

/// The help as lines: keys as the key map has them, those of the place it was asked for in first, then what the marks
/// mean. In two columns where there is room, else one below the other.
struct HelpPage {
  enum Line: Hashable {
    case heading(String)
    case keys(String, words: String)
    case mark(StateLook, word: String, words: String)
    case sign(Unicode.Scalar, Hue, words: String)
    case blank
  }

  /// From left to right.
  let columns: [[Line]]
  /// Where each column begins.
  let starts: [Int]
  /// How wide the names of keys are.
  let keyColumns: Int

  var count: Int { columns.map(\.count).max() ?? 0 }

  /// How many lines are seen at once: all but frame and key bar.
  static func visibleLines(of size: Size) -> Int { max(1, size.rows - 3) }

  init(keyMap: KeyMap, place: Place, size: Size, glyphs: Glyphs) {
    let keys = Self.keyLines(keyMap, place: place, glyphs: glyphs)
    let marks = Self.markLines(glyphs)
    keyColumns = keys.map { line in if case .keys(let names, _) = line { names.columns } else { 0 } }.max() ?? 0
    if size.columns >= 120 {
      columns = [keys, marks]
      starts = [3, size.columns / 2 + 2]
    } else {
      columns = [keys + [.blank] + marks]
      starts = [3]
    }
  }

  private static func keyLines(_ keyMap: KeyMap, place: Place, glyphs: Glyphs) -> [Line] {
    var told: Set<Binding> = []
    var lines: [Line] = []
    for current in [place] + Place.allCases.filter({ $0 != place }) {
      let new = keyMap.bindings(in: current).filter { told.insert($0).inserted }
      guard !new.isEmpty else { continue }
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(current == place ? "Keys here: \(current.words)" : "Keys \(current.words)"))
      lines += new.map { .keys($0.allNames(glyphs), words: $0.help) }
    }
    return lines
  }

  private static func markLines(_ glyphs: Glyphs) -> [Line] {
    [.heading("Tasks")]
      + TaskState.allCases.map { .mark($0.look, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Contexts and groups")]
      + [ContextState.active, .cancelled, .closed].map { .mark($0.look, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Lanes")]
      + Legend.entries(glyphs).map { .sign($0.scalar, $0.hue, words: $0.words) }
  }
}

extension Place {
  /// Where it is, in words.
  fileprivate var words: String {
    switch self {
    case .gallery: "in the list of scenarios"
    case .main: "while watching a run"
    case .detail: "in the detail of a row"
    case .help: "in this help"
    }
  }
}

extension Canvas {
  mutating func drawHelp(_ model: Model, help: Help, look: Look) {
    let size = size
    let page = HelpPage(keyMap: model.keyMap, place: help.place, size: size, glyphs: look.glyphs)
    let visible = HelpPage.visibleLines(of: size)
    inside(Rect(x: 0, y: 0, columns: size.columns, rows: size.rows - 1)) { canvas in
      canvas.drawFrame(look)
      canvas.write(" Help ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
      if page.count > visible {
        let last = min(page.count, help.scrolled + visible)
        let place = " lines \(help.scrolled + 1) to \(last) of \(page.count) "
        canvas.write(
          place, at: Point(x: size.columns - 2 - place.columns, y: size.rows - 2), style: look.style(.chrome))
      }
      for (index, column) in page.columns.enumerated() {
        let end = index + 1 < page.starts.count ? page.starts[index + 1] - 2 : size.columns - 2
        let area = Rect(x: page.starts[index], y: 1, columns: end - page.starts[index], rows: visible)
        canvas.inside(area) { part in
          for (y, line) in column.dropFirst(help.scrolled).prefix(visible).enumerated() {
            part.drawHelpLine(line, y: y, keyColumns: page.keyColumns, look: look)
          }
        }
      }
    }
    inside(Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)) {
      $0.drawKeyBar(
        model.keyMap, place: .help, status: model.status, typed: model.typed.text(look.glyphs), look: look)
    }
  }

  private mutating func drawHelpLine(_ line: HelpPage.Line, y: Int, keyColumns: Int, look: Look) {
    let width = region.size.columns
    func fit(_ text: String, from x: Int) -> String {
      Fitting.fit(text, columns: width - x, glyphs: look.glyphs)
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
      self[Point(x: 2, y: y)] = look.mark(of: mark)
      write(word, at: Point(x: 4, y: y), style: look.style(of: mark))
      write(fit(words, from: 24), at: Point(x: 24, y: y))
    case .sign(let scalar, let hue, let words):
      self[Point(x: 2, y: y)] = Cell(scalar, style: look.style(hue))
      write(fit(words, from: 4), at: Point(x: 4, y: y))
    }
  }
}
