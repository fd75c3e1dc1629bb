package import Cascade
package import CascadeTrace

/// Whom phrases can name, and how: by the path that files use, by the path that events use, or by the last name alone
/// where only one has it.
package struct PhraseNames: Sendable {
  private var paths: [String: String] = [:]
  /// What each path is called in a phrase.
  private var names: [String: String] = [:]
  /// The last names that several have, with what those are called.
  private var ambiguous: [String: [String]] = [:]

  /// - Parameters:
  ///   - scenario: Its tasks and groups.
  ///   - variation: The tasks that it adds.
  ///   - events: A run, whose contexts of their own can be named, too.
  package init(_ scenario: Scenario, _ variation: Variation = .none, in events: [Event] = []) {
    var cast = ScenarioCast(scenario)
    for change in variation.interventions {
      if case .add(let task) = change.action { cast.add(TaskPlan(task), to: change.target) }
    }
    for path in cast.paths { names[path] = cast.name(of: path) }
    for event in events {
      guard case .contextMade(let made) = event.kind, made.what != .after, names[event.id] == nil else { continue }
      names[event.id] = event.id
    }
    // The path of an event is never anything else; one of a file may be, where somebody is called as a group is.
    for path in names.keys { paths[path] = path }
    for (path, name) in names.sorted(by: { $0.key < $1.key }) where paths[name] == nil { paths[name] = path }
    for path in cast.paths {
      if let short = cast.groupName(of: path), paths[short] == nil { paths[short] = path }
    }
    for (path, name) in names where paths[name] != path { names[path] = path }
    let byLastName = Dictionary(grouping: names.keys.sorted()) { $0.split(separator: "/").last.map(String.init) ?? $0 }
    for (last, owners) in byLastName where paths[last] == nil {
      if owners.count == 1 { paths[last] = owners[0] } else { ambiguous[last] = owners.map { name(of: $0) } }
    }
  }

  /// What a path is called in a phrase.
  package func name(of path: String) -> String { names[path] ?? path }

  /// The path that this names.
  package func path(_ name: String) -> String? { paths[name] }

  /// The names of several that this could be.
  package func several(_ name: String) -> [String] { ambiguous[name] ?? [] }

  /// All that can be written.
  var all: [String] { paths.keys.sorted() }

  /// What was probably meant by a name that nobody has.
  package func near(_ name: String) -> String? { closest(to: name, in: all) }
}
