import Cascade
package import CascadeQuestions
import CascadeTerminal
import CascadeTrace

/// The questions of a run: which have been passed, and the one that is open.
struct Asking: Sendable {
  /// In the order in which they are asked; none before questions are on.
  var questions: [Question] = []
  /// What was answered, by the place of the question; one that was left without an answer has been passed, too.
  private(set) var replies: [Int: Reply] = [:]
  var open: OpenQuestion?
  /// Whether the run is shown for its one question alone: a page of a talk.
  var isPage = false
  /// What is asked about later in a talk.
  var later: Set<Secret> = []

  /// The first question between two places of the cursor that hasn't been passed.
  func next(from start: Cursor, to end: Cursor) -> Int? {
    questions.indices.first { index in
      let asked = questions[index].asked
      return replies[index] == nil && start.isBefore(asked) && !end.isBefore(asked)
    }
  }

  var isThroughAll: Bool { questions.indices.allSatisfy { replies[$0] != nil } }

  /// What those ask about that are still to come.
  var secrets: Set<Secret> {
    questions.indices.filter { replies[$0] == nil }.reduce(into: later) { $0.formUnion(questions[$1].secrets) }
  }

  mutating func pass(_ index: Int, _ reply: Reply) { replies[index] = reply }
}

/// A question on the screen.
struct OpenQuestion: Sendable {
  enum Phase: Hashable, Sendable {
    /// It takes an answer.
    case open
    /// The answer is locked, and the run goes on to where the truth shows.
    case running(Reply)
    /// Truth and answer side by side.
    case shown(Reply)
  }

  /// Its place among the questions of the run.
  let index: Int
  let question: Question
  var phase = Phase.open
  var ballot: Ballot

  init(_ index: Int, _ question: Question) {
    self.index = index
    self.question = question
    ballot = Ballot(answers: question.answers.count)
  }

  /// Types at the ballot, as long as nothing is locked.
  /// - Returns: whether the key was meant for that.
  mutating func take(_ key: Key) -> Bool { phase == .open && ballot.take(key) }
}

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

/// Scenarios that are asked about one after the other, and what was answered so far.
package struct Quiz: Hashable, Sendable {
  /// The names of the scenarios, in order.
  package let names: [String]
  /// Whether the truth isn't shown, so that no answer helps with the next.
  package let isExam: Bool
  /// Which of them is open.
  private(set) var place = 0
  /// What was answered, in the order of the questions.
  package private(set) var answers: [Answered] = []

  package init(names: [String], isExam: Bool) {
    self.names = names
    self.isExam = isExam
  }

  var current: String? { place < names.count ? names[place] : nil }

  mutating func take(_ asking: Asking, of scenario: String) {
    answers += asking.answers(of: scenario)
    place += 1
  }
}

/// What can be asked for while a question is on the screen.
package enum AskingCommand: CaseIterable, Hashable, Sendable {
  /// Locks the answer; goes on once the truth shows.
  case accept
  /// The truth, whether there is an answer or not; goes on once it shows.
  case reveal
  /// On to the truth, or there again.
  case play
  case replay
  case skip
  /// As a clicker's key back.
  case back
}

extension Asking {
  /// What was said to each question.
  func answers(of scenario: String) -> [Answered] {
    questions.indices.map { Answered(scenario: scenario, question: questions[$0], reply: replies[$0] ?? .none) }
  }
}
