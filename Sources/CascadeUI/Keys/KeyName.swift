import CascadeTerminal

extension Key {
  /// How the key is written on the screen, in characters of the set.
  func name(_ glyphs: Glyphs) -> String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(let character): "ctrl-\(character)"
    case .up: String(Character(glyphs.arrowUp))
    case .down: String(Character(glyphs.arrowDown))
    case .left: String(Character(glyphs.arrowLeft))
    case .right: String(Character(glyphs.arrowRight))
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .insert: "Insert"
    case .function(let number): "F\(number)"
    }
  }
}

extension Binding {
  /// The first way to type it, as the bar shows it.
  func firstName(_ glyphs: Glyphs) -> String {
    keys.first.map { Self.name($0, glyphs) } ?? ""
  }

  /// Every way to type it, as the help shows them.
  func allNames(_ glyphs: Glyphs) -> String {
    keys.map { Self.name($0, glyphs) }.joined(separator: "  ")
  }

  private static func name(_ keys: Sequence, _ glyphs: Glyphs) -> String {
    keys.map { $0.name(glyphs) }.joined(separator: " ")
  }
}
