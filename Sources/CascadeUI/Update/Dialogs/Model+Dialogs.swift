import CascadeTerminal

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
        watch?.branches.name(field.text)
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
