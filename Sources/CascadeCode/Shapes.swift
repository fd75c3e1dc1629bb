import Cascade
package import CascadeScenarios

/// What the writing of a program needs to know of a scenario, whatever the language.
extension GroupPlan {
  /// Whether it, or a group inside it, is one of the standard library's own.
  package var hasSwiftGroup: Bool {
    kind.isSwift
      || allTasks.contains { task in
        task.allSteps.contains { $0.nestedGroup?.hasSwiftGroup == true }
      }
  }

  /// Whether a Swift program prints the names of its tasks, or of those of a group inside it: where they are refused, or
  /// one of the standard library's own groups has them.
  var printsNames: Bool {
    kind.isSwift
      || allTasks.contains { task in
        task.spawn != .go || task.allSteps.contains { $0.nestedGroup?.printsNames == true }
      }
  }

  /// How many tasks there are in it, at most.
  var mostTasks: Int { allTasks.reduce(0) { $0 + ($1.inRounds?.count ?? 1) } }

  /// The texts of the errors that callers tell apart, here and in groups inside it.
  var toldApart: Set<String> {
    var texts = Set(onError.known)
    for nested in ownSteps.flatMap(\.withInner).compactMap(\.nestedGroup) { texts.formUnion(nested.toldApart) }
    return texts
  }

  /// Whether errors that tasks keep stand before that of wait, here or in a group inside it.
  var keepsLast: Bool {
    keepsErrors && onError.isLast
      || ownSteps.flatMap(\.withInner).contains { $0.nestedGroup?.keepsLast == true }
  }

  /// Whether a step in it, or in a group inside it, or what becomes of an error, ends the program.
  var hasExit: Bool {
    onError.exits || ownSteps.flatMap(\.withInner).contains { $0.isExit || $0.nestedGroup?.hasExit == true }
  }

  /// Whether a task of it, or of a group inside it, finishes when it is asked to.
  var hasFinishers: Bool {
    allTasks.contains { task in
      task.onShutdown == .finish
        || task.allSteps.contains { $0.nestedGroup?.hasFinishers == true }
    }
  }

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
    if !afterFunctions.isEmpty { return true }
    return allSteps.contains { $0.looksAtContext(isDeaf: isDeaf) }
  }

  /// Whether its code looks at the context that it begins with.
  var looksAtOwnContext: Bool {
    if !afterFunctions.isEmpty { return true }
    if attempts.count > 1 { return looksAtContext }
    let steps = attempts[0].reachable.map(\.step)
    return steps.prefix { $0 != .useGroupContext }.contains { $0.looksAtContext(isDeaf: isDeaf) }
  }

  /// Whether its code turns to its group's context, and looks at that.
  var turnsToItsGroup: Bool {
    attempts.contains { $0.turnsToItsGroup(isDeaf: isDeaf, isAsked: onShutdown == .finish) }
  }

  /// Whether its code has any use for a context, be it only to work for a while.
  var usesContext: Bool {
    if looksAtContext || (retryDelay > .zero && attempts.count > 1) { return true }
    return allSteps.contains { $0.traits.work != nil || $0.isUntilTold || $0.traits.givesContextOn }
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
}

// MARK: What becomes of channels

extension GroupPlan {
  /// How often code in it may close a channel.
  func closings(of name: String) -> Int {
    func count(_ steps: [Step]) -> Int { steps.reduce(0) { $0 + $1.closings(of: name) } }
    let caller = count(stepsBeforeWait + afterWait + deferred + afterFunctions.flatMap(\.steps))
    return allTasks.reduce(caller + closes.count { $0 == name }) { sum, task in
      let steps = task.attempts.flatMap(\.self) + task.afterFunctions.flatMap(\.steps)
      return sum + (task.closes.count { $0 == name } + count(steps)) * (task.inRounds == nil ? 1 : 2)
    }
  }

  /// Whether a send may find a channel closed: not where all that closes it is the end of the task that sends, or of a group
  /// whose tasks alone do.
  func mayBeClosed(_ name: String, for task: TaskPlan?) -> Bool {
    let closings = closings(of: name)
    guard closings == 1 else { return closings > 0 }
    if task?.closes.contains(name) == true { return false }
    return closer(of: name).map { $0.allTasks.sends(on: name) < sends(on: name) } ?? true
  }

