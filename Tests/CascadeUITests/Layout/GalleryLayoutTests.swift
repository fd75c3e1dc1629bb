import Testing

@testable import CascadeUI

@Suite struct GalleryLayoutTests {
  @Test(arguments: [
    (15, [2, 6, 9, 13], [2, 1, 2, 1]),  // all in full, with blank rows between them
    (14, [2, 5, 7, 10], [2, 1, 2, 1]),  // without these
    (12, [2, 5, 7, 10], [2, 1, 2, 1]),
    (11, [2, 3, 4, 7], [0, 0, 2, 0]),  // only the selected one in full
    (8, [2, 3, 4, 7], [0, 0, 2, 0]),
  ])
  func theListGivesWayStepByStep(_ rows: Int, _ tops: [Int], _ aboutRows: [Int]) {
    let layout = GalleryLayout(aboutRows: [2, 1, 2, 1], selected: 2, rows: rows)
    #expect(layout.slots.map(\.y) == tops)
    #expect(layout.slots.map(\.aboutRows) == aboutRows)
  }

  @Test(arguments: 0..<40, [6, 8, 13, 14, 22, 60])
  func theSelectedEntryIsAlwaysWhole(_ selected: Int, _ rows: Int) {
    let aboutRows = (0..<40).map { $0 % 5 }
    let layout = GalleryLayout(aboutRows: aboutRows, selected: selected, rows: rows)
    let slot = layout.slots.first { $0.index == selected }
    #expect(slot?.aboutRows == min(3, aboutRows[selected]))
    for (above, below) in zip(layout.slots, layout.slots.dropFirst()) {
      #expect(above.y + 1 + above.aboutRows <= below.y)
    }
  }
}
