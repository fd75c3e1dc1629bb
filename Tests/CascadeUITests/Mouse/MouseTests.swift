import Cascade
import CascadeQuestions
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What the mouse does, place by place.
@Suite struct MouseTests {
  private func watching(_ size: Size = Size(columns: 100, rows: 30)) -> Stage {
    Stage(watching: Script.dashboard, size)
  }

  private func selected(_ stage: Stage) -> String? {
    stage.session.selected.map { stage.session.recording.roster.members[$0].name }
  }

  @Test func aClickChoosesARowAndASecondOneOpensIt() throws {
    var stage = watching()
    stage.type("f")
    try stage.click("render")
    #expect(selected(stage) == "render" && stage.model.place == .main)
    #expect(stage.canvas.lines.contains { $0.hasPrefix("▸") && $0.contains("render") })
    try stage.click("render")
    #expect(stage.model.place == .detail)
  }

  @Test func theRightButtonAsksWhatIf() throws {
    var stage = Stage.pair()
    stage.type("l")
    let spot = try #require(stage.places { if case .row = $0 { true } else { false } }.last)
    stage.send(.pointed(MouseEvent(.press(.right), at: spot.point), spot.hit))
    #expect(stage.model.place == .intervention || stage.model.status != nil)
  }

  @Test func aScenarioIsChosenAndOpened() throws {
    var stage = Stage(Size(columns: 80, rows: 24))
    try stage.click("Too slow")
    #expect(stage.model.gallery.selected == 2 && stage.effects.isEmpty)
    try stage.click("Too slow")
    #expect(stage.effects == [.open(name: "deadline")])
  }

  @Test func theBarOfTimeIsDragged() throws {
    var stage = watching()
    let area = try #require(stage.places { if case .time = $0 { true } else { false } }.first).hit.area
    func column() -> Int {
      TimeScale(end: stage.session.scaleEnd, columns: area.size.columns).column(of: stage.session.cursor.t)
    }
    stage.mouse(.press(.left), x: area.minX + 10, y: area.minY)
    #expect(column() == 10)
    // Beyond its ends and off its row it goes on, until the button is up.
    for (x, y, expected) in [(20, area.minY, 20), (35, 0, 35), (-9, 3, 0), (900, 3, area.size.columns - 1), (7, 1, 7)] {
      stage.mouse(.drag, x: area.minX + x, y: y)
      #expect(column() == expected)
    }
    stage.mouse(.release, x: 0, y: 0)
    stage.mouse(.drag, x: area.minX + 30, y: area.minY)
    #expect(column() == 7)
    #expect(stage.session.state.tasks.count > 0)
  }

  @Test func theWheelMovesWhatIsUnderIt() throws {
    var stage = watching()
    try stage.wheel(.down, over: "render")
    try stage.wheel(.down, over: "render")
    try stage.wheel(.up, over: "render")
    #expect(selected(stage) == "fetch-user")
    stage.type("?")
    let before = stage.model.help?.scrolled
    stage.mouse(.wheel(.down), x: 10, y: 10)
    #expect(before == 0 && stage.model.help?.scrolled == 3)
    stage.mouse(.wheel(.up), x: 10, y: 10)
    #expect(stage.model.help?.scrolled == 0)
  }

  @Test func aLineOfADialogIsChosen() throws {
    var stage = Stage.pair()
    stage.type("jjjo")
    let lines = stage.places { if case .item = $0 { true } else { false } }
    let third = try #require(lines.first { $0.hit.spot == .item(2, in: .options) })
    stage.mouse(.press(.left), x: third.point.x, y: third.point.y)
    #expect(stage.model.dialog?.chosen == 2)
    stage.mouse(.wheel(.down), x: third.point.x, y: third.point.y)
    #expect(stage.model.dialog?.chosen == 3)
    for _ in 0..<50 { stage.mouse(.wheel(.up), x: third.point.x, y: third.point.y) }
    #expect(stage.model.dialog?.chosen == 0)
    // Outside of it nothing is met.
    stage.mouse(.press(.left), x: 1, y: 2)
    #expect(stage.model.place == .options)
  }

  @Test func anAnswerIsTakenAndThenLocked() throws {
    var stage = try #require(Scene.all.first { $0.name == "question" }).make(
      Size(columns: 100, rows: 30), .unicode, .full)
    let answers = stage.places { if case .answer = $0 { true } else { false } }
    let second = try #require(answers.first { $0.hit.spot == .answer(1) })
    stage.mouse(.press(.left), x: second.point.x, y: second.point.y)
    #expect(stage.session.asking.open?.ballot.typed == "2" && stage.session.asking.open?.phase == .open)
    stage.mouse(.press(.left), x: second.point.x, y: second.point.y)
    #expect(stage.session.asking.open?.phase == .shown(.answer(1)))
  }

  /// What a room said isn't lost by a click.
  @Test func countsThatWereTypedStay() throws {
    var stage = try #require(Scene.all.first { $0.name == "question" }).make(
      Size(columns: 100, rows: 30), .unicode, .full)
    stage.type(" 1")
    let second = try #require(stage.places { $0 == .answer(1) }.first)
    stage.mouse(.press(.left), x: second.point.x, y: second.point.y)
    #expect(stage.session.asking.open?.ballot.typed == "3 1")
  }

  @Test func theMouseIsTurnedOffAndOn() throws {
    var stage = watching()
    stage.type("M")
    #expect(!stage.model.settings.usesMouse && stage.model.status?.contains("M turns it on") == true)
    let before = stage.canvas
    stage.mouse(.press(.left), x: 5, y: 5)
    #expect(stage.canvas == before)
    stage.type("M")
    #expect(stage.model.settings.usesMouse && stage.model.status?.contains("Shift-drag") == true)
  }

  @Test func aTerminalWithoutAMouseSaysSo() {
    var model = Model(
      gallery: Stage.gallery, size: Size(columns: 80, rows: 24), capabilities: TerminalCapabilities(hasMouse: false))
    #expect(!model.settings.usesMouse)
    _ = model.update(.key(.character("M")))
    #expect(!model.settings.usesMouse && model.status == "This terminal reports no mouse.")
  }

  /// A frame may be older than what the click is taken in by: what it stood for is gone.
  @Test func aHintOfAnotherPlaceDoesNothing() throws {
    var stage = watching()
    let old = stage.places { if case .keys = $0 { true } else { false } }
    stage.type("?")
    let before = stage.canvas
    for place in old { stage.send(.pointed(MouseEvent(.press(.left), at: place.point), place.hit)) }
    #expect(stage.canvas == before && stage.effects.isEmpty)
  }

  /// Blank is blank until a key.
  @Test func aBlankScreenStaysBlank() {
    var stage = watching()
    let places = stage.places { _ in true }
    stage.type(".")
    for place in places { stage.send(.pointed(MouseEvent(.press(.left), at: place.point), place.hit)) }
    #expect(stage.model.isBlank)
  }
}
