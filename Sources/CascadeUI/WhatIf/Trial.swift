import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// A change that isn't made yet, and what would come of it.
struct Trial: Hashable, Sendable {
  /// The branch as it would be; none while nothing is changed.
  var variation: Variation?
  /// What is changed, in a few words.
  var change = ""
  var outlook = Outlook.none

  /// What is known of the branch so far.
  enum Outlook: Hashable, Sendable {
    /// There is nothing to know.
    case none
    /// It is being run.
    case waiting
    /// What matters in it, and how many events it shares with the branch it would be made from.
    case consequences([String], start: Int)
    /// It can't be, and why.
    case refused(String)
  }

  /// Whether it can be made.
  var isReady: Bool { if case .consequences = outlook { true } else { false } }
}

/// A dialog that proposes a change, which is tried out before it is made.
protocol TrialDialog: Dialog {
  var trial: Trial { get set }
  /// What is different from the branch that is looked at.
  var changes: [Variation.Change] { get }
}

extension TrialDialog {
  /// The change that it stands at.
  fileprivate func proposal(from variation: Variation) -> Trial {
    guard !changes.isEmpty else { return Trial() }
    let phrases = changes.map { $0.phrase { path in path.split(separator: "/").last.map(String.init) ?? path } }
    return Trial(
      variation: changes.reduce(variation) { $0.adding($1) }, change: SafeText.make(phrases.joined(separator: ", ")))
  }
}

extension Model {
  /// Runs what the dialog proposes, unless that has been run before, and tells what would come of it.
  mutating func refreshTrial() -> [Effect] {
    guard var open = dialog as? any TrialDialog, var session else { return [] }
    var trial = open.proposal(from: session.branches.branch.variation)
    var effects: [Effect] = []
    if let variation = trial.variation {
      effects = session.runs.want(variation)
      trial.outlook = session.outlook(on: variation)
    }
    open.trial = trial
    self.session = session
    dialog = open
    return effects
  }

  /// Makes the branch that a dialog proposes, unless it can't be or isn't known yet.
  /// - Returns: whether it did.
  mutating func apply(_ trial: Trial) -> Bool {
    guard let variation = trial.variation, trial.isReady else { return false }
    branchOff(variation, change: trial.change)
    return true
  }
}

extension RunSession {
  fileprivate func outlook(on variation: Variation) -> Trial.Outlook {
    switch runs[variation] {
    case nil: .waiting
    case .refused(let why)?: .refused(SafeText.make(why))
    case .here(let other)?:
      .consequences(
        Consequences(of: other, comparedWith: recording).sentences, start: other.sharedEvents(with: recording))
    }
  }
}

extension Canvas {
  /// A dialog about a change: lines to choose from, a note about them, what would come of the change, and what Enter
  /// does.
  mutating func drawTrial(
    _ title: String, trial: Trial, isTyping: Bool, branches: Branches, lines: Int, place: Place,
    note: String?, appearance: Appearance,
    _ drawLine: (inout Canvas, _ index: Int, _ y: Int) -> Void
  ) {
    let wanted = lines + 2 + TrialLayout.preview + 1 + (note == nil ? 0 : 1)
    drawBox(title, rows: wanted, appearance: appearance) { box in
      // The note gives way where the preview would.
      let hasNote = note != nil && box.region.size.rows >= lines + 2 + TrialLayout.preview
      let layout = TrialLayout(rows: box.region.size.rows, lines: lines + (hasNote ? 1 : 0))
      let columns = box.region.size.columns
      for index in 0..<lines {
        drawLine(&box, index, layout.top + index)
        box.mark(Rect(x: 0, y: layout.top + index, columns: columns, rows: 1), as: .item(index, in: place))
      }
      // Where there is no room for all lines, the preview lies over the last ones.
      let below = Rect(x: 0, y: layout.previewTop, columns: columns, rows: box.region.size.rows - layout.previewTop)
      box.mark(below, as: .pane(.dialog))
      if hasNote, let note {
        let shown = TextLayout.fit(note, columns: box.region.size.columns - 1, glyphs: appearance.glyphs)
        box.write(shown, at: Point(x: 1, y: layout.top + lines), style: appearance.style(.chrome))
      }
      box.drawOutlook(trial.outlook, y: layout.previewTop, rows: layout.previewRows, appearance: appearance)
      if isTyping {
        box.write(
          "Enter accepts, Esc discards.", at: Point(x: 0, y: layout.bottom), style: appearance.style(.chrome)
        )
      } else {
        box.drawPromise(trial, branches: branches, y: layout.bottom, appearance: appearance)
      }
    }
  }

