import Cascade
import CascadeText
import CascadeTrace

/// Refuses interventions that can't be, before anything is run.
struct InterventionCheck {
  private(set) var table: NameTable

  /// - Throws: a ``VariationError`` for the first that can't be, whatever happens in the run.
  init(_ scenario: Scenario, _ variation: Variation) throws(VariationError) {
    table = NameTable(scenario)
    for (index, change) in variation.changes.enumerated() {
      guard case .intervention(let intervention) = change else { continue }
      if let complaint = complaint(about: intervention) { throw VariationError(complaint, change: index) }
      if case .add(let task) = intervention.action { table.add(TaskPlan(task), to: intervention.target) }
    }
  }

  private func complaint(about intervention: Intervention) -> String? {
    let target = intervention.target
    if let complaint = complaint(about: intervention.action, at: intervention.moment) { return complaint }
    switch table.parts[target] {
    // A context of its own, perhaps: that shows when the run comes to it.
    case nil: return intervention.action.isForContexts ? nil : table.unknown(target)
    case .afterFunction:
      return "\(table.name(of: target)) is an after-function: only tasks, groups and contexts can be changed"
    case .context(let canEnd):
      if !intervention.action.isForContexts {
        return "\(table.name(of: target)) is a context: it can only be cancelled or given an end"
      }
      return canEnd ? nil : "\(table.name(of: target)) is a context that never ends"
    case .task:
      if intervention.action.isForContexts, let kind = table.swiftKind(of: target.parentPath) {
        return "\(table.name(of: target)) is a task of a group of kind \(kind), which gives it no context"
      }
      guard case .add = intervention.action else { return nil }
      return
        "\(table.name(of: target)) is a task: only a group can be given another task\(table.groupHint(for: target))"
    case .group(let plan):
      if plan.kind.isSwift {
        return
          "\(table.name(of: target)) is a group of kind \(plan.kind.rawValue), which has no context and "
          + "which only its own body can change: change its tasks"
      }
      switch intervention.action {
      case .cancel, .deadline: return nil
      case .add(let task): return complaint(about: task, in: plan, at: target)
      case .fail, .delay, .finish, .listen, .panic, .shutdown, .other:
        return "\(table.name(of: target)) is a group: it can be cancelled or given an end or a task, "
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
    case .shutdown, .other: "\(action.words) can't be done from outside"
    case .cancel, .fail, .delay, .finish, .listen, .panic, .deadline, .add: nil
    }
  }

  private func complaint(about task: Intervention.AddedTask, in group: GroupPlan, at path: String) -> String? {
    if let complaint = NameRule.complaint(about: task.name) {
      return "a task can't be called \(SafeText.brief(task.name)): the name \(complaint)"
    }
    if table.parts["\(path)/\(task.name)"] != nil {
      return "the name \(SafeText.brief(task.name)) is already taken in \(SafeText.make(path))"
    }
    if task.work < .zero { return "work of \(task.work.inWords) can't be: it takes time or none" }
    if case .fails(let text) = task.ending, text.isBlank { return "an error needs a text" }
    if group.limit == 0 { return "\(SafeText.make(path)) has a limit of 0: a task would wait for a free slot forever" }
    return nil
  }
}

extension Intervention.Action {
  /// Whether it can be done to a context that is no task's and no group's.
  var isForContexts: Bool {
    switch self {
    case .cancel, .deadline: true
    case .fail, .delay, .finish, .listen, .panic, .add, .shutdown, .other: false
    }
  }

  fileprivate var verb: String {
    switch self {
    case .cancel: "be cancelled"
    case .shutdown: "be asked to finish"
    case .other(let text): text
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

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
