import Cascade
import CascadeTrace

/// What the steps of a scenario wait for, each of which happens once.
final class Signals: Sendable {
  private let latches: [Awaited: Latch]
  /// What is opened when a task whose failure is waited for returns without an error, by the task's path.
  private let successes: [String: Latch]
  /// The ids that events use for the tasks that are waited for, by the paths of files.
  private let ids: [String: String]

  init(_ scenario: Scenario) {
    var awaited: Set<Awaited> = []
    scenario.group.collectAwaited(into: &awaited)
    guard !awaited.isEmpty else {
      (latches, successes, ids) = ([:], [:], [:])
      return
    }
    let paths = ScenarioPaths(scenario.group)
    var ids: [String: String] = [:]
    for case .start(let path) in awaited { ids[path] = paths.eventID(path: path) }
    for case .out(let path) in awaited { ids[path] = paths.eventID(path: path) }
    for case .failure(let path) in awaited { ids[path] = paths.eventID(path: path) }
    self.ids = ids
    latches = Dictionary(uniqueKeysWithValues: awaited.map { ($0, Latch()) })
    var successes: [String: Latch] = [:]
    for case .failure(let path) in awaited { successes[path] = Latch() }
    self.successes = successes
  }

  /// What is opened when this happens, or when it can't any more.
  func latches(for awaited: Awaited) -> [Latch] {
    awaited.parts.flatMap { part in
      guard case .failure(let path) = part else { return [latches[part]] }
      return [latches[part], successes[path]]
    }.compactMap(\.self)
  }

  /// Whether something returned without an error whose failure is waited for, before anything happened.
  func isNeedless(_ awaited: Awaited) -> Bool {
    let isOver = awaited.parts.contains { part in
      if case .failure(let path) = part { successes[path]?.isOpen == true } else { false }
    }
    return isOver && !awaited.parts.contains { latches[$0]?.isOpen == true }
  }

  func give(_ name: String) { latches[.signal(name)]?.open() }

  /// The task with this id has started.
  func start(_ id: String) {
    for (path, known) in ids where known == id { latches[.start(path)]?.open() }
  }

  /// The task with this id has returned, with an error or without.
  func end(_ id: String, failed: Bool) {
    for (path, known) in ids where known == id {
      latches[.out(path)]?.open()
      if failed { latches[.failure(path)]?.open() } else { successes[path]?.open() }
    }
  }

  /// The task with this id is refused: it fails without having started.
  func refuse(_ id: String) {
    for (path, known) in ids where known == id { latches[.failure(path)]?.open() }
  }

  /// What events call it.
  func inEvents(_ awaited: Awaited) -> Event.Awaited {
    switch awaited {
    case .told: .told
    case .start(let path): .start(task: ids[path] ?? path)
    case .out(let path): .out(task: ids[path] ?? path)
    case .failure(let path): .failure(task: ids[path] ?? path)
    case .signal(let name): .signal(name)
    case .any(let parts, let time):
      .first(parts.map(inEvents) + (time.map { [.other($0.inWords)] } ?? []))
    }
  }
}

extension GroupPlan {
  /// What the steps in it wait for, those of groups inside it included.
  package func collectAwaited(into awaited: inout Set<Awaited>) {
    awaited.formUnion(leave?.awaited ?? [])
    for step in stepsBeforeWait.flatMap(\.withInner) + allTasks.flatMap(\.allSteps) {
      if case .wait(let what) = step, what != .told { awaited.formUnion(what.parts) }
      step.nestedGroup?.collectAwaited(into: &awaited)
    }
  }
}
