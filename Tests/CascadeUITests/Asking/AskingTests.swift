import Cascade
import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeUI

/// Questions on the screen: asked before the moment, answered, and held against what comes.
@Suite struct AskingTests {
  private func stage(
    _ name: String = "first-failure", _ size: Size = Size(columns: 80, rows: 24), motion: Motion = .off
  ) throws -> Stage {
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    var stage = Stage(size, motion: motion)
    stage.send(.opened(Opening(name: name, title: scenario.title, about: scenario.about ?? "", recording: recording)))
    return stage
  }

  private func text(_ stage: Stage) -> String { stage.canvas.lines.joined(separator: "\n") }

  // MARK: Nothing is given away

  static let sizes = [
    Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30),
    Size(columns: 200, rows: 60),
  ]

  /// The canvas with a question open is the same for two runs that differ only later.
  @Test(arguments: Effort.rounds(1)) func showsNothingOfWhatComes(round: Int) throws {
    var random = Seeded(UInt64(6100 + round))
    var pairs = 0
    for _ in 0..<10 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      guard let target = run.events.last(where: { if case .taskStarted = $0.kind { true } else { false } }) else {
        continue
      }
      let moment = Cursor(position: target.seq + 1, t: target.t.advanced(by: .milliseconds(10)))
      let change = Intervention(at: moment, on: target.id, .delay(.milliseconds(700)))
      guard let other = try? ScenarioRun(scenario, variation: Variation([.intervention(change)])) else { continue }
      let (a, b) = (Recording(run.events), Recording(other.events))
      let shared = a.sharedEvents(with: b)
      guard shared < max(a.count, b.count), shared > 1 else { continue }
      for position in 1..<shared where random.chance(30) {
        let own = OwnQuestion("What now?", answers: [.init("This"), .init("That")], right: 0)
        for ask in [.own(own)] + QuestionKind.allCases.map({ Ask.made($0, about: nil, rule: nil) }) {
          let size = Self.sizes[random.below(Self.sizes.count)]
          guard let left = opened(a, at: position, ask, size), let right = opened(b, at: position, ask, size) else {
            continue
          }
          pairs += 1
          #expect(left == right, "event \(position) of \(scenario.title), \(ask)")
        }
      }
    }
    #expect(pairs > 20)
  }

  /// The screens of one question: as it is asked, and with an answer typed.
  private func opened(_ recording: Recording, at position: Int, _ ask: Ask, _ size: Size) -> [Canvas]? {
    var recording = recording
    recording.useBeats([
      GivenBeat(event: 0, sentence: "It begins."),
      GivenBeat(event: position - 1, sentence: "What the author says of this moment and of what comes.", ask: ask),
    ])
    guard !recording.askedByAuthor.isEmpty else { return nil }
    var stage = Stage(size, motion: .off)
    stage.send(.opened(Opening(name: "x", title: "A story", about: "What it is about.", recording: recording)))
    stage.type("PG")
    guard stage.session.asking.open != nil else { return nil }
    let asked = stage.canvas
    stage.type("2")
    return [asked, stage.canvas]
  }

  @Test func theTestWouldSeeMore() throws {
    // The picture itself isn't the same: its time goes to the end of each run.
    var stage = try stage()
    stage.type("F")
    let without = text(stage)
    #expect(without.contains("2.600"))
    var asked = try self.stage()
    asked.type("PG")
    #expect(!text(asked).contains("2.600"))
    #expect(!text(asked).contains("of 8"))
  }

  // MARK: Asking and answering

  @Test func stopsBeforeTheMomentWhereverTheRunIsGoing() throws {
    for keys in [["G"], ["f"], ["5", "0", "l"], ["8", "G"]] {
      var stage = try stage()
      stage.type("P" + keys.joined())
      let open = try #require(stage.session.asking.open)
      #expect(stage.session.cursor == open.question.asked)
      #expect(stage.model.place == .question)
      #expect(text(stage).contains("When does Wait return?"))
    }
    var playing = try stage(motion: .full)
    playing.type("P ")
    playing.play(12_000)
    #expect(playing.session.asking.open != nil)
  }

  @Test func asksNothingBeforeItIsTurnedOn() throws {
    var stage = try stage()
    stage.type("G")
    #expect(stage.session.asking.open == nil)
    #expect(stage.model.status?.contains("P turns questions on") == true)
    // Offered once, never forced.
    stage.type("ggG")
    #expect(stage.model.status == nil)
  }

  @Test func holdsAnAnswerAgainstTheTruth() throws {
    var stage = try stage()
    stage.type("PG1")
    stage.press(.enter)
    let shown = text(stage)
    #expect(stage.session.asking.open?.phase == .shown(.answer(0)))
    #expect(stage.session.cursor.t == Context.Instant.zero.advanced(by: .milliseconds(2_600)))
    #expect(shown.contains("WRONG") && shown.contains("RIGHT"))
    #expect(shown.contains("Wait doesn't return before 2.6 s"))
    #expect(shown.contains("Remember: Wait returns the first error, after the last task."))
    // The story goes on where it stopped, and isn't asked again.
    stage.press(.enter)
    #expect(stage.session.asking.open == nil)
    #expect(stage.session.cursor.t == Context.Instant.zero.advanced(by: .milliseconds(1_200)))
    stage.type("G")
    #expect(stage.session.asking.open == nil)
  }

  @Test func takesTheRoomsCounts() throws {
    var stage = try stage()
    stage.type("PG1 3 2 14")
    #expect(text(stage).contains("most chose 4"))
    stage.press(.enter)
    #expect(stage.session.asking.open?.phase == .shown(.counts([1, 3, 2, 14])))
    #expect(text(stage).contains("WRONG 14"))
  }

  @Test(arguments: ["", "0", "5", "1 2", "1 2 3", "0 0 0 0", "1 2 3 4 5", "99999999999999999999"])
  func refusesWhatIsNoAnswer(typed: String) throws {
    var stage = try stage()
    stage.type("PG" + typed)
    stage.press(.enter)
    #expect(stage.session.asking.open?.phase == .open)
    #expect(stage.model.status == "Type 1 to 4, or 4 counts: 1 2 3 4.")
    for _ in 0..<30 { stage.press(.backspace) }
    stage.type("3")
    stage.press(.enter)
    #expect(stage.session.asking.open?.phase == .shown(.answer(2)))
  }

  @Test func goesThroughWithOneButton() throws {
    var stage = try stage()
    stage.type("P")
    var isAsked = false
    for _ in 0..<30 where stage.position < stage.session.recording.count || stage.session.asking.open != nil {
      stage.press(.pageDown)
      isAsked = isAsked || stage.session.asking.open != nil
    }
    #expect(isAsked)
    #expect(stage.session.asking.open == nil)
    #expect(stage.position == stage.session.recording.count)
  }

  @Test func canBeLeftAndTurnedOff() throws {
    var stage = try stage()
    stage.type("PG")
    stage.press(.escape)
    #expect(stage.session.asking.open == nil)
    #expect(stage.session.cursor.t == Context.Instant.zero.advanced(by: .milliseconds(1_200)))
    stage = try self.stage()
    stage.type("PGP")
    #expect(stage.session.asking.open == nil)
    #expect(stage.model.status == "Questions are off.")
  }

  // MARK: Running to the truth

  @Test func runsToTheTruthAndAgainSlowly() throws {
    var stage = try stage(motion: .full)
    stage.type("PG3")
    stage.press(.enter)
    #expect(stage.session.asking.open?.phase == .running(.answer(2)))
    stage.play(2_000)
    let middle = stage.session.cursor
    #expect(middle.t > Context.Instant.zero.advanced(by: .milliseconds(1_200)))
    #expect(middle.t < Context.Instant.zero.advanced(by: .milliseconds(2_600)))
    stage.play(6_000, from: Context.Instant.zero.advanced(by: .seconds(2)))
    #expect(stage.session.asking.open?.phase == .shown(.answer(2)))
    #expect(stage.model.nextTick == nil)
    // A quarter of the run's speed, or the slowest, from just before the cause.
    stage.type("r")
    #expect(stage.session.cursor.t < Context.Instant.zero.advanced(by: .milliseconds(1_200)))
    stage.play(1_000, from: Context.Instant.zero.advanced(by: .seconds(10)))
    #expect(text(stage).contains("×0.1"))
    #expect(stage.session.asking.open?.phase == .running(.answer(2)))
    // Any key shows the truth at once, and does nothing else.
    stage.press(.enter)
    #expect(stage.session.asking.open?.phase == .shown(.answer(2)))
  }

  @Test(arguments: Gallery.all) func everyBuiltInQuestionFits(entry: Gallery.Entry) throws {
    for size in Self.sizes.dropLast() {
      var stage = try stage(entry.name, size)
      stage.type("PG")
      let open = try #require(stage.session.asking.open)
      let asked = text(stage)
      for answer in open.question.answers { #expect(asked.contains(answer.text), "\(size): \(answer.text)") }
      stage.type(open.question.right == 0 ? "2" : "1")
      stage.press(.enter)
      let shown = text(stage)
      #expect(shown.contains("RIGHT") && shown.contains("WRONG") && shown.contains("Remember:"), "\(size)\n\(shown)")
    }
  }

  @Test func asksNothingOfALiveRun() throws {
    let events = try ScenarioRun(try Gallery.named("first-failure").scenario()).events
    var stage = Stage(watching: Array(events.dropLast()), isLive: true)
    stage.type("P")
    #expect(stage.session.asking.questions.isEmpty)
  }

  // MARK: A quiz

  @Test func aQuizGoesFromScenarioToScenario() throws {
    var stage = try stage()
    stage.send(.ask(Quiz(names: ["first-failure", "two-failures"], isExam: false)))
    #expect(stage.session.asking.open != nil)
    stage.type("3")
    stage.press(.enter)
    stage.press(.enter)
    #expect(stage.effects.last == .open(name: "two-failures"))
    #expect(stage.model.quiz?.answers.map(\.reply.choice) == [2])
  }

  @Test func anExamSaysNothing() throws {
    var stage = try stage()
    stage.send(.ask(Quiz(names: ["first-failure"], isExam: true)))
    stage.press(.pageDown)
    #expect(stage.model.quiz?.answers.map(\.reply.choice) == [nil])
    #expect(stage.effects.last == .quit)
    stage = try self.stage()
    stage.send(.ask(Quiz(names: ["first-failure"], isExam: true)))
    stage.type("1")
    stage.press(.enter)
    #expect(!text(stage).contains("RIGHT"))
    #expect(stage.model.quiz?.answers.map(\.reply.choice) == [0])
    #expect(stage.effects.last == .quit)
  }
}
