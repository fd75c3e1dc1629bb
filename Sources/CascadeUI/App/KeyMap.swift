import CascadeNarration
package import CascadeTerminal

/// Which keys do what. Help and the bar at the bottom are made from this, so they can't lie.
package struct KeyMap: Hashable, Sendable {
  package var bindings: [Binding]

  package init(_ bindings: [Binding]) {
    self.bindings = bindings
  }

  /// What keys typed so far amount to.
  package enum Match: Hashable, Sendable {
    case nothing
    /// More keys could make it a command.
    case begun
    case command(Command)
  }

  package func match(_ typed: [Key], in place: Place) -> Match {
    var begun = false
    for binding in bindings where binding.places.contains(place) {
      for keys in binding.keys where keys.starts(with: typed) {
        if keys.count == typed.count { return .command(binding.command) }
        begun = true
      }
    }
    return begun ? .begun : .nothing
  }

  /// What can be done in a place, in the order of the map.
  package func bindings(in place: Place) -> [Binding] {
    bindings.filter { $0.places.contains(place) }
  }
}

/// Two commands that want the same keys in the same place, or keys of which one could never be finished because the
/// other is their beginning.
package struct KeyConflict: Hashable, Sendable {
  package var keys: [Key]
  package var place: Place
  package var first: Command
  package var second: Command
}

extension KeyMap {
  /// Every conflict, each told once. A map without any can be used.
  package var conflicts: [KeyConflict] {
    var found: [KeyConflict] = []
    for place in Place.allCases {
      let wanted = bindings(in: place).flatMap { binding in binding.keys.map { (keys: $0, command: binding.command) } }
      for (index, one) in wanted.enumerated() {
        for other in wanted[(index + 1)...] where one.keys.starts(with: other.keys) || other.keys.starts(with: one.keys)
        {
          let keys = one.keys.count <= other.keys.count ? one.keys : other.keys
          found.append(KeyConflict(keys: keys, place: place, first: one.command, second: other.command))
        }
      }
    }
    return found
  }
}

/// Where a key means something.
package enum Place: String, CaseIterable, Hashable, Sendable {
  case gallery, main, detail
  /// What a hand could do to a row.
  case inject
  /// The options of a group as switches.
  case options
  /// The list of branches.
  case branches
  /// Two runs side by side.
  case compare
  /// The choice of the two.
  case sides
  /// A line of text, where letters and digits are text.
  case field
  case help
}

/// The keys of one command, and the words for them.
package struct Binding: Hashable, Sendable {
  /// One key, or several typed one after the other (`g g`).
  package typealias Sequence = [Key]

  package var command: Command
  /// Any of these gives the command.
  package var keys: [Sequence]
  package var places: Set<Place>
  /// What it does, for the help.
  package var help: String
  /// How the bar at the bottom shows it; not there without.
  package var bar: BarHint?

  package init(_ command: Command, _ keys: [Sequence], in places: Set<Place>, help: String, bar: BarHint? = nil) {
    self.command = command
    self.keys = keys
    self.places = places
    self.help = help
    self.bar = bar
  }
}

/// How a binding appears in the bar at the bottom.
package struct BarHint: Hashable, Sendable {
  /// A word or two. Neighbours with the same words share one hint: `left/right step`.
  package var words: String
  /// What there is no room for is left out, those with the highest rank first.
  package var rank: Int

  package init(_ words: String, rank: Int) {
    self.words = words
    self.rank = rank
  }
}

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
