import CascadeTrace

/// What groups of the library have and Swift's own haven't.
extension GroupPlan {
  /// What keeps this group from being one of Swift's own; none where it can be.
  var needsOfOurGroups: String? {
    if limit != nil { return "Swift's own groups have no limit" }
    if queued != .start { return "Swift's own groups have no queue" }
    if ignoresLoneCancellations { return "Swift's own groups can't tell who was cancelled alone" }
    if shutdown != nil { return "Swift's own groups can't be asked to finish" }
    if deadline != nil || isDetached || !afterFunctions.isEmpty { return "Swift's own groups have no context" }
    if outsideCancel?.cause != nil { return "Swift's own groups are cancelled without a cause" }
    if afterWait.contains(where: \.needsGroup) { return "its caller uses its context afterwards" }
    return tasks.lazy.compactMap { task in task.needOfOurGroups.map { "\(quoted(task.name)) \($0)" } }.first
  }
}

extension TaskPlan {
  fileprivate var needOfOurGroups: String? {
    if spawn == .tryGo { return "is spawned with try-go, and Swift's own groups have only addTask" }
    if timeout != nil || looksElsewhere || onShutdown != .goOn || onCancel == .cause {
      return "needs a context, which Swift's own groups don't give it"
    }
    if attempts.joined().contains(where: \.needsGroup) { return "spawns, cancels or uses its group's context" }
    return nil
  }
}

extension Step {
  /// Whether it needs the group in its hands.
  fileprivate var needsGroup: Bool {
    switch self {
    case .spawn, .cancel, .useGroupContext: true
    case .work, .group, .log, .finish, .fail, .panic: false
    }
  }
}

extension GroupPlan.Kind {
  /// Why one of Swift's own groups can't have an option.
  func refusal(of option: OptionChange.Option) -> String? {
    switch option {
    case .limit(nil), .timeout(nil), .ignoresLoneCancellations(false), .kind: nil
    case .limit: "has no limit"
    case .timeout: "has no context that could have a timeout"
    case .queued: "has no queue"
    case .ignoresLoneCancellations: "can't tell who was cancelled alone"
    }
  }
}
