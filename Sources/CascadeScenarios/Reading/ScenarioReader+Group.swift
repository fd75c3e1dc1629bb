import Cascade
import CascadeText
import CascadeTrace

/// A key of a group: an option, or one of the group's own.
enum GroupKey: FileKey {
  case option(GroupSetting.Name)
  case name, deadline, cause, detached, shutdown, after, tasks, cancelAt, cancelCause, leave, beforeGo, beforeWait,
    afterWait, closes
  case spawnUntilTold, onError, wrap, `defer`

  static let owner = "a group"

  static let allCases: [GroupKey] =
    [.name] + GroupSetting.Name.allCases.map { .option($0) }
    + [
      .deadline, .cause, .detached, .shutdown, .after, .tasks, .spawnUntilTold, .beforeGo, .beforeWait, .closes,
      .cancelAt, .cancelCause, .leave,
      .afterWait, .onError, .wrap, .defer,
    ]

  init?(rawValue: String) {
    guard let key = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = key
  }

  var rawValue: String {
    switch self {
    case .option(let name): name.rawValue
    case .name: "name"
    case .deadline: "deadline"
    case .cause: "cause"
    case .detached: "detached"
    case .shutdown: "shutdown"
    case .after: "after"
    case .tasks: "tasks"
    case .cancelAt: "cancel-at"
    case .cancelCause: "cancel-cause"
    case .leave: "leave"
    case .spawnUntilTold: "spawn-until-told"
    case .beforeGo: "before-go"
    case .beforeWait: "before-wait"
    case .closes: "closes"
    case .afterWait: "after-wait"
    case .onError: "on-error"
    case .wrap: "wrap"
    case .defer: "defer"
    }
  }

  var meaning: String {
    switch self {
    case .option(let name): name.meaning
    case .name: "The group's name, a part of its tasks' paths."
    case .shutdown: "It is asked to finish, and cancelled if it hasn't when a grace period is over."
    case .deadline: "Its context is cancelled this long after the start of the run."
    case .cause: "The cause that the timeout or deadline gives."
    case .detached: "Whether its context is cut off from its parent's cancellation."
    case .after: "Functions that start when its context is done."
    case .tasks: "Its tasks by name, in the order in which they are spawned."
    case .cancelAt: "Cancelled from outside (such as Ctrl-C) this long after its start."
    case .cancelCause: "The cause of that."
    case .leave: "The caller doesn't wait longer than until this, as in until, or this long (see A caller that leaves)."
    case .spawnUntilTold:
      "Whether the caller looks at the context before each Go, and breaks off once it is done, as with ctx.Err() != nil."
    case .beforeGo: "Steps that the caller does before the first Go; where one fails or is cut short, it returns that."
    case .beforeWait: "Steps that the caller does after the last Go and before Wait."
    case .closes: "The channels that a goroutine beside the caller closes once Wait has returned: a name or a list."
    case .afterWait: "Steps that the caller does after Wait has returned nil."
    case .onError:
      "What the caller does where Wait returns an error: error (default), cause, ok, exit (see What becomes of Wait's error), or wrap or fail and a text; or its keys."
    case .wrap:
      "The same as on-error: wrap, as in fmt.Errorf(\"text: %w\", err), with %w where the error stands if that is elsewhere."
    case .defer: "Steps that the caller does last, whatever Wait returned."
    }
  }
}

enum ShutdownKey: String, FileKey {
  case at, grace

  static let owner = "a shutdown"

  var meaning: String {
    switch self {
    case .at: "It is asked this long after the group's start."
    case .grace: "It is cancelled this long after it was asked, if a task still works."
    }
  }
}

enum AfterFunctionKey: String, FileKey {
  case name, on, steps
  case stopAt = "stop-at"

  static let owner = "an after-function"

  var meaning: String {
    switch self {
    case .name: "The function's name."
    case .on: "Of a group: whether it waits for the context of the group (default) or of its parent."
    case .steps: "What it does when it starts; nothing waits for that."
    case .stopAt: "Of a group: it is stopped this long after the group's start."
    }
  }
}

