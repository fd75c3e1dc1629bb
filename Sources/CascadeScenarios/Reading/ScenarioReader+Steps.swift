import CascadeText

enum StepKey: String, FileKey {
  case work, busy, group, spawn, cancel, use, log, `return`, fail, panic
  case ignoreError = "ignore-error"

  static let owner = "a step"

  /// Whether the caller of a group can do it, once wait has returned.
  var isForAfterWait: Bool {
    switch self {
    case .work, .busy, .cancel, .use, .log: true
    case .group, .spawn, .return, .fail, .panic, .ignoreError: false
    }
  }

  var meaning: String {
    switch self {
    case .work: "Works for so long and listens to its context."
    case .busy: "Works for so long and doesn't listen."
    case .group: "Opens a nested group and waits for it."
    case .spawn: "Adds siblings to the task's own group, written as in tasks."
    case .cancel: "Cancels the group's context, with a cause if one is given."
    case .use: "group-context: what follows looks at the group's context."
    case .log: "Says a line."
    case .return: "Returns without an error."
    case .fail: "Throws an error with this text."
    case .panic: "Throws a panic with this text."
    case .ignoreError: "Beside group: whether the error of its wait is dropped."
    }
  }
}

extension ScenarioReader {
  /// Reads the steps of a task.
  mutating func readSteps(_ node: YAMLNode, of task: String) -> [Step] {
    let items = list(node, "steps")
    var steps: [Step] = []
    var groupNames = GroupNames()
    for (index, item) in items.enumerated() {
      let read = readStep(item, of: task, groupNames: &groupNames)
      steps += read
      if read.last?.endsTask == true, index + 1 < items.count {
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
          "a step says what it does and how long or with which text, such as work: 30ms; \(SafeText.brief(word)) doesn't",
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
    guard let task else {
      guard action.isForAfterWait else {
        let words = StepKey.allCases.filter(\.isForAfterWait).map(\.rawValue)
        problems.add(
          "after wait there is only \(alternatives(words, "and")), not \(action.rawValue)", at: fields.place)
        return []
      }
      return readAction(action, value).map { [$0] } ?? []
    }
    let ignoreError = fields[.ignoreError].flatMap { flag($0, "ignore-error") } ?? false
    if action == .group { return [readNestedGroup(value, of: task, ignoreError: ignoreError, &groupNames)] }
    if action == .spawn { return readTasks(value, isSpawned: true).map { .spawn($0) } }
    return readAction(action, value).map { [$0] } ?? []
  }

  private mutating func readNestedGroup(
    _ node: YAMLNode, of task: String, ignoreError: Bool, _ groupNames: inout GroupNames
  ) -> Step {
    let group = readGroup(node, defaultName: groupNames.next(), pathPrefix: pathPrefix(ofTask: task))
    if group.isNamed { groupNames.unnamed -= 1 }
    if !groupNames.taken.insert(group.name).inserted {
      problems.add("the task has another group called \(SafeText.brief(group.name))", at: node.place)
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
      problems.add("use is group-context, not \(SafeText.brief(text))", at: value.place, suggestion: "group-context")
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
