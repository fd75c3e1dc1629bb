import Cascade
import CascadeExport
import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Foundation
import Testing

/// The page of a whole talk; what a browser makes of it is tried in `Tests/Measurements/exports.py`.
@Suite struct HandoutTests {
  private static let own = OwnQuestion(
    "Which tool?", answers: [.init("errgroup"), .init("a wait group", why: "It tells no task")], right: 1,
    rule: "Told is not out.")

  /// Drawn once for all tests.
  private static let texts = Result { try (plain: draw(notes: false), withNotes: draw(notes: true)) }

  private func text(notes: Bool = false) throws -> String {
    let texts = try Self.texts.get()
    return notes ? texts.withNotes : texts.plain
  }

  private static func draw(notes: Bool) throws -> String {
    let scenario = try Gallery.named("first-failure").scenario()
    let recording = try Runs.recording(scenario)
    let opening = Opening(name: "step", title: scenario.title, recording: recording)
    let until = recording.cursor(at: recording.beats[2].position)
    let question = try #require(recording.questions.first)
    let batch = try Gallery.named("batch").scenario()
    let change = Variation([.option(OptionChange("root", .kind(.waitgroup)))])
    let scenes: [TalkScene] = [
      .sentence("It begins <here>."), .run(opening, from: nil, until: until), .ask(opening, question),
      .run(opening, from: until, until: nil), .question(own),
      .compare(
        Opening(name: "c", title: batch.title, recording: try Runs.recording(batch)),
        ComparedRun(
          CompareSide(.variation(change), name: "waitgroup"), try Runs.recording(batch, variation: change)),
        ComparedRun(CompareSide(.variation(.none), name: "errgroup"), try Runs.recording(batch))),
      .whatIf(
        opening, change, try Runs.recording(scenario, variation: change), change: "kind=waitgroup",
        question: "What if it were a wait group?"),
      .sentence("It ends."),
    ]
    let steps = scenes.indices.map { TalkOutline.Step(title: "\($0)", note: "note number \($0)") }
    return try Handout(
      TalkOutline(title: "A talk", minutes: .seconds(480), steps: steps), scenes: scenes,
      size: Size(columns: 80, rows: 24), hasNotes: notes
    ).text()
  }

  @Test func `every step is on it, in order`() throws {
    let text = try text()
    var rest = text[...]
    for words in [
      "<title>A talk</title>", "8 minutes, 8 steps", "It begins &lt;here&gt;.", "Step 2 of 8", "Step 3 of 8",
      "When does Wait return?", "<summary>Answer</summary>", "3, When the last task has returned", "Step 4 of 8",
      "Which tool?", "Step 6 of 8", "saves all of the", "What if it were a wait group?", "It ends.", "Answers",
    ] {
      let found = try #require(rest.range(of: words), "\(words)")
      rest = rest[found.upperBound...]
    }
    #expect(text.contains("default-src 'none'") && !text.contains("http://") && !text.contains("https://"))
    // On paper there is nothing to type and no key, and a question stands once beside its picture and once above its answer.
    for words in ["Your answer", "goes back to", "Locked."] { #expect(!text.contains(words), "\(words)") }
    #expect(text.matches(of: /When does Wait return\?/).count == 2)
    #expect(!text.contains("?,"))
    #expect(!text.contains("note number") && text.matches(of: /<article/).count == 3)
    let noted = try self.text(notes: true)
    for step in 0..<8 { #expect(noted.contains("note number \(step)")) }
  }

  /// What comes after a part of a run is on no page of that part: it may be asked about next.
  @Test func `a part of a run gives no answer away`() throws {
    let text = try text()
    let start = try #require(text.range(of: "Step 2 of 8"))
    let end = try #require(text.range(of: "Step 3 of 8"))
    let page = text[start.upperBound..<end.lowerBound]
    #expect(page.contains("503 from orders") && !page.contains("told in the same instant"))
    #expect(!page.contains("Wait returns only now") && !page.contains("Told and out"))
  }
}
