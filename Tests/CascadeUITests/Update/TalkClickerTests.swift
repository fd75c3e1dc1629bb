import Cascade
import CascadeQuestions
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Whatever a clicker sends, at whatever step of a talk: the step stays or goes on by one, and nothing of the talk is lost.
@Suite struct TalkClickerTests {
  /// PgDn and PgUp, what blanks, F5 and Esc, and the arrows that some send instead.
  static let keys: [Key] =
    [.pageDown, .pageUp, .character("."), .character("b"), .function(5), .escape, .left, .right, .up, .down, .enter]

  private func talk(at step: Int) -> Stage {
    var stage = Stage(Size(columns: 80, rows: 24), gallery: [])
    stage.send(.talk(TalkTests.outline))
    stage.send(.step(step, TalkTests.scenes[step]))
    return stage
  }

  private func press(_ key: Key, on stage: inout Stage) {
    let before = stage.effects.count
    stage.press(key)
    for case .show(let step) in stage.effects[before...] { stage.send(.step(step, TalkTests.scenes[step])) }
  }

  /// Whether what is in view is what the step shows.
  private func isShown(_ stage: Stage) -> Bool {
    guard let step = stage.model.talk?.step else { return false }
    switch (TalkTests.scenes[step], stage.model.screen) {
    case (.sentence, .card(.sentence, behind: _)), (.question, .card(.question, behind: _)),
      (.compare, .comparing):
      return true
    case (.ask, .watching(let session)): return session.asking.open != nil && session.name == "step \(step + 1)"
    case (.run, .watching(let session)): return session.name == "step \(step + 1)" && session.asking.open == nil
    case (.whatIf, .watching(let session)):
      return session.name == "step \(step + 1)" && session.branches.branch.letter == "B"
    case (.sentence, _), (.question, _), (.compare, _), (.ask, _), (.run, _), (.whatIf, _): return false
    }
  }

  /// What some clickers send besides: nothing of it leaves a step, answers a question or writes on the audience's screen.
  static let others: [Key] = [
    .left, .right, .up, .down, .character("h"), .character("l"), .character("b"), .function(5), .escape,
  ]

  @Test(arguments: TalkTests.scenes.indices) func noOtherKeyLeavesAStep(_ step: Int) {
    for isAtEnd in [false, true] {
      for key in Self.others {
        var stage = talk(at: step)
        if isAtEnd {
          stage.model.opensAtEnd = true
          stage.send(.step(step, TalkTests.scenes[step]))
        }
        let phase = stage.model.session?.asking.open?.phase
        for _ in 0..<2 {
          press(key, on: &stage)
          #expect(stage.model.talk?.step == step && isShown(stage), "step \(step + 1): \(key)")
          #expect(stage.model.status == nil || key == .character("h") || key == .character("l"), "\(key)")
          if phase == .open { #expect(stage.model.session?.asking.open?.phase == .open, "\(key)") }
          if case .card(.question(let question), behind: _) = stage.model.screen {
            #expect((question.reply != nil) == isAtEnd, "\(key)")
          }
        }
      }
    }
  }

  @Test(arguments: TalkTests.scenes.indices) func noKeyTakesAStepAway(_ step: Int) {
    for (index, first) in Self.keys.enumerated() {
      // Every pair in a longer run; else each first key, with two of the others.
      let seconds = Self.keys.indices.filter { Effort.factor > 1 || ($0 + index + step) % 5 == 0 }
      for second in seconds.map({ Self.keys[$0] }) {
        var stage = talk(at: step)
        for key in [first, second] {
          let before = stage.model.talk?.step ?? -9
          press(key, on: &stage)
          #expect(abs((stage.model.talk?.step ?? -9) - before) <= 1, "\(first) \(second)")
          #expect(isShown(stage), "step \(step + 1): \(first) \(second)")
          #expect(!stage.effects.contains(.quit) && !stage.model.hasAskedToQuit && stage.model.dialog == nil)
        }
      }
    }
  }

  /// After any of them the talk goes on, step by step, to its end.
  @Test(arguments: TalkTests.scenes.indices) func theTalkGoesOnAfterAnyKey(_ step: Int) {
    let keys = Self.keys + ["q", "v", "s", "i", "o", "z", "\t"].map(Key.character)
    for (index, key) in keys.enumerated() where Effort.factor > 1 || (index + step) % 3 == 0 {
      var stage = talk(at: step)
      press(key, on: &stage)
      if stage.model.place == .gallery { press(.escape, on: &stage) }
      #expect(isShown(stage) || key == .character("v"), "step \(step + 1): \(key)")
      var seen = [stage.model.talk?.step ?? -1]
      var presses = 0
      while stage.model.status != "The end of the talk.", presses < 60 {
        press(.pageDown, on: &stage)
        presses += 1
        if let now = stage.model.talk?.step, now != seen.last { seen.append(now) }
      }
      #expect(seen == Array(seen[0]..<TalkTests.scenes.count), "step \(step + 1): \(key): \(seen)")
    }
  }

  /// What was typed at a question is kept, and the list of steps leads back to it.
  @Test(arguments: [4, 6]) func votesStay(_ step: Int) {
    for key in [Key.escape, .character("."), .character("b"), .character("s"), .up, .character("q")] {
      var stage = talk(at: step)
      stage.type("3 1")
      press(key, on: &stage)
      if stage.model.isBlank || stage.model.place == .gallery { press(.escape, on: &stage) }
      #expect(stage.model.facts.question?.votes == "3 1", "\(key)")
    }
  }

  /// Every step can be left for the list, and is there again as it was.
  @Test(arguments: TalkTests.scenes.indices) func theListLeadsBack(_ step: Int) {
    for back in [Key.escape, .function(5)] {
      var stage = talk(at: step)
      stage.press(.right)
      stage.press(.escape)
      if stage.model.talk?.step != step { continue }
      stage.model.status = nil
      let before = stage.canvas
      stage.type("s")
      #expect(stage.model.place == .gallery)
      stage.press(back)
      #expect(stage.canvas == before && isShown(stage), "step \(step + 1)")
    }
  }

  /// A dialog before an audience is closed by the only key that there is.
  @Test(arguments: [Key.pageDown, .pageUp], ["i", "o", "B"]) func aDialogIsClosed(_ key: Key, _ opens: String) {
    var stage = talk(at: 1)
    stage.type("F" + opens)
    #expect(stage.model.dialog != nil)
    press(key, on: &stage)
    #expect(stage.model.dialog == nil && isShown(stage) && stage.model.talk?.step == 1)
  }

  /// A comparison is shown from its start to its cause to its end.
  @Test func aComparisonGoesOnByCauses() {
    var stage = talk(at: 3)
    var times: [Context.Instant] = []
    while stage.model.talk?.step == 3, times.count < 9 {
      if let t = stage.model.comparing?.t { times.append(t) }
      press(.pageDown, on: &stage)
    }
    let recording = Recording(Script.crowd)
    #expect(times == Set([.zero, recording.latestState.causeTime, recording.endTime].compactMap(\.self)).sorted())
    press(.pageUp, on: &stage)
    #expect(stage.model.comparing?.t == times.last)
  }

  /// What is compared aside from a run shows no more of it than the run did.
  @Test func aLookAsideStandsAtTheSameTime() {
    var stage = talk(at: 1)
    stage.run = { _ in .here(Recording(Script.dashboard)) }
    stage.type("v")
    #expect(stage.model.place == .compare && stage.model.comparing?.t == .zero)
    press(.escape, on: &stage)
    #expect(isShown(stage) && stage.model.talk?.step == 1)
  }
}
