/// The text in double quotes for a message: escaped, and cut after 60 characters.
func quoted(_ text: String) -> String {
  let limit = 60
  let start = text.unicodeScalars.prefix(limit)
  let rest = start.endIndex == text.unicodeScalars.endIndex ? "" : "..."
  return "\"" + escaped(String(start)) + rest + "\""
}

/// The text with everything that could move a cursor, change a terminal or reorder its characters spelled as
/// `\u{1B}`.
func escaped(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: \.needsEscape) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if scalar.needsEscape {
      result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

extension Unicode.Scalar {
  /// Whether it is a control character, a format character (bidirectional controls, zero-width joiner), a line
  /// separator or a character without a settled look.
  var needsEscape: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
