import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Times in columns: what a lane is made of, cell by cell.
@Suite struct LaneRasterTests {
  private func row(_ stretches: [(LaneFill, Int64, Int64)], _ marks: [(PictureRow.Mark.Kind, Int64)] = []) -> PictureRow
  {
    var row = PictureRow(number: 0, label: "a", labelPaint: .text, indent: "", trunks: "")
    row.stretches = stretches.map {
      PictureRow.Piece(fill: $0.0, from: .milliseconds($0.1), to: .milliseconds($0.2))
    }
    row.marks = marks.map { PictureRow.Mark(t: .milliseconds($0.1), kind: $0.0, paint: .text) }
    return row
  }

  private func scale(_ columns: Int) -> TimeScale { TimeScale(end: .milliseconds(1_000), columns: columns) }

  @Test(arguments: [(0, 0), (49, 0), (50, 1), (100, 1), (500, 5), (949, 9), (950, 10), (1_000, 10), (4_000, 10)])
  func columns(milliseconds: Int64, column: Int) {
    #expect(scale(11).column(of: .milliseconds(milliseconds)) == column)
  }

  @Test(arguments: [0, 1, 2]) func aScaleOfNoLengthIsOneColumn(columns: Int) {
    #expect(TimeScale(end: .zero, columns: columns).column(of: .milliseconds(5)) == 0)
  }

  /// The mark of the end comes after the line of the cause, even where both fall into one column.
  @Test(arguments: 4...40, [Int64(0), 1, 20, 300])
  func aToldStretchHasAtLeastOneCell(columns: Int, latency: Int64) throws {
    let told: Int64 = 600
    let raster = LaneRaster(
      row(
        [(.running, 0, told)] + (latency > 0 ? [(.told, told, told + latency)] : []),
        [(.end, told + latency), (.line, told)]), scale: scale(columns))
    let line = try #require(raster.marks.first { $0.value.kind == .line }?.key)
    let end = try #require(raster.marks.first { $0.value.kind == .end }?.key)
    #expect(line == scale(columns).column(of: .milliseconds(told)))
    #expect(line < end && end == raster.last)
    #expect(raster.fills[..<line].allSatisfy { $0 == .running })
  }

  /// Random rows: a later stretch wins its first column, no mark is lost, and nothing shows after `last`.
  @Test(arguments: 0..<30) func everyMarkHasAColumn(seed: UInt64) {
    var random = Seeded(seed)
    var t: Int64 = 0
    let fills: [LaneFill] = [.queued, .running, .told, .deaf, .waitingAfterCause]
    var stretches: [(LaneFill, Int64, Int64)] = []
    for _ in 0..<(1 + random.below(5)) {
      let next = min(900, t + Int64(1 + random.below(300)))
      if t < next { stretches.append((fills[random.below(fills.count)], t, next)) }
      t = next
    }
    var marks = (0..<random.below(3)).map { _ in (PictureRow.Mark.Kind.line, Int64(random.below(Int(t)))) }
    marks.append((.end, t))
    for columns in [4, 15, 39, 101] {
      let raster = LaneRaster(row(stretches, marks), scale: scale(columns))
      #expect(raster.marks.count == marks.count)
      #expect(raster.fills.count == columns)
      let shown = raster.fills.indices.last { raster.fills[$0] != nil } ?? -1
      #expect(raster.last == max(shown, raster.marks.keys.max() ?? -1))
      #expect(raster.marks[raster.last]?.kind == .end)
      // In order of time they stand in order.
      let inOrder = raster.marks.sorted { $0.key < $1.key }.map(\.value.t)
      #expect(inOrder == inOrder.sorted())
    }
  }

  /// Colour is never the only difference, but for a thin bar that is done: that has its mark.
  @Test(
    arguments: Charset.allCases, [ColorDepth.full, .sixteen, .eight, .none])
  func everyFillLooksUnlikeTheOthers(_ charset: Charset, _ depth: ColorDepth) {
    let fills: [LaneFill] = [
      .queued, .running, .done, .inWait, .blocked, .waitingAfterCause, .told, .deaf, .elsewhere,
    ]
    for theme in Theme.allCases {
      let appearance = PictureAppearance(charset: charset, theme: theme, depth: depth)
      for height in 1...3 {
        var seen: [[Cell?]: LaneFill] = [:]
        for fill in fills {
          let cells = (0..<height).map { fill.cell(row: $0, height: height, appearance: appearance) }
          #expect(cells.contains { $0 != nil })
          if let other = seen.updateValue(fill, forKey: cells) {
            #expect(depth != .full && Set([fill, other]) == [.running, .done], "\(fill) looks like \(other)")
          }
        }
      }
    }
  }

  /// The last row of a high lane is the gap to the next one: nothing is there but the lower edge of what is fat.
  @Test(arguments: [2, 3], [ColorDepth.full, .sixteen, .none])
  func theGapHasEdgesAlone(height: Int, depth: ColorDepth) {
    let appearance = PictureAppearance(charset: .unicode, theme: .dark, depth: depth)
    for (fill, isFat) in [
      (LaneFill.queued, false), (.running, false), (.done, false), (.inWait, false), (.blocked, false), (.told, true),
      (.deaf, true), (.elsewhere, true), (.waitingAfterCause, true),
    ] {
      let cell = fill.cell(row: height - 1, height: height, appearance: appearance)
      let isThinEdge = height == 2 && depth == .full && !isFat
      #expect((cell?.scalar == "▀") == (isFat && depth != .none), "\(fill)")
      if !isThinEdge, !isFat { #expect(cell == nil, "\(fill)") }
    }
  }
}
