import CascadeTerminal
import CascadeText
import CascadeUI

/// A canvas as an SVG picture whose text stays text, in whatever fixed-width font there is.
enum SVGPicture {
  static func text(_ still: Still) -> String {
    let title = "\(still.title), \(still.moment)"
    return document(size: still.canvas.size, theme: still.theme, title: title, story: still.story) { lines in
      lines += SVGRows(theme: still.theme).elements(still.canvas)
    }
  }

  /// The frame of a picture of so many characters, with the window that it stands in.
  ///
  /// - Parameter story: What is told to a reader that doesn't see it.
  static func document(
    size: Size, theme: Theme, title: String, story: String, _ content: (inout [String]) -> Void
  ) -> String {
    let width = size.columns * SVGRows.cellWidth + 2 * SVGRows.margin
    let height = size.rows * SVGRows.cellHeight + 2 * SVGRows.margin
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\""
        + " height=\"\(height)\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\""
        + " font-size=\"15\" xml:space=\"preserve\" role=\"img\">",
      "<title>\(Markup.escaped(title))</title>",
      "<desc>\(Markup.escaped(story))</desc>",
      "<rect width=\"\(width)\" height=\"\(height)\" rx=\"8\" fill=\"\(SVGRows(theme: theme).background)\"/>",
    ]
    content(&lines)
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// The rows of a canvas as elements of SVG.
struct SVGRows {
  static let cellWidth = 9
  static let cellHeight = 19
  static let margin = 14

  let background: String
  private let foreground: String

  init(theme: Theme) {
    (background, foreground) = theme.ground
  }

  /// Areas and texts: what is written stands on what is filled.
  struct Elements {
    var areas: [String] = []
    var texts: [String] = []
  }

  func elements(_ canvas: Canvas) -> [String] {
    (0..<canvas.size.rows).flatMap { y -> [String] in
      let elements = elements(of: canvas.row(y), y: y)
      return elements.areas + elements.texts
    }
  }

  func elements(of row: ArraySlice<Cell>, y: Int) -> Elements {
    var elements = Elements()
    for run in row.runs { add(run, y: y, to: &elements) }
    return elements
  }

  private func add(_ run: CellRun, y: Int, to elements: inout Elements) {
    let style = run.style
    let isReversed = style.attributes.contains(.reverse)
    let ink = style.foreground.hexadecimal ?? foreground
    let paper = style.background.hexadecimal
    if let fill = isReversed ? ink : paper {
      elements.areas.append(area(run.x, y, columns: run.cells.count, part: Part(), fill: fill))
    }
    let fill = isReversed ? paper ?? background : ink
    var attributes = "fill=\"\(fill)\""
    if style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if style.attributes.contains(.dim) { attributes += " opacity=\"0.7\"" }
    if style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    let scalars = run.cells.map(\.scalar)
    for piece in pieces(of: scalars, keepsBlanks: style.attributes.contains(.underline)) {
      if let part = Part(scalars[piece.lowerBound]) {
        elements.areas.append(area(run.x + piece.lowerBound, y, columns: piece.count, part: part, fill: fill))
        continue
      }
      let text = String(String.UnicodeScalarView(scalars[piece]))
      elements.texts.append(
        "<text x=\"\(x(run.x + piece.lowerBound))\" y=\"\(top(y) + 15)\" textLength=\"\(piece.count * Self.cellWidth)\""
          + " \(attributes)>\(Markup.escaped(text))</text>")
    }
  }

  /// Where the texts of a run are: a blank at an end has no ink, and of several in a row a viewer shows one. Blocks are areas
  /// of their own, since no font fills a cell as a terminal does.
  private func pieces(of scalars: [Unicode.Scalar], keepsBlanks: Bool) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < scalars.count {
      let block = Part(scalars[start])
      var end = start + 1
      if block != nil {
        while end < scalars.count, scalars[end] == scalars[start] { end += 1 }
        pieces.append(start..<end)
      } else {
        while end < scalars.count, Part(scalars[end]) == nil,
          keepsBlanks || scalars[end] != " " || scalars[end - 1] != " "
        { end += 1 }
        var piece = start..<end
        if !keepsBlanks {
          while piece.first.map({ scalars[$0] == " " }) == true { piece = piece.dropFirst() }
          while piece.last.map({ scalars[$0] == " " }) == true { piece = piece.dropLast() }
        }
        if !piece.isEmpty { pieces.append(piece) }
      }
      start = end
    }
    return pieces
  }

  /// The part of a cell that a block fills, in halves.
  private struct Part: Equatable {
    var left = 0
    var top = 0
    var width = 2
    var height = 2

    init() {}

    init?(_ scalar: Unicode.Scalar) {
      switch scalar {
      case "█": break
      case "▀": height = 1
      case "▄": (top, height) = (1, 1)
      case "▌": width = 1
      case "▐": (left, width) = (1, 1)
      default: return nil
      }
    }
  }

  private func area(_ column: Int, _ y: Int, columns: Int, part: Part, fill: String) -> String {
    // Half a cell is 4.5 wide and 9.5 high: whole pixels, the upper and the left half one larger.
    let half = (width: Self.cellWidth / 2 + 1, height: Self.cellHeight / 2 + 1)
    let left = x(column) + (part.left == 0 ? 0 : half.width)
    let upper = top(y) + (part.top == 0 ? 0 : half.height)
    let width =
      part.width == 2
      ? columns * Self.cellWidth : part.left == 0 ? half.width : Self.cellWidth - half.width
    let height = part.height == 2 ? Self.cellHeight : part.top == 0 ? half.height : Self.cellHeight - half.height
    return "<rect x=\"\(left)\" y=\"\(upper)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(fill)\"/>"
  }

  private func top(_ y: Int) -> Int { Self.margin + y * Self.cellHeight }
  private func x(_ column: Int) -> Int { Self.margin + column * Self.cellWidth }
}

/// What XML and HTML have in common.
enum Markup {
  /// Text that can stand between tags and in attributes. What isn't harmless is spelled out: XML has no way to say it.
  static func escaped(_ text: String) -> String {
    SafeText.make(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

extension Color {
  /// `#ff5f5f`; nil for what the terminal has.
  var hexadecimal: String? {
    guard case .palette(let index) = self else { return nil }
    let (red, green, blue) = Self.rgb(of: index)
    return "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
