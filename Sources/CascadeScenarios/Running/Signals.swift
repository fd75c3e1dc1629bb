import Cascade

/// What the steps of a scenario wait for, each of which happens once.
final class Signals: Sendable {
  private let latches: [Awaited: Latch]
  /// The ids that events use for the tasks that are waited for, by the paths of files.
  private let ids: [String: String]

  init(_ scenario: Scenario) {
    var awaited: Set<Awaited> = []
    scenario.group.collectAwaited(into: &awaited)
    guard !awaited.isEmpty else {
      (latches, ids) = ([:], [:])
      return
    }
    let paths = ScenarioPaths(scenario.group)
    var ids: [String: String] = [:]
    for case .start(let path) in awaited { ids[path] = paths.eventID(path: path) }
    for case .out(let path) in awaited { ids[path] = paths.eventID(path: path) }
    self.ids = ids
    latches = Dictionary(uniqueKeysWithValues: awaited.map { ($0, Latch()) })
  }

  /// What is opened when this happens; none for what nothing opens.
  func latch(for awaited: Awaited) -> Latch? { latches[awaited] }

  func give(_ name: String) { latches[.signal(name)]?.open() }

  /// The task with this id has started.
  func start(_ id: String) {
    for (path, known) in ids where known == id { latches[.start(path)]?.open() }
  }

  /// The task with this id has returned.
  func end(_ id: String) {
    for (path, known) in ids where known == id { latches[.out(path)]?.open() }
  }

  /// What events call it.
  func inEvents(_ awaited: Awaited) -> Event.Awaited {
    switch awaited {
    case .told: .told
    case .start(let path): .start(task: ids[path] ?? path)
    case .out(let path): .out(task: ids[path] ?? path)
    case .signal(let name): .signal(name)
    }
  }
}

extension GroupPlan {
  /// What the steps in it wait for, those of groups inside it included.
  package func collectAwaited(into awaited: inout Set<Awaited>) {
    for step in allTasks.flatMap(\.allSteps) {
      if case .wait(let what) = step, what != .told { awaited.insert(what) }
      step.nestedGroup?.collectAwaited(into: &awaited)
    }
  }
}
