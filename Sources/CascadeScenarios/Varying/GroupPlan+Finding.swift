extension GroupPlan {
  /// Changes the group at a path of events, this one or one below it.
  ///
  /// - Parameters:
  ///   - wanted: The group's path.
  ///   - own: The path of this group.
  /// - Returns: whether there is such a group.
  mutating func changeGroup<Failure: Error>(
    at wanted: String, own: String, _ change: (inout GroupPlan) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    if wanted == own {
      try change(&self)
      return true
    }
    guard wanted.hasPrefix(own + "/") else { return false }
    for index in tasks.indices {
      if try tasks[index].changeGroup(at: wanted, group: own, change) { return true }
    }
    return try Self.changeGroup(at: wanted, in: &afterWait, owner: own, group: own, change)
  }

  /// Looks for the group in steps of `owner`, a task of `group` or the group's caller.
  fileprivate static func changeGroup<Failure: Error>(
    at wanted: String, in steps: inout [Step], owner: String, group: String,
    _ change: (inout GroupPlan) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    for index in steps.indices {
      switch steps[index] {
      case .group(var nested, let ignoreError):
        guard try nested.changeGroup(at: wanted, own: "\(owner)/\(nested.name)", change) else { continue }
        steps[index] = .group(nested, ignoreError: ignoreError)
        return true
      case .spawn(var sibling):
        guard try sibling.changeGroup(at: wanted, group: group, change) else { continue }
        steps[index] = .spawn(sibling)
        return true
      case .work, .cancel, .useGroupContext, .log, .finish, .fail, .panic: continue
      }
    }
    return false
  }
}

extension TaskPlan {
  /// The same for the groups that this task, or a sibling that it adds, opens.
  fileprivate mutating func changeGroup<Failure: Error>(
    at wanted: String, group: String, _ change: (inout GroupPlan) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    for index in attempts.indices {
      let isFound = try GroupPlan.changeGroup(
        at: wanted, in: &attempts[index], owner: "\(group)/\(name)", group: group, change)
      if isFound { return true }
    }
    return false
  }
}
