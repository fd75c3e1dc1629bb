import Cascade
import CascadeText
import CascadeTrace

/// What a group of the library can have and one of Swift's own can't, each by its key in a file, beside the options that
/// refuse it themselves (``GroupSetting/refusalBySwift``). The reader refuses the keys, and a change of kind is refused, too.
enum GroupNeed: String, CaseIterable {
  case shutdown, deadline, detached, after, leave, closes
  case beforeGo = "before-go"
  case beforeWait = "before-wait"
  case spawnUntilTold = "spawn-until-told"
  case cancelCause = "cancel-cause"

  /// Why, to follow "a group of kind swift-foreach".
  var refusal: String {
    switch self {
    case .shutdown: "can't be asked to finish"
    case .deadline: "has no context that could have a deadline"
    case .detached: "has no context that could be detached"
    case .after: "has no context to wait for"
    case .leave: "waits for every task"
    case .closes: "closes no channel"
    case .spawnUntilTold: "has no context to look at"
    case .beforeGo: "has no context that its caller could look at before it has its tasks"
    case .beforeWait: "waits as soon as it has its tasks"
    case .cancelCause: "is cancelled without a cause"
    }
  }

  func isThere(in group: GroupPlan) -> Bool {
    switch self {
    case .shutdown: group.shutdown != nil
    case .deadline: if case .atRunTime? = group.deadline?.moment { true } else { false }
    case .detached: group.isDetached
    case .after: !group.afterFunctions.isEmpty
    case .leave: group.leave != nil
    case .closes: !group.closes.isEmpty
    case .spawnUntilTold: group.spawnsUntilTold
    case .beforeGo: !group.beforeGo.isEmpty
    case .beforeWait: !group.beforeWait.isEmpty
    case .cancelCause: group.outsideCancel?.cause != nil
    }
  }
}

/// The same for a task, by its keys in a file.
enum TaskNeed: String, CaseIterable {
  case spawn, timeout, context, detached, after
  case timeoutCause = "timeout-cause"
  case onShutdown = "on-shutdown"

  /// Why, to follow "a task of a group of kind swift-foreach".
  static let refusal = "has no context, and only addTask"

  func isThere(in task: TaskPlan) -> Bool {
    switch self {
    case .spawn: task.spawn != .go
    case .timeout: task.timeout != nil
    case .timeoutCause: task.timeout?.cause != nil
    case .context: task.capturedContext != .group
    case .detached: task.isDetached
    case .after: !task.afterFunctions.isEmpty
    case .onShutdown: task.onShutdown != .goOn
    }
  }
}

extension GroupPlan {
  /// What keeps this group from being one of Swift's own, to follow "a group of kind swift-foreach"; none where it can be.
  var reasonAgainstSwift: String? {
    var settings = settings
    if case .afterStart(let timeout)? = deadline?.moment { settings.timeout = timeout }
    if let refusal = settings.all.lazy.compactMap(\.refusalBySwift).first { return refusal }
    if let need = GroupNeed.allCases.first(where: { $0.isThere(in: self) }) { return need.refusal }
    if (afterWait + deferred).contains(where: \.traits.usesGroup) {
      return "has no context that its caller could use afterwards"
    }
    return tasks.lazy.compactMap { task in
      task.reasonAgainstSwift.map { "could not have the task \(SafeText.brief(task.name)), which \($0)" }
    }.first
  }
}

extension TaskPlan {
  fileprivate var reasonAgainstSwift: String? {
    if let need = TaskNeed.allCases.first(where: { $0.isThere(in: self) }) {
      return need == .spawn ? "is spawned with try-go" : "needs a context (\(need.rawValue))"
    }
    if onCancel == .cause { return "needs a cause (on-cancel)" }
    return usesGroup ? "spawns, cancels or uses its group's context" : nil
  }

  /// Whether a step of it uses its group.
  var usesGroup: Bool { allSteps.contains(where: \.traits.usesGroup) }
}
