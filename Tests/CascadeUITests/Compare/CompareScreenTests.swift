import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// How the screen with two runs looks, whatever its size.
@Suite struct CompareScreenTests {
  /// Every width in longer runs.
  @Test(arguments: Array(stride(from: 60, through: 130, by: Effort.factor > 1 ? 1 : 5)))
  func everyWidthShowsTheFacts(_ columns: Int) {
    for rows in [16, 17, 20, 24, 29, 30, 45] {
      var stage = Stage(running: ComparedPage.page, Size(columns: columns, rows: rows))
      stage.type("v")
      let lines = stage.canvas.lines
      #expect(lines[0].contains("compare") && lines[0].contains("PAUSED"))
      for words in [
        "A waitgroup", "B errgroup", "work after cause", "saved", "Wait returns", "LESSON", "event A", "g.Wait()",
      ] {
        #expect(lines.contains { $0.contains(words) }, "\(words) at \(columns)x\(rows)")
      }
      #expect(lines.suffix(2).contains { $0.contains("Esc back") })
    }
  }

  /// The cause that both sides share is never off the screen, wherever there is room for it.
  @Test func onAnOrdinaryScreenTheCauseIsAlwaysThere() {
    var stage = Stage(running: ComparedPage.page, Size(columns: 80, rows: 24))
    stage.type("v")
    #expect(stage.canvas.lines.contains { $0.contains(/first failure +1\.200 s/) })
    stage.type("d")
    #expect(stage.canvas.lines.contains { $0.contains("rows that differ") })
    #expect(stage.canvas.lines.contains { $0.contains(/first failure +1\.200 s/) })
  }

  /// Numbers end in the same column, so that the eye compares them.
  @Test(arguments: Size.tested) func numbersAreRightAligned(_ size: Size) throws {
    var stage = Stage(running: ComparedPage.page, size)
    stage.type("v")
    let columns = FactColumns(width: size.columns)
    let facts = try #require(stage.model.comparing?.moment?.facts)
    // What both share may stand in the title.
    let isInTitle = stage.canvas.lines.contains { $0.contains(" first failure 1.200 s ") && $0.hasPrefix("└") }
    for fact in facts where !fact.a.isEmpty && !(isInTitle && fact.subject == .cause) {
      guard let line = stage.canvas.lines.first(where: { $0.dropFirst().drop { $0 == " " }.hasPrefix(fact.label) })
      else {
        // What wait returns is in its lane.
        #expect(fact.subject == .errors || fact.subject == .cause, "\(fact.label)")
        continue
      }
      let characters = Array(line)
      #expect(String(characters[..<columns.a]).hasSuffix(fact.a), "\(fact.label)")
      #expect(String(characters[..<columns.b]).hasSuffix(fact.b), "\(fact.label)")
    }
  }

  @Test(arguments: Charset.allCases) func bothCharacterSetsHaveTheSameLayout(_ charset: Charset) {
    var stages = Charset.allCases.map { Stage(running: ComparedPage.page, charset: $0) }
    for index in stages.indices { stages[index].type("v") }
    // In lanes characters say what areas say elsewhere: only what isn't drawn in both sets may differ.
    let columns = stages.map { stage in
      stage.canvas.lines.map { line in Array(line).map { $0.isLetter || $0.isNumber ? $0 : " " } }
    }
    #expect(columns[0].count == columns[1].count)
    for (one, other) in zip(columns[0], columns[1]) {
      #expect(zip(one, other).allSatisfy { $0 == $1 || $0 == " " || $1 == " " }, "\(String(one)), \(String(other))")
    }
    #expect(Charset.allCases.contains(charset))
  }

  /// Where one line decides whether all lanes are seen, they are.
  @Test func everyLaneOfThePageIsSeen() {
    var stage = Stage(running: ComparedPage.page, Size(columns: 80, rows: 24))
    stage.type("v")
    let lines = stage.canvas.lines
    #expect(lines.contains { $0.contains("audit-log") })
    #expect(lines.contains { $0.contains("first failure") && $0.contains("1.200 s") }, "\(lines)")
    #expect(lines.contains { $0.contains("of it, useful") })
  }

  /// At the same time there is the same screen, whichever way one came.
  @Test func thePathDoesNotMatter() {
    var there = Stage(running: ComparedPage.page)
    there.type("vgg4l")
    var back = Stage(running: ComparedPage.page)
    back.type("v")
    while back.model.comparing?.t != there.model.comparing?.t, back.model.comparing?.t != .zero { back.press(.left) }
    #expect(there.canvas.lines == back.canvas.lines)
  }

  @Test func theWasteLineIsOffUntilAskedFor() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("G")
    #expect(!stage.canvas.lines.contains { $0.contains("AFTER") })
    stage.type("w")
    #expect(stage.canvas.lines.contains { $0.contains("AFTER 1.630 s") && $0.contains("SAVED 1.670 s") })
    stage.type("gg")
    #expect(stage.canvas.lines.contains { $0.contains("Nothing has failed yet: no work") })
    stage.type("w")
    #expect(!stage.canvas.lines.contains { $0.contains("Nothing has failed yet: no work") })
  }

  @Test func namesFromOutsideAreHarmless() {
    var stage = Stage(watching: Script.calm)
    stage.send(
      .compare(
        CompareSide(.variation(.none), name: "a\u{1B}[31m"), CompareSide(.file(path: "b\u{202E}"), name: "b\u{202E}")))
    stage.send(.read(path: "b\u{202E}", .refused("c\u{7}")))
    for line in stage.canvas.lines {
      #expect(!line.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{7}" })
    }
  }
}
