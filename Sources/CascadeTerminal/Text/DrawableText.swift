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
    if isOtherSpace { return " " }
    return charset == .unicode && takesOneColumn ? self : charset.standIn
  }
}
