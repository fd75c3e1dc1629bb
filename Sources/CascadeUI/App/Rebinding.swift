package import CascadeTerminal

/// Other keys for commands than the program comes with.
extension KeyMap {
  /// The same with other keys for a command. Keys of a clicker, which have a binding of their own, stay.
  ///
  /// - Throws: words that say why it can't have them.
  package func rebound(_ name: String, to keys: [Binding.Sequence]) throws(KeyRefusal) -> KeyMap {
    guard let command = Command.allCases.first(where: { $0.name == name }),
      let index = bindings.firstIndex(where: { $0.commands.values.contains(command) })
    else { throw KeyRefusal("there is no command with this name") }
    guard keys.allSatisfy({ !$0.isEmpty }), !keys.isEmpty else { throw KeyRefusal("it has no key") }
    var map = self
    let old = bindings[index]
    let places = old.commands.filter { $0.value == command }
    map.bindings[index] = Binding(old, for: old.commands.filter { $0.value != command }, keys: old.keys)
    map.bindings.insert(Binding(old, for: places, keys: keys), at: index)
    map.bindings.removeAll { $0.commands.isEmpty }
    let before = Set(conflicts)
    if let conflict = map.conflicts.first(where: { !before.contains($0) }) {
      let key = conflict.keys.map(\.name).joined(separator: " ")
      throw KeyRefusal(
        "\(conflict.first.name) and \(conflict.second.name) both want \(key) \(conflict.place.words)")
    }
    return map
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

extension Command {
  /// What a file calls it: `run.next-event`.
  package var name: String {
    let (place, command) =
      switch self {
      case .app(let command): ("app", "\(command)")
      case .gallery(let command): ("gallery", "\(command)")
      case .watching(let command): ("run", "\(command)")
      case .asking(let command): ("question", "\(command)")
      case .whatIf(let command): ("what-if", "\(command)")
      case .branches(let command): ("branches", "\(command)")
      case .code(let command): ("code", "\(command)")
      case .comparing(let command): ("compare", "\(command)")
      case .help(let command): ("help", "\(command)")
      case .talk(let command): ("talk", "\(command)")
      case .action(let command): ("action", "\(command)")
      case .intervention(let command): ("intervention", "\(command)")
      case .options(let command): ("options", "\(command)")
      case .branchList(let command): ("branch-list", "\(command)")
      case .sides(let command): ("sides", "\(command)")
      case .export(let command): ("export", "\(command)")
      case .field(let command): ("field", "\(command)")
      }
    return place + "." + command.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }
}
