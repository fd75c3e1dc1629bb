import CascadeTerminal

/// A canvas as lines of characters, without the blanks at the end of each.
enum PlainPicture {
  static func text(_ still: Still) -> String {
    var lines = still.canvas.lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A canvas as lines with the sequences that terminals colour by (ECMA-48's SGR), and no others.
enum AnsiPicture {
  static func text(_ still: Still) -> String {
    var writer = AnsiWriter()
    let canvas = still.canvas
    for y in 0..<canvas.size.rows {
      let row = canvas.row(y)
      let end = row.lastIndex { $0 != .blank }.map { $0 + 1 } ?? row.startIndex
      writer.write(row[row.startIndex..<end])
      // Else what follows on the line would have the colour of its last cell.
      writer.reset()
      writer.text += "\n"
    }
    while writer.text.hasSuffix("\n\n") { writer.text.removeLast() }
    return writer.text
  }
}

/// Writes cells as text with the sequences that give each its style, and as few of these as it takes.
struct AnsiWriter {
  var text = ""
  private var style = Style.plain

  mutating func write(_ cells: ArraySlice<Cell>) {
    for run in cells.runs {
      change(to: run.style)
      text += run.text
    }
  }

  /// Goes to a place of the screen.
  mutating func move(to point: Point) { text += "\u{1B}[\(point.y + 1);\(point.x + 1)H" }

  mutating func reset() { change(to: .plain) }

  private mutating func change(to new: Style) {
    guard new != style else { return }
    style = new
    var codes: [String] = ["0"]
    if new.attributes.contains(.bold) { codes.append("1") }
    if new.attributes.contains(.dim) { codes.append("2") }
    if new.attributes.contains(.underline) { codes.append("4") }
    if new.attributes.contains(.reverse) { codes.append("7") }
    if let code = new.foreground.code(plain: 30) { codes.append(code) }
    if let code = new.background.code(plain: 40) { codes.append(code) }
    text += "\u{1B}[\(codes == ["0"] ? "" : codes.joined(separator: ";"))m"
  }
}

extension Color {
  /// The code that chooses this colour: from 30 on for text, from 40 on for what lies behind it.
  fileprivate func code(plain: Int) -> String? {
    guard case .palette(let index) = self else { return nil }
    switch index {
    case ..<8: return "\(plain + Int(index))"
    case ..<16: return "\(plain + 60 + Int(index) - 8)"
    default: return "\(plain + 8);5;\(index)"
    }
  }
}
