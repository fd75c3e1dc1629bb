import CascadeTerminal

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

/// The characters that screens are built from, one column each, in two sets that stand in for each other one to one:
/// with the other set nothing moves.
///
/// No character is wide or has an emoji form anywhere, so every terminal agrees on where the next one goes.
struct Glyphs: Sendable {
  // Frames and rules.
  var horizontal: Unicode.Scalar
  var vertical: Unicode.Scalar
  var topLeft: Unicode.Scalar
  var topRight: Unicode.Scalar
  var bottomLeft: Unicode.Scalar
  var bottomRight: Unicode.Scalar

  // Rows.
  var selected: Unicode.Scalar
  var happening: Unicode.Scalar

  // Amounts.
  var saved: Unicode.Scalar
  var amount: Unicode.Scalar

  // The scrubber.
  var scrubberStart: Unicode.Scalar
  var scrubberEnd: Unicode.Scalar
  var past: Unicode.Scalar
  var pastEvent: Unicode.Scalar
  var future: Unicode.Scalar
  var futureEvent: Unicode.Scalar
  var cursor: Unicode.Scalar
  /// A task failed.
  var failure: Unicode.Scalar
  /// An intervention, a cancel, or a deadline that passed.
  var cancel: Unicode.Scalar

  // Text.
  var ellipsis: Unicode.Scalar
  var times: Unicode.Scalar

  static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    selected: "▌", happening: "▸",
    saved: "╌", amount: "▄",
    scrubberStart: "├", scrubberEnd: "┤", past: "─", pastEvent: "┬", future: "┄", futureEvent: "┬",
    cursor: "●", failure: "✗", cancel: "◆",
    ellipsis: "…", times: "×")

  static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    selected: ">", happening: "*",
    saved: ".", amount: "|",
    scrubberStart: "+", scrubberEnd: "|", past: "-", pastEvent: "+", future: ".", futureEvent: "+",
    cursor: "o", failure: "X", cancel: "&",
    ellipsis: "~", times: "x")

  static func `for`(_ charset: Charset) -> Glyphs {
    charset == .unicode ? unicode : ascii
  }
}
