package import CascadeTerminal

/// Other keys for commands than the program comes with.
extension KeyMap {
  /// The same with other keys for a command.
  ///
  /// - Throws: words that say why it can't have them.
  package func rebound(_ name: String, to keys: [Binding.Sequence]) throws(KeyRefusal) -> KeyMap {
    let (map, refusals) = rebound([(name, keys)])
    if let refusal = refusals.first { throw refusal.why }
    return map
  }

  /// The same with other keys for some commands, as far as they can have them. All wishes count at the same time: two commands can
  /// trade their keys. Of two that want the same key the later one is refused.
  ///
  /// The keys that the program shows first for a command are replaced one by one, wherever it has them; fewer leave it with fewer, and
  /// none with none. Keys of a clicker stay, and so does Ctrl-C: there is always a way out.
  ///
  /// - Returns: the map, and what isn't in it, by the place of the wish.
  package func rebound(
    _ wishes: [(name: String, keys: [Binding.Sequence])]
  ) -> (map: KeyMap, refusals: [(index: Int, why: KeyRefusal)]) {
    var refusals: [(index: Int, why: KeyRefusal)] = []
    var kept: [(index: Int, command: Command)] = []
    for (index, wish) in wishes.enumerated() {
      let command = Command.allCases.first { $0.name == wish.name }
      if let command, bindings.contains(where: { $0.commands.values.contains(command) }) {
        if wish.keys.contains(where: \.isEmpty) {
          refusals.append((index, KeyRefusal("it has no key")))
        } else {
          kept.append((index, command))
        }
      } else {
        refusals.append((index, KeyRefusal("there is no command with this name")))
      }
    }
    let before = Set(conflicts)
    while true {
      var map = self
      for wish in kept { map.give(wish.command, wishes[wish.index].keys) }
      guard let conflict = map.conflicts.first(where: { !before.contains($0) }),
        let last = kept.lastIndex(where: { $0.command == conflict.first || $0.command == conflict.second })
      else { return (map, refusals.sorted { $0.index < $1.index }) }
      let key = conflict.keys.map(\.name).joined(separator: " ")
      let why = "\(conflict.first.name) and \(conflict.second.name) both want \(key) \(conflict.place.words)"
      refusals.append((kept[last].index, KeyRefusal(why)))
      kept.remove(at: last)
    }
  }

  private mutating func give(_ command: Command, _ new: [Binding.Sequence]) {
    let old = bindings.first { $0.commands.values.contains(command) }?.keys ?? []
    bindings = bindings.flatMap { binding -> [Binding] in
      let places = binding.commands.filter { $0.value == command }
      var keys: [Binding.Sequence] = []
      for key in binding.keys {
        let place = old.firstIndex(of: key)
        let isKept = place == nil || command == .app(.quit) && key == [.control("c")]
        keys += isKept ? [key] : place.flatMap { new.indices.contains($0) ? [new[$0]] : nil } ?? []
      }
      if let first = old.first, binding.keys.contains(first) { keys += new.dropFirst(old.count) }
      keys = keys.enumerated().filter { !keys[..<$0.offset].contains($0.element) }.map(\.element)
      guard !places.isEmpty, keys != binding.keys else { return [binding] }
      let rest = Binding(binding, for: binding.commands.filter { $0.value != command }, keys: binding.keys)
      return [Binding(binding, for: places, keys: keys)] + (rest.commands.isEmpty ? [] : [rest])
    }
  }

  /// The keys of every command that can have others, as a file writes them: `run.play`, `space`.
  package var names: [(command: String, keys: [String], help: String)] {
    var known = Set<Command>()
    return bindings.flatMap { binding in
      Set(binding.commands.values).sorted { $0.name < $1.name }.compactMap { command in
        guard known.insert(command).inserted else { return nil }
        return (command.name, binding.keys.map { $0.map(\.name).joined(separator: " ") }, binding.help)
      }
    }
  }
}

/// Why a command can't have other keys, in words.
package struct KeyRefusal: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension Key {
  /// The key that is written like this on the screen: `p`, `space`, `ctrl-p`, `PgDn`, `F6`.
  package init?(named name: String) {
    let known: [Key] =
      [
        .character(" "), .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab, .backTab,
        .backspace, .delete, .insert,
      ] + (1...20).map { .function($0) }
    let controls = "abcdefghijklmnopqrstuvwxyz".map { Key.control($0) }
    if name.count == 1, let character = name.first, !character.isWhitespace {
      self = .character(character)
    } else if let key = (known + controls).first(where: { $0.name.lowercased() == name.lowercased() }) {
      self = key
    } else {
      return nil
    }
  }
}
