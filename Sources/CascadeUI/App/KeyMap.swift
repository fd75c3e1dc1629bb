package import CascadeTerminal

/// Which keys do what. Help and the bar at the bottom are made from this, so they always agree with it.
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
    for binding in bindings {
      guard let command = binding.commands[place] else { continue }
      for keys in binding.keys where keys.starts(with: typed) {
        if keys.count == typed.count { return .command(command) }
        begun = true
      }
    }
    return begun ? .begun : .nothing
  }

  /// What can be done in a place, in the order of the map.
  package func bindings(in place: Place) -> [Binding] {
    bindings.filter { $0.commands[place] != nil }
  }

  /// The first way to give a command in a place, or its name where the user left it without a key; empty where it can't be given.
  func firstName(of command: Command, in place: Place) -> String {
    var isBound = false
    for binding in bindings where binding.commands[place] == command {
      if !binding.keys.isEmpty { return binding.firstName }
      isBound = true
    }
    return isBound ? command.name : ""
  }
}

/// Keys, what they ask for, and the words for it.
package struct Binding: Hashable, Sendable {
  /// One key, or several typed one after the other (`g g`).
  package typealias Sequence = [Key]

  /// Any of these gives the command; none where the user wants none.
  package var keys: [Sequence] { didSet { firstName = Self.firstName(keys) } }
  /// The first way to type it, as the bar shows it. Made once: the bar asks for it in every frame.
  private(set) var firstName: String
  /// What they ask for in each place where they mean something.
  package let commands: [Place: Command]
  /// What it does, for the help.
  package var help: String
  /// How the bar at the bottom shows it; not there without.
  package var bar: BarHint?

  /// - Parameters:
  ///   - commands: Each goes to the places where it can be given.
  ///   - places: Only some of these.
  package init(
    _ keys: [Sequence], _ commands: Command..., in places: Set<Place> = Set(Place.allCases), help: String,
    bar: BarHint? = nil
  ) {
    self.keys = keys
    firstName = Self.firstName(keys)
    self.commands = commands.reduce(into: [:]) { bound, command in
      for place in command.places.intersection(places) { bound[place] = command }
    }
    self.help = help
    self.bar = bar
  }

  /// The same for some of the commands of another one, with keys of its own.
  init(_ other: Binding, for commands: [Place: Command], keys: [Sequence]) {
    (self.keys, self.commands, help, bar) = (keys, commands, other.help, other.bar)
    firstName = Self.firstName(keys)
  }

  /// Every way to type it, as the help shows them.
  var allNames: String { keys.map(Self.name).joined(separator: "  ") }

  private static func firstName(_ keys: [Sequence]) -> String { keys.first.map(Self.name) ?? "" }

  private static func name(_ keys: Sequence) -> String {
    keys.map(\.name).joined(separator: " ")
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
      let wanted = bindings.flatMap { binding in
        binding.commands[place].map { command in binding.keys.map { (keys: $0, command: command) } } ?? []
      }
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
