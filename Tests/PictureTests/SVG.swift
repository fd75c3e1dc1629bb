import CascadeTerminal

/// A canvas as a picture whose text stays text.
struct SVG {
  private static let cellWidth = 9
  private static let cellHeight = 19
  private static let margin = 14

  let text: String

  init(_ canvas: Canvas, title: String) {
    let width = canvas.size.columns * Self.cellWidth + 2 * Self.margin
    let height = canvas.size.rows * Self.cellHeight + 2 * Self.margin
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\""
        + " font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\""
        + " xml:space=\"preserve\">",
      "<title>\(Self.escaped(title))</title>",
      "<rect width=\"\(width)\" height=\"\(height)\" rx=\"8\" fill=\"\(Self.background)\"/>",
    ]
    for y in 0..<canvas.size.rows { lines += Self.row(Array(canvas.row(y)), y: y) }
    lines.append("</svg>")
    text = lines.joined(separator: "\n") + "\n"
  }

  private static let background = "#0d1117"
  private static let foreground = "#d6dbe1"

  /// One element for each run of cells of the same style.
  private static func row(_ cells: [Cell], y: Int) -> [String] {
    var elements: [String] = []
    var start = 0
    while start < cells.count {
      var end = start + 1
      while end < cells.count, cells[end].style == cells[start].style { end += 1 }
      elements += run(cells[start..<end], x: start, y: y)
      start = end
    }
    return elements
  }

  private static func run(_ cells: ArraySlice<Cell>, x: Int, y: Int) -> [String] {
    let style = cells[cells.startIndex].style
    let isReversed = style.attributes.contains(.reverse)
    let ink = color(style.foreground) ?? foreground
    let paper = color(style.background)
    let left = margin + x * cellWidth
    let top = margin + y * cellHeight
    let width = cells.count * cellWidth
    var elements: [String] = []
    if let fill = isReversed ? ink : paper {
      elements.append("<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(cellHeight)\" fill=\"\(fill)\"/>")
    }
    var characters = String.UnicodeScalarView()
    for cell in cells { characters.append(cell.scalar) }
    let content = String(characters)
    guard content.contains(where: { $0 != " " }) else { return elements }
    var attributes = "fill=\"\(isReversed ? paper ?? background : ink)\""
    if style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if style.attributes.contains(.dim) { attributes += " opacity=\"0.7\"" }
    if style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    elements.append(
      "<text x=\"\(left)\" y=\"\(top + 15)\" textLength=\"\(width)\" \(attributes)>\(escaped(content))</text>")
    return elements
  }

  private static func color(_ color: Color) -> String? {
    guard case .palette(let index) = color else { return nil }
    let rgb: [Int]
    switch Int(index) {
    case ..<16:
      let basic = [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
        0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
      ][Int(index)]
      rgb = [basic >> 16, basic >> 8 & 255, basic & 255]
    case 16..<232:
      let levels = [0, 95, 135, 175, 215, 255]
      let place = Int(index) - 16
      rgb = [levels[place / 36], levels[place / 6 % 6], levels[place % 6]]
    default:
      let level = 8 + 10 * (Int(index) - 232)
      rgb = [level, level, level]
    }
    return "#" + rgb.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
