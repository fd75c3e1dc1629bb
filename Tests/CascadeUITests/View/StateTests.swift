import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Colour is never the only difference.
@Suite struct StateTests {
  @Test(arguments: Charset.allCases)
  func everyStateOfATaskHasAMarkOfItsOwn(_ charset: Charset) {
    let marks = TaskState.allCases.map { $0.appearance.mark(in: charset) }
    #expect(Set(marks).count == marks.count)
    #expect(charset == .unicode || marks.allSatisfy(\.isASCII))
  }

  @Test(arguments: Charset.allCases)
  func everyStateOfAContextHasAMarkOfItsOwn(_ charset: Charset) {
    let marks = ContextState.allCases.map { $0.appearance.mark(in: charset) }
    #expect(Set(marks).count == marks.count)
  }

  /// What a lane is drawn with, what may stand at its end, and the frame around it.
  @Test(arguments: Charset.allCases)
  func everySignOfALaneHasOneMeaning(_ charset: Charset) {
    let glyphs = Glyphs.for(charset)
    let signs = Legend.entries(glyphs).map(\.scalar)
    let ends = TaskState.allCases.filter(\.isOver).map { $0.appearance.mark(in: charset) }
    let frame = [glyphs.horizontal, glyphs.vertical, glyphs.topLeft, glyphs.branch, glyphs.scrubberStart]
    #expect(Set(signs).count == signs.count)
    #expect(Set(signs).isDisjoint(with: ends))
    #expect(Set(signs).isDisjoint(with: frame))
    #expect(!signs.contains(glyphs.amount) && !ends.contains(glyphs.amount), "bars of amounts are no lanes")
  }

  @Test func theShortWordSaysNothingElse() {
    let words = TaskState.allCases.map { $0.appearance.shortWord }
    #expect(Set(words).count == words.count)
    for state in TaskState.allCases {
      #expect(state.appearance.shortWord.count <= 11)
      for part in state.appearance.shortWord.split(separator: " ") {
        #expect(state.word.contains(part), "\(state.appearance.shortWord) is no part of \(state.word)")
      }
    }
  }

  @Test func theShortWordOfAContextIsItsWord() {
    for state in ContextState.allCases where ![.asked, .notMade].contains(state) {
      #expect(state.appearance.shortWord == state.word)
      #expect(state.appearance.shortWord.count <= 11)
    }
  }

  @Test(arguments: Size.tested, Charset.allCases)
  func withoutColourTheFirstFailureStandsOut(_ size: Size, _ charset: Charset) throws {
    var stage = Stage(watching: Script.dashboard, size, charset: charset, colors: .none)
    stage.type("f")
    let canvas = stage.canvas
    #expect(canvas.cells.allSatisfy { $0.style.foreground == .default && $0.style.background == .default })
    let mark = TaskState.failedFirst.appearance.mark(in: charset)
    let rows = (0..<size.rows).filter { y in
      canvas.row(y).contains { $0.scalar == mark && $0.style.attributes.isSuperset(of: [.bold, .reverse]) }
    }
    // The row of the task, and the scrubber.
    #expect(rows.count == 2)
    #expect(canvas.lines[try #require(rows.first)].contains("fetch-orders"))
  }

  @Test(arguments: Theme.allCases, [ColorDepth.full, .sixteen, .eight])
  func theHuesOfAThemeDiffer(_ theme: Theme, _ depth: ColorDepth) {
    let styles = [ColorRole.pending, .running, .done, .failed, .cancelled].map { theme.style($0, depth: depth) }
    #expect(Set(styles).count == styles.count)
    #expect(styles.allSatisfy { $0.background == .default })
  }
}
