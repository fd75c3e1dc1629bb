package import CascadeQuestions
import CascadeTrace
import Foundation

extension QuizReport {
  /// The same as one object of JSON, in one line.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers and texts can always be encoded.
    guard let data = try? encoder.encode(Whole(self)) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The documented form; numbers of answers count from 1.
  private struct Whole: Encodable {
    let version = 1
    let exam: Bool
    let asked: Int
    let answered: Int
    let right: Int
    let questions: [Part]

    init(_ report: QuizReport) {
      exam = report.isExam
      asked = report.answers.count
      answered = report.answeredCount
      right = report.rightCount
      questions = report.answers.map(Part.init)
    }
  }

  private struct Part: Encodable {
    let scenario: String
    let kind: String
    let question: String
    let answers: [String]
    let answer: Int?
    let counts: [Int]?
    let right: Int
    let isRight: Bool
    let belief: String?
    let misconception: Int?

    init(_ answered: Answered) {
      let question = answered.question
      let choice = answered.reply.choice
      scenario = answered.scenario
      kind = question.kind?.rawValue ?? "own"
      self.question = question.text
      answers = question.answers.map(\.text)
      answer = choice.map { $0 + 1 }
      counts = if case .counts(let counts) = answered.reply { counts } else { nil }
      right = question.right + 1
      isRight = answered.isRight
      belief = answered.isRight ? nil : choice.flatMap { question.answers[$0].belief }
      misconception = Misconception.all.first { $0.scenarios.contains(answered.scenario) }?.number
    }
  }
}
