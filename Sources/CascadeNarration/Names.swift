import CascadeText
package import CascadeTrace

/// What rows are called in sentences; safe to print.
extension Row {
  /// Its name; where another row has the same, its path without the outermost group. A bare index gets its noun.
  package var label: String {
    let name = name
    if let owner = ownerOfNamelessGroup { return "\(owner.label)'s group" }
    if name.isEmpty { return id.isEmpty ? "without a name" : SafeText.make(shortPath) }
    if run.roster.isAmbiguous(name) { return SafeText.make(shortPath) }
    if kind == .task, name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return "task \(name)" }
    return SafeText.make(name)
  }

  /// The label with what it is, but for tasks: `group root`, `context main`, `fetch-user`.
  package var phrase: String {
    switch kind {
    case .task: label
    case .group: ownerOfNamelessGroup == nil ? "group \(label)" : label
    case .context: groupWithin.map { "the context around \($0.phrase)" } ?? "context \(label)"
    case .after: "after-function \(label)"
    }
  }

  /// The phrase where a sentence begins with it: `Group root`, but names stay as they are.
  package var opening: String { phrase == label ? phrase : English.sentence(phrase) }

  /// For a group that got no name of its own: the task that it belongs to.
  private var ownerOfNamelessGroup: Row? {
    guard kind == .group, name == "group" || name.isEmpty, let parent, parent.kind == .task else { return nil }
    return parent
  }

  /// For a context that got no name of its own and was made for one group: that group.
  private var groupWithin: Row? {
    guard ["cancel", "deadline", "timeout", "detached", ""].contains(name), children.count == 1 else { return nil }
    guard let child = children.first else { return nil }
    return child.kind == .group ? child : child.groupWithin
  }

  /// The key and the value that it was made for.
  package var valueWords: String? {
    value.map { "\(SafeText.make($0.key)) = \(SafeText.quoted($0.text))" }
  }

  /// Its path without that of the outermost row.
  package var shortPath: String {
    guard depth > 0, let slash = id.firstIndex(of: "/") else { return id }
    return String(id[id.index(after: slash)...])
  }
}

extension RunState {
  /// The phrase for whoever has this path; the path itself for somebody unknown.
  package func phrase(_ id: String) -> String {
    row(id)?.phrase ?? (id.isEmpty ? "the run" : SafeText.make(id))
  }

  /// The same where a sentence begins with it.
  package func opening(_ id: String) -> String {
    row(id)?.opening ?? (id.isEmpty ? "The run" : SafeText.make(id))
  }
}

/// Small change of English.
package enum English {
  /// `1 task`, `6 tasks`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// One by name, several by number: `audit-log cleans up`, `2 clean up`.
  static func clause(_ rows: [Row], _ singular: String, _ plural: String) -> String? {
    switch rows.count {
    case 0: nil
    case 1: "\(rows[0].label) \(singular)"
    default: "\(rows.count) \(plural)"
    }
  }

  /// Up to three by name, more by number: `a and b completed`, `7 tasks completed`.
  static func subject(_ rows: [Row]) -> String {
    rows.count <= 3 ? list(rows.map(\.label)) : count(rows.count, "task")
  }

  /// `Both`, `All 6`.
  static func all(_ number: Int) -> String { number == 2 ? "Both" : "All \(number)" }

  /// With a capital first letter, for a sentence that doesn't begin with somebody's name.
  package static func sentence(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }
}