  /// Fewer columns of a sentence say nothing.
  private static let leastOfSentence = 30

  private mutating func drawOutlook(_ outlook: Trial.Outlook, y: Int, rows: Int, appearance: Appearance) {
    let indent = 9
    let (heading, text, style): (String, [String], Style) =
      switch outlook {
      case .none: ("PREVIEW", ["No change yet."], appearance.style(.chrome))
      case .waiting:
        ("PREVIEW", ["running it" + String(Character(appearance.glyphs.ellipsis))], appearance.style(.chrome))
      case .consequences(let sentences, _): ("PREVIEW", sentences, .plain)
      case .refused(let why): ("REFUSED", [why], Style(attributes: .bold))
      }
    write(heading, at: Point(x: 0, y: y), style: Style(attributes: .bold))
    let columns = region.size.columns - indent
    // Whole sentences only: the less important ones give way, to an ellipsis.
    var lines = TextLayout.wrap(text.joined(separator: " "), columns: columns, lines: .max, glyphs: appearance.glyphs)
    for count in stride(from: text.count, to: 1, by: -1) where lines.count > rows {
      lines = TextLayout.wrap(
        (text.prefix(count - 1) + [String(Character(appearance.glyphs.ellipsis))]).joined(separator: " "),
        columns: columns,
        lines: .max, glyphs: appearance.glyphs)
    }
    // Where only the first fits whole, the beginning of the second says more than that there is more.
    let two = TextLayout.wrap(
      text.prefix(2).joined(separator: " "), columns: columns, lines: .max, glyphs: appearance.glyphs)
    if text.count > 1, rows > 1, two.count > rows {
      let cut = TextLayout.wrap(
        text.prefix(2).joined(separator: " "), columns: columns, lines: rows, glyphs: appearance.glyphs)
      let ofSecond = cut.reduce(0) { $0 + $1.columns } - text[0].columns
      if ofSecond >= Self.leastOfSentence { lines = cut }
    }
    if lines.count > rows {
      lines = TextLayout.wrap(text.first ?? "", columns: columns, lines: rows, glyphs: appearance.glyphs)
    }
    for (index, line) in lines.enumerated() { write(line, at: Point(x: indent, y: y + index), style: style) }
  }

  private mutating func drawPromise(_ trial: Trial, branches: Branches, y: Int, appearance: Appearance) {
    let current = branches.branch.letter
    let words: String
    switch trial.outlook {
    case .consequences(_, let start):
      let known = trial.variation.flatMap(branches.index)
      words =
        known.map { "go to branch \(branches.all[$0].letter), which is this change" }
        ?? "make branch \(branches.nextLetter) from event \(start) (\(current) is kept)"
    case .none, .waiting, .refused:
      write("No change yet. Esc closes.", at: Point(x: 0, y: y), style: appearance.style(.chrome))
      return
    }
    let x = write("Enter: ", at: Point(x: 0, y: y), style: Style(attributes: .bold))
    write(TextLayout.fit(words, columns: region.size.columns - x, glyphs: appearance.glyphs), at: Point(x: x, y: y))
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
    _ choice: DialogChoice, field: TextField?, isSelected: Bool, y: Int, appearance: Appearance
  ) {
    let bold = Style(attributes: .bold)
    if isSelected { self[Point(x: 0, y: y)] = Cell(appearance.glyphs.selected, style: bold) }
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
      write(label, at: Point(x: x, y: y), style: appearance.style(.chrome))
      drawField(field, at: Point(x: x + label.columns, y: y), columns: room - label.columns, appearance: appearance)
      return
    }
    let hasHint = isSelected && choice.value.columns + 2 + choice.hint.columns <= room
    let hint = hasHint ? "  " + choice.hint : ""
    let value = TextLayout.fit(choice.value, columns: room - hint.columns, glyphs: appearance.glyphs)
    let style = choice.isChanged ? bold.adding(.underline) : isSelected ? bold : .plain
    write(value, at: Point(x: x, y: y), style: style)
    write(hint, at: Point(x: region.size.columns - hint.columns, y: y), style: appearance.style(.chrome))
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
