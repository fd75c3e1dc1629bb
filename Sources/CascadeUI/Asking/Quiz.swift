package import CascadeQuestions
import CascadeTrace

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

extension Asking {
  /// What was said to each question.
  fileprivate func answers(of scenario: String) -> [Answered] {
    questions.indices.map { Answered(scenario: scenario, question: questions[$0], reply: replies[$0] ?? .none) }
  }
}

extension Model {
  /// What was answered in the quiz, the scenario that is open included.
  package var quizAnswers: [Answered] {
    guard let quiz else { return [] }
    guard let session, session.name == quiz.current else { return quiz.answers }
    return quiz.answers + session.asking.answers(of: session.name)
  }

  /// Begins to ask about the scenarios of a quiz.
  mutating func begin(_ quiz: Quiz) -> [Effect] {
    self.quiz = quiz
    settings.asks = true
    guard session?.name == quiz.current else { return quiz.current.map { [.open(name: $0)] } ?? [.quit] }
    changeSession { $0.prepareQuestions() }
    return goOnWithQuiz()
  }

  /// To the next question of the quiz, or the next scenario; when all are through, the program is.
  mutating func goOnWithQuiz() -> [Effect] {
    guard quiz != nil, case .watching(let session) = screen, session.asking.open == nil else { return [] }
    if session.name == quiz?.current,
      let next = session.asking.questions.indices.first(where: { session.asking.replies[$0] == nil })
    {
      changeSession { $0.openQuestion(next) }
      return []
    }
    quiz?.take(session.asking, of: session.name)
    return quiz?.current.map { [.open(name: $0)] } ?? [.quit]
  }
}