extension ScenarioReader {
  /// Reads a group. `pathPrefix` stands before the paths of its tasks, as far as the group itself has no name.
  mutating func readGroup(
    _ node: YAMLNode, defaultName: String, pathPrefix: String, isOutermost: Bool = false, isInLoop: Bool = false
  ) -> GroupPlan {
    guard let fields = Fields<GroupKey>(node, problems: &problems) else {
      return GroupPlan(name: defaultName, tasks: [])
    }
    let givenName = fields[.name].flatMap { name($0, "the group's name") } ?? (isInLoop ? "round" : nil)
    let prefix = isOutermost || givenName == nil ? pathPrefix : pathPrefix + (givenName ?? "") + "/"
    scopes.append(NameScope(pathPrefix: prefix))
    defer { scopes.removeLast() }

    var group = GroupPlan(name: givenName ?? defaultName, isNamed: givenName != nil, tasks: [])
    // A limit depends on the tasks, a timeout has a cause.
    for name in GroupSetting.Name.allCases where name != .limit && name != .timeout {
      if let setting = fields[.option(name)].flatMap({ setting($0, name) }) { group.settings.set(setting) }
    }
    scopes[scopes.count - 1].kind = group.kind
    if group.kind.isSwift { refuseNeeds(fields, of: group.kind) }
    group.isDetached = fields[.detached].flatMap { flag($0, "detached") } ?? false
    group.outsideCancel = outsideCancel(fields)
    group.deadline = deadline(fields)
    group.shutdown = fields[.shutdown].flatMap { shutdown($0, of: group, at: fields.place(of: .shutdown)) }
    if let tasks = fields[.tasks] {
      group.tasks = readTasks(tasks)
    } else if fields.lacks(.tasks), fields[.beforeWait] == nil {
      problems.add("a group needs tasks", at: fields.place)
    }
    if let node = fields[.beforeGo] { group.beforeGo = readBeforeGo(node, prefix) }
    if let node = fields[.beforeWait] {
      let before = problems.count
      group.beforeWait = readCallersSteps(node, of: .beforeWait)
      if fields[.tasks] == nil, group.allTasks.isEmpty, problems.count == before {
        problems.add("a group needs tasks, or a before-wait that spawns some", at: fields.place)
      }
    }
    group.spawnsUntilTold = fields[.spawnUntilTold].flatMap { flag($0, "spawn-until-told") } ?? false
    group.closes = fields[.closes].map { readCloses($0) } ?? []
    if !group.closes.isEmpty, group.beforeWait.flatMap(\.withInner).contains(where: { $0.spawnedTask != nil }) {
      problems.add(
        "closes: what closes them waits as soon as the tasks are spawned, so before-wait can't spawn more",
        at: fields.place(of: .closes))
    }
    group.afterFunctions = fields[.after].map { afterFunctions($0) } ?? []
    group.limit = limit(fields, of: group)
    group.afterWait = fields[.afterWait].map { readCallersSteps($0, of: .afterWait) } ?? []
    group.leave = fields[.leave].flatMap { readLeave($0, of: group.kind) }
    fields.check(.wrap, excludes: .onError, problems: &problems)
    group.wrap = fields[.wrap].flatMap { node in oneLine(node, "wrap").flatMap { wrapText(node, from: $0[...]) } }
    if let node = fields[.onError] { group.onError = readErrorAnswer(node) }
    if group.kind.isSwift, group.onError.usesCause {
      problems.add("a \(group.kind.rawValue) group has no context with a cause", at: fields.place(of: .onError))
    }
    group.deferred = fields[.defer].map { readFunctionSteps($0, of: "defer") } ?? []
    for (key, steps) in [(GroupKey.afterWait, group.afterWait), (.defer, group.deferred)]
    where group.kind.isSwift && steps.contains(where: \.traits.usesGroup) {
      problems.add(
        "a \(group.kind.rawValue) group has no context that \(key.rawValue) could cancel or use",
        at: fields.place(of: key))
    }
    return group
  }

  /// What the caller does before it spawns the first task: nothing that would keep it from that for certain, unless it fails.
  private mutating func readBeforeGo(_ node: YAMLNode, _ prefix: String) -> [Step] {
    let known = awaitedTasks.count
    let steps = readCallersSteps(node, of: .beforeGo)
    for (path, place) in awaitedTasks[known...] where path.hasPrefix(prefix) {
      problems.add("\(SafeText.brief(path)) is spawned only after before-go", at: place.place)
    }
    let all = steps.flatMap(\.withInner)
    if all.contains(where: \.isEndless) {
      problems.add("before-go needs an end: nothing is spawned before that", at: node.place)
    } else if all.contains(where: \.waitsForFailure) {
      problems.add("before-go can't have until NAME fails, which may end the caller", at: node.place)
    } else if steps.last == .finish {
      problems.add("return: nothing would ever be spawned; in before-go it can stand in else", at: node.place)
    }
    return steps
  }