  /// The group that closes it, where one does.
  private func closer(of name: String) -> GroupPlan? {
    if closes.contains(name) { return self }
    return ownSteps.flatMap(\.withInner).lazy.compactMap(\.nestedGroup).compactMap { $0.closer(of: name) }.first
  }

  private func sends(on name: String) -> Int { ownSteps.sends(on: name) }

  /// Whether a task in it, or in a group inside it, closes a channel as it returns.
  func isClosedByTask(_ name: String) -> Bool {
    allTasks.contains { $0.closes.contains(name) }
      || ownSteps.flatMap(\.withInner).contains { $0.nestedGroup?.isClosedByTask(name) == true }
  }

  /// Whether Swift's own cancellation, which no step can ignore, reaches one that only waits for a channel.
  func isCutShort(on names: Set<String>) -> Bool {
    let tasks = kind.isSwift ? allTasks : []
    return tasks.contains { task in
      let own = task.allSteps + task.allSteps.compactMap(\.nestedGroup).flatMap { $0.stepsBeforeWait + $0.afterWait }
      return own.flatMap(\.withInner).contains { step in
        guard case .channel(let step) = step, names.contains(step.channel) else { return false }
        if case .close = step { return false }
        return !step.listens || task.isDeaf
      }
    } || ownSteps.flatMap(\.withInner).contains { $0.nestedGroup?.isCutShort(on: names) == true }
  }
}

extension Step {
  fileprivate func closings(of name: String) -> Int {
    // What is repeated may close it again.
    let factor =
      switch self {
      case .rounds, .channel: 2
      case .attempt, .work, .wait, .permits, .flight, .handling, .timed, .group, .spawn, .cancel, .useGroupContext,
        .signal, .keep, .log, .finish, .fail, .panic, .exit:
        1
      }
    let own = self == .channel(.close(name)) ? 1 : nestedGroup?.closings(of: name) ?? 0
    return inner.reduce(own) { $0 + $1.closings(of: name) * factor }
  }
}

extension [Step] {
  /// How many steps of them, and of groups inside them, send on a channel.
  fileprivate func sends(on name: String) -> Int {
    flatMap(\.withInner).reduce(0) { count, step in
      let nested = step.nestedGroup?.ownSteps.sends(on: name) ?? 0
      switch step {
      case .channel(.send(name, _, _)): return count + 1
      case .attempt(let attempt) where attempt.action == .send(name): return count + 1
      case .channel, .attempt, .work, .wait, .permits, .flight, .rounds, .handling, .timed, .group, .spawn, .cancel,
        .useGroupContext, .signal, .keep, .log, .finish, .fail, .panic, .exit:
        return count + nested
      }
    }
  }
}

extension [TaskPlan] {
  fileprivate func sends(on name: String) -> Int { flatMap { $0.attempts.joined() }.sends(on: name) }
}

// MARK: Steps and batches

extension [Step] {
  /// Whether an attempt turns to the group's context, and looks at that.
  ///
  /// - Parameter isAsked: Whether it may be asked to finish: before each step it looks whether it is told, too.
  func turnsToItsGroup(isDeaf: Bool, isAsked: Bool) -> Bool {
    let steps = reachable.map(\.step)
    guard let place = steps.firstIndex(of: .useGroupContext) else { return false }
    return isAsked && place + 1 < steps.count || steps[place...].contains { $0.looksAtContext(isDeaf: isDeaf) }
  }

  /// Whether a program has to count the rounds in which they are done: what they open or spawn has their number.
  var countRounds: Bool {
    flatMap(\.withInner).contains { $0.nestedGroup != nil || $0.spawnedTask != nil }
  }

  /// Whether it runs to the end, or returns.
  var succeeds: Bool {
    reachable.last?.step.traits.ending != .throwsError && !servesToTheEnd && !repeatsForEver
  }

  /// Whether the last of them has no end.
  var repeatsForEver: Bool {
    last.map { $0.isEndless && !$0.isUntilTold } ?? false
  }

