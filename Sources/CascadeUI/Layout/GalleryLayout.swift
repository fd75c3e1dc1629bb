import CascadeTerminal

/// Where the entries of the gallery go.
///
/// Where there is room every line about a scenario is shown in full, with a blank line after it; else only that of the
/// selected one; and where not even all titles fit the list scrolls, the selected entry in the middle.
struct GalleryLayout {
  struct Slot: Hashable {
    let index: Int
    /// The row of the title.
    let y: Int
    /// How many rows there are for the line about it.
    let aboutRows: Int
  }

  let slots: [Slot]

  /// The first row of the list.
  private static let top = 2
  /// A line about a scenario that takes more rows than this is cut.
  private static let mostRows = 3

  /// - Parameters:
  ///   - aboutRows: how many rows each line about a scenario takes in full.
  ///   - rows: how many there are for title and list.
  init(aboutRows: [Int], selected: Int, rows: Int) {
    let full = aboutRows.map { min($0, Self.mostRows) }
    let titles = full.indices.map { $0 == selected ? full[$0] : 0 }
    let room = rows - Self.top
    for (heights, gap) in [(full, 1), (full, 0), (titles, 0)] {
      let needed = heights.reduce(0) { $0 + 1 + $1 + gap } - gap
      // The list mustn't jump when another line about a scenario is longer than that of the selected one.
      let spare = heights == titles && heights != full ? (full.max() ?? 0) - full[selected] : 0
      if needed + spare <= room {
        slots = Self.place(heights, in: heights.indices, gap: gap)
        return
      }
    }
    let visible = Self.page(rows: rows)
    let first = max(0, min(selected - visible / 2, titles.count - visible))
    let window = first..<min(titles.count, first + visible)
    slots = Self.place(titles, in: window, gap: 0)
  }

  /// How many entries are sure to fit, the selected one in full.
  static func page(rows: Int) -> Int {
    max(1, rows - top - mostRows)
  }

  private static func place(_ heights: [Int], in window: Range<Int>, gap: Int) -> [Slot] {
    var y = top
    return window.map { index in
      defer { y += 1 + heights[index] + gap }
      return Slot(index: index, y: y, aboutRows: heights[index])
    }
  }
}
