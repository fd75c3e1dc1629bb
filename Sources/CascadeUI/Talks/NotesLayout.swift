import CascadeTerminal

/// Where the parts of the speaker's screen stand.
struct NotesLayout: Hashable {
  let size: Size
  /// What the talk is, where it stands, the time.
  let head: Rect
  let now: Rect
  let note: Rect
  let next: Rect
  let keys: Rect

  init(size: Size) {
    self.size = size
    let columns = size.columns - 2
    head = Rect(x: 1, y: 0, columns: columns, rows: 2)
    now = Rect(x: 1, y: 3, columns: columns, rows: 3)
    keys = Rect(x: 1, y: size.rows - 1, columns: columns, rows: 1)
    next = Rect(x: 1, y: size.rows - 4, columns: columns, rows: 2)
    note = Rect(x: 1, y: 7, columns: columns, rows: max(1, next.minY - 8))
  }

  /// A note in lines, its own line ends kept.
  static func lines(_ note: String, columns: Int, glyphs: Glyphs) -> [String] {
    note.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      line.isEmpty ? [""] : TextLayout.wrap(String(line), columns: columns, lines: .max, glyphs: glyphs)
    }.trimmingBlankEnd
  }
}

extension [String] {
  fileprivate var trimmingBlankEnd: [String] {
    var lines = self
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
