import CascadeText

/// Which characters a terminal can draw.
package enum Charset: Hashable, CaseIterable, Sendable {
  /// Every character of width 1 that the gate for text lets pass.
  case unicode
  /// Space to tilde, nothing else.
  case ascii

  /// What is drawn in place of a character that may not be: U+FFFD, or a question mark.
  package var standIn: Unicode.Scalar {
    switch self {
    case .unicode: "\u{FFFD}"
    case .ascii: "?"
    }
  }
}

/// The gate between text and the terminal.
///
/// Names and messages come from files and from other people's errors. What passes is one scalar for each character,
/// each exactly one column wide, none of which can move the cursor, end a style or change the order of its
/// neighbours. Everything else becomes one visible stand-in for each character as a person counts them, so that text
/// never disappears silently and columns never shift.
extension String {
  /// The scalars to draw, one for each column.
  package func drawable(in charset: Charset) -> [Unicode.Scalar] {
    map { $0.drawable(in: charset) }
  }

  /// How many columns the text takes when drawn.
  package var columns: Int { count }
}

extension Character {
  /// The one scalar that is drawn for this character. One that is made of several scalars (letter with a separate
  /// accent, flag, family) has no form of one cell and becomes the stand-in.
  package func drawable(in charset: Charset) -> Unicode.Scalar {
    guard let first = unicodeScalars.first, unicodeScalars.count == 1 else { return charset.standIn }
    return first.drawable(in: charset)
  }
}

extension Unicode.Scalar {
  /// This scalar, if it may be drawn; a plain space for the other spaces of one column; else the stand-in.
  package func drawable(in charset: Charset) -> Unicode.Scalar {
    if value >= 0x20 && value < 0x7F { return self }
    if charset == .unicode, isLineDrawing { return self }
    if isOtherSpace { return " " }
    return charset == .unicode && takesOneColumn ? self : charset.standIn
  }
}

extension Unicode.Scalar {
  /// Whether terminals agree that this scalar takes one column and leaves its neighbours where they are.
  ///
  /// Refused: whatever isn't harmless, marks that attach to a neighbour, what is wide or has a colour of its own, letters written from right to left (terminals
  /// that reorder them also move the digits beside them), private and unassigned code points.
  /// The rule is stricter than `wcwidth`: what passes has width 1 there, or is too new for the system to know.
  package var takesOneColumn: Bool {
    if value >= 0x20 && value < 0x7F { return true }
    guard isHarmless, !properties.isEmojiPresentation else { return false }
    switch properties.generalCategory {
    case .spaceSeparator, .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: return !Self.refused.contains { $0.contains(value) }
    }
  }

  /// Whether it is one of the lines and blocks, of which most of a picture is made: one column each, and asked about for every cell.
  private var isLineDrawing: Bool { (0x2500...0x259F).contains(value) }

  /// Whether this is one of the spaces, other than U+0020, that take one column.
  var isOtherSpace: Bool {
    properties.generalCategory == .spaceSeparator && value != 0x20 && value != 0x3000 && value != 0x1680
  }

  /// Ranges, in order, whose letters are wide, run from right to left, or join into syllables.
  private static let refused: [ClosedRange<UInt32>] = [
    0x0590...0x08FF,  // Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours: right to left
    0x1100...0x11FF,  // Hangul Jamo: wide, or joining
    0x2329...0x232A,  // angle brackets: wide
    0x2630...0x2637,  // trigrams: wide since Unicode 16
    0x268A...0x268F,  // digrams: wide since Unicode 16
    0x2E80...0xA4CF,  // CJK, Kana, Bopomofo, Yi: wide
    0xA960...0xA97F,  // Hangul Jamo extended A: wide
    0xAC00...0xD7FF,  // Hangul: wide, or joining
    0xF900...0xFAFF,  // CJK compatibility: wide
    0xFB1D...0xFDFF,  // Hebrew and Arabic presentation forms: right to left
    0xFE10...0xFE1F,  // vertical forms: wide
    0xFE30...0xFEFF,  // CJK compatibility and small forms: wide; Arabic presentation forms: right to left
    0xFF01...0xFF60,  // full-width forms
    0xFFA0...0xFFDC,  // half-width Jamo: joining
    0xFFE0...0xFFE6,  // full-width signs
    0x10800...0x10FFF,  // right to left scripts
    0x16FE0...0x18DFF,  // Tangut, Khitan and their signs: wide
    0x1AFF0...0x1B2FF,  // Kana extensions, Nüshu: wide
    0x1D300...0x1D37F,  // Tai Xuan Jing symbols, counting rods: wide since Unicode 16
    0x1E800...0x1EFFF,  // right to left scripts
    0x1F1E6...0x1F265,  // regional indicators, enclosed ideographs: wide
    0x20000...0x3FFFF,  // CJK extensions: wide
  ]
}
