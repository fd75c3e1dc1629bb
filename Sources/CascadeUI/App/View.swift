package import CascadeTerminal

extension Model {
  /// The screen. Nothing but the model and what the terminal can show goes into it.
  package func view(size: Size, capabilities: TerminalCapabilities) -> Canvas {
    let charset = capabilities.charset == .ascii ? .ascii : self.charset
    let appearance = Appearance(charset: charset, theme: theme, depth: capabilities.colors)
    var canvas = Canvas(size: size, charset: charset)
    guard WatchingLayout.fits(size) else {
      canvas.drawTooSmall(appearance)
      return canvas
    }
    if let help {
      canvas.drawHelp(self, help: help, appearance: appearance)
      return canvas
    }
    switch (screen, session) {
    case (.main, let session?):
      canvas.drawWatching(self, session: session, appearance: appearance)
    case (.compare, let session?) where comparing != nil:
      if let comparing { canvas.drawCompare(self, comparing: comparing, title: session.title, appearance: appearance) }
    case (.main, nil), (.compare, _), (.gallery, _):
      let list = Rect(origin: .zero, size: WatchingLayout.galleryList(of: size))
      canvas.inside(list) { $0.drawGallery(self, appearance: appearance) }
      let keys = Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)
      canvas.inside(keys) {
        $0.drawKeyBar(self, appearance: appearance)
      }
    }
    return canvas
  }
}

extension Typed {
  /// What was typed so far: `5`, `g`.
  var text: String {
    (count.map(String.init) ?? "") + keys.map(\.name).joined()
  }
}

extension Canvas {
  /// One sentence with the size that is needed.
  fileprivate mutating func drawTooSmall(_ appearance: Appearance) {
    let needed = WatchingLayout.minimum
    let sentence =
      "cascade needs \(needed.columns)x\(needed.rows), this screen has \(size.columns)x\(size.rows)."
    let lines = TextLayout.wrap(sentence, columns: size.columns, lines: size.rows, glyphs: appearance.glyphs)
    let top = (size.rows - lines.count) / 2
    for (index, line) in lines.enumerated() {
      write(line, at: Point(x: (size.columns - line.columns) / 2, y: top + index))
    }
  }
}
