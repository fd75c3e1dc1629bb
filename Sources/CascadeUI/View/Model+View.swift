package import CascadeTerminal

extension Model {
  /// The screen. Nothing but the model and what the terminal can show goes into it.
  package func view(size: Size, capabilities: TerminalCapabilities) -> Canvas {
    let charset = capabilities.charset == .ascii ? .ascii : self.charset
    let look = Look(charset: charset, theme: theme, depth: capabilities.colors)
    var canvas = Canvas(size: size, charset: charset)
    guard ScreenLayout.fits(size) else {
      canvas.drawTooSmall(look)
      return canvas
    }
    if let help {
      canvas.drawHelp(self, help: help, look: look)
      return canvas
    }
    switch (screen, watch) {
    case (.main, let watch?):
      canvas.drawMain(self, watch: watch, look: look)
    case (.compare, let watch?) where comparing != nil:
      if let comparing { canvas.drawCompare(self, comparing: comparing, title: watch.title, look: look) }
    case (.main, nil), (.compare, _), (.gallery, _):
      let list = Rect(origin: .zero, size: ScreenLayout.galleryList(of: size))
      canvas.inside(list) { $0.drawGallery(self, look: look) }
      let keys = Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)
      canvas.inside(keys) {
        $0.drawKeyBar(self, look: look)
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
  fileprivate mutating func drawTooSmall(_ look: Look) {
    let needed = ScreenLayout.minimum
    let sentence =
      "cascade needs \(needed.columns)x\(needed.rows), this screen has \(size.columns)x\(size.rows)."
    let lines = Fitting.wrap(sentence, columns: size.columns, lines: size.rows, glyphs: look.glyphs)
    let top = (size.rows - lines.count) / 2
    for (index, line) in lines.enumerated() {
      write(line, at: Point(x: (size.columns - line.columns) / 2, y: top + index))
    }
  }
}
