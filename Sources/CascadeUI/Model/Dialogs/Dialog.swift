/// A box over the run. Until it is closed every key goes to it, and its letters are its own.
package enum Dialog: Hashable, Sendable {
  /// What a hand could do to a row.
  case inject(InjectDialog)
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
