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
