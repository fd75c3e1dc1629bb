import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What stands where, whatever the words: what whole screens needn't be kept for.
@Suite struct RegionTests {
  /// The rows in view, each with what a region says of it.
  private func rows(_ region: Stage.Region, of stage: Stage) -> [(row: Row, line: String)] {
    let lines = stage.region(region)
    let rows = stage.session.state.rows
    return zip(RowList(session: stage.session, height: lines.count).visible, lines).map { (rows[$0], $1) }
  }

  static let runs = [Script.dashboard, Script.deadline, Script.calm]

  /// Wherever one stands, each row in view has its name and its state.
  @Test(arguments: runs, Size.tested)
  func theTreeNamesEveryStateInView(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      for (row, line) in rows(.tree, of: stage) {
        let state = row.state.appearance
        #expect(line.unicodeScalars.contains(state.unicode), "\(row.id): \(line)")
        let word = size.columns >= 200 ? row.state.word : state.shortWord
        #expect(line.hasSuffix(word) == row.isBorn, "\(row.id): \(line)")
      }
    }
  }

  /// Before anything has happened there is a title, and nothing in the lanes.
  @Test(arguments: Size.tested) func atTheStartNothingIsInTheLanes(_ size: Size) {
    let stage = Stage(watching: Script.dashboard, title: "A page", size)
    #expect(stage.words(.title).contains("A page"))
    #expect(stage.words(.lanes).isEmpty)
    #expect(stage.region(.latest) == [""])
    #expect(stage.words(.scrubber).contains("event 0/59"))
  }

  @Test(arguments: Size.tested) func whileAllIsWellLanesAreWorkAlone(_ size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.press(.pageDown, .right, .right, .right, .right, .right, .right, .right)
    let signs = Set(stage.region(.lanes).joined().unicodeScalars)
    #expect(signs.isSubset(of: ["━", "·", " "]) && signs.contains("━"))
  }

  @Test(arguments: Size.tested) func atTheEndEveryTaskHasALane(_ size: Size) {
    for events in Self.runs {
      var stage = Stage(watching: events, size)
      stage.type("G")
      for (row, line) in rows(.lanes, of: stage) where row.kind == .task { #expect(!line.isEmpty, "\(row.id)") }
    }
  }

  /// The pane begins with what the beat teaches, and goes on with whole sentences of the story.
  @Test(arguments: runs, Size.tested) func theWhyPaneTellsTheStory(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      let (words, session) = (stage.words(.why), stage.session)
      #expect(words.hasPrefix(session.narration.heading.rawValue))
      let told = ([session.lead] + session.narration.sentences).filter { !$0.isEmpty && words.contains($0) }
      #expect(!told.isEmpty || session.narration.sentences.isEmpty, "\(words)")
    }
  }

  /// Words for the user take the last row of the bar, with the keys that were begun at its end.
  @Test(arguments: Size.tested) func wordsForTheUserAreInTheBar(_ size: Size) throws {
    var stage = Stage(watching: Script.calm, size)
    stage.type("f5")
    #expect(stage.region(.bar).last?.hasSuffix(" 5") == true)
    stage.type("f")
    let status = try #require(stage.model.status)
    #expect(stage.region(.bar).last == " " + status)
  }

  /// Dialogs lie over the run and leave title and keys alone.
  @Test(arguments: Scene.dialogs, Size.tested) func dialogsLeaveTitleAndKeys(_ scene: Scene, _ size: Size) {
    let stage = scene.make(size, .unicode, .full)
    guard let dialog = stage.model.dialog else { return }
    #expect(stage.words(.title).contains("Two jobs"))
    let close = stage.model.keyMap.bindings(in: dialog.keyPlace).filter { $0.bar?.rank == 0 }
    #expect(close.contains { stage.words(.bar).contains("\($0.firstName) \($0.bar?.words ?? "")") })
    #expect(stage.canvas.lines.contains { $0.contains("┌─ ") && $0.hasSuffix("┐") || $0.hasSuffix("┐ ") })
  }

  /// What is refused is said in place of the preview; what is typed stands in the line, with its caret.
  @Test(arguments: Size.tested) func refusalsAndTypedTextAreInTheDialog(_ size: Size) throws {
    var stage = Stage.pair(size)
    stage.type("jjjit")
    guard case .refused(let why)? = stage.inject?.trial.outlook else {
      Issue.record("it isn't refused")
      return
    }
    #expect(stage.canvas.lines.contains { $0.contains("REFUSED") && $0.contains(why.prefix(12)) })
    stage.type("fe a text")
    let row = try #require(stage.canvas.lines.firstIndex { $0.contains(" a text ") })
    #expect(stage.canvas.row(row).count { $0.style.attributes.contains(.reverse) } == 1)
  }

  /// The detail says the same as the row, and its pages can be turned to the end.
  @Test(arguments: Size.tested) func theDetailHasEveryLineOnSomePage(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("G")
    stage.press(.enter)
    let detail = try #require(WatchingPage(stage.session, size: size, glyphs: .unicode).detail)
    var seen = ""
    for _ in detail.rows {
      seen += stage.canvas.description
      stage.press(.tab)
    }
    for row in detail.rows { #expect(seen.contains(row.text), "\(row.text)") }
  }

  /// A program beside the detail takes columns from it; every line of the detail has its row all the same.
  @Test func aDetailBesideAProgramIsWrappedToItsPane() throws {
    let size = Size(columns: 200, rows: 60)
    var stage = Stage(size)
    stage.open("first-failure", showing: .swift)
    stage.type("f")
    stage.press(.enter)
    let page = WatchingPage(stage.session, size: size, glyphs: .unicode)
    let rows = try #require(page.detail).rows
    #expect(page.layout.body.size.columns < size.columns)
    #expect(page.layout.body.size.rows >= rows.count + 2)
    for row in rows { #expect(stage.canvas.lines.contains { $0.contains(row.text) }, "\(row.text)") }
  }

  /// Facts of both sides at any time, the lesson at the end alone.
  @Test(arguments: Size.tested) func comparingShowsFactsAlwaysAndTheLessonAtTheEnd(_ size: Size) throws {
    var stage = Stage(running: ComparedPage.page, size)
    stage.type("v")
    let lesson = try #require(stage.model.comparing?.moment?.lesson)
    #expect(lesson.contains { stage.words(.lesson).contains($0) })
    stage.type("f")
    let moment = try #require(stage.model.comparing?.moment)
    #expect(!lesson.contains { stage.words(.lesson).contains($0) })
    for fact in moment.facts.dropFirst() {
      #expect(stage.region(.facts).contains { $0.contains(fact.label) && $0.contains(fact.b) }, "\(fact.label)")
    }
    #expect(stage.words(.title).contains("PAUSED"))
  }

  @Test func onlyDifferingRowsAreNamedInTheBar() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("vd")
    #expect(stage.region(.bar).last == stage.model.status.map { " " + $0 })
  }
}
