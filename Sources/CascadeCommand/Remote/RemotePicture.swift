import CascadeTerminal

extension RemoteReply {
  /// A screen, row by row as pieces of one style.
  struct Picture: Codable, Hashable, Sendable {
    struct Piece: Codable, Hashable, Sendable {
      var text: String
      /// Colours of the palette; none for the terminal's own.
      var ink: UInt8?
      var ground: UInt8?
      var attributes: UInt8?
    }

    var columns: Int
    var rows: Int
    var pieces: [[Piece]]
  }
}

extension RemoteReply.Picture {
  init(_ canvas: Canvas) {
    columns = canvas.size.columns
    rows = canvas.size.rows
    pieces = (0..<canvas.size.rows).map { y in
      var row: [Piece] = []
      var style: Style?
      for x in 0..<canvas.size.columns {
        let cell = canvas[Point(x: x, y: y)]
        if cell.style == style {
          row[row.count - 1].text.unicodeScalars.append(cell.scalar)
        } else {
          row.append(Piece(text: String(Character(cell.scalar)), cell.style))
          style = cell.style
        }
      }
      return row
    }
  }

  /// No screen is larger.
  private static let largest = 1_000

  /// As a canvas of the same size; what isn't harmless in it the canvas keeps off the terminal.
  func canvas(charset: Charset) -> Canvas {
    let size = Size(columns: min(max(1, columns), Self.largest), rows: min(max(1, rows), Self.largest))
    var canvas = Canvas(size: size, charset: charset)
    for (y, row) in pieces.prefix(size.rows).enumerated() {
      var x = 0
      for piece in row where x < size.columns {
        x += canvas.write(piece.text, at: Point(x: x, y: y), style: piece.style)
      }
    }
    return canvas
  }
}

extension RemoteReply.Picture.Piece {
  fileprivate init(text: String, _ style: Style) {
    self.text = text
    ink = style.foreground.index
    ground = style.background.index
    attributes = style.attributes.isEmpty ? nil : style.attributes.rawValue
  }

  fileprivate var style: Style {
    Style(
      foreground: ink.map(Color.palette) ?? .default, background: ground.map(Color.palette) ?? .default,
      attributes: Style.Attributes(rawValue: (attributes ?? 0) & 15))
  }
}

extension Color {
  fileprivate var index: UInt8? {
    if case .palette(let index) = self { index } else { nil }
  }
}