  /// An option with the value that stands there.
  private mutating func setting(_ node: YAMLNode, _ name: GroupSetting.Name) -> GroupSetting? {
    let key = name.rawValue
    let text: String? =
      switch name.form {
      case .number: wholeNumber(node, key, in: 0...1_000_000).map { String($0) }
      case .time: duration(node, key).map(\.inWords)
      case .flag: flag(node, key).map { $0 ? "yes" : "no" }
      case .words: word(node, key, in: name.choices.map(\.value), synonyms: Self.synonyms)
      }
    return text.flatMap { try? name.read($0) }
  }

  /// Other words for values of options.
  private static let synonyms = [
    "zero": "zero-errgroup", "errgroup-zero": "zero-errgroup", "errgroup_zero": "zero-errgroup",
  ]

  /// A problem for each key that one of Swift's own groups can't have.
  private mutating func refuseNeeds(_ fields: Fields<GroupKey>, of kind: GroupPlan.Kind) {
    func refuse(_ key: GroupKey, _ refusal: String) {
      guard fields[key] != nil else { return }
      let hint = key == .option(.limit) ? "; await next() before each addTask instead" : ""
      problems.add("\(key.rawValue): a \(kind.rawValue) group \(refusal)\(hint)", at: fields.place(of: key))
    }
    for name in GroupSetting.Name.allCases { if let refusal = name.refusalBySwift { refuse(.option(name), refusal) } }
    for need in GroupNeed.allCases { if let key = GroupKey(rawValue: need.rawValue) { refuse(key, need.refusal) } }
  }

