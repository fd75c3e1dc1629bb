/// What Swift's own groups haven't got.
extension ScenarioReader {
  /// A problem for each key that a group of this kind can't have.
  mutating func checkSwiftGroup(_ fields: Fields<GroupKey>, kind: GroupPlan.Kind) {
    let refused: [(GroupKey, String)] = [
      (.limit, "has no limit; by hand, one waits for next() before the next addTask"),
      (.queued, "has no queue"),
      (.ignoreLoneCancellations, "can't tell who was cancelled alone"),
      (.shutdown, "can't be asked to finish"),
      (.timeout, "has no context that could have a timeout"),
      (.deadline, "has no context that could have a deadline"),
      (.cancelCause, "is cancelled without a cause"),
      (.detached, "has no context that could be detached"),
      (.after, "has no context to wait for"),
    ]
    for (key, why) in refused where fields[key] != nil {
      problems.add("\(key.rawValue): a group of kind \(kind.rawValue) \(why)", at: fields.place(of: key))
    }
  }

  /// A problem for each key that a task of the innermost group can't have, where that is one of Swift's own.
  mutating func checkSwiftTask(_ fields: Fields<TaskKey>) {
    guard let kind = scopes.last?.kind, kind.isSwift else { return }
    let refused: [TaskKey] = [.spawn, .timeout, .timeoutCause, .context, .detached, .onShutdown]
    for key in refused where fields[key] != nil {
      problems.add(
        "\(key.rawValue): a task of a group of kind \(kind.rawValue) has no context, and only addTask",
        at: fields.place(of: key))
    }
    if fields[.onCancel]?.text == "cause" {
      problems.add(
        "on-cancel: a task of a group of kind \(kind.rawValue) is cancelled without a cause",
        at: fields.place(of: .onCancel))
    }
  }

  /// A problem where what a task does needs the group in its hands.
  mutating func checkSwiftSteps(_ task: TaskPlan, at place: Place) {
    guard let kind = scopes.last?.kind, kind.isSwift else { return }
    let needsGroup = task.attempts.joined().contains { step in
      switch step {
      case .spawn, .cancel, .useGroupContext: true
      case .work, .group, .log, .finish, .fail, .panic: false
      }
    }
    if needsGroup {
      problems.add("a task of a group of kind \(kind.rawValue) can't spawn, cancel or use its context", at: place)
    }
  }
}
