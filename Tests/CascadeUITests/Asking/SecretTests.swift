import Cascade
import CascadeNarration
import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeUI

/// No word that stands on the screen, or is told in plain text, says what a question asks before it is answered.
@Suite struct SecretTests {
  /// The words that tell a secret.
  private static func tell(_ secret: Secret, _ text: String) -> [String] {
    let words: [String] =
      switch secret {
      case .keptError:
        ["KEPT", "lost", "dropped", " drops ", " keeps ", "irst error:", "the first error", "error in hand"]
      case .contextEnds: ["until 1", "until 0", "is never told", "with a deadline at", "with WithCancel"]
      // No words: see below.
      case .end: []
      }
    return words.filter(text.contains)
  }

  private func expectQuiet(_ text: String, _ question: Question, _ place: String) {
    let told = question.secrets.flatMap { Self.tell($0, text) }
    #expect(told.isEmpty, "\(place): \(question.text) \(told)\n\(text)")
  }

  /// What stands on a screen above the question itself.
  private func above(_ question: Question, _ canvas: Canvas) -> String {
    let beginning = question.text.prefix(20)
    return canvas.lines.prefix { !$0.contains(beginning) }.joined(separator: "\n")
  }

  private func recording(_ name: String) throws -> (Recording, Scenario) {
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    return (recording, scenario)
  }

  private func plain(_ recording: Recording, _ question: Question) -> String {
    var known = Recording(recording.log.prefix(question.asked.position))
    known.secrets = question.secrets
    return PlainText.lines(of: known).map(\.description).joined(separator: "\n")
  }

  @Test func theWordsAreTheProgramsOwn() throws {
    // Without a question they are there: the test would see them.
    let (kept, _) = try recording("two-failures")
    let text = PlainText.lines(of: kept).map(\.description).joined(separator: "\n")
    #expect(!Self.tell(.keptError, text).isEmpty)
    let (contexts, _) = try recording("contexts")
    #expect(!Self.tell(.contextEnds, PlainText.lines(of: contexts).map(\.description).joined()).isEmpty)
    var stage = Stage(Size(columns: 80, rows: 24), motion: .off)
    stage.send(.opened(Opening(name: "x", title: "T", recording: kept)))
    stage.type("G")
    #expect(!Self.tell(.keptError, stage.canvas.description).isEmpty)
  }

  /// On the way to each question, while it is open, and in plain words.
  @Test(arguments: Gallery.all.map(\.name)) func theCourseTellsNothing(_ name: String) throws {
    let (recording, scenario) = try recording(name)
    let questions = recording.questions
    for question in questions {
      expectQuiet(plain(recording, question), question, "\(name), plain")
      for size in [AskingTests.sizes[1]] {
        var stage = Stage(size, motion: .off)
        stage.send(
          .opened(Opening(name: name, title: scenario.title, about: scenario.about ?? "", recording: recording)))
        stage.type("P")
        for _ in 0..<40 where stage.session.asking.open == nil {
          if stage.session.cursor.isBefore(question.asked) {
            expectQuiet(stage.canvas.description, question, "\(name), on the way")
          }
          stage.press(.pageDown)
        }
        let open = try #require(stage.session.asking.open)
        let head = stage.canvas.lines[0]
        expectQuiet(above(open.question, stage.canvas), open.question, "\(name), open")
        #expect(!open.question.isTold(by: head), "\(name): \(head)")
      }
    }
  }

  /// When the run ends is drawn nowhere before it is asked: the bar of time goes as far as is known.
  @Test(arguments: Gallery.all.map(\.name)) func theBarOfTimeTellsNoEnd(_ name: String) throws {
    let (recording, scenario) = try recording(name)
    guard let question = recording.questions.last(where: { $0.secrets.contains(.end) }) else { return }
    let end = recording.latestState.timeText(recording.endTime)
    var stage = Stage(Size(columns: 80, rows: 24), motion: .off)
    stage.send(.opened(Opening(name: name, title: scenario.title, recording: recording)))
    // Without questions it is there.
    #expect(stage.canvas.description.contains(end))
    stage.type("P")
    for _ in 0..<60 where stage.session.cursor.isBefore(question.asked) {
      if stage.session.asking.open != nil { stage.press(.pageDown) }
      #expect(stage.session.scaleEnd == TimeScale.roundEnd(beyond: stage.session.cursor.t))
      // A round end may be that of the run by chance.
      let isChance = stage.session.scaleEnd == recording.endTime
      let bar = isChance ? [] : stage.canvas.lines.filter { $0.contains(" \(end)") && $0.contains("\u{2504}") }
      #expect(bar.isEmpty, "\(bar)")
      stage.press(.pageDown)
      stage.press(.escape)
    }
  }

  /// The title that answers its own question isn't shown above it.
  @Test func aTitleThatTellsIsHidden() throws {
    let (recording, scenario) = try recording("hidden-error")
    var stage = Stage(Size(columns: 80, rows: 24), motion: .off)
    stage.send(.opened(Opening(name: "hidden-error", title: scenario.title, recording: recording)))
    #expect(stage.canvas.lines[0].contains("context canceled"))
    stage.type("PG")
    #expect(!stage.canvas.lines[0].contains("context canceled"))
    stage.type("2")
    stage.press(.enter)
    #expect(stage.canvas.lines[0].contains("context canceled"))
  }

  /// Which error Wait returns, asked of random runs after some task has returned one.
  @Test(arguments: Effort.rounds(1)) func randomRunsTellNothing(round: Int) throws {
    var random = Seeded(UInt64(7300 + round))
    var asked = 0
    for _ in 0..<40 where asked < 16 {
      let scenario = RandomScenario.make(seed: random.next())
      let whole = Recording(try ScenarioRun(scenario).events)
      let size = AskingTests.sizes[random.below(AskingTests.sizes.count - 1)]
      for position in 1..<max(2, whole.count) where random.chance(10) {
        guard let question = Question(.whichError, at: whole.cursor(at: position), in: whole),
          whole.log.prefix(position).contains(where: { $0.kind.out?.error != nil })
        else { continue }
        asked += 1
        expectQuiet(plain(whole, question), question, "plain")
        var recording = whole
        recording.useBeats([
          GivenBeat(event: position - 1, sentence: "Here.", ask: .made(.whichError, about: nil, rule: nil))
        ])
        var stage = Stage(size, motion: .off)
        stage.send(.opened(Opening(name: "x", title: "A story", recording: recording)))
        stage.type("P")
        var steps = 0
        while stage.session.asking.open == nil, steps < 400 {
          if steps % 20 == 0 { expectQuiet(stage.canvas.description, question, "on the way") }
          stage.press(.right)
          steps += 1
        }
        expectQuiet(above(question, stage.canvas), question, "open")
      }
    }
    #expect(asked > 8)
  }
}
