import CascadeScenarios

/// Tasks that a program hands over with one piece of code: one alone, or a run of them that differ only by a number.
struct Batch {
  /// The plan of the first.
  let plan: TaskPlan
  /// Their names, in order.
  let names: [String]

  var isLoop: Bool { names.count > 1 }
  /// What comes before the number.
  var stem: String { String(plan.name.dropLast(1)) }

  /// The tasks of a group, in order.
  static func batches(of tasks: [TaskPlan]) -> [Batch] {
    var batches: [Batch] = []
    var rest = tasks[...]
    while let first = rest.first {
      let count = loopLength(rest)
      batches.append(Batch(plan: first, names: rest.prefix(count).map(\.name)))
      rest = rest.dropFirst(count)
    }
    return batches
  }

  /// How many tasks from the first on are `name-1`, `name-2` and so on, and the same in everything else; 1 where that
  /// isn't worth a loop.
  private static func loopLength(_ tasks: ArraySlice<TaskPlan>) -> Int {
    guard let first = tasks.first, first.name.hasSuffix("-1"), first.arrival.isTheSameForAll,
      !first.attempts.joined().contains(where: \.isSpawn)
    else { return 1 }
    let stem = first.name.dropLast(1)
    var count = 1
    for task in tasks.dropFirst() {
      var same = task
      same.name = first.name
      guard task.name == stem + String(count + 1), same == first else { break }
      count += 1
    }
    return count < 3 ? 1 : count
  }
}

extension TaskPlan.Arrival {
  /// Whether a loop can say it: at once, or so long after the one before.
  fileprivate var isTheSameForAll: Bool {
    switch self {
    case .afterPrevious: true
    case .sinceGroupStart(let offset): offset == .zero
    }
  }
}

extension Step {
  var isSpawn: Bool {
    if case .spawn = self { true } else { false }
  }
}