  private mutating func limit(_ fields: Fields<GroupKey>, of group: GroupPlan) -> Int? {
    guard let node = fields[.option(.limit)], let limit = wholeNumber(node, "limit", in: 0...1_000_000) else {
      return nil
    }
    if limit == 0, let waiting = group.allTasks.first(where: { $0.spawn == .go }) {
      problems.add(
        "with limit 0, \(SafeText.brief(waiting.name)) waits for a slot forever; spawn it with try-go",
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
    fields.check(.deadline, excludes: .option(.timeout), problems: &problems)
    fields.check(.cause, needs: [.option(.timeout), .deadline], problems: &problems)
    let cause = fields[.cause].flatMap { text($0, "cause") }
    if let timeout = fields[.option(.timeout)].flatMap({ duration($0, "timeout") }) {
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
      problems.add("a waitgroup can't be asked to finish", at: place)
    }
    guard let at, let grace else { return nil }
    return GroupPlan.Shutdown(at: at, grace: grace)
  }

  /// A list of names, or of mappings where a function does something or is stopped.
  ///
  /// - Parameter isOfTask: Whether they are registered by a task on its own context.
  mutating func afterFunctions(_ node: YAMLNode, isOfTask: Bool = false) -> [GroupPlan.AfterFunction] {
    var functions: [GroupPlan.AfterFunction] = []
    for item in list(node, "after") {
      var nameNode: YAMLNode? = item
      var function = GroupPlan.AfterFunction(name: "?")
      if item.text == nil {
        guard let fields = Fields<AfterFunctionKey>(item, problems: &problems) else { continue }
        nameNode = fields[.name]
        for key in [AfterFunctionKey.on, .stopAt] where isOfTask && fields[key] != nil {
          problems.add(
            "\(key.rawValue): an after-function of a task waits for the task's context, and is stopped when it returns",
            at: fields.place(of: key))
        }
        function.on = fields[.on].flatMap { word($0, "on", as: GroupPlan.AfterFunction.Registration.self) } ?? .group
        function.stopAt = fields[.stopAt].flatMap { duration($0, "stop-at") }
        function.steps = fields[.steps].map { readFunctionSteps($0) } ?? []
        if fields.lacks(.name) { problems.add("an after-function needs a name", at: item.place) }
      }
      guard let nameNode, let name = name(nameNode, "the after-function's name") else { continue }
      if isOfTask {
        if functions.contains(where: { $0.name == name }) {
          problems.add("the name \(SafeText.brief(name)) is already taken in this task", at: nameNode.place)
        }
      } else {
        take(name, at: nameNode.place)
      }
      function.name = name
      functions.append(function)
    }
    return functions
  }
}

enum LeaveKey: String, FileKey {
  case when, error

  static let owner = "leave"

  var meaning: String {
    switch self {
    case .when: "Told, a task's path and starts, fails or out, a signal, a time, or several of these with or between."
    case .error: "The text of the error that it returns then. Default: the cause where it was told, else none."
    }
  }
}

/// A caller that doesn't wait to the end.
extension ScenarioReader {
  /// `told`, `db out or 2s`, or a mapping.
  mutating func readLeave(_ node: YAMLNode, of kind: GroupKind) -> GroupPlan.Leave? {
    if node.text != nil { return leave(node) }
    guard let fields = Fields<LeaveKey>(node, problems: &problems) else { return nil }
    if fields.lacks(.when) { problems.add("leave needs when", at: fields.place) }
    let error = fields[.error].flatMap { text($0, "the error") }
    guard var leave = fields[.when].flatMap({ leave($0) }) else { return nil }
    leave.error = error
    if error != nil, leave.whenTold, leave.awaited.isEmpty, leave.after == nil, kind.endsWithItsOwn {
      problems.add(
        "a \(kind.rawValue) group returns what decided it: leave the error out, or add to when what it is for",
        at: fields.place(of: .error))
    }
    return leave
  }

  private mutating func leave(_ node: YAMLNode) -> GroupPlan.Leave? {
    guard let (parts, time) = awaitedParts(node, "leave") else { return nil }
    return GroupPlan.Leave(
      whenTold: parts.contains(.told), awaited: parts.filter { $0 != .told }, after: time)
  }
}

enum OnErrorKey: String, FileKey {
  case ok, cause, `else`, kept

  static let owner = "on-error"

  var meaning: String {
    switch self {
    case .ok: "The text of an error, or a list: it counts as none, as with errors.Is, and the caller goes on."
    case .cause: "The text of an error, or a list, for which it returns the cause of the group's context."
    case .else: "What it does for any other error, as in on-error without keys. Default: error."
    case .kept: "Where Wait's error stands among those that are kept: first (default) or last."
    }
  }
}

/// What becomes of wait's error.
extension ScenarioReader {
  fileprivate mutating func readErrorAnswer(_ node: YAMLNode) -> GroupPlan.ErrorAnswer {
    var answer = GroupPlan.ErrorAnswer()
    if node.text != nil {
      answer.otherwise = readErrorAction(node) ?? .error
      return answer
    }
    guard let fields = Fields<OnErrorKey>(node, problems: &problems) else { return answer }
    answer.ok = fields[.ok].map { readTexts($0) } ?? []
    answer.cause = fields[.cause].map { readTexts($0) } ?? []
    answer.otherwise = fields[.else].flatMap { readErrorAction($0) } ?? .error
    answer.isLast = fields[.kept].flatMap { word($0, "kept", in: ["first", "last"], synonyms: [:]) } == "last"
    return answer
  }

  private mutating func readTexts(_ node: YAMLNode) -> [String] {
    let nodes = if case .list(let items) = node.content { items } else { [node] }
    return nodes.compactMap { text($0, "the error") }
  }

  private mutating func readErrorAction(_ node: YAMLNode) -> GroupPlan.ErrorAnswer.Action? {
    if let action = readExit(node) { return action }
    guard let result = answer(node, "on-error", or: "exit") else { return nil }
    return switch result {
    case .contextError: .error
    case .cause: .cause
    case .success: .ok
    case .wrapped(let text): .wrap(text)
    case .error(let text): .fail(text)
    }
  }

  /// `exit`, or that with a status or with a text that stands before the error.
  private mutating func readExit(_ node: YAMLNode) -> GroupPlan.ErrorAnswer.Action? {
    let parts = node.text?.split(separator: " ", maxSplits: 1) ?? []
    guard parts.first == "exit" else { return nil }
    guard parts.count == 2 else { return .fatal(nil) }
    guard Exit.isStatus(String(parts[1])) else { return .fatal(String(parts[1])) }
    if let status = Int(parts[1]), Exit.statuses.contains(status) { return .exit(status: status) }
    problems.add("on-error: the status must be from 0 to \(Exit.statuses.upperBound)", at: node.place)
    return .error
  }
}
