import Cascade
import CascadeTrace

/// What can be said against interventions before anything is run.
struct InterventionCheck {
  private(set) var cast: ScenarioCast

  /// - Throws: a ``VariationError`` for the first that can't be, whatever happens in the run.
  init(_ scenario: Scenario, _ variation: Variation) throws(VariationError) {
    cast = ScenarioCast(scenario)
    for (index, change) in variation.changes.enumerated() {
      guard case .intervention(let intervention) = change else { continue }
      if let complaint = complaint(about: intervention) { throw VariationError(complaint, change: index) }
      if case .add(let task) = intervention.action { cast.add(TaskPlan(task), to: intervention.target) }
    }
  }

  private func complaint(about intervention: Intervention) -> String? {
    let target = intervention.target
    if let complaint = complaint(about: intervention.action, at: intervention.moment) { return complaint }
    switch cast.parts[target] {
    // A context of its own, perhaps: that shows when the run comes to it.
    case nil: return intervention.action.isForContexts ? nil : cast.unknown(target)
    case .afterFunction:
      return "\(cast.name(of: target)) is an after-function: a hand can act on tasks, groups and contexts only"
    case .context(let canEnd):
      if !intervention.action.isForContexts {
        return "\(cast.name(of: target)) is a context: a hand can cancel it or set its end"
      }
      return canEnd ? nil : "\(cast.name(of: target)) is a context that never ends"
    case .task:
      if intervention.action.isForContexts, let kind = cast.swiftKind(of: target.parentPath) {
        return "\(cast.name(of: target)) is a task of a group of kind \(kind), which gives it no context"
      }
      guard case .add = intervention.action else { return nil }
      return "\(cast.name(of: target)) is a task: only a group can be given another task\(cast.groupHint(for: target))"
    case .group(let plan):
      if plan.kind.isSwift {
        return
          "\(cast.name(of: target)) is a group of kind \(plan.kind.rawValue), which has no context and is only in its "
          + "own body's hands: a hand can act on its tasks"
      }
      switch intervention.action {
      case .cancel, .deadline: return nil
      case .add(let task): return complaint(about: task, in: plan, at: target)
      case .fail, .delay, .finish, .listen, .panic:
        return "\(cast.name(of: target)) is a group: a hand can cancel it, set its end or add a task, "
          + "but only a task can \(intervention.action.verb)"
      }
    }
  }

  private func complaint(about action: Intervention.Action, at moment: Cursor) -> String? {
    switch action {
    case .delay(let duration) where duration <= .zero:
      "a delay of \(duration.inWords) can't be: it has to be longer than nothing"
    case .deadline(let instant) where instant <= moment.t:
      "an end at \(instant.inWords) can't be set at \(moment.t.inWords): that is over"
    case .fail(let text) where text.isBlank, .panic(let text) where text.isBlank: "an error needs a text"
    case .cancel, .fail, .delay, .finish, .listen, .panic, .deadline, .add: nil
    }
  }

  private func complaint(about task: Intervention.AddedTask, in group: GroupPlan, at path: String) -> String? {
    if let complaint = NameRule.complaint(about: task.name) {
      return "a task can't be called \(quoted(task.name)): the name \(complaint)"
    }
    if cast.parts["\(path)/\(task.name)"] != nil {
      return "the name \(quoted(task.name)) is already taken in \(escaped(path))"
    }
    if task.work < .zero { return "work of \(task.work.inWords) can't be: it takes time or none" }
    if case .fails(let text) = task.ending, text.isBlank { return "an error needs a text" }
    if group.limit == 0 { return "\(escaped(path)) has a limit of 0: a task would wait for a free slot forever" }
    return nil
  }
}

extension Intervention.Action {
  /// Whether it can be done to a context that is no task's and no group's.
  var isForContexts: Bool {
    switch self {
    case .cancel, .deadline: true
    case .fail, .delay, .finish, .listen, .panic, .add: false
    }
  }

  fileprivate var verb: String {
    switch self {
    case .cancel: "be cancelled"
    case .fail: "fail"
    case .delay: "be delayed"
    case .finish: "finish"
    case .listen: "listen or be deaf"
    case .panic: "panic"
    case .deadline: "end"
    case .add: "be added"
    }
  }
}

extension TaskPlan {
  /// A task that somebody adds by hand.
  init(_ added: Intervention.AddedTask) {
    let ending: Step =
      switch added.ending {
      case .returns: .finish
      case .fails(let text): .fail(text)
      }
    self.init(
      name: added.name, isDeaf: !added.listens, attempts: [[.work(added.work, listens: true), ending]])
  }

  /// Whether it looks at its own context in every step, as far as it has a choice.
  var listensThroughout: Bool {
    guard !isDeaf, !looksElsewhere else { return false }
    return attempts.joined().allSatisfy { step in if case .work(_, listens: false) = step { false } else { true } }
  }

  /// Whether it looks at any context in any step.
  var listensSometimes: Bool {
    guard !isDeaf else { return false }
    return attempts.joined().contains { step in
      switch step {
      case .work(_, let listens): listens
      case .group: true
      case .spawn, .cancel, .useGroupContext, .log, .finish, .fail, .panic: false
      }
    } || (attempts.count > 1 && retryDelay > .zero)
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension Context.Instant {
  /// As files write a time of the run.
  var inWords: String { Context.Instant.zero.duration(to: self).inWords }
}
