import CascadeTerminal

/// Which background the colours are for. The background itself is the terminal's own and never painted.
package enum Theme: String, CaseIterable, Hashable, Sendable {
  case dark, light

  /// The one that the key goes on to.
  package var next: Theme {
    switch self {
    case .dark: .light
    case .light: .dark
    }
  }

  /// What stands for the terminal's own colours: the background and the text on it.
  package var ground: (background: String, foreground: String) {
    switch self {
    case .dark: ("#0d1117", "#d6dbe1")
    case .light: ("#ffffff", "#1f2328")
    }
  }
}

/// What drawing needs to know besides what there is to draw: characters and colours.
struct Appearance: Sendable {
  let charset: Charset
  let glyphs: Glyphs
  let depth: ColorDepth
  let picture: PictureAppearance

  /// - Parameter hasGrey: Whether what only explains is grey.
  init(charset: Charset, theme: Theme, depth: ColorDepth, hasGrey: Bool = true) {
    self.charset = charset
    glyphs = .for(charset)
    self.depth = depth
    picture = PictureAppearance(charset: charset, theme: theme, depth: depth, hasGrey: hasGrey)
  }

  func style(_ role: ColorRole) -> Style { picture[role.paint] }

  /// Whether only attributes can tell things apart.
  var isColourless: Bool { depth == .none }
}

/// What a colour says. Everything that says nothing is drawn in the terminal's own colours.
enum ColorRole: CaseIterable, Hashable, Sendable {
  /// Not at work yet, or never.
  case pending
  case running
  case done
  case failed
  case cancelled
  /// Frames, rules and words that explain.
  case chrome

  /// The same in the picture's colours.
  fileprivate var paint: Paint {
    switch self {
    case .pending, .chrome: .faint
    case .running: .running
    case .done: .done
    case .failed: .cause
    case .cancelled: .told
    }
  }
}
