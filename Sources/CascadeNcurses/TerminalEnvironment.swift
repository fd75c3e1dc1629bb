import CNcurses
package import CascadeTerminal

/// What the environment says about the terminal.
package struct TerminalEnvironment: Hashable, Sendable {
  /// `TERM`; empty when it is not set.
  package var term: String
  /// Whether `NO_COLOR` is set to anything but nothing.
  package var refusesColor: Bool
  /// Whether the locale's character set is UTF-8 (`LC_ALL`, `LC_CTYPE`, `LANG`).
  package var hasUTF8: Bool

  package init(term: String, refusesColor: Bool = false, hasUTF8: Bool = true) {
    self.term = term
    self.refusesColor = refusesColor
    self.hasUTF8 = hasUTF8
  }

  /// That of this process. Adopts the character set of the locale; call it before there are other threads.
  package static func ofProcess() -> TerminalEnvironment {
    TerminalEnvironment(
      term: variable("TERM") ?? "", refusesColor: variable("NO_COLOR")?.isEmpty == false, hasUTF8: cn_adopt_locale())
  }

  /// Whether the terminal descends from xterm as far as its private modes go. Nearly all do; the others would ignore
  /// the modes, but the Linux console and real old terminals need not be tried.
  var hasXtermModes: Bool {
    !["ansi", "cons", "linux", "sun", "vt", "wy"].contains { term.hasPrefix($0) }
  }

  private static func variable(_ name: String) -> String? {
    cn_environment(name).map { String(cString: $0) }
  }
}

/// What the user wants, whatever the environment says. nil leaves it to the environment.
package struct TerminalOptions: Hashable, Sendable {
  /// At most so many colours. Stands above `NO_COLOR`.
  package var colors: ColorDepth?
  /// Stands above the locale. Unicode becomes ASCII anyway where the system has no locale to draw it in.
  package var charset: Charset?

  package init(colors: ColorDepth? = nil, charset: Charset? = nil) {
    self.colors = colors
    self.charset = charset
  }
}

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

/// The memory of this process.
package enum ProcessMemory {
  /// Gives what is free back to the system, which the C library would keep. Takes about 0.1 s for each GB.
  package static func giveBack() { cn_give_memory_back() }
}
