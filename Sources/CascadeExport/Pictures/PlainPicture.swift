import CascadeTerminal

/// A canvas as lines of characters, without the blanks at the end of each.
enum PlainPicture {
  static func text(_ still: Still) -> String {
    var lines = still.canvas.lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }
}
