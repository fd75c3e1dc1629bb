import CNcurses

/// Why a full screen is not possible here. Its description is one line for a person.
package enum TerminalRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  case inputIsNoTerminal
  case outputIsNoTerminal
  /// `TERM` is not set, or empty.
  case noTerm
  case unknownTerm(String)
  /// The terminal can't place its cursor.
  case noCursorMovement(term: String)
  case alreadyOpen
  /// No memory or no file descriptor is left.
  case noResources

  init?(_ refusal: CNRefusal, term: String) {
    switch refusal {
    case .none: return nil
    case .alreadyOpen: self = .alreadyOpen
    case .inputIsNoTerminal: self = .inputIsNoTerminal
    case .outputIsNoTerminal: self = .outputIsNoTerminal
    case .unknownTerminal: self = .unknownTerm(term)
    case .noCursorMovement: self = .noCursorMovement(term: term)
    case .noResources: self = .noResources
    @unknown default: self = .noResources
    }
  }

  package var description: String {
    switch self {
    case .inputIsNoTerminal: "standard input is not a terminal"
    case .outputIsNoTerminal: "standard output is not a terminal"
    case .noTerm: "TERM is not set, so the kind of terminal is not known"
    case .unknownTerm(let term): "this system has no description of the terminal \(term.debugDescription) (TERM)"
    case .noCursorMovement(let term): "the terminal \(term.debugDescription) (TERM) can't place its cursor"
    case .alreadyOpen: "the terminal is in use by this process already"
    case .noResources: "the system has no memory or no file descriptor left"
    }
  }
}
