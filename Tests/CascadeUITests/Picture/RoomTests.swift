import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// The room of a screen is used: few rows of it are blank, whatever scenario is on it. Measured at each beat but the first, before
/// which lanes are empty.
@Suite struct RoomTests {
  @Test(arguments: Gallery.shown) func fewRowsAreBlank(entry: Gallery.Entry) throws {
    for (size, most) in [
      (Size(columns: 80, rows: 24), 3), (Size(columns: 100, rows: 30), 7), (Size(columns: 200, rows: 60), 6),
    ] {
      var stage = Stage(size)
      stage.open(entry.name, showing: size.columns == 200 ? .go : nil)
      // Rows beside the tree have no trunk between them.
      let besides = stage.session.rows.entries.count { $0.depth == 0 } - 1
      // Of the largest screen, which costs most, every second beat; in longer runs every one.
      let all = stage.session.recording.beats.enumerated().dropFirst()
      for (index, beat) in all where size.columns < 200 || Effort.factor > 1 || index % 2 == 0 {
        stage.model.changeSession { $0.seek($0.recording.cursor(at: beat.position)) }
        #expect(
          stage.blankRows <= most + besides, "\(size.columns)x\(size.rows), beat \(index + 1)\n\(stage.canvas)")
      }
    }
  }

  /// Half of a large screen's cells, counted from the first to the last used one of each row, at the end of a run.
  @Test(arguments: Gallery.shown) func aLargeScreenIsUsed(entry: Gallery.Entry) throws {
    var stage = Stage(Size(columns: 200, rows: 60))
    stage.open(entry.name, showing: .go)
    stage.type("G")
    #expect(stage.usedCells >= 35, "\(stage.usedCells) %")
    for pane in [stage.page.layout.aside, stage.page.layout.below].compactMap(\.self) where pane.size.rows > 4 {
      let canvas = stage.canvas
      let isEmpty = (pane.minY..<pane.maxY).allSatisfy { y in
        canvas.row(y).dropFirst(pane.minX).prefix(pane.size.columns).allSatisfy(\.isUnused)
      }
      #expect(!isEmpty, "an empty pane: \(pane)")
    }
  }
}

extension Stage {
  /// The rows in which nothing stands but blanks on the terminal's own ground.
  fileprivate var blankRows: Int {
    let canvas = canvas
    return (0..<size.rows).count { y in canvas.row(y).allSatisfy(\.isUnused) }
  }

  /// How many of a hundred cells are of a row between its first and its last used one.
  fileprivate var usedCells: Int {
    let canvas = canvas
    let used = (0..<size.rows).reduce(0) { sum, y in
      let cells = Array(canvas.row(y))
      guard let first = cells.firstIndex(where: { !$0.isUnused }), let last = cells.lastIndex(where: { !$0.isUnused })
      else { return sum }
      return sum + last - first + 1
    }
    return used * 100 / (size.rows * size.columns)
  }
}

extension Cell {
  fileprivate var isUnused: Bool {
    scalar == " " && style.background == .default && !style.attributes.contains(.reverse)
  }
}
