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
