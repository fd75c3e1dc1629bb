import Cascade
import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// A talk, given with a clicker.
@Suite struct TalkTests {
  private static let question = OwnQuestion(
    "Which tool?",
    answers: [OwnQuestion.Answer("errgroup"), OwnQuestion.Answer("a wait group", why: "It tells no task.")],
    right: 1, rule: "Told is not out.")

  private static func opening(_ step: Int, _ events: [Event] = Script.dashboard) -> Opening {
    Opening(name: "step \(step + 1)", title: "The page", recording: Recording(events))
  }

  static let scenes: [TalkScene] = {
    // So many rows that a list of them goes by pages.
    let run = Recording(Script.crowd)
    let seed = Variation([.seed(8)])
    return [
      .sentence("What happens to the others?"),
      .run(opening(1), from: nil, until: nil),
      .run(opening(2), from: place(of: 2), until: place(of: 4)),
      .compare(
        Opening(name: "step 4", title: "T", recording: run),
        ComparedRun(CompareSide(.variation(seed), name: "seed 8"), run),
        ComparedRun(CompareSide(.variation(.none), name: "errgroup"), run)),
      .question(question),
      .whatIf(
        Opening(name: "step 6", title: "Two", recording: Recording(Script.pair)), Variation([.seed(9)]),
        Recording(Script.pairWithFinish), change: "finish pay", question: "What if pay returns at 0.200 s?"),
      .ask(opening(6), asked),
      .sentence("The end of it."),
    ]
  }()

  /// When does Wait return? Asked as the failure is kept.
  private static let asked: Question = {
    let recording = Recording(Script.dashboard)
    let own = OwnQuestion(
      "When does Wait return?",
      answers: [.init("Now", why: "One task is still running"), .init("After the last task")],
      right: 1, rule: "Told is not out.")
    return Question(own, asked: place(of: 3), shows: recording.end)
  }()

  private static func place(of beat: Int) -> Cursor {
    let recording = Recording(Script.dashboard)
    return recording.cursor(at: recording.beats[beat - 1].position)
  }

  static let outline = TalkOutline(
    title: "A talk", minutes: .seconds(60),
    steps: scenes.indices.map { TalkOutline.Step(title: "Step number \($0 + 1)", note: "note \($0)") })

  private func talk(_ size: Size = Size(columns: 80, rows: 24)) -> Stage {
    var stage = Stage(size, gallery: [])
    stage.send(.talk(Self.outline))
    stage.send(.step(0, Self.scenes[0]))
    return stage
  }

  /// Presses, and shows the step that is asked for.
  private func press(_ key: Key, on stage: inout Stage) {
    let before = stage.effects.count
    stage.press(key)
    for case .show(let step) in stage.effects[before...] { stage.send(.step(step, Self.scenes[step])) }
  }

  @Test func itBeginsForAnAudienceWithNothingButItsSentence() {
    let stage = talk()
    #expect(stage.model.settings.isForAudience && stage.model.place == .card)
    let words = stage.canvas.lines.map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    #expect(words == ["What happens to the others?"])
  }

  /// The help of a run would promise a speaker other things of the same keys.
  @Test func theHelpIsOfTheTalk() {
    for steps in [0, 1] {
      var stage = talk()
      for _ in 0..<steps { press(.pageDown, on: &stage) }
      stage.type("?")
      let words = stage.canvas.lines.joined(separator: "\n")
      #expect(words.contains("In this talk") && words.contains("on: the next beat, then the next step"), "\(words)")
      #expect(!words.contains("First questions"), "\(words)")
    }
  }

  @Test func allOfItIsGivenWithOneKey() {
    var stage = talk()
    var seen: [Int] = []
    var presses = 0
    while stage.model.status != "The end of the talk.", presses < 100 {
      if seen.last != stage.model.talk?.step { seen.append(stage.model.talk?.step ?? -1) }
      #expect(stage.model.dialog == nil && !stage.model.isBlank)
      press(.pageDown, on: &stage)
      presses += 1
    }
    #expect(seen == Array(Self.scenes.indices))
    #expect(stage.effects.allSatisfy { if case .show = $0 { true } else { false } })
    // And back, to the very first page.
    for _ in 0..<presses { press(.pageUp, on: &stage) }
    #expect(stage.model.talk?.step == 0 && stage.model.place == .card)
    #expect(stage.model.status == "The start of the talk.")
  }

