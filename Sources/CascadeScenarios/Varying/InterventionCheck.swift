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
      return "\(table.name(of: target)) is an AfterFunc; only tasks, groups and contexts can be changed"
    case .context(let canEnd):
      if !intervention.action.isForContexts {
        return "\(table.name(of: target)) is a context; it can only be cancelled or get a deadline"
      }
      return canEnd
        ? nil : "\(table.name(of: target)) can't be cancelled: it was derived with WithoutCancel or is a root"
    case .task:
      if intervention.action.isForContexts, let kind = table.swiftKind(of: target.parentPath) {
        return "\(table.name(of: target)) is a task of a \(kind) group, which gives it no context"
      }
      guard case .add = intervention.action else { return nil }
      return
        "\(table.name(of: target)) is a task; only a group can get another task\(table.groupHint(for: target))"
    case .group(let plan):
      if plan.kind.isSwift {
        return
          "\(table.name(of: target)) is a \(plan.kind.rawValue) group and has no context; change one of its tasks"
      }
      switch intervention.action {
      case .cancel, .deadline: return nil
      case .add(let task): return complaint(about: task, in: plan, at: target)
      case .fail, .delay, .finish, .listen, .panic, .shutdown, .other:
        return "\(table.name(of: target)) is a group; it can be cancelled or get a deadline or a task, "
          + "but only a task can \(intervention.action.verb)"
      }
    }
  }

  private func complaint(about action: Intervention.Action, at moment: Cursor) -> String? {
    switch action {
    case .delay(let duration) where duration <= .zero:
      "a delay must be longer than 0"
    case .deadline(let instant) where instant <= moment.t:
      "\(TimeText.instant(instant)) is in the past: the run is at \(TimeText.instant(moment.t))"
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
    if task.work < .zero { return "work can't take less than 0" }
    if case .fails(let text) = task.ending, text.isBlank { return "an error needs a text" }
    if group.limit == 0 { return "\(SafeText.make(path)) has limit 0: a task would wait for a slot forever" }
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
