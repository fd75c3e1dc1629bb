import CascadeText

/// A place in a file. Both numbers count from 1; columns count characters (Unicode scalars), not bytes.
package struct Place: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Place, right: Place) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

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
    return "\(SafeText.make(file))\(position): \(message)\(hint)"
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
    if omitted > 0, let file = problems.first?.file { lines.append("\(SafeText.make(file)): and \(omitted) more") }
    return lines.joined(separator: "\n")
  }
}

/// The problems of one file, as they are found.
struct ProblemList {
  /// More than these are only counted: a file of another kind would give thousands.
  static let limit = 100

  let file: String
  private var problems: [Problem] = []
  private var omitted = 0

  init(file: String) {
    self.file = file
  }

  var isEmpty: Bool { problems.isEmpty }
  var count: Int { problems.count + omitted }

  /// Adds a problem. Its place and suggestion are only worked out where they will be shown.
  mutating func add(
    _ message: String, at place: @autoclosure () -> Place?, suggestion: @autoclosure () -> String? = nil
  ) {
    guard problems.count < Self.limit else {
      omitted += 1
      return
    }
    problems.append(Problem(file: file, place: place(), message: message, suggestion: suggestion()))
  }

  /// All of them as an error, in the order of the file.
  var error: UnreadableScenario {
    let sorted = problems.enumerated().sorted { left, right in
      let (a, b) = (left.element.place ?? Place(line: 0, column: 0), right.element.place ?? Place(line: 0, column: 0))
      return a == b ? left.offset < right.offset : a < b
    }
    return UnreadableScenario(problems: sorted.map(\.element), omitted: omitted)
  }
}

/// The candidate that is closest to a mistyped word; none where nothing is close.
///
/// Case, `_` and spaces don't count. Of equally close ones the first wins.
package func closest(to word: String, in candidates: some Sequence<String>) -> String? {
  let longest = 64
  let wanted = folded(word)
  guard !wanted.isEmpty, wanted.count <= longest else { return nil }
  let tolerance = max(1, wanted.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates.prefix(1_000) {
    let other = folded(candidate)
    guard abs(other.count - wanted.count) <= tolerance else { continue }
    let distance = editDistance(wanted, other)
    if distance <= tolerance, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best.map { SafeText.make($0.candidate) }
}

private func folded(_ word: String) -> [Unicode.Scalar] {
  word.lowercased().unicodeScalars.map { $0 == "_" || $0 == " " ? "-" : $0 }
}

/// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other.
func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      let replacing = last[j] + (first[i] == second[j] ? 0 : 1)
      var least = min(replacing, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        least = min(least, beforeLast[j - 1] + 1)
      }
      row.append(least)
    }
    (beforeLast, last) = (last, row)
  }
  return last[second.count]
}
