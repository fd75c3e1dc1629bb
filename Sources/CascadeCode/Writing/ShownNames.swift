import CascadeScenarios

/// What a program calls its tasks in what it prints: their names, and where that is the name of several, their paths.
struct ShownNames {
  private let paths: ScenarioPaths
  private let counts: [Substring: Int]

  init(_ group: GroupPlan) {
    paths = ScenarioPaths(group)
    counts = Dictionary(grouping: paths.entries.map { Self.name($0.eventID) }) { $0 }.mapValues(\.count)
  }

  /// The path of a task whose name isn't its alone; none where the name is enough.
  ///
  /// - Parameter ids: The paths of events of all tasks that the code is for.
  func path(of ids: [String]) -> String? {
    guard ids.contains(where: { counts[Self.name($0), default: 0] > 1 }), let id = ids.first else { return nil }
    return paths.path(eventID: id)
  }

  /// Any task's path, as files have it.
  func path(_ id: String) -> String { paths.path(eventID: id) ?? id }

  private static func name(_ id: String) -> Substring { id.split(separator: "/").last ?? "" }
}

/// A task that a loop spawns, whose name is in the variable `name`.
struct LoopedTask {
  /// The path of the first.
  var path: String

  /// What comes after that name in the path of a task below it.
  func rest(of path: String) -> String { String(path.dropFirst(self.path.count)) }
}
