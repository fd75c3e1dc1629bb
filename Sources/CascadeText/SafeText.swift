/// Text from outside, made harmless for a terminal.
package enum SafeText {
  /// The text with everything spelled out that a terminal might obey, hide or reorder: control characters, escapes,
  /// line separators, controls of writing direction, zero-width and other invisible characters, code points that
  /// Unicode hasn't given away. `\n`, `\r` and `\t` are written like this, all others as `\u{1B}`.
  package static func make(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": safe += "\\n"
      case "\r": safe += "\\r"
      case "\t": safe += "\\t"
      default:
        if isHarmless(scalar) {
          safe.unicodeScalars.append(scalar)
        } else {
          safe += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
      }
    }
    return safe
  }

  /// The same in quotation marks.
  package static func quoted(_ text: String) -> String { "\"\(make(text))\"" }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
