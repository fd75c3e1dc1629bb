import Cascade
import CascadeScenarios

/// Something that steps wait for, and what a program calls it.
struct SignalVariable {
  let awaited: Awaited
  /// The path that events use for the task that is waited for; empty for a signal that steps give.
  let task: String
  /// The channel in Go, the object in Swift.
  let name: String
  /// The same for the return without an error of a task whose failure is waited for.
  var success: String?
  /// In Go, the function that closes the channel, where that may be called twice.
  var opener: String?

  /// All of a scenario, in a fixed order.
  ///
  /// - Parameter success: How the return of a task is called whose failure is waited for.
  static func all(_ scenario: Scenario, _ names: inout Identifiers, success: String) -> [SignalVariable] {
    var awaited: Set<Awaited> = []
    scenario.group.collectAwaited(into: &awaited)
    awaited.formUnion(scenario.group.givenSignals.map(Awaited.signal))
    let paths = ScenarioPaths(scenario.group)
    var variables: [SignalVariable] = []
    for awaited in awaited.sorted(by: { $0.order < $1.order }) {
      switch awaited {
      case .told: continue
      case .start(let path):
        let task = paths.eventID(path: path) ?? path
        variables.append(SignalVariable(awaited: awaited, task: task, name: names.unique("\(path) started")))
      case .out(let path):
        let task = paths.eventID(path: path) ?? path
        variables.append(SignalVariable(awaited: awaited, task: task, name: names.unique("\(path) done")))
      case .failure(let path):
        let task = paths.eventID(path: path) ?? path
        var variable = SignalVariable(awaited: awaited, task: task, name: names.unique("\(path) failed"))
        variable.success = names.unique("\(path) \(success)")
        variables.append(variable)
      case .any: continue
      case .signal(let name):
        variables.append(SignalVariable(awaited: awaited, task: "", name: names.unique(name, else: "signal")))
      }
    }
    return variables
  }

  /// Whether code of this group, or of a task or group in it, has to do with it.
  func isUsed(in group: GroupPlan, ids: [String]) -> Bool {
    isAwaited(in: group) || isGiven(in: group) || ids.contains { task.hasPrefix($0 + "/") }
  }

  func isAwaited(in group: GroupPlan) -> Bool {
    var inside: Set<Awaited> = []
    group.collectAwaited(into: &inside)
    return inside.contains(awaited)
  }

  func isGiven(in group: GroupPlan) -> Bool {
    if case .signal(let name) = awaited { group.givenSignals.contains(name) } else { false }
  }
}

extension Awaited {
  fileprivate var order: String {
    switch self {
    case .told: ""
    case .start(let path): path + " 1"
    case .out(let path): path + " 2"
    case .failure(let path): path + " 3"
    case .signal(let name): name + " 4"
    case .any: ""
    }
  }
}

extension [SignalVariable] {
  /// Those that the failure of a task gives.
  func failures(of ids: [String]) -> [SignalVariable] {
    filter { signal in
      if case .failure = signal.awaited { ids.contains(signal.task) } else { false }
    }
  }
}

/// A channel, and what a program calls it.
struct ChannelVariable {
  let plan: ChannelPlan
  let name: String

  static func all(_ scenario: Scenario, _ names: inout Identifiers) -> [ChannelVariable] {
    scenario.channels.map { ChannelVariable(plan: $0, name: names.unique($0.name, else: "channel")) }
  }

  /// Its type in Go.
  var type: String { plan.jobs == nil ? "chan int" : "chan func(context.Context) error" }
}

/// A semaphore, and what a program calls it.
struct SemaphoreVariable {
  let plan: SemaphorePlan
  let name: String
}

/// A limiter, and what a program calls it.
struct LimiterVariable {
  let plan: LimiterPlan
  let name: String

  /// Those that a scenario's steps use.
  static func all(_ scenario: Scenario, _ names: inout Identifiers) -> [LimiterVariable] {
    let used = scenario.group.limiters
    return scenario.limiters.filter { used.contains($0.name) }
      .map { LimiterVariable(plan: $0, name: names.unique($0.name, else: "limiter")) }
  }
}

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
  /// What holds the path of this one in a Go program.
  var variable = "name"

  /// What comes after that name in the path of a task below it.
  func rest(of path: String) -> String { String(path.dropFirst(self.path.count)) }
}
