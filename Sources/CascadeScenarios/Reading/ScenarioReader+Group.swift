import Cascade
import CascadeText

enum GroupKey: String, FileKey {
  case name, kind, limit, queued, timeout, deadline, cause, detached, shutdown, after, tasks
  case ignoreLoneCancellations = "ignore-lone-cancellations"
  case cancelAt = "cancel-at"
  case cancelCause = "cancel-cause"
  case afterWait = "after-wait"

  static let owner = "a group"

  var meaning: String {
    switch self {
    case .name: "The group's name, a part of its tasks' paths."
    case .kind:
      "What it makes of how its tasks end: errgroup (where it isn't given), zero-errgroup, waitgroup, collect-all, "
        + "first-success, supervised, or one of Swift's own groups: swift-waitforall, swift-foreach or swift-discarding."
    case .limit: "How many tasks may run at once. 0 only where every task is spawned with try-go."
    case .queued:
      "What becomes of tasks that have no slot when its context ends: start (where it isn't given), "
        + "start-without-spawner or skip-after-failure."
    case .ignoreLoneCancellations: "Whether a task that was cancelled alone counts as neither success nor failure."
    case .shutdown: "It is asked to finish, and cancelled if it hasn't when a grace is over."
    case .timeout: "It is cancelled so long after its start."
    case .deadline: "It is cancelled so long after the start of the run."
    case .cause: "The cause that the timeout or deadline gives."
    case .detached: "Whether its context is cut off from its parent's cancellation."
    case .after: "Functions that start when its context is done."
    case .tasks: "Its tasks by name, in the order in which they are spawned."
    case .cancelAt: "It is cancelled from outside, as by Ctrl-C, so long after its start."
    case .cancelCause: "The cause of that."
    case .afterWait: "Steps that the caller does when wait has returned."
    }
  }
}

enum ShutdownKey: String, FileKey {
  case at, grace

  static let owner = "a shutdown"

  var meaning: String {
    switch self {
    case .at: "It is asked so long after the group's start."
    case .grace: "It is cancelled so long after it was asked, if a task still works."
    }
  }
}

enum AfterFunctionKey: String, FileKey {
  case name
  case stopAt = "stop-at"

  static let owner = "an after-function"

  var meaning: String {
    switch self {
    case .name: "The function's name."
    case .stopAt: "It is stopped so long after the group's start."
    }
  }
}

extension ScenarioReader {
  /// Reads a group. `pathPrefix` stands before the paths of its tasks, as far as the group itself has no name.
  mutating func readGroup(
    _ node: YAMLNode, defaultName: String, pathPrefix: String, isOutermost: Bool = false
  ) -> GroupPlan {
    guard let fields = Fields<GroupKey>(node, problems: &problems) else {
      return GroupPlan(name: defaultName, tasks: [])
    }
    let givenName = fields[.name].flatMap { name($0, "the group's name") }
    let prefix = isOutermost || givenName == nil ? pathPrefix : pathPrefix + (givenName ?? "") + "/"
    scopes.append(NameScope(pathPrefix: prefix))
    defer { scopes.removeLast() }

    var group = GroupPlan(name: givenName ?? defaultName, isNamed: givenName != nil, tasks: [])
    group.kind = fields[.kind].flatMap { kind($0) } ?? .errgroup
    scopes[scopes.count - 1].kind = group.kind
    if group.kind.isSwift { refuseNeeds(fields, of: group.kind) }
    group.queued = fields[.queued].flatMap { word($0, "queued", as: GroupPlan.QueuedWork.self) } ?? .start
    group.ignoresLoneCancellations =
      fields[.ignoreLoneCancellations].flatMap { flag($0, "ignore-lone-cancellations") } ?? false
    group.isDetached = fields[.detached].flatMap { flag($0, "detached") } ?? false
    group.outsideCancel = outsideCancel(fields)
    group.deadline = deadline(fields)
    group.shutdown = fields[.shutdown].flatMap { shutdown($0, of: group, at: fields.place(of: .shutdown)) }
    if let tasks = fields[.tasks] {
      group.tasks = readTasks(tasks)
    } else if fields.lacks(.tasks) {
      problems.add("a group needs tasks", at: fields.place)
    }
    group.afterFunctions = fields[.after].map { afterFunctions($0) } ?? []
    group.limit = limit(fields, of: group)
    group.afterWait = fields[.afterWait].map { readAfterWait($0) } ?? []
    if group.kind.isSwift, group.afterWait.contains(where: \.traits.usesGroup) {
      problems.add(
        "after the wait for a group of kind \(group.kind.rawValue) there is no context of it to cancel or use",
        at: fields.place(of: .afterWait))
    }
    return group
  }

