// What may be shown. Every text that a person sees passes one of the renderers below, or the terminal's own in
// CascadeTerminal; all of them ask the one predicate.

extension Unicode.Scalar {
  /// Whether it shows, and leaves the terminal and its neighbours alone.
  ///
  /// It doesn't where a terminal might obey it, hide it or reorder by it: control characters, escapes, line separators,
  /// controls of writing direction, zero-width and other invisible characters, private and unassigned code points.
  package var isHarmless: Bool {
    if isASCII { return (0x20..<0x7F).contains(value) }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
    default: return !properties.isDefaultIgnorableCodePoint
    }
  }
}

/// Text of any origin, made harmless for a message: one line, on which nothing hides.
package enum SafeText {
  /// The text with everything spelled out that isn't harmless: `\n`, `\r` and `\t` like this, all else as `\u{1B}`.
  package static func make(_ text: String) -> String {
    spelled(text, quotes: false) { "\\u{\(hexadecimal($0.value))}" }
  }

  /// The same in quotation marks.
  package static func quoted(_ text: String) -> String { "\"\(make(text))\"" }

  /// The same in quotation marks, cut where it is long.
  package static func brief(_ text: String) -> String {
    let shown = String(text.unicodeScalars.prefix(60))
    return quoted(shown == text ? shown : shown + "...")
  }

  /// Several lines, each made harmless; only the line feeds between them stay.
  package static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { make(String($0)) }.joined(separator: "\n")
  }

  // MARK: Literals of programs

  /// A string literal of Swift. Whatever is in the text stays text.
  package static func swiftLiteral(_ text: String) -> String {
    "\"" + spelled(text, quotes: true) { "\\u{\(hexadecimal($0.value))}" } + "\""
  }

  /// A string literal of Go.
  package static func goLiteral(_ text: String) -> String {
    "\""
      + spelled(text, quotes: true) { scalar in
        scalar.value > 0xFFFF
          ? "\\U\(hexadecimal(scalar.value, digits: 8))" : "\\u\(hexadecimal(scalar.value, digits: 4))"
      } + "\""
  }

  // MARK: Spelling

  /// - Parameter quotes: Whether quotation marks and backslashes are escaped, too.
  private static func spelled(_ text: String, quotes: Bool, escape: (Unicode.Scalar) -> String) -> String {
    if !quotes, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var spelled = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": spelled += "\\n"
      case "\r": spelled += "\\r"
      case "\t": spelled += "\\t"
      case "\"" where quotes: spelled += "\\\""
      case "\\" where quotes: spelled += "\\\\"
      default:
        if scalar.isHarmless { spelled.unicodeScalars.append(scalar) } else { spelled += escape(scalar) }
      }
    }
    return spelled
  }

  private static func hexadecimal(_ value: UInt32, digits: Int = 1) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
