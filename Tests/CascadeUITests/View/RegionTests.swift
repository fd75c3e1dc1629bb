import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What stands where, whatever the words: what whole screens needn't be kept for.
@Suite struct RegionTests {
  static let runs = [Script.dashboard, Script.deadline, Script.calm]

  /// Wherever one stands, each row in view has its name, and behind its lane the words for its state.
  @Test(arguments: runs, Size.tested)
  func theLanesNameEveryRowInView(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      let rows = stage.seenRows
      #expect(rows.count == stage.session.rows.entries.count)
      for row in rows {
        #expect(row.label.contains(row.picture.label.prefix(8)), "\(row.label)")
        let words = row.picture.words
        for word in words.words.prefix(1) where words.inside == nil {
          let forms = [word.text, word.short ?? word.text].map { $0.prefix(8) }
          #expect(forms.contains { row.text.contains($0) }, "\(row.row.id): \(row.text)")
        }
        #expect(row.text.contains("not spawned yet") == (row.row.kind == .task && !row.row.isBorn), "\(row.text)")
      }
    }
  }

  /// Before anything has happened there is a title, and nothing in the lanes.
  @Test(arguments: Size.tested) func atTheStartNothingIsInTheLanes(_ size: Size) {
    let stage = Stage(watching: Script.dashboard, title: "A page", size)
    #expect(stage.words(.title).contains("A page"))
    for row in stage.seenRows {
      #expect(row.raster.last == -1 && row.lane.allSatisfy { $0.style.background == .default })
    }
    #expect(stage.latest.isEmpty)
    #expect(stage.words(.scrubber).contains("0.000 s"))
    #expect(stage.words(.fields).contains("none so far"))
  }

  @Test(arguments: Size.tested) func whileAllIsWellLanesAreWorkAlone(_ size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.press(.pageDown, .right, .right, .right, .right, .right, .right, .right)
    let fills = Set(stage.seenRows.flatMap { $0.raster.fills.compactMap(\.self) })
    #expect(fills.isSubset(of: [.running, .queued, .inWait, .blocked, .done]) && fills.contains(.running))
    let red = stage.appearance.picture[.cause]
    #expect(!stage.canvas.cells.contains { [$0.style.foreground, $0.style.background].contains(red.foreground) })
  }

  @Test(arguments: Size.tested) func atTheEndEveryTaskHasALane(_ size: Size) {
    for events in Self.runs {
      var stage = Stage(watching: events, size)
      stage.type("G")
      for row in stage.seenRows where row.row.kind == .task { #expect(row.raster.last >= 0, "\(row.row.id)") }
    }
  }

  /// The latest event has a row, with its time and place: above what is history, below what the beat teaches.
  @Test(arguments: runs, Size.tested) func everyStepSaysWhatItDid(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      let sentences = stage.page.screen.sentences
      let lead = TextLayout.wrap(
        sentences.lead, columns: stage.page.layout.sentence.size.columns, lines: 2, glyphs: .unicode)
      if sentences.isPast || lead.count < 2 {
        #expect(stage.latest.contains(sentences.event.prefix(10)), "\(stage.words(.sentences))")
        if size.columns >= 80 { #expect(stage.latest.hasSuffix("event \(stage.position) of \(events.count)")) }
      }
      if !sentences.isPast { #expect(stage.words(.sentences).hasPrefix(sentences.lead.prefix(20))) }
    }
  }

  /// Beside the detail of a row the story begins with what the beat teaches, and goes on with whole sentences.
  @Test(arguments: runs, Size.tested) func theStoryStandsBesideTheDetail(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    stage.press(.enter)
    for _ in events {
      stage.press(.right)
      let (words, session) = (stage.words(.story), stage.session)
      #expect(words.hasPrefix(session.narration.heading.rawValue))
      let told = ([session.lead] + session.narration.sentences).filter { !$0.isEmpty && words.contains($0) }
      #expect(!told.isEmpty || session.narration.sentences.isEmpty, "\(words)")
    }
  }

  /// On a wide screen the reasons are numbered beside the lanes, all of them.
  @Test(arguments: runs) func theReasonsAreNumbered(_ events: [Event]) {
    var stage = Stage(watching: events, Size(columns: 200, rows: 60))
    for _ in events {
      stage.press(.right)
      let aside = stage.words(.aside)
      for (index, sentence) in stage.session.narration.sentences.enumerated() {
        #expect(aside.contains("\(index + 1) \(sentence.prefix(20))"), "\(aside)")
      }
    }
  }

  /// No two parts of the fields are longer than their field, and each begins with its head.
  @Test(arguments: runs, Size.tested) func theFieldsHaveTheirHeads(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      let heads = stage.region(.fields)[0]
      #expect(heads.contains("CAUSE") && heads.contains("TOLD") && heads.contains("OUT"))
      #expect(heads.contains("WAIT") || heads.contains("GO"))
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
    let detail = try #require(stage.page.detail)
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
    let page = stage.page
    let rows = try #require(page.detail).rows
    #expect(page.body.size.columns < size.columns)
    #expect(page.body.size.rows >= rows.count + 2)
    for row in rows { #expect(stage.canvas.lines.contains { $0.contains(row.text) }, "\(row.text)") }
  }

  /// Facts of both sides at any time, the lesson at the end alone.
  @Test(arguments: Size.tested) func comparingShowsFactsAlwaysAndTheLessonAtTheEnd(_ size: Size) throws {
    var stage = Stage(running: ComparedPage.page, size)
    stage.type("v")
    let all = try #require(stage.model.comparing?.moment)
    let lesson = all.lesson + all.shortLesson
    #expect(lesson.contains { stage.words(.lesson).contains($0) })
    stage.type("f")
    let moment = try #require(stage.model.comparing?.moment)
    #expect(!lesson.contains { stage.words(.lesson).contains($0) })
    // Which errors wait returns is left to its lanes where there is little room.
    for fact in moment.facts.dropFirst() where fact.subject != .errors {
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
