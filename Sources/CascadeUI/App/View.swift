package import CascadeTerminal

extension Model {
  /// The screen. Nothing but the model and what the terminal can show goes into it.
  package func view(size: Size, capabilities: TerminalCapabilities) -> Canvas {
    let charset = capabilities.charset == .ascii ? .ascii : settings.charset
    let appearance = Appearance(charset: charset, theme: settings.theme, depth: capabilities.colors)
    var canvas = Canvas(size: size, charset: charset)
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      canvas.drawTooSmall(appearance)
      return canvas
    }
    if let help {
      canvas.drawHelp(self, help: help, appearance: appearance)
      return canvas
    }
    switch screen {
    case .gallery: canvas.drawGallery(self, appearance: appearance)
    case .watching(let session): canvas.drawWatching(self, session: session, appearance: appearance)
    case .comparing(let comparing, behind: let session):
      canvas.drawCompare(self, comparing: comparing, session: session, appearance: appearance)
    }
    return canvas
  }

  /// The smallest screen that everything fits on.
  fileprivate static let smallest = Size(columns: 60, rows: 16)
}

extension Canvas {
  /// One sentence with the size that is needed.
  fileprivate mutating func drawTooSmall(_ appearance: Appearance) {
    let needed = Model.smallest
    let sentence =
      "cascade needs \(needed.columns)x\(needed.rows), this screen has \(size.columns)x\(size.rows)."
    let lines = TextLayout.wrap(sentence, columns: size.columns, lines: size.rows, glyphs: appearance.glyphs)
    let top = (size.rows - lines.count) / 2
    for (index, line) in lines.enumerated() {
      write(line, at: Point(x: (size.columns - line.columns) / 2, y: top + index))
    }
  }
}
