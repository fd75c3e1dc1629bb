import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// A box over the run, at the right and at the bottom, so that the rows stay in sight where there is room.
  mutating func drawDialog(_ dialog: Dialog, model: Model, session: RunSession, appearance: Appearance) {
    switch dialog {
    case .inject(let dialog): drawIntervention(dialog, model: model, session: session, appearance: appearance)
    case .options(let dialog): drawOptions(dialog, session: session, appearance: appearance)
    case .branches(let list): drawBranchList(list, session: session, appearance: appearance)
    case .sides(let chooser): drawSides(chooser, appearance: appearance)
    case .naming(let field): drawNaming(field, appearance: appearance)
    }
  }

  /// Draws a frame with a title and what stands in it.
  mutating func drawBox(_ title: String, rows: Int, appearance: Appearance, _ content: (inout Canvas) -> Void) {
    let room = region.size
    let columns = min(room.columns, DialogBox.columns)
    let height = min(room.rows, rows + 2)
    let y = room.rows - height
    let x = room.columns - columns >= 2 ? room.columns - columns - 1 : room.columns - columns
    inside(Rect(x: x, y: y, columns: columns, rows: height)) { box in
      box.fill()
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

/// A box over the run. Until it is closed every key goes to it, and its letters are its own.
package enum Dialog: Hashable, Sendable {
  /// What a hand could do to a row.
  case inject(InterventionDialog)
  /// What a group could have been made with.
  case options(OptionsDialog)
  /// Which branch to look at.
  case branches(BranchList)
  /// Which two runs to compare.
  case sides(SideChooser)
  /// What the current branch is called.
  case naming(TextField)
}

extension Dialog {
  /// Where the next key goes.
  var place: Place {
    if field != nil { return .field }
    switch self {
    case .inject: return .inject
    case .options: return .options
    case .branches: return .branches
    case .sides: return .sides
    case .naming: return .field
    }
  }

  /// The line of text that is being typed, if one is.
  package var field: TextField? {
    get {
      switch self {
      case .inject(let dialog): dialog.entry?.field
      case .options(let dialog): dialog.entry
      case .branches: nil
      case .sides(let chooser): chooser.field
      case .naming(let field): field
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .inject(var dialog):
        dialog.entry?.field = newValue
        self = .inject(dialog)
      case .options(var dialog):
        dialog.entry = newValue
        self = .options(dialog)
      case .branches: break
      case .sides(var chooser):
        chooser.field = newValue
        self = .sides(chooser)
      case .naming: self = .naming(newValue)
      }
    }
  }

  /// The change that it proposes, if it is about one.
  package var trial: Trial? {
    get {
      switch self {
      case .inject(let dialog): dialog.trial
      case .options(let dialog): dialog.trial
      case .branches, .sides, .naming: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .inject(var dialog):
        dialog.trial = newValue
        self = .inject(dialog)
      case .options(var dialog):
        dialog.trial = newValue
        self = .options(dialog)
      case .branches, .sides, .naming: break
      }
    }
  }
}

/// Keys for the box over the run.
extension Model {
  mutating func performInDialog(_ command: Command, count: Int?) -> [Effect] {
    switch dialog {
    case .inject(let open): return performInInject(open, command, count: count ?? 1)
    case .options(let open): return performInOptions(open, command, count: count ?? 1)
    case .branches(let list): return performInBranches(list, command, count: count ?? 1)
    case .sides(let chooser): return performInSides(chooser, command, count: count ?? 1)
    case .naming(let field):
      if command == .accept {
        session?.branches.name(field.text)
        dialog = nil
      }
    case nil: break
    }
    return []
  }

  /// A digit begins a value, where the dialog has one to type.
  /// - Returns: whether it did.
  mutating func typeInDialog(_ digit: Character) -> Bool {
    switch dialog {
    case .inject(var open):
      guard open.type(digit: digit) else { return false }
      dialog = .inject(open)
    case .options(var open):
      open.type(digit: digit)
      dialog = .options(open)
    case .branches, .sides, .naming, nil: return false
    }
    return true
  }

  /// One level up: out of a line of text, which stays as it was, or out of the dialog.
  mutating func leaveDialog() {
    switch dialog {
    case .inject(var open) where open.entry != nil:
      open.entry = nil
      dialog = .inject(open)
    case .options(var open) where open.entry != nil:
      open.entry = nil
      dialog = .options(open)
    case .sides(var chooser) where chooser.field != nil:
      chooser.field = nil
      dialog = .sides(chooser)
    default: dialog = nil
    }
  }

  /// Pasted text goes where text is typed, and nowhere else.
  mutating func paste(_ text: String) {
    guard place == .field else { return }
    dialog?.field?.insert(text)
  }
}
