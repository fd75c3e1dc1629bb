import CascadeText

/// Both names of every task of a scenario: the short one that files use and the one that events use.
///
/// An event's id has every group in it (`root/render/group/thumb-1`). A path in a file is the same without the
/// outermost group and without the groups that the file didn't name (`render/thumb-1`).
package struct ScenarioPaths: Sendable {
  /// One task, or a context, under both of its names.
  package struct Entry: Hashable, Sendable {
    package var path: String
    package var eventID: String
    /// Where it stands in the file.
    package var place: Place?
    /// Whether a loop makes it, in one of its rounds.
    package var isOfLoop = false
  }

  /// Every task, depth first: each before those of its nested groups, those before the siblings that it adds.
  package let entries: [Entry]
  /// The after-functions of groups and tasks.
  package let afterFunctions: [Entry]
  private let idByPath: [String: String]
  private let pathByID: [String: String]

  package init(_ group: GroupPlan) {
    let (entries, functions) = Self.entries(of: group)
    self.init(entries, functions)
  }

  /// ``entries`` and ``afterFunctions`` alone, without what is needed to look one up.
  static func entries(of group: GroupPlan) -> (tasks: [Entry], afterFunctions: [Entry]) {
    var entries: [Entry] = []
    collect(group, path: "", id: group.name, into: &entries)
    var functions: [Entry] = []
    collectFunctions(of: group, path: "", id: group.name, into: &functions)
    return (entries, functions)
  }

  private init(_ entries: [Entry], _ afterFunctions: [Entry] = []) {
    self.entries = entries
    self.afterFunctions = afterFunctions
    idByPath = Dictionary((entries + afterFunctions).map { ($0.path, $0.eventID) }) { first, _ in first }
    pathByID = Dictionary(entries.map { ($0.eventID, $0.path) }) { first, _ in first }
  }

  /// Those of a scenario, whatever it is about. A context and an after-function have their name for a path; for a context
  /// that was made for a value, events speak of the one that it was made from.
  package init(_ scenario: Scenario) {
    guard let program = scenario.contexts else {
      self.init(scenario.group)
      return
    }
    var idByPath: [String: String] = [:]
    var entries: [Entry] = []
    for entry in program.entries {
      let name: String
      var id: String
      switch entry.action {
      case .root(let root, _): (name, id) = (root, root)
      case .derive(let child, let parent, .value): (name, id) = (child, parent.flatMap { idByPath[$0] } ?? child)
      case .derive(let child, _, _): (name, id) = (child, child)
      case .after(let function, _): (name, id) = (function, function)
      case .cancel, .stop, .check: continue
      }
      idByPath[name] = id
      entries.append(Entry(path: name, eventID: id, place: entry.place))
    }
    self.init(entries)
  }

  /// The id that events use for the task at this path of a file; none where there is no such task.
  package func eventID(path: String) -> String? { idByPath[path] }

  /// The path that files use for the task with this id; none where there is no such task.
  package func path(eventID: String) -> String? { pathByID[eventID] }

  /// Where every task and context stands in the file, by the ids that events use: `first-failure.yaml:14`.
  package static func places(of scenario: Scenario, in file: String) -> [String: String] {
    let entries = scenario.contexts == nil ? entries(of: scenario.group).tasks : ScenarioPaths(scenario).entries
    var places: [String: String] = [:]
    places.reserveCapacity(entries.count)
    // Very many tasks may stand in one line.
    var latest: (line: Int, text: String)?
    for entry in entries {
      guard let line = entry.place?.line, places[entry.eventID] == nil else { continue }
      if latest?.line != line { latest = (line, "\(file):\(line)") }
      places[entry.eventID] = latest?.text
    }
    return places
  }

  /// Events call an after-function after the task whose code registers it, or else after the group, where that has a context.
  private static func collectFunctions(
    of group: GroupPlan, path: String, id: String, into entries: inout [Entry]
  ) {
    func joined(_ path: String, _ name: String) -> String { path.isEmpty ? name : path + "/" + name }
    let caller = id.parentPath
    for function in group.afterFunctions {
      let owner = caller.isEmpty && function.on == .group && group.hasOwnContext ? id : caller
      entries.append(Entry(path: joined(path, function.name), eventID: joined(owner, function.name)))
    }
    for task in group.allTasks.flatMap(\.copies) {
      let own = joined(path, task.name)
      let ownID = id + "/" + task.name
      for function in task.afterFunctions {
        entries.append(Entry(path: own + "/" + function.name, eventID: ownID + "/" + function.name))
      }
      for nested in task.allSteps.compactMap(\.nestedGroup).flatMap(\.copies) {
        let nestedPath = nested.isNamed ? own + "/" + nested.name : own
        collectFunctions(of: nested, path: nestedPath, id: ownID + "/" + nested.name, into: &entries)
      }
    }
  }

  private static func collect(
    _ group: GroupPlan, path: String, id: String, isOfLoop: Bool = false, into entries: inout [Entry]
  ) {
    for task in group.tasks + group.beforeWait.flatMap(\.withInner).compactMap(\.spawnedTask) {
      collect(task, path: path, id: id, isOfLoop: isOfLoop, into: &entries)
    }
  }

  private static func collect(
    _ task: TaskPlan, path: String, id: String, isOfLoop: Bool, into entries: inout [Entry]
  ) {
    guard task.inRounds == nil else {
      for copy in task.copies { collect(copy, path: path, id: id, isOfLoop: true, into: &entries) }
      return
    }
    let own = Entry(
      path: path.isEmpty ? task.name : path + "/" + task.name, eventID: id + "/" + task.name, place: task.place,
      isOfLoop: isOfLoop)
    entries.append(own)
    for step in task.allSteps {
      for nested in step.nestedGroup?.copies ?? [] {
        let nestedPath = nested.isNamed ? own.path + "/" + nested.name : own.path
        collect(
          nested, path: nestedPath, id: own.eventID + "/" + nested.name,
          isOfLoop: isOfLoop || step.nestedGroup?.inRounds != nil, into: &entries)
      }
      if let sibling = step.spawnedTask { collect(sibling, path: path, id: id, isOfLoop: isOfLoop, into: &entries) }
    }
  }
}

/// What a name of a task, group or after-function may be.
///
/// Names become parts of paths and stand on screens, so `/` and whatever doesn't show are refused, and
/// so are spaces around them.
enum NameRule {
  /// What is wrong with a name, to follow "the name …"; none where it is fine.
  static func complaint(about name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.contains("/") { return "can't contain /, which separates the names of a path" }
    if name.unicodeScalars.contains(where: { !$0.isHarmless }) { return "contains an invisible character" }
    if name.first?.isWhitespace == true || name.last?.isWhitespace == true { return "can't begin or end with a space" }
    if name.unicodeScalars.count > 80 { return "is longer than 80 characters" }
    return nil
  }
}