  /// Whether the task is told in the last of them, and does no more than what is to be done then.
  var servesToTheEnd: Bool { last?.isUntilTold == true }
}

extension Step {
  /// Whether it is a try, which may be cut short only where what is in its else is.
  var handlesAll: Bool { if case .handling = self { true } else { false } }

  /// Whether it is work that listens.
  func canBeCutShort(isDeaf: Bool) -> Bool {
    traits.listening == .unlessDeaf && !isDeaf
  }
}

/// Tasks that a program spawns with one piece of code: one alone, or a run of them that differ only by a number.
struct Batch {
  /// The plan of the first.
  let plan: TaskPlan
  /// Their names, in order.
  let names: [String]

  var isLoop: Bool { names.count > 1 }
  /// What comes before the number.
  var stem: String { String(plan.name.dropLast(1)) }

  /// The tasks of a group, in order.
  ///
  /// - Parameter apart: The names of those that something is said of alone.
  static func batches(of tasks: [TaskPlan], apart: Set<String> = []) -> [Batch] {
    var batches: [Batch] = []
    var rest = tasks[...]
    while let first = rest.first {
      let count = loopLength(rest.prefix { !apart.contains($0.name) })
      batches.append(Batch(plan: first, names: rest.prefix(count).map(\.name)))
      rest = rest.dropFirst(count)
    }
    return batches
  }

  /// How many tasks from the first on are `name-1`, `name-2` and so on, and the same in everything else; 1 where that
  /// isn't worth a loop.
  private static func loopLength(_ tasks: ArraySlice<TaskPlan>) -> Int {
    guard let first = tasks.first, first.name.hasSuffix("-1"), first.arrival.isTheSameForAll,
      first.allSteps.compactMap(\.spawnedTask).isEmpty
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

// MARK: What is never played

extension Scenario {
  /// The same, without code that never runs: attempts after one that can't fail, steps behind the end, and what handles no error.
  var withoutIdleCode: Scenario {
    var scenario = self
    scenario.group = group.withoutIdleCode(isAsked: false)
    return scenario
  }
}

extension GroupPlan {
  /// - Parameter isAsked: Whether its tasks may be asked to finish by a shutdown around it.
  fileprivate func withoutIdleCode(isAsked: Bool) -> GroupPlan {
    var group = self
    let idle = IdleCode(isDeaf: false, isAsked: isAsked || shutdown != nil)
    group.tasks = tasks.map(idle.left)
    group.beforeGo = idle.left(of: beforeGo)
    group.beforeWait = idle.left(of: beforeWait)
    group.afterWait = idle.left(of: afterWait)
    return group
  }
}

/// What never runs in the steps of a task.
private struct IdleCode {
  var isDeaf: Bool
  /// Whether a shutdown may ask it to finish.
  let isAsked: Bool

  func left(of plan: TaskPlan) -> TaskPlan {
    var task = plan
    var own = self
    own.isDeaf = plan.isDeaf
    if !isAsked { task.onShutdown = .goOn }
    if plan.attempts.count > 1, plan.comingAttempts.count == 1 {
      task.attempts = [plan.attempts[0]]
      task.retryDelay = .zero
      task.backoff = TaskPlan.Backoff()
    }
    task.attempts = task.attempts.map(own.left)
    return task
  }

  /// Nothing stands behind the end of a task.
  func left(of steps: [Step]) -> [Step] {
    let end = steps.firstIndex { $0.endsTask }.map { $0 + 1 } ?? steps.count
    return steps.prefix(end).map(left)
  }

  private func left(of step: Step) -> Step {
    if case .group(let group, let ignoreError) = step {
      return .group(group.withoutIdleCode(isAsked: isAsked), ignoreError: ignoreError)
    }
    if case .spawn(let task) = step { return .spawn(left(of: task)) }
    var step = step
    step.changeInner { steps, _ in steps = left(of: steps) }
    // No error comes that could be handled.
    if case .handling(var handling) = step, !handling.mayFail(isDeaf: isDeaf) {
      handling.otherwise = []
      step = .handling(handling)
    }
    return step
  }
}
