import CascadeQuestions
import CascadeScenarios
import CascadeTrace
import Testing

@Suite struct QuizReportTests {
  @Test(arguments: [
    ("1", Reply.answer(0)), (" 4 ", .answer(3)), ("1 3 2 14", .counts([1, 3, 2, 14])),
    ("0,0,5,1", .counts([0, 0, 5, 1])),
    ("4\r", .answer(3)),
  ])
  func readsWhatIsTyped(text: String, reply: Reply) {
    #expect(Reply(text, answers: 4) == reply)
  }

  @Test(arguments: ["", " ", "0", "5", "-1", "1.5", "one", "1 2", "0 0 0 0", "1 2 3 4 5", "12345678901234567890", "١"])
  func refusesTheRest(text: String) {
    #expect(Reply(text, answers: 4) == nil)
  }

  @Test func countsChooseWhatMostChose() {
    #expect(Reply.counts([1, 3, 3, 0]).choice == 1)
    #expect(Reply.none.choice == nil)
  }

  private func answered(_ replies: Reply...) throws -> [Answered] {
    let run = try ScenarioRun(try Gallery.named("first-failure").scenario())
    let recording = Recording(run.events)
    let question = try #require(Question(.waitReturns, at: recording.cursor(at: 40), in: recording))
    return replies.map { Answered(scenario: "first-failure", question: question, reply: $0) }
  }

  @Test func countsAndExplains() throws {
    let right = try #require(try answered(.none).first?.question.right)
    let report = QuizReport(try answered(.answer(right), .answer(right == 0 ? 1 : 0), .none), isExam: true)
    #expect(report.lines.first == "1 of 3 right, 1 without an answer.")
    #expect(report.lines.contains { $0.contains("Remember: ") })
    let wrong = report.answers[1]
    #expect(wrong.explanation.contains { $0.hasPrefix("Those who chose ") })
  }

  /// The course: fifteen misconceptions, each with a built-in scenario that asks, and no scenario twice.
  @Test func theCourseHasAQuestionForEachMisconception() throws {
    #expect(Misconception.all.map(\.number) == Array(1...15))
    var names: Set<String> = []
    for misconception in Misconception.all {
      let entry = try #require(
        misconception.scenarios.compactMap { name in Gallery.all.first { $0.name == name } }.first)
      #expect(names.insert(entry.name).inserted)
      let scenario = try entry.scenario()
      let run = try ScenarioRun(scenario)
      var recording = Recording(run.events)
      recording.useBeats(BeatPlaces(scenario, in: run.events).places)
      #expect(!recording.askedByAuthor.isEmpty, "\(entry.name)")
    }
  }
}
