/// One thing that is wrong with a scenario file, and where.
package struct Problem: Hashable, Sendable, CustomStringConvertible {
  /// The file's name, as the caller gave it.
  package var file: String
  /// Where in the file; none when the file as a whole is meant.
  package var place: Place?
  /// What is wrong. Text of the file in it is escaped, so it can go to a terminal.
  package var message: String
  /// What was probably meant, escaped.
  package var suggestion: String?

  package init(file: String, place: Place?, message: String, suggestion: String? = nil) {
    self.file = file
    self.place = place
    self.message = message
    self.suggestion = suggestion
  }

  /// `file:line:column: what is wrong (did you mean …?)`, in one line that is safe to print.
  package var description: String {
    let position = place.map { ":\($0.line):\($0.column)" } ?? ""
    let hint = suggestion.map { " (did you mean \($0)?)" } ?? ""
    return "\(escaped(file))\(position): \(message)\(hint)"
  }
}

/// A file can't be played: everything that is wrong with it.
package struct UnreadableScenario: Error, Hashable, Sendable, CustomStringConvertible {
  /// In the order of the file, at least one.
  package var problems: [Problem]
  /// How many more there are.
  package var omitted: Int

  /// A line for each problem, and one for those that were left out.
  package var description: String {
    var lines = problems.map(\.description)
    if omitted > 0, let file = problems.first?.file { lines.append("\(escaped(file)): and \(omitted) more") }
    return lines.joined(separator: "\n")
  }
}
