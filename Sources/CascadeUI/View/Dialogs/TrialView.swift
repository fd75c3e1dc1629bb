import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// A dialog about a change: lines to choose from, a note about them, what would come of the change, and what Enter
  /// does.
  mutating func drawTrial(
    _ title: String, trial: Trial, isTyping: Bool, branches: Branches, lines: Int, note: String?, look: Look,
    _ drawLine: (inout Canvas, _ index: Int, _ y: Int) -> Void
  ) {
    let wanted = lines + 2 + TrialLayout.preview + 1 + (note == nil ? 0 : 1)
    drawBox(title, rows: wanted, look: look) { box in
      // The note gives way where the preview would.
      let hasNote = note != nil && box.region.size.rows >= lines + 2 + TrialLayout.preview
      let layout = TrialLayout(rows: box.region.size.rows, lines: lines + (hasNote ? 1 : 0))
      for index in 0..<lines { drawLine(&box, index, layout.top + index) }
      if hasNote, let note {
        let shown = Fitting.fit(note, columns: box.region.size.columns - 1, glyphs: look.glyphs)
        box.write(shown, at: Point(x: 1, y: layout.top + lines), style: look.style(.chrome))
      }
      box.drawOutlook(trial.outlook, y: layout.previewTop, rows: layout.previewRows, look: look)
      if isTyping {
        box.write(
          "Enter takes it; Esc leaves it as it was", at: Point(x: 0, y: layout.bottom), style: look.style(.chrome))
      } else {
        box.drawPromise(trial, branches: branches, y: layout.bottom, look: look)
      }
    }
  }

  private mutating func drawOutlook(_ outlook: Trial.Outlook, y: Int, rows: Int, look: Look) {
    let indent = 9
    let (heading, text, style): (String, [String], Style) =
      switch outlook {
      case .none: ("PREVIEW", ["Nothing is changed so far."], look.style(.chrome))
      case .waiting: ("PREVIEW", ["running it" + String(Character(look.glyphs.ellipsis))], look.style(.chrome))
      case .consequences(let sentences, _): ("PREVIEW", sentences, .plain)
      case .refused(let why): ("REFUSED", [why], Style(attributes: .bold))
      }
    write(heading, at: Point(x: 0, y: y), style: Style(attributes: .bold))
    let columns = region.size.columns - indent
    // Whole sentences only: the less important ones give way, to an ellipsis.
    var lines = Fitting.wrap(text.joined(separator: " "), columns: columns, lines: .max, glyphs: look.glyphs)
    for count in stride(from: text.count, to: 1, by: -1) where lines.count > rows {
      lines = Fitting.wrap(
        (text.prefix(count - 1) + [String(Character(look.glyphs.ellipsis))]).joined(separator: " "), columns: columns,
        lines: .max, glyphs: look.glyphs)
    }
    if lines.count > rows {
      lines = Fitting.wrap(text.first ?? "", columns: columns, lines: rows, glyphs: look.glyphs)
    }
    for (index, line) in lines.enumerated() { write(line, at: Point(x: indent, y: y + index), style: style) }
  }

  private mutating func drawPromise(_ trial: Trial, branches: Branches, y: Int, look: Look) {
    let current = branches.branch.letter
    let words: String
    switch trial.outlook {
    case .consequences(_, let start):
      let known = trial.variation.flatMap(branches.index)
      words =
        known.map { "goes to branch \(branches.all[$0].letter), which is this one" }
        ?? "applies: new branch \(branches.nextLetter) from event \(start); \(current) is kept"
    case .none, .waiting, .refused:
      write("Enter does nothing; Esc closes", at: Point(x: 0, y: y), style: look.style(.chrome))
      return
    }
    let x = write("Enter ", at: Point(x: 0, y: y), style: Style(attributes: .bold))
    write(Fitting.fit(words, columns: region.size.columns - x, glyphs: look.glyphs), at: Point(x: x, y: y))
  }
}

/// Where the parts of such a dialog go; blank rows give way first, then the preview.
struct TrialLayout {
  /// The rows of the preview where there is room.
  static let preview = 5
  private static let leastPreview = 2

  let top = 0
  let previewTop: Int
  let previewRows: Int
  let bottom: Int

  init(rows: Int, lines: Int) {
    bottom = rows - 1
    let spare = rows - lines - 1 - Self.leastPreview
    let gaps = spare >= 4 ? 2 : spare >= 2 ? 1 : 0
    previewTop = min(lines + (gaps > 0 ? 1 : 0), rows - 1)
    previewRows = max(1, bottom - previewTop - (gaps > 1 ? 1 : 0))
  }
}

extension Canvas {
  /// One line of such a dialog: the bar, its key if it has one, what it is, and its value or the line of text for it.
  mutating func drawChoice(
    _ choice: DialogChoice, field: TextField?, isSelected: Bool, y: Int, look: Look
  ) {
    let bold = Style(attributes: .bold)
    if isSelected { self[Point(x: 0, y: y)] = Cell(look.glyphs.selected, style: bold) }
    var x = 1
    if !choice.key.isEmpty {
      write(choice.key, at: Point(x: x, y: y), style: bold)
      x += 3
    }
    write(choice.words, at: Point(x: x, y: y), style: isSelected ? bold : .plain)
    x += choice.columns
    let room = region.size.columns - x
    if let field {
      let label = field.label.isEmpty ? "" : field.label + ": "
      write(label, at: Point(x: x, y: y), style: look.style(.chrome))
      drawField(field, at: Point(x: x + label.columns, y: y), columns: room - label.columns, look: look)
      return
    }
    let hasHint = isSelected && choice.value.columns + 2 + choice.hint.columns <= room
    let hint = hasHint ? "  " + choice.hint : ""
    let value = Fitting.fit(choice.value, columns: room - hint.columns, glyphs: look.glyphs)
    let style = choice.isChanged ? bold.adding(.underline) : isSelected ? bold : .plain
    write(value, at: Point(x: x, y: y), style: style)
    write(hint, at: Point(x: region.size.columns - hint.columns, y: y), style: look.style(.chrome))
  }
}

/// What one line of such a dialog says.
struct DialogChoice {
  var key = ""
  var words: String
  /// How many columns the words of all lines take.
  var columns: Int
  var value: String
  var hint = ""
  var isChanged = false
}
