extension ScenarioReader {
  /// Reads the steps of a task.
  mutating func readSteps(_ node: YAMLNode, of task: String) -> [Step] {
    let items = list(node, "steps")
    var steps: [Step] = []
    var groupNames = GroupNames()
    for (index, item) in items.enumerated() {
      let read = readStep(item, of: task, groupNames: &groupNames)
      steps += read
      if read.last?.isEnd == true, index + 1 < items.count {
        problems.add("this never happens: the task has ended in the step before", at: items[index + 1].place)
        break
      }
    }
    return steps
  }

  /// Reads what the caller does when wait has returned: work, log, cancel and use only.
  mutating func readAfterWait(_ node: YAMLNode) -> [Step] {
    var steps: [Step] = []
    var groupNames = GroupNames()
    for item in list(node, "after-wait") {
      steps += readStep(item, of: nil, groupNames: &groupNames)
    }
    return steps
  }

  /// The names that a task's groups have so far.
  struct GroupNames {
    var taken: Set<String> = []
    var unnamed = 0

    /// `group`, `group-2` and so on.
    mutating func next() -> String {
      unnamed += 1
      return unnamed == 1 ? "group" : "group-\(unnamed)"
    }
  }

  /// Reads one step: a mapping with one key, or the bare word where a step needs no value. Several only where it
  /// spawns several siblings, none where it can't be read. `task` is none after wait.
  private mutating func readStep(_ node: YAMLNode, of task: String?, groupNames: inout GroupNames) -> [Step] {
    if let word = node.text {
      switch word {
      case StepKey.return.rawValue where task != nil: return [.finish]
      case StepKey.cancel.rawValue: return [.cancel(cause: nil)]
      default:
        problems.add(
          "a step says what it does and how long or with which text, such as work: 30ms; \(quoted(word)) doesn't",
          at: node.place,
          suggestion: closest(to: word, in: StepKey.allCases.map(\.rawValue)))
        return []
      }
    }
    guard let fields = Fields<StepKey>(node, problems: &problems) else { return [] }
    fields.check(.ignoreError, needs: [.group], problems: &problems)
    let actions = fields.present(StepKey.allCases.filter { $0 != .ignoreError })
    guard let action = actions.first, actions.count == 1, let value = fields[action] else {
      if actions.count > 1 {
        problems.add(
          "a step does one thing, not \(actions.map(\.rawValue).joined(separator: " and "))", at: fields.place)
      } else if case .mapping(let pairs) = node.content, pairs.isEmpty {
        problems.add("a step does something", at: fields.place)
      }
      return []
    }
    guard let task else { return readActionAfterWait(action, value, at: fields.place).map { [$0] } ?? [] }
    let ignoreError = fields[.ignoreError].flatMap { flag($0, "ignore-error") } ?? false
    switch action {
    case .group: return [readNestedGroup(value, of: task, ignoreError: ignoreError, &groupNames)]
    case .spawn: return readTasks(value, isSpawned: true).map { .spawn($0) }
    default: return readAction(action, value).map { [$0] } ?? []
    }
  }

  private mutating func readActionAfterWait(_ action: StepKey, _ value: YAMLNode, at place: Place) -> Step? {
    switch action {
    case .work, .busy, .cancel, .use, .log:
      return readAction(action, value)
    default:
      problems.add("after wait there is only work, busy, cancel, use and log, not \(action.rawValue)", at: place)
      return nil
    }
  }

  private mutating func readNestedGroup(
    _ node: YAMLNode, of task: String, ignoreError: Bool, _ groupNames: inout GroupNames
  ) -> Step {
    let group = readGroup(node, defaultName: groupNames.next(), pathPrefix: pathPrefix(ofTask: task))
    if group.isNamed { groupNames.unnamed -= 1 }
    if !groupNames.taken.insert(group.name).inserted {
      problems.add("the task has another group called \(quoted(group.name))", at: node.place)
    }
    return .group(group, ignoreError: ignoreError)
  }

  private mutating func readAction(_ action: StepKey, _ value: YAMLNode) -> Step? {
    switch action {
    case .work:
      return duration(value, "work").map { .work($0, listens: true) }
    case .busy:
      return duration(value, "busy").map { .work($0, listens: false) }
    case .cancel:
      if value.isNothing { return .cancel(cause: nil) }
      return text(value, "the cause").map { .cancel(cause: $0) }
    case .use:
      guard let text = text(value, "use") else { return nil }
      if text == "group-context" { return .useGroupContext }
      problems.add("use is group-context, not \(quoted(text))", at: value.place, suggestion: "group-context")
      return nil
    case .log:
      return text(value, "log").map { .log($0) }
    case .return:
      if value.isNothing { return .finish }
      problems.add("return has no value; to end in an error, use fail", at: value.place)
      return nil
    case .fail:
      return text(value, "the error").map { .fail($0) }
    case .panic:
      return text(value, "the error").map { .panic($0) }
    case .group, .spawn, .ignoreError:
      return nil
    }
  }
}

extension Step {
  /// Whether the task ends here.
  fileprivate var isEnd: Bool {
    switch self {
    case .finish, .fail, .panic: true
    case .work, .group, .spawn, .cancel, .useGroupContext, .log: false
    }
  }
}
