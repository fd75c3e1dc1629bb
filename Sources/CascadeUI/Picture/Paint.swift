import CascadeTerminal

/// What a cell of the picture says by its colour. One colour has one meaning: red is the cause and its line and nothing
/// else, a white area is a caller that waits after the cause, pink is told and not listening, amber is told.
enum Paint: Hashable, Sendable, CaseIterable {
  case text, strong, faint
  /// Words in the colour of the cause, its area, its line.
  case cause, causeArea, causeLine
  case told, toldArea
  /// The row that the travelling cascade reaches in this frame.
  case flash
  case deaf, deafArea
  /// At work in another context, on a ground that says told.
  case elsewhere
  case out, outArea
  case running, runningArea
  case done, doneArea
  case wait, waitArea
  case panel, panelStrong, clock
  case asked, askedOnRunning, askedOnDone
  /// Work or a result that is thrown away, hatched.
  case lost
  /// Half a cell done over half a cell running.
  case doneOverRunning
}

/// The styles of all paints for a background and a number of colours.
struct Palette: Sendable {
  private let styles: [Paint: Style]

  init(theme: Theme, depth: ColorDepth, hasGrey: Bool = true) {
    let pigments = Pigments(theme: theme, depth: depth)
    styles = Dictionary(
      uniqueKeysWithValues: Paint.allCases.map { ($0, pigments.style($0 == .faint && !hasGrey ? .text : $0)) })
  }

  subscript(_ paint: Paint) -> Style { styles[paint] ?? .plain }
}

/// The colours behind the paints.
///
/// With 256 colours the seven that mean something are at least 12 apart (CIEDE2000) for normal, protan, deutan and tritan
/// eyes, dark and light. With 16 and 8 running and done are lines and no areas, since any cyan or green area would beat
/// any red one. Without colours attributes say it.
private struct Pigments {
  let theme: Theme
  let depth: ColorDepth

  /// A colour by its role.
  private enum Hue { case ink, text, strong, faint, panel, cause, told, deaf, out, running, done, wait }

  func style(_ paint: Paint) -> Style {
    switch paint {
    case .text: text(.text)
    case .strong: text(.strong, [.bold])
    case .faint: depth == .none ? Style(attributes: .dim) : text(.faint)
    case .cause: depth == .none ? Style(attributes: .bold) : causeText
    case .causeArea: causeArea(bold: true)
    case .causeLine: causeArea(bold: false)
    case .told, .asked: text(.told, depth == .none ? [.underline] : [])
    case .toldArea: area(.told)
    case .flash: area(.told, [.bold])
    case .deaf: text(.deaf, [.bold])
    case .deafArea: area(.deaf, [.bold])
    case .elsewhere:
      depth == .none
        ? Style(attributes: .underline) : Style(foreground: color(.running), background: color(.deaf))
    case .out: text(.out)
    case .outArea: area(.out)
    case .running: text(.running)
    case .runningArea: area(.running, ink: onRunning)
    case .done: text(.done)
    case .doneArea: area(.done)
    case .wait: text(.wait)
    case .waitArea: area(.wait, [.bold])
    case .panel: panel()
    case .panelStrong: panel([.bold])
    case .clock: panel([.bold])
    case .askedOnRunning: area(.running, [.bold], ink: onRunning)
    case .askedOnDone: area(.done, [.bold])
    case .lost: text(.cause)
    case .doneOverRunning:
      depth == .none ? .plain : Style(foreground: color(.done), background: color(.running))
    }
  }

  /// White, on both backgrounds.
  private var onRunning: Hue { theme == .dark ? .strong : .ink }

  private func text(_ role: Hue, _ attributes: Style.Attributes = []) -> Style {
    guard depth != .none else { return Style(attributes: attributes) }
    // Running is a dark hue that bold would turn into another one.
    let keeps = depth < .full && role == .running ? [] : attributes
    return Style(foreground: color(role), attributes: keeps)
  }

