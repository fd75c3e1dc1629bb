import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// Gallery, main screen, detail and help, and the ways between them.
@Suite struct PlacesTests {
  @Test func enterOpensTheChosenScenario() {
    var stage = Stage()
    #expect(stage.model.place == .gallery)
    stage.press(.down, .down, .up, .enter)
    #expect(stage.effects == [.open(name: "first-failure")])
    #expect(stage.model.place == .gallery)
    stage.send(.opened(Opening(name: "first-failure", title: "T", recording: Recording(Script.dashboard))))
    #expect(stage.model.place == .main)
    #expect(stage.position == 0)
  }

  @Test(arguments: [("3", "deadline"), ("99", "late"), ("", "all-well")])
  func aNumberOpensThatScenario(_ count: String, _ name: String) {
    var stage = Stage()
    stage.type(count)
    stage.press(.enter)
    #expect(stage.effects == [.open(name: name)])
  }

  @Test(arguments: [("j", 1), ("99j", 4), ("G", 4), ("Gk", 3), ("G2k", 2), ("Ggg", 0), ("3G", 2), ("k", 0)])
  func theGalleryIsAList(_ keys: String, _ index: Int) {
    var stage = Stage()
    stage.type(keys)
    #expect(stage.model.gallery.selected == index)
  }

  /// A clicker has keys for pages only.
  @Test(arguments: Size.tested)
  func pagesOfTheGalleryReachEveryScenario(_ size: Size) {
    var stage = Stage(size)
    var seen = [stage.model.gallery.selected]
    for _ in 0..<5 {
      stage.press(.pageDown)
      seen.append(stage.model.gallery.selected)
    }
    #expect(seen == [0, 1, 2, 3, 4, 4])
    stage.press(.pageUp)
    #expect(stage.model.gallery.selected == 3)
  }

  @Test func anEmptyGalleryOpensNothing() {
    var stage = Stage()
    stage.model = Model(gallery: [], size: stage.size)
    stage.type("jkG")
    stage.press(.enter, .pageDown)
    #expect(stage.effects.isEmpty)
    #expect(stage.model.gallery.selected == 0)
    #expect(stage.canvas.description.contains("There are no scenarios."))
  }

  @Test func whatCannotBeOpenedIsSaid() {
    var stage = Stage()
    stage.send(.notOpened(name: "deaf", why: "deaf.yaml:3:1: no such kind"))
    #expect(stage.model.place == .gallery)
    #expect(stage.canvas.description.contains("deaf.yaml:3:1: no such kind"))
    stage.type("j")
    #expect(stage.model.status == nil)
  }

  @Test func escapeGoesUpOneLevelAtATime() {
    var stage = Stage(watching: Script.dashboard)
    stage.press(.enter)
    #expect(stage.model.place == .detail)
    stage.type("?")
    #expect(stage.model.place == .help)
    stage.press(.escape)
    #expect(stage.model.place == .detail)
    stage.press(.escape)
    #expect(stage.model.place == .main)
    stage.press(.escape)
    #expect(stage.model.place == .gallery)
    stage.press(.escape)
    #expect(stage.model.place == .gallery)
    #expect(stage.model.status == "q quits.")
    #expect(stage.effects.isEmpty)
  }

  @Test func escapeClosesTheCodeAndWordsFirst() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("c]")
    stage.press(.escape)
    #expect(!stage.session.panes.isProgramOpen)
    stage.type("G]")
    #expect(stage.model.status != nil)
    stage.press(.escape)
    #expect(stage.model.status == nil)
    #expect(stage.model.place == .main)
    stage.press(.escape)
    #expect(stage.model.place == .gallery)
  }

  @Test func sGoesBackAndTheRunIsKept() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("f")
    let before = stage.canvas
    stage.type("s")
    #expect(stage.model.place == .gallery)
    #expect(stage.model.gallery.selected == 1)
    stage.press(.function(5))
    #expect(stage.canvas == before)
  }

  @Test(arguments: [(Place.gallery, true), (.main, true), (.detail, false), (.help, false)])
  func qQuitsFromTheFirstTwo(_ place: Place, _ quits: Bool) {
    var stage = Stage(watching: Script.dashboard)
    if place == .gallery { stage.type("s") }
    if place == .detail { stage.press(.enter) }
    if place == .help { stage.type("?") }
    stage.type("q")
    #expect(stage.effects == (quits ? [.quit] : []))
    if !quits { #expect(stage.model.place == .main) }
  }

  /// A key that means nothing says so, and where to look.
  @Test func aKeyThatMeansNothingSaysSo() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("y")
    #expect(stage.model.status == #""y" does nothing here. Press ? for the keys."#)
    stage.type("vw")
    #expect(stage.model.status == #""w" does nothing here. Press ? for the keys."#)
    stage.press(.enter)
    #expect(stage.model.status == #""Enter" does nothing here. Press ? for the keys."#)
  }

  @Test(arguments: [Key.character("?"), .function(1)], [Place.gallery, .main, .detail])
  func helpFromEverywhere(_ key: Key, _ place: Place) {
    var stage = Stage(watching: Script.dashboard)
    if place == .gallery { stage.type("s") }
    if place == .detail { stage.press(.enter) }
    stage.press(key)
    #expect(stage.model.help?.place == place)
    stage.press(key)
    #expect(stage.model.place == place)
  }

  @Test func helpScrollsAndStaysInside() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 60, rows: 16))
    stage.type("?999j")
    let end = stage.model.help?.scrolled
    #expect(end ?? 0 > 20)
    stage.type("j")
    #expect(stage.model.help?.scrolled == end)
    stage.type("G")
    #expect(stage.model.help?.scrolled == end)
    stage.size = Size(columns: 200, rows: 120)
    stage.send(.resized(stage.size))
    #expect(stage.model.help?.scrolled == 0)
  }

  @Test func theDetailStepsAndSelectsToo() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("f")
    stage.press(.enter)
    #expect(stage.canvas.description.contains("root/fetch-orders"))
    stage.type("j")
    #expect(stage.canvas.description.contains("root/fetch-recs"))
    stage.type("21l")
    #expect(stage.position == 54)
    #expect(stage.canvas.description.contains("1.230 s, 30 ms after it was told"))
  }

  @Test func rAsksForTheSameRunAgain() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("Gr")
    #expect(stage.effects == [Effect.restart(name: "first-failure")])
    stage.send(.opened(Opening(name: "first-failure", title: "T", recording: Recording(Script.dashboard))))
    #expect(stage.position == 0)
    #expect(stage.model.settings.speed == .normal)
  }

  @Test(arguments: [(Key.control("l"), Effect.redraw), (.control("z"), .suspend), (.control("c"), .quit)])
  func theseAreForTheProgram(_ key: Key, _ effect: Effect) {
    for open in ["", "s", "?"] {
      var stage = Stage(watching: Script.dashboard)
      stage.type(open)
      stage.press(key)
      #expect(stage.effects == [effect])
    }
  }

  @Test func theThemeIsOneKeyAway() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("T")
    #expect(stage.model.settings.theme == .light)
    stage.type("T")
    #expect(stage.model.settings.theme == .dark)
  }
}
