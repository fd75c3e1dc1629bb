/// A phrase that can't be understood.
package struct PhraseError: Error, Hashable, CustomStringConvertible {
  /// Where, counted in characters (Unicode scalars) from 1.
  package var column: Int
  /// What is wrong there.
  package var message: String
  /// What was probably meant.
  package var suggestion: String?

  /// `column 8: no task, group or context is called "fetch-rec" (did you mean fetch-recs?)`, in one line that is safe to print.
  package var description: String { "column \(column): \(message)\(didYouMean(suggestion))" }
}

/// The text of a phrase, read from left to right.
struct PhraseText {
  private let scalars: [Unicode.Scalar]
  private(set) var index = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    skipSpaces()
  }

  /// Where it stands, from 1.
  var column: Int { index + 1 }
  var isAtEnd: Bool { index >= scalars.count }

  /// What is left, without spaces at its end.
  var rest: String {
    var end = scalars.count
    while end > index, scalars[end - 1] == " " { end -= 1 }
    return text(index..<end)
  }

  func error(_ message: String, _ suggestion: String? = nil, at column: Int? = nil) -> PhraseError {
    PhraseError(column: column ?? self.column, message: message, suggestion: suggestion)
  }

  /// Takes everything that is left.
  mutating func takeRest() -> String {
    defer { index = scalars.count }
    return rest
  }

  /// Takes the next word, up to a space, comma or colon; empty where there is none.
  mutating func takeWord() -> String {
    let start = index
    while index < scalars.count, ![" ", ",", ":"].contains(scalars[index]) { index += 1 }
    defer { skipSpaces() }
    return text(start..<index)
  }

  /// Takes this word or mark if it comes next.
  mutating func take(_ word: String) -> Bool {
    let wanted = Array(word.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    let end = index + wanted.count
    let isMark = wanted.count == 1 && !wanted[0].properties.isAlphabetic
    guard isMark || end == scalars.count || [" ", ",", ":"].contains(scalars[end]) else { return false }
    index = end
    skipSpaces()
    return true
  }

  /// Takes what stands before the last place at which one of these follows, or before the end.
  ///
  /// - Parameter isKnown: What is preferred where there are several ways to read it.
  mutating func take(upTo separators: [String], preferring isKnown: (String) -> Bool) -> String {
    let ends = (index...scalars.count).filter { end in
      end == scalars.count || separators.contains { scalars[end...].starts(with: $0.unicodeScalars) }
    }
    let best = ends.last { isKnown(trimmed(index..<$0)) } ?? ends.first ?? scalars.count
    defer {
      index = best
      skipSpaces()
    }
    return trimmed(index..<best)
  }

  private func trimmed(_ range: Range<Int>) -> String {
    var end = range.upperBound
    while end > range.lowerBound, scalars[end - 1] == " " { end -= 1 }
    return text(range.lowerBound..<end)
  }

  private func text(_ range: Range<Int>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[range])
    return text
  }

  private mutating func skipSpaces() {
    while index < scalars.count, scalars[index] == " " { index += 1 }
  }
}
