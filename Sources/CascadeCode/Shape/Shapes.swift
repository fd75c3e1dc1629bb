import Cascade
package import CascadeScenarios

/// What the writing of a program needs to know of a scenario, whatever the language.
extension GroupPlan {
  /// Whether it, or a group inside it, is one of the standard library's own.
  package var hasSwiftGroup: Bool {
    kind.isSwift
      || allTasks.contains { task in
        task.attempts.joined().contains { step in
          if case .group(let nested, _) = step { nested.hasSwiftGroup } else { false }
        }
      }
  }

  /// Whether a task of it, or of a group inside it, finishes when it is asked to.
  var hasFinishers: Bool {
    allTasks.contains { task in
      task.onShutdown == .finish
        || task.attempts.joined().contains { step in
          if case .group(let nested, _) = step { nested.hasFinishers } else { false }
        }
    }
  }

  /// Whether it gives its tasks a context of its own.
  var hasOwnContext: Bool { kind != .zeroErrgroup && kind != .waitgroup }

  /// Whether the places of spawns have to be measured from the group's start while the program runs: where the limit may
  /// hold the spawner back, they can't be known before.
  var measuresArrivals: Bool {
    let absolute = allTasks.contains { task in
      if case .sinceGroupStart(let offset) = task.arrival { offset > .zero } else { false }
    }
    return absolute && (limit != nil || allTasks.count > tasks.count)
  }
}

extension TaskPlan {
  /// Whether its code looks at a context at all.
  var looksAtContext: Bool {
    if retryDelay > .zero, attempts.count > 1, !isDeaf { return true }
    return attempts.joined().contains { step in
      switch step {
      case .work(_, let listens): listens && !isDeaf
      case .group: true
      case .spawn, .cancel, .useGroupContext, .log, .finish, .fail, .panic: false
      }
    }
  }

  /// Whether its code has any use for a context, be it only to work for a while.
  var usesContext: Bool {
    if looksAtContext || (retryDelay > .zero && attempts.count > 1) { return true }
    return attempts.joined().contains { step in
      if case .work = step { true } else { false }
    }
  }

  /// Whether it looks at the context that its group was made from: the classic mistake.
  var looksAtCaller: Bool { capturedContext == .parent && looksAtContext }

  /// The one group that it does nothing but open, and whether it drops what its wait throws.
  var onlyGroup: (plan: GroupPlan, ignoreError: Bool)? {
    guard attempts.count == 1, attempts[0].count == 1, case .group(let plan, let ignoreError) = attempts[0][0] else {
      return nil
    }
    return (plan, ignoreError)
  }

  /// Equal attempts that follow each other, with their numbers from 1.
  var rounds: [(numbers: ClosedRange<Int>, steps: [Step])] {
    var rounds: [(numbers: ClosedRange<Int>, steps: [Step])] = []
    for (index, steps) in attempts.enumerated() {
      if let last = rounds.last, last.steps == steps {
        rounds[rounds.count - 1].numbers = last.numbers.lowerBound...(index + 1)
      } else {
        rounds.append((index + 1...index + 1, steps))
      }
    }
    return rounds
  }
}

extension [Step] {
  /// The steps that there is something to write for: none after one that ends the task, and not a return at the end.
  var reachable: [(index: Int, step: Step)] {
    var steps: [(index: Int, step: Step)] = []
    for (index, step) in enumerated() {
      if step == .finish { break }
      steps.append((index, step))
      if step.endsTask { break }
    }
    return steps
  }

  /// Whether it runs to the end, or returns.
  var succeeds: Bool {
    switch reachable.last?.step {
    case .fail?, .panic?: false
    default: true
    }
  }
}

extension Step {
  /// Whether it is work that listens.
  func canBeCutShort(isDeaf: Bool) -> Bool {
    if case .work(_, let listens) = self { listens && !isDeaf } else { false }
  }

  /// Whether nothing can come after it.
  var endsTask: Bool {
    switch self {
    case .finish, .fail, .panic: true
    case .work, .group, .spawn, .cancel, .useGroupContext, .log: false
    }
  }
}