  /// A pointer in a speaker's hand clicks by accident: whatever it meets, the page stays, and nothing opens.
  @Test(arguments: scenes.indices) func aClickBreaksNoPage(_ step: Int) {
    var stage = talk(Size(columns: 100, rows: 30))
    stage.send(.step(step, Self.scenes[step]))
    let before = stage
    for action in [MouseEvent.Action.press(.left), .press(.right), .wheel(.down), .wheel(.up), .drag, .release] {
      for place in stage.places({ _ in true }) {
        for _ in 0..<2 { stage.send(.pointed(MouseEvent(action, at: place.point), place.hit)) }
        #expect(stage.model.place == before.model.place && stage.model.dialog == nil, "\(place.hit)")
        #expect(stage.model.session?.cursor == before.model.session?.cursor && stage.effects == before.effects)
        #expect(stage.model.comparing?.t == before.model.comparing?.t)
        #expect(stage.model.session?.asking.open.map { $0.phase == .open } ?? true)
      }
    }
  }

  @Test func anAnswerOnAPageIsTakenByAClickAndLockedByTheKey() throws {
    var stage = talk()
    let index = try #require(Self.scenes.firstIndex { if case .question = $0 { true } else { false } })
    stage.send(.step(index, Self.scenes[index]))
    let second = try #require(stage.places { $0 == .answer(1) }.first)
    for _ in 0..<2 { stage.mouse(.press(.left), x: second.point.x, y: second.point.y) }
    #expect(stage.model.openBallot?.typed == "2")
    press(.pageDown, on: &stage)
    guard case .card(.question(let question), behind: _) = stage.model.screen else {
      Issue.record("the page is gone")
      return
    }
    #expect(question.reply == .answer(1))
  }

  @Test func aPartOfARunBeginsAndEndsWhereTheFileSays() {
    var stage = talk()
    stage.send(.step(2, Self.scenes[2]))
    #expect(stage.session.cursor == Self.place(of: 2))
    press(.pageDown, on: &stage)
    #expect(stage.session.cursor == Self.place(of: 3))
    press(.pageDown, on: &stage)
    #expect(stage.session.cursor == Self.place(of: 4))
    press(.pageDown, on: &stage)
    #expect(stage.model.place == .compare && stage.model.comparing?.t == .zero)
    press(.pageUp, on: &stage)
    #expect(stage.session.cursor == Self.place(of: 4), "back at its end")
    press(.pageUp, on: &stage)
    press(.pageUp, on: &stage)
    #expect(stage.session.cursor == Self.place(of: 2))
    press(.pageUp, on: &stage)
    #expect(stage.session.name == "step 2" && stage.session.isAtEnd)
  }

  @Test func whatPlaysStopsWhereThePartEnds() {
    var stage = talk()
    stage.send(.step(2, Self.scenes[2]))
    stage.press(.function(5))
    stage.play(20_000)
    #expect(stage.session.playback == .paused && stage.session.cursor == Self.place(of: 4))
  }

  @Test func aQuestionIsAnsweredByTheNextPress() {
    var stage = talk()
    stage.send(.step(4, Self.scenes[4]))
    #expect(stage.canvas.description.contains("1  errgroup"))
    #expect(!stage.canvas.description.contains("It tells no task.") && !stage.canvas.description.contains("✓"))
    press(.pageDown, on: &stage)
    #expect(stage.canvas.lines.contains { $0.contains("✓ 2  a wait group") })
    #expect(stage.canvas.description.contains("It tells no task."))
    #expect(stage.canvas.description.contains("Told is not out."))
    press(.pageUp, on: &stage)
    #expect(!stage.canvas.description.contains("✓"))
  }

  @Test func votesOfTheRoomStandBesideTheAnswers() {
    var stage = talk()
    stage.send(.step(4, Self.scenes[4]))
    stage.type("3 1")
    #expect(stage.canvas.description.contains("3 1  (counts: most chose 1)"))
    #expect(stage.model.facts.question?.votes == "3 1" && stage.model.facts.question?.counts == [3, 1])
    press(.pageDown, on: &stage)
    #expect(stage.canvas.lines.contains { $0.contains("1  errgroup  3 ▄▄▄▄▄▄▄▄") })
    #expect(stage.canvas.lines.contains { $0.contains("✓ 2  a wait group  1 ▄▄") })
    // On, and back: what the room said is still there.
    press(.pageDown, on: &stage)
    #expect(stage.model.talk?.step == 5)
    press(.pageUp, on: &stage)
    #expect(stage.canvas.lines.contains { $0.contains("1  errgroup  3 ▄▄▄▄▄▄▄▄") })
    // Asked anew, with what the room had said; it can be typed over.
    press(.pageUp, on: &stage)
    #expect(!stage.canvas.description.contains("▄"))
    #expect(stage.model.facts.question?.votes == "3 1")
    for _ in 0..<3 { stage.press(.backspace) }
    #expect(stage.model.facts.question?.votes == "")
  }

