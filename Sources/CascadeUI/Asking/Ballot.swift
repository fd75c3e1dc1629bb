import CascadeQuestions
import CascadeTerminal

/// What is typed at a question: the number of an answer, or how many in the room chose each.
struct Ballot: Hashable, Sendable {
  /// How many answers there are.
  let answers: Int
  private(set) var typed = ""

  init(answers: Int) { self.answers = answers }

  /// No text that is typed is longer.
  private static let mostTyped = 24

  /// Types a digit or a blank, or takes one back.
  /// - Returns: whether the key was meant for that.
  mutating func take(_ key: Key) -> Bool {
    if key == .backspace {
      typed = String(typed.dropLast())
      return true
    }
    guard case .character(let character) = key, character == " " || character.isASCII && character.isWholeNumber else {
      return false
    }
    let isBlank = character == " "
    if typed.count < Self.mostTyped, !isBlank || !(typed.last ?? " ").isWhitespace { typed.append(character) }
    return true
  }

  /// Takes a whole text in the place of what was typed.
  mutating func put(_ text: String) {
    typed = ""
    for character in text.prefix(200) { _ = take(.character(character == "," ? " " : character)) }
  }

  /// What the typed text says; nil where it is neither the number of an answer nor a count for each.
  var reply: Reply? { Reply(typed, answers: answers) }

  /// What the typed text says so far, in a word or two; empty before anything is typed.
  var meaning: String {
    guard !typed.isEmpty else { return "" }
    switch reply {
    case .answer(let index): return "answer \(index + 1)"
    case .counts: return reply?.choice.map { "counts: most chose \($0 + 1)" } ?? "counts"
    case nil, Reply.none?: return "?"
    }
  }

  /// What can be typed, in a sentence.
  var rule: String {
    "Type 1 to \(answers), or \(answers) counts: \((1...answers).map(String.init).joined(separator: " "))."
  }
}
