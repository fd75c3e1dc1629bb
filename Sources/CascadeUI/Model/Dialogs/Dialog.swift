/// A box over the run. Until it is closed every key goes to it, and its letters are its own.
package enum Dialog: Hashable, Sendable {
  /// Which branch to look at.
  case branches(BranchList)
  /// What the current branch is called.
  case naming(TextField)
}

extension Dialog {
  /// Where the next key goes.
  var place: Place {
    if field != nil { return .field }
    switch self {
    case .branches: return .branches
    case .naming: return .field
    }
  }

  /// The line of text that is being typed, if one is.
  var field: TextField? {
    get {
      switch self {
      case .branches: nil
      case .naming(let field): field
      }
    }
    set {
      switch self {
      case .branches: break
      case .naming: if let newValue { self = .naming(newValue) }
      }
    }
  }
}
