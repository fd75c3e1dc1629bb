import CascadeTerminal

/// What drawing needs to know besides what there is to draw: characters and colours.
struct Look: Sendable {
  let charset: Charset
  let glyphs: Glyphs
  let depth: ColorDepth
  private let styles: [Hue: Style]

  init(charset: Charset, theme: Theme, depth: ColorDepth) {
    self.charset = charset
    glyphs = .for(charset)
    self.depth = depth
    styles = Dictionary(uniqueKeysWithValues: Hue.allCases.map { ($0, theme.style($0, depth: depth)) })
  }

  func style(_ hue: Hue) -> Style { styles[hue] ?? .plain }

  /// Whether only attributes can tell things apart.
  var isColourless: Bool { depth == .none }
}
