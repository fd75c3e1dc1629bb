import CascadeTerminal

/// A box over a run or over two. Until it is closed every key goes to it, and its letters are its own.
///
/// A dialog is one type: its state, what its keys do, and how it is drawn.
protocol Dialog: Sendable {
  /// Where its keys are bound.
  var place: Place { get }
  /// The line of text that is being typed, while one is.
  var field: TextField? { get set }

  /// Does what a key asks for; the commands are those that are bound in its place, or in a line of text.
  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome

  /// The line that the bar stands on, by its place. Another one is chosen by setting it, or the nearest that there is. Nil where
  /// there is nothing to choose from.
  var chosen: Int? { get set }
  /// What Enter asks for on that line.
  var acceptance: Command? { get }

  /// Begins a value with a digit, where it has one to type.
  /// - Returns: whether it did.
  mutating func type(digit: Character) -> Bool

  /// Leaves the line of text, with everything as it was before.
  /// - Returns: whether there was one; if not, the dialog is closed.
  mutating func leaveField() -> Bool

  /// Whether a command does something at this moment.
  func offers(_ command: Command) -> Bool

  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance)
}

/// What becomes of a dialog after a command.
enum DialogOutcome {
  /// It stays, and may propose another change.
  case changed
  /// It stays, and proposes what it did.
  case stays
  /// It stays until what it wants done is done.
  case orders(_ effects: [Effect])
  case closed(_ effects: [Effect] = [])
}

extension Dialog {
  var field: TextField? {
    get { nil }
    set {}
  }

  var chosen: Int? {
    get { nil }
    set {}
  }
  var acceptance: Command? { nil }

  mutating func type(digit: Character) -> Bool { false }
  mutating func leaveField() -> Bool { false }
  func offers(_ command: Command) -> Bool { true }

  /// Where the next key goes.
  var keyPlace: Place { field == nil ? place : .field }
}

extension Model {
  mutating func open(_ dialog: some Dialog) -> [Effect] {
    self.dialog = dialog
    return refreshTrial()
  }

  mutating func performInDialog(_ command: Command, count: Int) -> [Effect] {
    guard var open = dialog else { return [] }
    switch open.perform(command, count: count, in: &self) {
    case .changed:
      dialog = open
      return refreshTrial()
    case .stays:
      dialog = open
      return []
    case .orders(let effects):
      dialog = open
      return effects
    case .closed(let effects):
      dialog = nil
      return effects
    }
  }

  /// One level up: out of a line of text, or out of the dialog.
  mutating func leaveDialog() {
    guard var open = dialog else { return }
    let stays = open.leaveField()
    dialog = stays ? open : nil
  }

  /// Pasted text goes where text is typed, and nowhere else.
  mutating func paste(_ text: String) {
    if finding?.isOpen == true { finding?.insert(text) }
    guard place == .field else { return }
    dialog?.field?.insert(text)
  }
}

extension Canvas {
  /// Draws a frame with a title and what stands in it: at the right and at the bottom, so that the rows stay in sight
  /// where there is room.
  mutating func drawBox(_ title: String, rows: Int, appearance: Appearance, _ content: (inout Canvas) -> Void) {
    let room = region.size
    let columns = min(room.columns, DialogBox.columns)
    let height = min(room.rows, rows + 2)
    let y = room.rows - height
    let x = room.columns - columns >= 2 ? room.columns - columns - 1 : room.columns - columns
    inside(Rect(x: x, y: y, columns: columns, rows: height)) { box in
      box.fill()
      box.mark(as: .pane(.dialog))
      box.drawFrame(appearance)
      let words = TextLayout.fit(title, columns: columns - 6, cut: .middle, glyphs: appearance.glyphs)
      box.write(" \(words) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
      box.inside(Rect(x: 2, y: 1, columns: columns - 4, rows: height - 2), content)
    }
  }
}

enum DialogBox {
  /// How wide a dialog is where there is room.
  static let columns = 62
  /// Beside it sentences are told in no fewer columns than this.
  fileprivate static let leastBeside = 34
}

extension Rect {
  /// What a dialog leaves of a band of sentences; the whole band where that is too narrow to read.
  var besideDialog: Rect {
    let columns = size.columns - DialogBox.columns - 1
    guard columns >= DialogBox.leastBeside else { return self }
    return Rect(x: minX, y: minY, columns: columns, rows: size.rows)
  }
}
