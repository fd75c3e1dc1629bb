import CascadeNarration
import CascadeTerminal

extension Key {
  /// How the key is written on the screen: in letters, that mean no other key in either character set.
  var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(let character): "ctrl-\(character)"
    case .up: "up"
    case .down: "down"
    case .left: "left"
    case .right: "right"
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

extension KeyMap {
  /// The first way to give a command in a place; empty where there is none.
  func firstName(of command: Command, in place: Place) -> String {
    bindings(in: place).first { $0.command == command }?.firstName ?? ""
  }
}

extension Binding {
  /// The first way to type it, as the bar shows it.
  var firstName: String { keys.first.map(Self.name) ?? "" }

  /// Every way to type it, as the help shows them.
  var allNames: String { keys.map(Self.name).joined(separator: "  ") }

  private static func name(_ keys: Sequence) -> String {
    keys.map(\.name).joined(separator: " ")
  }
}
