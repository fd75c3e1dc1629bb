import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Screens and what lies over them: going back leads to what was there before, as it was left.
@Suite struct ScreenTests {
  /// A way to open something, and the place that it leads to.
  struct Step: CustomTestStringConvertible, Sendable {
    var keys: [Key]
    var from: Place
    var to: Place

    init(_ keys: String, from: Place, to: Place) {
      self.keys = keys.map { $0 == "\n" ? .enter : .character($0) }
      self.from = from
      self.to = to
    }

    var testDescription: String { "\(from.rawValue) to \(to.rawValue)" }
  }

  /// Each thing that can be opened over another one, and closed with escape.
  static let steps = [
    Step("\n", from: .main, to: .detail), Step("i", from: .main, to: .intervention),
    Step("o", from: .main, to: .options), Step("b", from: .main, to: .branches), Step("B", from: .main, to: .field),
    Step("v", from: .main, to: .compare), Step("?", from: .main, to: .help), Step("?", from: .gallery, to: .help),
    Step("i", from: .detail, to: .intervention), Step("o", from: .detail, to: .options),
    Step("b", from: .detail, to: .branches), Step("B", from: .detail, to: .field),
    Step("v", from: .detail, to: .compare), Step("?", from: .detail, to: .help),
    Step("e", from: .options, to: .field), Step("?", from: .options, to: .help), Step("?", from: .branches, to: .help),
    Step("?", from: .intervention, to: .help), Step("V", from: .compare, to: .sides),
    Step("?", from: .compare, to: .help), Step("?", from: .card, to: .help), Step("?", from: .problems, to: .help),
    Step("?", from: .sides, to: .help),
    Step("E", from: .main, to: .export), Step("E", from: .detail, to: .export),
    Step("e", from: .export, to: .field), Step("?", from: .export, to: .help),
  ]

  /// The keys that lead from a run to a place.
  private func stage(in place: Place) -> Stage {
    var stage = Stage(running: ComparedPage.page)
    stage.type("F")
    switch place {
    case .main, .field, .help: break
    case .gallery: stage.type("s")
    case .detail: stage.press(.enter)
    case .question: stage.type("ggPG")
    case .intervention: stage.type("id")
    case .options: stage.type("oj")
    case .branches: stage.type("b")
    case .compare: stage.type("v")
    case .sides: stage.type("V")
    case .export: stage.type("E")
    case .card: stage.send(.step(0, .sentence("A sentence")))
    case .problems: stage.send(.unreadable(["own.yaml:1:1: wrong"]))
    }
    return stage
  }

  @Test(arguments: steps) func escapeRestoresWhatWasThere(_ step: Step) {
    var stage = stage(in: step.from)
    #expect(stage.model.place == step.from)
    let before = stage.canvas
    for key in step.keys { stage.press(key) }
    #expect(stage.model.place == step.to)
    stage.press(.escape)
    #expect(stage.model.place == step.from)
    #expect(stage.canvas == before)
  }

  /// Whatever is opened over a run, with enough escapes one comes to the gallery, and from there back to the run.
  @Test(arguments: 1...40) func everyWayLeadsBack(_ seed: UInt64) {
    var random = Seeded(seed)
    var stage = Stage(running: ComparedPage.page)
    stage.type("F")
    let keys = "iobBvVE?\u{1B}sjkxdceTA".map { $0 == "\u{1B}" ? Key.escape : .character($0) } + [.enter, .tab]
    for _ in 0..<30 {
      stage.press(keys.randomElement(using: &random)!)
      expectConsistent(stage.model)
    }
    var escapes = 0
    while stage.model.place != .gallery, escapes < 12 {
      stage.press(.escape)
      escapes += 1
    }
    #expect(stage.model.place == .gallery)
    let chosen = stage.model.gallery.entry?.name
    stage.press(.function(5))
    // Where another row was chosen meanwhile, that is what F5 opens.
    let isBack = [.main, .detail].contains(stage.model.place)
    #expect(isBack || chosen.map { stage.effects.last == .open(name: $0) } == true)
  }

  /// What is seen is what keys go to.
  private func expectConsistent(_ model: Model) {
    switch model.screen {
    case .gallery: #expect(model.dialog == nil && [.gallery, .help].contains(model.place))
    case .watching:
      #expect(model.comparing == nil)
      if model.help == nil { #expect((model.dialog == nil) == [.main, .detail].contains(model.place)) }
    case .comparing:
      if model.help == nil { #expect((model.dialog == nil) == (model.place == .compare)) }
    case .card: #expect(model.dialog == nil && [.card, .help].contains(model.place))
    }
  }

  @Test func whatIsLeftForTheGalleryIsThereAgain() {
    var stage = stage(in: .detail)
    stage.press(.tab)
    let before = stage.canvas
    stage.type("s")
    stage.press(.function(5))
    #expect(stage.canvas == before)
  }

  @Test func withoutARunTheClickerOpensTheChosenScenario() {
    var stage = Stage()
    stage.press(.function(5))
    #expect(stage.effects == [.open(name: "all-well")])
    #expect(stage.model.session == nil)
  }

  /// Panes stay open from one scenario to the next; the detail only when the same one begins again.
  @Test(arguments: [("page", true), ("another", false)]) func anotherRunKeepsThePanes(_ name: String, _ isSame: Bool) {
    var stage = stage(in: .main)
    stage.type("wc")
    stage.press(.enter)
    stage.send(.opened(Opening(name: name, title: "T", recording: Recording(Script.calm))))
    #expect(stage.session.panes.isWasteShown)
    #expect(stage.session.panes.isProgramOpen && stage.session.panes.code.language == .swift)
    #expect((stage.session.detail != nil) == isSame)
  }

  /// Answers that come late find their run behind whatever is in view.
  @Test func answersReachARunThatIsBehind() {
    var stage = stage(in: .main)
    let seed = Variation([.seed(8)])
    stage.model.changeSession { _ = $0.runs.want(seed) }
    stage.type("v")
    stage.send(.ran(seed, .here(Recording(Script.calm))))
    stage.press(.escape)
    #expect(stage.session.runs[seed] != nil)
  }
}
