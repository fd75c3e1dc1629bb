/// Texts of a file as string literals. Whatever is in them stays text.
enum Literal {
  /// A literal of Swift.
  static func swift(_ text: String) -> String {
    quoted(text) { "\\u{\(hexadecimal($0.value, digits: 1))}" }
  }

  /// A literal of Go.
  static func go(_ text: String) -> String {
    quoted(text) { scalar in
      scalar.value > 0xFFFF
        ? "\\U\(hexadecimal(scalar.value, digits: 8))" : "\\u\(hexadecimal(scalar.value, digits: 4))"
    }
  }

  private static func quoted(_ text: String, escape: (Unicode.Scalar) -> String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      default:
        if isPlain(scalar) {
          literal.unicodeScalars.append(scalar)
        } else {
          literal += escape(scalar)
        }
      }
    }
    return literal + "\""
  }

  /// Whether it can stand in a literal as it is: it shows, and moves nothing around it.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
