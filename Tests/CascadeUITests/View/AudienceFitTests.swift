import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What a screen of some size would cut.
@Suite struct AudienceFitTests {
  private let small = AudienceFit(Size(columns: 60, rows: 16))

  private func opening(_ name: String) throws -> Opening {
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    return Opening(name: name, title: scenario.title, about: scenario.about ?? "", recording: recording)
  }

  /// Every scenario of the course can be given at the smallest size: no sentence and no name is cut, and no row left out.
  @Test(arguments: Gallery.all.map(\.name)) func theCourseFits(_ name: String) throws {
    #expect(small.cuts(of: .run(try opening(name), from: nil, until: nil)) == [])
  }

  /// Whatever can be asked of the course can be asked of a room, at the smallest size, too.
  @Test(arguments: Gallery.all.map(\.name)) func theQuestionsFit(_ name: String) throws {
    let opening = try opening(name)
    for question in opening.recording.questions {
      for size in [Size(columns: 80, rows: 24), Size(columns: 100, rows: 30)] {
        #expect(AudienceFit(size).cuts(of: .ask(opening, question)) == [], "\(question.text) at \(size)")
      }
    }
  }

  @Test func whatHasNoRoomBesideARunIsNamed() throws {
    let long = Array(repeating: "word", count: 60).joined(separator: " ")
    let opening = try opening("first-failure")
    let own = OwnQuestion(long, answers: [.init(long, why: long), .init("b")], right: 0, rule: long)
    let question = Question(own, asked: opening.recording.cursor(at: 20), shows: opening.recording.end)
    let cuts = small.cuts(of: .ask(opening, question))
    for name in ["the question", "answer 1", "what is said of the truth", "the rule"] {
      #expect(cuts.contains("\(name) has no room"), "\(name)")
    }
  }

  @Test func whatIsTooLongIsToldWithNumbers() throws {
    let long = Array(repeating: "word", count: 300).joined(separator: " ")
    #expect(small.cuts(of: .sentence("short")) == [])
    #expect(small.cuts(of: .sentence(long)) == ["the sentence needs 28 rows, and there are 16"])
    let question = OwnQuestion("Q", answers: [OwnQuestion.Answer("a", why: long), OwnQuestion.Answer("b")], right: 0)
    #expect(small.cuts(of: .question(question)).count == 1)
    #expect(small.cuts(ofNote: "short") == [])
    #expect(small.cuts(ofNote: Array(repeating: "line", count: 30).joined(separator: "\n")).count == 1)
    var run = Opening(name: "x", title: "T", recording: Recording(Script.dashboard))
    run.recording.useBeats([GivenBeat(event: 3, t: nil, sentence: long, note: nil)])
    #expect(
      small.cuts(of: .run(run, from: nil, until: nil)).contains { $0.hasPrefix("beat 1: the sentence needs 28 rows") })
  }

  /// What isn't told of is on the screen.
  @Test(arguments: Gallery.all.map(\.name)) func whatFitsIsOnTheScreen(_ name: String) throws {
    let opening = try opening(name)
    var stage = Stage(Size(columns: 60, rows: 16), gallery: [])
    stage.send(.opened(opening))
    stage.type("z")
    while !stage.session.isAtEnd {
      stage.press(.pageDown)
      #expect(!stage.canvas.lines.suffix(3).joined().contains("…"), "\(name) at \(stage.position)")
    }
  }
}
