import Cascade
import CascadeText
package import CascadeTrace

/// What rows are called in sentences; safe to print.
extension Row {
  /// Its name; where another row has the same, its path without the outermost group. A bare index gets its noun, and a
  /// group without a name of its own is called by its task: `render's group`.
  package var label: String {
    if let owner = ownerOfNamelessGroup { return owner.owning("group") }
    if name.isEmpty { return id.isEmpty ? "without a name" : SafeText.make(shortPath) }
    if run.roster.isAmbiguous(name) { return SafeText.make(shortPath) }
    if kind == .task, name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return "task \(name)" }
    return SafeText.make(name)
  }

  /// The label; for a context that was made for one group or task, what it is of that: `root's deadline`.
  package var phrase: String {
    switch kind {
    case .task, .group: label
    case .after: "AfterFunc \(label)"
    case .context(.shutdown): parent.map { $0.owning("shutdown signal") } ?? label
    case .context(let what):
      if let group = groupWithin {
        group.owning(what == .deadline ? "deadline" : "parent context")
      } else if let task = ownerOfNamelessContext {
        task.owning(what == .deadline ? "own deadline" : "own context")
      } else {
        label
      }
    }
  }

  /// The phrase where a sentence begins with it: names stay as they are.
  package var opening: String { English.opening(phrase, name: name) }

  /// `root's deadline`, `the deadline of news`.
  func owning(_ noun: String) -> String { English.owning(label, noun) }

  /// For a group that got no name of its own: the task that it belongs to.
  var ownerOfNamelessGroup: Row? {
    guard kind == .group, name == "group" || name.isEmpty, let parent, parent.kind == .task else { return nil }
    return parent
  }

  /// For a context that got no name of its own and was made for one group: that group.
  var groupWithin: Row? {
    guard hasDefaultName, children.count == 1, let child = children.first else { return nil }
    if child.kind == .group { return child }
    // What is detached inside of it, such as a shared call, isn't its own.
    return child.kind == .context(.withoutCancel) ? nil : child.groupWithin
  }

  /// For a context that got no name of its own and was derived by a task for itself: that task.
  var ownerOfNamelessContext: Row? {
    guard hasDefaultName, isContext, let parent, parent.kind == .task else { return nil }
    return parent
  }

  private var hasDefaultName: Bool { ["cancel", "deadline", "timeout", "detached", ""].contains(name) }

  /// What is cancelled when this is: the group or the task that a context was made for.
  var cancelledRow: Row { groupWithin ?? ownerOfNamelessContext ?? self }

  /// The deadline that ends this: `root's deadline`, `pay's own deadline`.
  var deadlineName: String {
    if groupWithin != nil || ownerOfNamelessContext != nil { return phrase }
    return owning(kind == .task ? "own deadline" : "deadline")
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
  /// The phrase for the row with this path; the path itself for an unknown one.
  package func phrase(_ id: String) -> String {
    row(id)?.phrase ?? (id.isEmpty ? "the run" : SafeText.make(id))
  }

  /// The same where a sentence begins with it.
  package func opening(_ id: String) -> String {
    row(id)?.opening ?? (id.isEmpty ? "The run" : SafeText.make(id))
  }

  /// What waits: a task, or the caller.
  func waiter(_ id: String) -> String { id.isEmpty ? "the caller" : phrase(id) }

  /// What a deadlock report says that a task waits for.
  func awaited(_ what: Event.Awaited) -> String {
    if case .slot(let group) = what { return "a slot in \(phrase(group))" }
    if case .group(let group) = what { return phrase(group) }
    if case .first(let parts) = what { return parts.map(awaited).joined(separator: " or ") }
    return what.task == nil ? SafeText.make(what.description) : what.naming(phrase).description
  }

  /// `waits for a slot in root`, `waits to send on jobs`.
  func waits(for what: Event.Awaited) -> String {
    if case .send(let channel) = what { return "waits to send on \(SafeText.make(channel))" }
    if case .receive(let channel) = what { return "waits to receive from \(SafeText.make(channel))" }
    return "waits for \(awaited(what))"
  }

  /// `crawl waits for a slot in root`.
  func waitingWords(_ line: Event.Waiting) -> String { "\(waiter(line.who)) \(waits(for: line.what))" }
}

/// English grammar helpers.
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

  /// `render's group`, `the group of news`.
  static func owning(_ owner: String, _ noun: String) -> String {
    owner.hasSuffix("s") || owner.contains("'s ") || owner.hasPrefix("the ")
      ? "the \(noun) of \(owner)" : "\(owner)'s \(noun)"
  }

  /// One by name, several by number: `audit-log cleans up`, `2 clean up`.
  static func clause(_ rows: [Row], _ singular: String, _ plural: String) -> String? {
    switch rows.count {
    case 0: nil
    case 1: "\(rows[0].label) \(singular)"
    default: "\(rows.count) \(plural)"
    }
  }

  /// The clauses that there are as one sentence; none for none.
  static func sentence(of clauses: [String?]) -> String? {
    let clauses = clauses.compactMap(\.self)
    return clauses.isEmpty ? nil : clauses.joined(separator: "; ") + "."
  }

  /// Up to three by name, more by number: `a and b completed`, `7 tasks completed`.
  static func subject(_ rows: [Row]) -> String {
    rows.count <= 3 ? list(rows.map(\.label)) : count(rows.count, "task")
  }

  /// `Both`, `All 6`.
  static func all(_ number: Int) -> String { number == 2 ? "Both" : "All \(number)" }

  static func be(_ number: Int) -> String { number == 1 ? "is" : "are" }
  static func were(_ number: Int) -> String { number == 1 ? "was" : "were" }

  /// With a capital first letter, for a sentence that doesn't begin with a name.
  package static func sentence(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// The same for a phrase that may be a name or begin with one: names stay as they are.
  static func opening(_ phrase: String, name: String = "") -> String {
    phrase.hasPrefix("the ") && phrase != name ? sentence(phrase) : phrase
  }
}

/// What is said of one thing, and of several: `is told`, `are told`.
struct Predicate: Hashable {
  let singular: String
  let plural: String

  init(_ singular: String, _ plural: String) {
    self.singular = singular
    self.plural = plural
  }

  /// For so many.
  func of(_ count: Int) -> String { count == 1 ? singular : plural }

  func then(_ other: Predicate) -> Predicate {
    Predicate("\(singular) and \(other.singular)", "\(plural) and \(other.plural)")
  }
}
