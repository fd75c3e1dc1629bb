import CascadeTerminal
import TestSupport
import Testing

@testable import CascadeUI

/// Where the parts of the picture stand, at every size and for every number of rows.
@Suite struct PictureLayoutTests {
  private static let sizes = [
    (60, 16), (60, 24), (70, 18), (79, 20), (80, 19), (80, 20), (80, 24), (89, 27), (90, 28), (100, 30), (120, 40),
    (149, 45), (150, 29), (150, 30), (160, 36), (200, 60), (220, 70),
  ].map { Size(columns: $0.0, rows: $0.1) }

  private func content(rows: Int, hasBlock: Bool, code: Int = 0, notes: Int = 0, label: Int = 14)
    -> PictureLayout.Content
  {
    PictureLayout.Content(
      rows: rows, hasBlock: hasBlock, longestLabel: label, codeLines: code, longestCodeLine: code > 0 ? 60 : 0,
      notes: notes)
  }

  private func parts(_ layout: PictureLayout) -> [(name: String, rect: Rect)] {
    let all: [(String, Rect?)] = [
      ("title", layout.title), ("lanes", layout.lanes), ("scrubber", layout.scrubber), ("code", layout.code),
      ("fields", layout.fields), ("sentence", layout.sentence), ("notes", layout.notes), ("keys", layout.keys),
      ("aside", layout.aside), ("below", layout.below),
    ]
    return all.compactMap { name, rect in rect.map { (name, $0) } }
  }

  @Test(arguments: sizes, [1, 2, 3, 5, 6, 8, 9, 12, 17, 25, 40, 60])
  func partsLieOnTheScreenAndApart(_ size: Size, _ rows: Int) {
    for (hasBlock, code, notes) in [
      (false, 0, 0), (false, 5, 0), (false, 3, 2), (false, 0, 2), (true, 0, 0), (true, 4, 1),
    ] {
      // Rows beyond the capacity are left out before the layout is made for good.
      let first = PictureLayout(size: size, content: content(rows: rows, hasBlock: hasBlock, code: code, notes: notes))
      let fitting = min(rows, hasBlock ? max(2, first.rowCapacity - 4) : first.rowCapacity)
      let layout = PictureLayout(
        size: size, content: content(rows: fitting, hasBlock: hasBlock, code: code, notes: notes))
      let parts = parts(layout)
      let words = "\(rows) rows, block \(hasBlock), \(code) lines of code, \(notes) notes"
      for (name, rect) in parts {
        #expect(
          rect.minX >= 0 && rect.minY >= 0 && rect.maxX <= size.columns && rect.maxY <= size.rows,
          "\(name) \(rect) isn't on the screen: \(words)")
      }
      for (index, one) in parts.enumerated() {
        for other in parts[(index + 1)...] where !one.rect.isEmpty && !other.rect.isEmpty {
          #expect(
            one.rect.intersection(other.rect).isEmpty,
            "\(one.name) \(one.rect) lies over \(other.name) \(other.rect): \(words)")
        }
      }
      #expect(layout.fields.size.rows >= 1 && layout.sentence.size.rows >= 1, "\(words)")
      #expect(layout.lanes.size.rows >= fitting * layout.laneHeight, "\(words): \(fitting) rows don't fit")
      #expect(layout.columns.laneStart + layout.columns.lane <= layout.columns.edge)
    }
  }

  /// The keys go first, then rows of the fields, then the second row of the sentence; rows are left out last.
  @Test(arguments: 60...100, 16...40)
  func partsGoInTheirOrder(_ columns: Int, _ height: Int) {
    var last: PictureLayout?
    for rows in 1...60 {
      let layout = PictureLayout(
        size: Size(columns: columns, rows: height), content: content(rows: rows, hasBlock: false))
      defer { last = layout }
      if layout.keys == nil { #expect(height < 20, "\(rows) rows") }
      if layout.fields.size.rows < 3 { #expect(layout.keys == nil, "\(rows) rows") }
      if layout.sentence.size.rows < 2 { #expect(layout.fields.size.rows == 1, "\(rows) rows") }
      if rows > layout.rowCapacity { #expect(layout.laneHeight == 1, "\(rows) rows") }
      if rows > layout.rowCapacity, height < 20 { #expect(layout.sentence.size.rows == 1, "\(rows) rows") }
      guard let last else { continue }
      // More rows never make anything else larger.
      #expect(layout.laneHeight <= last.laneHeight)
      #expect(layout.fields.size.rows <= last.fields.size.rows || layout.laneHeight < last.laneHeight)
      #expect(layout.sentence.size.rows <= last.sentence.size.rows)
    }
  }

  /// The room is used: with five to twelve tasks few rows of a usual screen belong to nothing.
  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 100, rows: 30)], 6...13)
  func fewRowsAreBlank(_ size: Size, _ rows: Int) {
    let layout = PictureLayout(size: size, content: content(rows: rows, hasBlock: false, code: rows < 10 ? 5 : 3))
    let used = parts(layout).reduce(0) { $0 + $1.rect.size.rows }
    #expect(size.rows - used <= (size.rows == 30 ? 5 : 4), "\(size.rows - used) rows belong to nothing")
  }

  /// All columns that a wider screen has go to the lanes, within a class of width.
  @Test(arguments: [(60, 79), (80, 99), (100, 149)]) func widthGoesToTheLanes(_ from: Int, _ to: Int) {
    var last = 0
    for columns in from...to {
      let layout = PictureLayout(
        size: Size(columns: columns, rows: 24), content: content(rows: 6, hasBlock: false))
      if columns > from { #expect(layout.columns.lane == last + 1) }
      last = layout.columns.lane
    }
  }

  /// With the longest labels and the smallest screen there is still a lane.
  @Test(arguments: sizes, [1, 9, 14, 18, 20, 80]) func labelsLeaveRoomForLanes(_ size: Size, _ label: Int) {
    let layout = PictureLayout(size: size, content: content(rows: 8, hasBlock: false, label: label))
    #expect(layout.columns.lane >= 15)
    #expect(layout.columns.edge - layout.columns.laneStart - layout.columns.lane >= 18, "words have room")
  }
}