  private func area(_ role: Hue, _ attributes: Style.Attributes = [], ink: Hue = .ink) -> Style {
    guard depth != .none else { return Style(attributes: attributes.union(.reverse)) }
    let foreground: Color
    switch (depth, theme) {
    case (.full, _): foreground = color(ink)
    case (.eight, .dark) where role == .deaf: foreground = .palette(7)
    case (_, .dark): foreground = .palette(0)
    case (.eight, .light): foreground = .palette(7)
    case (_, .light): foreground = .palette(15)
    }
    let bold: Style.Attributes = depth == .eight && theme == .light ? .bold : []
    return Style(foreground: foreground, background: color(role), attributes: attributes.union(bold))
  }

  private var causeText: Style {
    switch (depth, theme) {
    case (.full, _): Style(foreground: color(.cause), attributes: .bold)
    case (_, .dark): Style(foreground: .palette(depth == .eight ? 1 : 9), attributes: .bold)
    case (_, .light): Style(foreground: .palette(1), attributes: .bold)
    }
  }

  private func causeArea(bold: Bool) -> Style {
    let attributes: Style.Attributes = bold ? .bold : []
    switch (depth, theme) {
    case (.none, _): return Style(attributes: attributes.union(.reverse))
    case (.full, _): return Style(foreground: color(.ink), background: color(.cause), attributes: attributes)
    case (.eight, _): return Style(foreground: .palette(7), background: .palette(1), attributes: .bold)
    case (.sixteen, _):
      // White on plain red is readable in every terminal's palette; on the bright one nothing is.
      return Style(
        foreground: .palette(15), background: .palette(bold || theme == .light ? 1 : 9), attributes: attributes)
    }
  }

  private func panel(_ attributes: Style.Attributes = []) -> Style {
    guard depth == .full else { return Style(attributes: attributes) }
    return Style(
      foreground: color(attributes.isEmpty ? .text : .strong), background: color(.panel), attributes: attributes)
  }

  private func color(_ role: Hue) -> Color {
    switch depth {
    case .none: return .default
    case .full: return .palette(full(role))
    case .sixteen: return sixteen(role).map(Color.palette) ?? .default
    case .eight: return eight(role).map(Color.palette) ?? .default
    }
  }

  private func full(_ role: Hue) -> UInt8 {
    let dark = theme == .dark
    return switch role {
    case .ink: dark ? 16 : 231
    case .text: dark ? 252 : 235
    case .strong: dark ? 231 : 16
    case .faint: dark ? 245 : 242
    case .panel: dark ? 235 : 254
    case .cause: dark ? 203 : 88
    case .told: dark ? 214 : 130
    case .deaf: dark ? 213 : 54
    case .out: dark ? 109 : 96
    case .running: dark ? 63 : 27
    case .done: dark ? 30 : 29
    case .wait: dark ? 254 : 238
    }
  }

  private func sixteen(_ role: Hue) -> UInt8? {
    let dark = theme == .dark
    return switch role {
    case .text, .panel: nil
    case .ink: dark ? 0 : 15
    case .strong: dark ? 15 : 0
    case .faint: 8
    case .cause: dark ? 9 : 1
    case .told: dark ? 11 : 5
    case .deaf: dark ? 13 : 4
    case .out: dark ? 7 : 0
    case .running: dark ? 6 : 0
    case .done: dark ? 2 : 0
    case .wait: dark ? 15 : 0
    }
  }

  private func eight(_ role: Hue) -> UInt8? {
    let dark = theme == .dark
    return switch role {
    case .text, .strong, .faint, .panel: nil
    case .ink: dark ? 0 : 7
    case .cause: 1
    case .told: dark ? 3 : 5
    case .deaf: dark ? 5 : 4
    case .out, .wait: dark ? 7 : 0
    case .running: dark ? 6 : 0
    case .done: dark ? 2 : 0
    }
  }
}

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

  /// What stands for the terminal's own colours: the background and the text on it.
  package var ground: (background: String, foreground: String) {
    switch self {
    case .dark: ("#0d1117", "#d6dbe1")
    case .light: ("#ffffff", "#1f2328")
    }
  }
}
