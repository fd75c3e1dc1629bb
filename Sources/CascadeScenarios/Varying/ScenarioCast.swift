/// Everybody who may have a part in a scenario, by the paths of events: what a change can be about.
struct ScenarioCast: Sendable {
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
  private var shortNames: [String: String] = [:]

  init(_ scenario: Scenario) {
    root = scenario.group.name
    if let program = scenario.contexts {
      tasks = []
      collect(program)
    } else {
      tasks = ScenarioPaths(scenario.group).entries
      for entry in tasks { shortNames[entry.eventID] = entry.path }
      collect(scenario.group, at: root)
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

  /// How people call the part with this path: the way files do, where files have a name for it.
  func name(of path: String) -> String { escaped(shortNames[path] ?? path) }

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
    for function in group.afterFunctions { enter(.afterFunction, at: "\(path)/\(function.name)") }
    for task in group.allTasks {
      let own = "\(path)/\(task.name)"
      enter(.task(task), at: own)
      collect(task.attempts.joined(), below: own)
    }
    collect(group.afterWait, below: path)
  }

  private mutating func collect(_ steps: some Sequence<Step>, below owner: String) {
    for case .group(let nested, _) in steps { collect(nested, at: "\(owner)/\(nested.name)") }
  }
}

extension String {
  /// The path without its last name; empty where there is only one.
  var parentPath: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}