  private mutating func kind(_ node: YAMLNode) -> GroupPlan.Kind? {
    word(
      node, "kind", as: GroupPlan.Kind.self,
      synonyms: ["zero": .zeroErrgroup, "errgroup-zero": .zeroErrgroup, "errgroup_zero": .zeroErrgroup])
  }

  /// A problem for each key that one of Swift's own groups can't have.
  private mutating func refuseNeeds(_ fields: Fields<GroupKey>, of kind: GroupPlan.Kind) {
    for need in GroupNeed.allCases {
      guard let key = GroupKey(rawValue: need.rawValue), fields[key] != nil else { continue }
      let hint = need == .limit ? "; without one, wait for next() before the next addTask" : ""
      problems.add(
        "\(key.rawValue): a group of kind \(kind.rawValue) \(need.refusal)\(hint)", at: fields.place(of: key))
    }
  }

  private mutating func limit(_ fields: Fields<GroupKey>, of group: GroupPlan) -> Int? {
    guard let node = fields[.limit], let limit = wholeNumber(node, "limit", in: 0...1_000_000) else { return nil }
    if limit == 0, let waiting = group.allTasks.first(where: { $0.spawn == .go }) {
      problems.add(
        "with limit 0, \(SafeText.brief(waiting.name)) waits for a free slot forever; spawn it with try-go",
        at: node.place)
    }
    return limit
  }

  private mutating func outsideCancel(_ fields: Fields<GroupKey>) -> GroupPlan.OutsideCancel? {
    fields.check(.cancelCause, needs: [.cancelAt], problems: &problems)
    let cause = fields[.cancelCause].flatMap { text($0, "cancel-cause") }
    guard let at = fields[.cancelAt].flatMap({ duration($0, "cancel-at") }) else { return nil }
    return GroupPlan.OutsideCancel(at: at, cause: cause)
  }

  private mutating func deadline(_ fields: Fields<GroupKey>) -> GroupPlan.Deadline? {
    fields.check(.deadline, excludes: .timeout, problems: &problems)
    fields.check(.cause, needs: [.timeout, .deadline], problems: &problems)
    let cause = fields[.cause].flatMap { text($0, "cause") }
    if let timeout = fields[.timeout].flatMap({ duration($0, "timeout") }) {
      return GroupPlan.Deadline(.afterStart(timeout), cause: cause)
    }
    if let deadline = fields[.deadline].flatMap({ duration($0, "deadline") }) {
      return GroupPlan.Deadline(.atRunTime(deadline), cause: cause)
    }
    return nil
  }

  private mutating func shutdown(_ node: YAMLNode, of group: GroupPlan, at place: Place) -> GroupPlan.Shutdown? {
    guard let fields = Fields<ShutdownKey>(node, problems: &problems) else { return nil }
    for key in ShutdownKey.allCases where fields.lacks(key) {
      problems.add("a shutdown needs \(key.rawValue)", at: fields.place)
    }
    let at = fields[.at].flatMap { duration($0, "at") }
    let grace = fields[.grace].flatMap { duration($0, "grace") }
    if group.kind == .waitgroup {
      problems.add("a group of kind waitgroup can't be asked to finish", at: place)
    }
    guard let at, let grace else { return nil }
    return GroupPlan.Shutdown(at: at, grace: grace)
  }

  /// A list of names, or of mappings where a function is stopped.
  private mutating func afterFunctions(_ node: YAMLNode) -> [GroupPlan.AfterFunction] {
    var functions: [GroupPlan.AfterFunction] = []
    for item in list(node, "after") {
      var nameNode: YAMLNode? = item
      var stopAt: Duration?
      if item.text == nil {
        guard let fields = Fields<AfterFunctionKey>(item, problems: &problems) else { continue }
        nameNode = fields[.name]
        stopAt = fields[.stopAt].flatMap { duration($0, "stop-at") }
        if fields.lacks(.name) { problems.add("an after-function needs a name", at: item.place) }
      }
      guard let nameNode, let name = name(nameNode, "the after-function's name") else { continue }
      take(name, at: nameNode.place)
      functions.append(GroupPlan.AfterFunction(name: name, stopAt: stopAt))
    }
    return functions
  }
}
