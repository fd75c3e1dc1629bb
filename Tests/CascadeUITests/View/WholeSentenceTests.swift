import CascadeNarration
import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// No sentence is cut on an ordinary screen, nor on the smallest one: it is there whole, in fewer words, or not at all.
///
/// What may be cut, with an ellipsis: names of tasks and contexts, errors in lanes and fields, titles, lines of programs. What may be
/// left out whole: the story beside a detail (which says so), at 60x16 those points of a lesson whose facts stand above it, and of
/// a question what is said beyond the right answer and the rule.
@Suite struct WholeSentenceTests {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 60, rows: 16)]
  private static let appearance = Appearance(charset: .unicode, theme: .dark, depth: .none)

  private func opening(_ name: String) throws -> (Opening, ScenarioRun, Scenario) {
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    return (
      Opening(name: name, title: scenario.title, about: scenario.about ?? "", recording: recording), run, scenario
    )
  }

  /// What stands below the fields, at every event that one may step to.
  @Test(arguments: Gallery.shown.map(\.name)) func everyEventIsSaidWhole(_ name: String) throws {
    let (opening, _, _) = try opening(name)
    var session = RunSession(opening)
    for size in Self.sizes {
      let model = Model(gallery: [], size: size)
      var rows = 2
      for beat in opening.recording.beats {
        session.look(from: opening.recording.cursor(at: beat.position))
        rows = min(
          rows, WatchingPage(model, session: session, size: size, appearance: Self.appearance).layout.sentence.size.rows
        )
      }
      for position in 0...min(opening.recording.count, 400) {
        session.look(from: opening.recording.cursor(at: position))
        var canvas = Canvas(size: Size(columns: size.columns - 2, rows: rows), charset: .unicode)
        canvas.draw(PictureSentences(session), appearance: Self.appearance)
        #expect(!canvas.description.contains("…"), "\(size), event \(position): \(canvas.description)")
      }
    }
  }

  @Test(arguments: Gallery.shown.map(\.name)) func everyLessonIsWhole(_ name: String) throws {
    let (opening, _, scenario) = try opening(name)
    guard let contrast = Contrast(opening.recording),
      let other = try? ScenarioRun(scenario, variation: Variation([contrast.change]))
    else { return }
    var comparing = Comparing(CompareSide(other: contrast), CompareSide(own: contrast))
    comparing.take(.here(Recording(other.events)), .here(opening.recording))
    let moment = try #require(comparing.moment)
    let end = try #require(comparing.comparison).endTime
    for size in Self.sizes {
      let layout = CompareTable(moment.facts, rows: comparing.shown.count, size: size, isTitleTaken: false).layout
      let text = LessonText(moment, end: end, size: layout.lesson.size, glyphs: Self.appearance.glyphs)
      #expect(!text.lines.joined().contains("…") && text.lines.count <= layout.lesson.size.rows)
      #expect(!text.lines.isEmpty && text.lines.last?.hasSuffix(".") == true, "\(size): \(text.lines)")
      if size.rows >= 24 { #expect(text.missing.count == 0, "\(text.lines)") }
      // A word less than there is room for changes nothing but how it is said.
      for rows in 0..<3 {
        let less = LessonText(
          moment, end: end, size: Size(columns: size.columns, rows: rows), glyphs: Self.appearance.glyphs)
        #expect(less.lines.count <= rows && !less.lines.joined().contains("…"))
      }
    }
  }

  @Test(arguments: Gallery.all.map(\.name)) func everyQuestionIsWhole(_ name: String) throws {
    let (opening, _, _) = try opening(name)
    var session = RunSession(opening)
    for question in opening.recording.questions {
      session.ask(question, answered: nil)
      var open = try #require(session.asking.open)
      for size in Self.sizes {
        for phase in [OpenQuestion.Phase.open] + question.answers.indices.map({ .shown(.answer($0)) }) {
          open.phase = phase
          for isBare in [false, true] {
            let panel = QuestionPanel(open, isExam: false, size: size, isBare: isBare, appearance: Self.appearance)
            #expect(
              panel.cut.allSatisfy { $0 == "what is said of the truth" }, "\(size): \(question.text), \(panel.cut)")
            #expect(!panel.lines.contains { line in line.spans.contains { $0.text.contains("…") } })
          }
        }
      }
    }
  }
}
