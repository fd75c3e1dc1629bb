import CascadeTerminal

/// Which background the colours are for. The background itself is the terminal's own and never painted.
package enum Theme: String, CaseIterable, Hashable, Sendable {
  case dark, light

  /// The one that the key goes on to.
  package var next: Theme {
    switch self {
    case .dark: .light
    case .light: .dark
    }
  }
}

extension Theme {
  /// The style of a hue.
  ///
  /// The 256-colour values were found by search: five hues that stay at least 12 apart (CIEDE2000) for normal and for
  /// colour-blind eyes, with a contrast of at least 4.5:1. With fewer colours the nearest safe ones are named here,
  /// since the nearest by distance fall together.
  func style(_ role: ColorRole, depth: ColorDepth) -> Style {
    switch depth {
    case .full: Style(foreground: .palette(full(role)))
    case .sixteen: Style(foreground: .palette(sixteen(role)))
    case .eight: eight(role)
    case .none: mono(role)
    }
  }

  private func full(_ role: ColorRole) -> UInt8 {
    switch (self, role) {
    case (.dark, .pending), (.dark, .chrome): 243
    case (.dark, .running): 69
    case (.dark, .done): 159
    case (.dark, .failed): 196
    case (.dark, .cancelled): 226
    case (.light, .pending), (.light, .chrome): 240
    case (.light, .running): 20
    case (.light, .done): 29
    case (.light, .failed): 52
    case (.light, .cancelled): 94
    }
  }

  private func sixteen(_ role: ColorRole) -> UInt8 {
    switch (self, role) {
    case (_, .pending), (_, .chrome): 8
    case (.dark, .running): 12
    case (.dark, .done): 14
    case (.dark, .failed): 9
    case (.dark, .cancelled): 11
    case (.light, .running): 4
    case (.light, .done): 2
    case (.light, .failed): 1
    case (.light, .cancelled): 5
    }
  }

  private func eight(_ role: ColorRole) -> Style {
    switch (self, role) {
    case (_, .pending), (_, .chrome): Style(attributes: .dim)
    // Plain blue on black is hard to read; bold makes it bright on terminals with 8 colours.
    case (.dark, .running): Style(foreground: .palette(4), attributes: .bold)
    case (.dark, .done): Style(foreground: .palette(6))
    case (.dark, .failed): Style(foreground: .palette(1))
    case (.dark, .cancelled): Style(foreground: .palette(3))
    case (.light, .running): Style(foreground: .palette(4))
    case (.light, .done): Style(foreground: .palette(2))
    case (.light, .failed): Style(foreground: .palette(1))
    case (.light, .cancelled): Style(foreground: .palette(5))
    }
  }

  private func mono(_ role: ColorRole) -> Style {
    switch role {
    case .pending, .chrome: Style(attributes: .dim)
    case .running, .done, .failed, .cancelled: .plain
    }
  }
}

/// What drawing needs to know besides what there is to draw: characters and colours.
struct Appearance: Sendable {
  let charset: Charset
  let glyphs: Glyphs
  let depth: ColorDepth
  private let styles: [ColorRole: Style]

  init(charset: Charset, theme: Theme, depth: ColorDepth) {
    self.charset = charset
    glyphs = .for(charset)
    self.depth = depth
    styles = Dictionary(uniqueKeysWithValues: ColorRole.allCases.map { ($0, theme.style($0, depth: depth)) })
  }

  func style(_ role: ColorRole) -> Style { styles[role] ?? .plain }

  /// Whether only attributes can tell things apart.
  var isColourless: Bool { depth == .none }
}

/// What a colour says. Everything that says nothing is drawn in the terminal's own colours.
enum ColorRole: CaseIterable, Hashable, Sendable {
  /// Not at work yet, or never.
  case pending
  case running
  case done
  case failed
  case cancelled
  /// Frames, rules and words that explain.
  case chrome
}