  /// However often a question is gone back to and left again: what the room said is there, locked or not.
  @Test(arguments: [4, 6], ["3 1", "2", ""]) func whatTheRoomSaidStays(_ step: Int, _ votes: String) {
    for walk in [[-1, 1], [1, -1, 1], [1, -1, -1, 1], [1, 1, -1, -1, 1], [1, -1, -1, 1, 1, -1, -1, -1, 1, 1]] {
      var stage = talk()
      stage.send(.step(step, Self.scenes[step]))
      stage.type(votes)
      for way in walk {
        press(way > 0 ? .pageDown : .pageUp, on: &stage)
        stage.model.changeSession { $0.showTruth() }
        guard stage.model.talk?.step == step else {
          // What lies before it may have places of its own.
          while way > 0, stage.model.talk?.step != step + 1 { press(.pageDown, on: &stage) }
          continue
        }
        #expect(stage.model.facts.question?.votes == votes, "\(walk)")
      }
    }
  }

  private func asking(_ size: Size = Size(columns: 80, rows: 24)) -> Stage {
    var stage = talk(size)
    stage.send(.step(6, Self.scenes[6]))
    return stage
  }

  @Test func aQuestionAboutARunHidesWhatComes() {
    for size in [Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
      var stage = asking(size)
      #expect(stage.model.place == .question && stage.model.settings.isForAudience)
      let asked = stage.canvas
      #expect(asked.description.contains("When does Wait return?"))
      #expect(
        !asked.description.contains("One task is still running") && !asked.description.contains("Told is not out."))
      // Nothing of it depends on what comes: the same run, with nothing after the question.
      let known = Recording(Script.dashboard.prefix(Self.asked.asked.position))
      var cut = talk(size)
      let question = Question(
        OwnQuestion("When does Wait return?", answers: [.init("Now"), .init("After the last task")], right: 0),
        asked: Self.asked.asked, shows: known.end)
      cut.send(.step(6, .ask(Opening(name: "step 7", title: "The page", recording: known), question)))
      #expect(cut.canvas == asked, "\(size)")
      stage.type("1 6")
      #expect(stage.canvas != asked && stage.canvas.description.contains("1 6"))
    }
  }

  @Test func aClickerWalksThroughAQuestionAboutARun() {
    var stage = asking()
    // A clicker's Esc takes nothing away.
    stage.press(.escape)
    #expect(stage.model.place == .question && stage.model.status == nil)
    stage.type("1 6")
    press(.pageDown, on: &stage)
    press(.pageDown, on: &stage)
    #expect(stage.session.asking.open?.phase == .shown(.counts([1, 6])))
    #expect(stage.canvas.description.contains("RIGHT 6") && stage.canvas.description.contains("Told is not out."))
    // r replays, any key shows the truth, F5 again.
    for key in [Key.character("r"), .function(5)] {
      stage.press(key)
      #expect(stage.session.playback.isPlaying)
      stage.press(.pageDown)
      #expect(stage.session.asking.open?.phase == .shown(.counts([1, 6])))
    }
    press(.pageUp, on: &stage)
    #expect(stage.session.asking.open?.phase == .open && stage.model.facts.question?.votes == "1 6")
    press(.pageUp, on: &stage)
    #expect(stage.model.talk?.step == 5)
    press(.pageDown, on: &stage)
    while stage.model.talk?.step == 5 { press(.pageDown, on: &stage) }
    press(.pageDown, on: &stage)
    press(.pageDown, on: &stage)
    #expect(stage.session.asking.open?.phase == .shown(.counts([1, 6])))
    press(.pageDown, on: &stage)
    #expect(stage.model.talk?.step == 7)
    press(.pageUp, on: &stage)
    #expect(stage.session.asking.open?.phase == .shown(.counts([1, 6])))
  }

  @Test(arguments: ["2", "1 6"]) func anotherProgramSaysWhatTheRoomChose(_ votes: String) {
    for step in [4, 6] {
      var stage = talk()
      stage.send(.step(step, Self.scenes[step]))
      stage.send(.remote(.vote("7")))
      stage.send(.remote(.vote(votes)))
      #expect(stage.model.facts.question?.votes == votes && stage.model.facts.question?.isOpen == true)
      stage.send(.remote(.next))
      stage.send(.remote(.next))
      #expect(stage.model.facts.question?.isOpen == false && stage.model.facts.question?.votes == votes)
      stage.send(.remote(.vote("1")))
      #expect(stage.model.facts.message == "No question is open." && stage.model.facts.question?.votes == votes)
    }
    var stage = talk()
    stage.send(.remote(.vote(votes)))
    #expect(stage.model.facts.message == "No question is open.")
  }

  /// What can't be done is said to the program that asked, and not to the audience.
  @Test(arguments: scenes.indices) func aRefusalStaysOffTheScreen(_ step: Int) {
    for command in [RemoteCommand.beat(99), .step(99), .vote("9 9 9 9"), .seek(.zero)] {
      var stage = talk()
      stage.send(.step(step, Self.scenes[step]))
      let before = stage.canvas
      stage.send(.remote(command))
      guard stage.model.facts.isRefused else { continue }
      #expect(stage.model.facts.message?.isEmpty == false && stage.canvas == before, "\(command)")
      // It is over with the next key.
      stage.press(.up)
      #expect(!stage.model.facts.isRefused && stage.model.facts.message == nil)
    }
    var stage = talk()
    stage.send(.step(step, Self.scenes[step]))
    stage.send(.remote(.beat(99)))
    #expect(stage.model.facts.isRefused)
  }

  /// Whatever jumps, in a part of a run: it goes no further than the part, so that nothing gives the next answer away.
  @Test func aJumpStaysInItsPart() {
    let last = Recording(Script.dashboard).beats.count
    let commands: [RemoteCommand] = [
      .beat(last), .beat(1), .seek(.zero.advanced(by: .seconds(9))), .seek(.zero), .play,
    ]
    let jumps: [(inout Stage) -> Void] =
      commands.map { command in { $0.send(.remote(command)) } }
      + ["G", "gg", "f", "F", "]", "]]", "[", "9l", "99l", "9h", "3G", "9G"].map { keys in { $0.type(keys) } }
    for (index, jump) in jumps.enumerated() {
      for first in [0, 2] {
        var stage = talk()
        stage.send(.step(2, Self.scenes[2]))
        for _ in 0..<first { press(.pageDown, on: &stage) }
        jump(&stage)
        if stage.session.playback.isPlaying { stage.play(20_000) }
        let cursor = stage.session.cursor
        #expect(!cursor.isBefore(Self.place(of: 2)) && !Self.place(of: 4).isBefore(cursor), "\(index)")
        // The last beat, or the end, is the end of the part.
        if [0, 2, 5].contains(index) { #expect(cursor == Self.place(of: 4), "\(index)") }
      }
    }
  }

  @Test func aWhatIfShowsItsQuestionWhereItIsMade() {
    var stage = talk()
    stage.send(.step(5, Self.scenes[5]))
    #expect(stage.session.branches.branch.letter == "B")
    #expect(stage.canvas.description.contains("What if pay returns at 0.200 s?"))
    press(.pageDown, on: &stage)
    #expect(!stage.canvas.description.contains("What if pay"))
  }

  /// Each press shows another beat, from the question on.
  @Test(arguments: ["first-failure", "nested-groups", "two-failures"], [0, 200, 500])
  func aWhatIfShowsABeatAPress(_ name: String, _ time: Int) throws {
    let scenario = try Gallery.named(name).scenario()
    let base = try ScenarioRun(scenario)
    let place = Recording(base.events).cursor(at: .zero.advanced(by: .milliseconds(time)))
    let paths = Recording(base.events).latestState.tasks.map(\.id)
    for (path, action) in paths.prefix(4).flatMap({ path in
      [Intervention.Action.cancel, .listen(true), .listen(false), .fail("x"), .delay(.milliseconds(30))].map {
        (path, $0)
      }
    }) {
      let variation = Variation([.intervention(Intervention(at: place, on: path, action))])
      guard let run = try? ScenarioRun(scenario, variation: variation) else { continue }
      var stage = talk()
      let opening = Opening(name: "step 1", title: "T", recording: Recording(base.events))
      stage.send(
        .step(0, .whatIf(opening, variation, Recording(run.events), change: "x", question: "What if \(name) changes?")))
      #expect(stage.canvas.description.contains("What if \(name) changes?"))
      var beats: [Int] = []
      while stage.model.status == nil, !stage.effects.contains(.show(step: 1)), beats.count < 40 {
        beats.append(stage.model.facts.run?.beat ?? 0)
        stage.press(.pageDown)
        stage.model.changeSession { $0.finishTravel() }
      }
      #expect(Set(beats).count == beats.count, "\(path) \(action): \(beats)")
    }
  }

  @Test func qAsksOnceAndNoKeyOfAClickerLeaves() {
    var stage = talk()
    for step in Self.scenes.indices {
      stage.send(.step(step, Self.scenes[step]))
      for key in ClickerTests.keys { stage.press(key) }
      #expect(!stage.effects.contains(.quit))
      stage.send(.step(step, Self.scenes[step]))
      stage.type("q")
      #expect(!stage.effects.contains(.quit))
      #expect(stage.model.status == "Press q again to leave the talk.")
      stage.press(.pageUp)
    }
    stage.send(.step(0, Self.scenes[0]))
    stage.type("qq")
    #expect(stage.effects.contains(.quit))
    // So does Ctrl-C; outside of a talk it ends at once.
    var other = talk()
    other.press(.control("c"))
    #expect(!other.effects.contains(.quit) && other.model.status == "Press ctrl-c again to leave the talk.")
    other.press(.control("c"))
    #expect(other.effects.contains(.quit))
  }

  /// Whatever a step can't do: the screen stays, and one line says why.
  @Test(arguments: scenes.indices) func aTalkThatBreaksStaysWhereItWas(_ step: Int) {
    var stage = talk()
    stage.send(.step(step, Self.scenes[step]))
    let before = stage.canvas
    stage.send(.notOpened(name: "step 9", why: "own.yaml: there is no such file"))
    #expect(stage.canvas.lines.dropLast() == before.lines.dropLast())
    #expect(stage.canvas.lines.last?.contains("own.yaml: there is no such file") == true)
    stage.send(.unreadable(["talk.yaml:3:1: wrong"]))
    #expect(stage.canvas.description.contains("talk.yaml:3:1: wrong"))
    #expect(stage.model.talk?.step == step)
    // The speaker is told, too, until it is mended.
    #expect(stage.model.facts.message?.contains("talk.yaml:3:1: wrong") == true)
    stage.send(.talk(Self.outline, unchanged: Set(Self.scenes.indices)))
    #expect(stage.model.facts.message == nil && stage.model.dialog == nil)
  }

  /// Where only a note was changed, all stays as it is: the place, and what the room said.
  @Test(arguments: scenes.indices) func aStepThatShowsTheSameStays(_ step: Int) {
    for presses in 0...3 {
      var stage = talk()
      stage.send(.step(step, Self.scenes[step]))
      if stage.model.openBallot != nil { stage.type("2") }
      for _ in 0..<presses { press(.pageDown, on: &stage) }
      stage.model.status = nil
      let before = stage.canvas
      let (place, votes) = (stage.model.talk?.step, stage.model.facts.question?.votes)
      var other = Self.outline
      for index in other.steps.indices { other.steps[index].note = "another" }
      stage.send(.talk(other, unchanged: Set(Self.scenes.indices)))
      #expect(stage.canvas == before && stage.model.talk?.step == place && stage.model.facts.question?.votes == votes)
      #expect(stage.model.facts.talk?.note == "another")
    }
  }

  /// Two steps show the same where nothing of it differs, and only there.
  @Test func whatTwoStepsShow() {
    for one in Self.scenes.indices {
      for two in Self.scenes.indices {
        #expect(Self.scenes[one].shows(Self.scenes[two]) == (one == two), "\(one) \(two)")
      }
    }
    let opening = Self.opening(1)
    func run(_ change: (inout Opening) -> Void) -> TalkScene {
      var other = opening
      change(&other)
      return .run(other, from: nil, until: nil)
    }
    let scene = TalkScene.run(opening, from: nil, until: nil)
    #expect(scene.shows(run { $0.name = "step 9" }))
    #expect(!scene.shows(run { $0.title = "Other" }) && !scene.shows(run { $0.recording.secrets = [.end] }))
    #expect(!scene.shows(run { $0.recording = Recording(Script.dashboard.dropLast()) }))
    #expect(!scene.shows(run { $0.recording.useBeats([GivenBeat(event: 3, sentence: "Here.")]) }))
    #expect(!scene.shows(.run(opening, from: nil, until: Self.place(of: 2))))
  }

  @Test func theStepsAreTheList() {
    var stage = talk()
    stage.type("s")
    #expect(stage.model.place == .gallery)
    #expect(stage.canvas.description.contains("Step number 8"))
    stage.type("G")
    press(.enter, on: &stage)
    #expect(stage.model.talk?.step == 7)
  }

  /// A talk that is rehearsed goes on where it was.
  @Test func aTalkThatWasReadAgainStaysAtItsStep() {
    var stage = talk()
    stage.send(.step(4, Self.scenes[4]))
    var shorter = Self.outline
    shorter.steps.removeLast(4)
    stage.send(.talk(shorter))
    #expect(stage.model.talk?.step == 3)
  }
}
