import CascadeNarration
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

  /// What may stand at the end of a lane has one meaning, and is none of the characters that lanes are made of.
  @Test(arguments: Charset.allCases)
  func everySignOfALaneHasOneMeaning(_ charset: Charset) {
    let appearance = PictureAppearance(charset: charset, theme: .dark, depth: .none)
    let ends = [PictureAppearance.Mark.done, .failed, .out, .returned, .starts, .asked].map(appearance.scalar)
    let fills: [LaneFill] = [.queued, .running, .inWait, .blocked, .waitingAfterCause, .told, .deaf, .elsewhere]
    let lanes = fills.compactMap { $0.cell(row: 0, height: 1, appearance: appearance)?.scalar }
    #expect(Set(ends).count == ends.count)
    #expect(Set(lanes).isDisjoint(with: ends))
    // Nor is what stands for a cut name, or for the cause in the other future, a lane.
    #expect(Set(lanes).isDisjoint(with: [.ellipsis, .ghostLine].map(appearance.scalar)))
    #expect(AfterState.fired.appearance.mark(in: charset) == appearance.scalar(.starts))
    #expect(
      Set(lanes).count == (charset == .ascii ? lanes.count - 1 : lanes.count), "in ASCII a white wait is reversed")
    #expect(charset == .unicode || PictureAppearance.Mark.allCases.allSatisfy { appearance.scalar($0).isASCII })
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
    for state in ContextState.allCases where ![.asked, .notMade, .leftOver].contains(state) {
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
    let failed = try #require(stage.seenRow("fetch-orders"))
    let strong: Style.Attributes = [.bold, .reverse]
    let sign = stage.appearance.picture.scalar(.failed)
    #expect(failed.lane.contains { $0.scalar == sign && $0.style.attributes.isSuperset(of: strong) })
    #expect(canvas[Point(x: 1, y: failed.y)].style.attributes.isSuperset(of: strong), "its label is an area")
    for row in stage.seenRows where row.row.id != failed.row.id {
      #expect(!canvas.row(row.y).contains { $0.style.attributes.isSuperset(of: strong) }, "\(row.row.id)")
    }
    let field = stage.page.layout.fields
    #expect(canvas[field.origin].style.attributes.isSuperset(of: strong), "so is the field of the cause")
  }
}
