import CascadeText
import CascadeTrace

/// What was said to a question.
package enum Reply: Hashable, Sendable {
  /// The index of an answer.
  case answer(Int)
  /// How many in the room chose each.
  case counts([Int])
  case none

  /// The answer that most chose, the first of several; none where none was chosen.
  package var choice: Int? {
    switch self {
    case .answer(let index): return index
    case .none: return nil
    case .counts(let counts):
      guard let most = counts.max(), most > 0 else { return nil }
      return counts.firstIndex(of: most)
    }
  }

  /// What a text says: the number of an answer, or a count for each, with blanks or commas between. Nil for anything else.
  package init?(_ text: String, answers: Int) {
    let words = text.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\r" }
    let numbers = words.compactMap { word in
      word.count <= 6 && word.allSatisfy { $0.isASCII && $0.isWholeNumber } ? Int(word) : nil
    }
    guard numbers.count == words.count else { return nil }
    if numbers.count == 1, (1...answers).contains(numbers[0]) {
      self = .answer(numbers[0] - 1)
    } else if numbers.count == answers, numbers.contains(where: { $0 > 0 }) {
      self = .counts(numbers)
    } else {
      return nil
    }
  }
}

/// A question of a quiz, and what was said to it.
package struct Answered: Hashable, Sendable {
  /// The name of the scenario that it is about.
  package let scenario: String
  package let question: Question
  package let reply: Reply

  package init(scenario: String, question: Question, reply: Reply) {
    self.scenario = scenario
    self.question = question
    self.reply = reply
  }

  package var isRight: Bool { reply.choice == question.right }

  /// Why the right answer is right and the given one isn't, what one may have believed, and the rule, each a line that is
  /// safe to print.
  package var explanation: [String] {
    func reason(_ number: Int) -> [String] {
      let why = question.answers[number].why
      return why.isEmpty ? [] : ["\(number + 1): \(SafeText.make(why))."]
    }
    var lines = reason(question.right)
    if let choice = reply.choice, choice != question.right {
      lines += reason(choice)
      if let belief = question.answers[choice].belief {
        lines.append("Those who chose \(choice + 1) may think: \(belief)")
      }
    }
    if !question.rule.isEmpty { lines.append("Remember: \(SafeText.make(question.rule))") }
    return lines
  }
}

/// How a quiz went, for the one who took it and for the one who marks it.
package struct QuizReport: Sendable {
  package let answers: [Answered]
  package let isExam: Bool

  package init(_ answers: [Answered], isExam: Bool) {
    self.answers = answers
    self.isExam = isExam
  }

  package var rightCount: Int { answers.count(where: \.isRight) }
  package var answeredCount: Int { answers.count { $0.reply.choice != nil } }

  /// In lines that are safe to print: how many are right, and then each question.
  package var lines: [String] {
    let missing = answers.count - answeredCount
    let rest = missing == 0 ? "" : ", \(missing) without an answer"
    var lines = ["\(rightCount) of \(answers.count) right\(rest)."]
    for (number, answered) in answers.enumerated() {
      let (question, right) = (answered.question, answered.question.right)
      let verdict =
        answered.isRight
        ? "right"
        : answered.reply.choice.map { "wrong: \($0 + 1), right is \(right + 1)" } ?? "no answer, right is \(right + 1)"
      lines.append("\(number + 1). \(SafeText.make(answered.scenario)): \(verdict)")
      lines.append("   \(SafeText.make(question.text))")
      if !answered.isRight {
        lines.append("   \(right + 1) \(SafeText.make(question.answers[right].text))")
        if isExam { lines += answered.explanation.map { "   \($0)" } }
      }
    }
    return lines
  }
}

/// What newcomers believe, and the built-in scenario whose question shows that it is false: the course of the quiz.
package struct Misconception: Hashable, Sendable {
  /// From 1.
  package let number: Int
  /// What one may believe; false.
  package let belief: String
  /// The scenarios that show it, the best one first.
  package let scenarios: [String]

  private init(_ number: Int, _ belief: String, _ scenarios: String...) {
    self.number = number
    self.belief = belief
    self.scenarios = scenarios
  }

  package static let all = [
    Misconception(1, "Wait returns at the first error.", "first-failure"),
    Misconception(2, "Cancelling a context stops its goroutines.", "deaf-task"),
    Misconception(3, "When two tasks fail, Wait returns both errors.", "two-failures"),
    Misconception(4, "After a failure no queued task starts.", "late-start"),
    Misconception(5, "When an inner group fails, the outer tasks are cancelled, too.", "nested-groups"),
    Misconception(6, "After a successful Wait its ctx can still be used.", "used-after-wait"),
    Misconception(7, "A real error counts more than a deadline that came before.", "deadline"),
    Misconception(8, "Wait waits for an AfterFunc, too.", "after-func", "detached"),
    Misconception(9, "WithoutCancel cuts off cancellation, but not the deadline.", "contexts"),
    Misconception(10, "TryGo queues its task when the group is full.", "try-go"),
    Misconception(11, "errgroup recovers a panic.", "panic"),
    Misconception(12, "It doesn't matter which ctx a task uses.", "wrong-context"),
    Misconception(13, "Each attempt of a retry has the whole time.", "retry"),
    Misconception(14, "Wait returns the real error, never \"context canceled\".", "hidden-error"),
    Misconception(15, "A cancelled task can clean up with its ctx.", "cleanup"),
  ]
}
