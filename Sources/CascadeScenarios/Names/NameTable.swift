package import Cascade
import CascadeText
package import CascadeTrace

/// The tasks, groups, after-functions and contexts of a scenario, by the paths of events: what a change can be about.
struct NameTable: Sendable {
  enum Part: Hashable, Sendable {
    case task(TaskPlan)
    case group(GroupPlan)
    case afterFunction
    /// One of a story about contexts alone.
    case context(canEnd: Bool)
  }

  private(set) var parts: [String: Part] = [:]
  /// In the order of the file.
  private(set) var paths: [String] = []
  /// The path of the outermost group.
  let root: String
  /// Every task, under both of its names.
  private(set) var tasks: [ScenarioPaths.Entry]
  /// Every after-function of groups and tasks, in the same way.
  let afterFunctions: [ScenarioPaths.Entry]
  private var shortNames: [String: String] = [:]

  init(_ scenario: Scenario) {
    root = scenario.group.name
    if let program = scenario.contexts {
      (tasks, afterFunctions) = ([], [])
      collect(program)
    } else {
      (tasks, afterFunctions) = ScenarioPaths.entries(of: scenario.group)
      for entry in tasks { shortNames[entry.eventID] = entry.path }
      collect(scenario.group, at: root)
    }
  }

  /// With the tasks that a variation adds.
  init(_ scenario: Scenario, with variation: Variation) {
    self.init(scenario)
    for change in variation.interventions {
      if case .add(let task) = change.action { add(TaskPlan(task), to: change.target) }
    }
  }

  /// Adds a task that isn't in the file.
  mutating func add(_ task: TaskPlan, to group: String) {
    let path = "\(group)/\(task.name)"
    enter(.task(task), at: path)
    let short = prefix(of: group) + task.name
    tasks.append(ScenarioPaths.Entry(path: short, eventID: path))
    shortNames[path] = short
  }

  /// A named group's path the way files would write it, without the groups that have no name; none for others.
  func groupName(of path: String) -> String? {
    guard case .group(let plan)? = parts[path], plan.isNamed, path != root else { return nil }
    return String(prefix(of: path).dropLast())
  }

  /// The kind of a group, where it is one of Swift's own.
  func swiftKind(of path: String) -> String? {
    guard case .group(let plan)? = parts[path], plan.kind.isSwift else { return nil }
    return plan.kind.rawValue
  }

  /// What stands before the names of a group's tasks in files.
  private func prefix(of group: String) -> String {
    guard case .group(let plan)? = parts[group], group != root else { return "" }
    let owner = shortNames[group.parentPath] ?? ""
    return owner + "/" + (plan.isNamed ? plan.name + "/" : "")
  }

  /// What messages call the part with this path: as files do, where files have a name for it.
  func name(of path: String) -> String { SafeText.make(shortNames[path] ?? path) }

  private mutating func enter(_ part: Part, at path: String) {
    if parts.updateValue(part, forKey: path) == nil { paths.append(path) }
  }

  private mutating func collect(_ program: ContextProgram) {
    for entry in program.entries {
      switch entry.action {
      case .root(let name, _): enter(.context(canEnd: false), at: name)
      // Events speak of the context that it was made from.
      case .derive(_, _, .value): continue
      case .derive(let name, _, let derivation): enter(.context(canEnd: derivation.canBeCancelled), at: name)
      case .after(let name, _): enter(.afterFunction, at: name)
      case .cancel, .stop, .check: continue
      }
    }
  }

  private mutating func collect(_ group: GroupPlan, at path: String) {
    enter(.group(group), at: path)
    // Events call an after-function after the task whose code registers it, or else after the group.
    let caller = path.parentPath
    for function in group.afterFunctions {
      let owner = caller.isEmpty && function.on == .group ? path : caller
      enter(.afterFunction, at: owner.isEmpty ? function.name : "\(owner)/\(function.name)")
    }
    for task in group.allTasks.flatMap(\.copies) {
      let own = "\(path)/\(task.name)"
      enter(.task(task), at: own)
      for function in task.afterFunctions { enter(.afterFunction, at: "\(own)/\(function.name)") }
      collect(task.allSteps, below: own)
    }
    collect(group.afterWait, below: path)
  }

  private mutating func collect(_ steps: some Sequence<Step>, below owner: String) {
    for nested in steps.compactMap(\.nestedGroup).flatMap(\.copies) { collect(nested, at: "\(owner)/\(nested.name)") }
  }
}

extension String {
  /// The path without its last name; empty where there is only one.
  var parentPath: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}

/// What phrases can name, and how: by the path that files use, by the path that events use, or by the last name alone
/// where only one has it.
package struct PhraseNames: Sendable {
  private var paths: [String: String] = [:]
  /// What each path is called in a phrase.
  private var names: [String: String] = [:]
  /// The last names that several have, with what those are called.
  private var ambiguous: [String: [String]] = [:]
  /// The path of the group that is meant where none is named.
  package let outermostGroup: String

  /// - Parameters:
  ///   - scenario: Its tasks and groups.
  ///   - variation: The tasks that it adds.
  ///   - events: A run, whose contexts of their own can be named, too.
  package init(_ scenario: Scenario, _ variation: Variation = .none, in events: [Event] = []) {
    outermostGroup = scenario.group.name
    let table = NameTable(scenario, with: variation)
    for path in table.paths { names[path] = table.name(of: path) }
    for event in events {
      guard case .contextMade(let made) = event.kind, made.what != .after, names[event.id] == nil else { continue }
      names[event.id] = event.id
    }
    // The path of an event is never anything else; one of a file may be, where a task has the name of a group.
    for path in names.keys { paths[path] = path }
    for (path, name) in names.sorted(by: { $0.key < $1.key }) where paths[name] == nil { paths[name] = path }
    for path in table.paths {
      if let short = table.groupName(of: path), paths[short] == nil { paths[short] = path }
    }
    // As `detail` reads it: the path of an event without the outermost group.
    for path in names.keys.sorted() {
      let short = path.drop { $0 != "/" }.dropFirst()
      if !short.isEmpty, paths[String(short)] == nil { paths[String(short)] = path }
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

  /// What was probably meant by an unknown name.
  package func near(_ name: String) -> String? { closest(to: name, in: all) }
}

extension Context.Instant {
  /// As files write a time of the run.
  var inWords: String { Context.Instant.zero.duration(to: self).inWords }
}
