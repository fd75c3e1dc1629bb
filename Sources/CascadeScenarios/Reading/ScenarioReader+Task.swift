import Cascade
import CascadeText
import CascadeTrace

enum TaskKey: String, FileKey {
  case line, lines, steps, group, count, delay, spawn, timeout, context, detached, deaf, cleanup, retry, after
  case closes
  case timeoutCause = "timeout-cause"
  case onCancel = "on-cancel"
  case onShutdown = "on-shutdown"

  static let owner = "a task"

  /// The keys that say what the task does, of which it has exactly one.
  static let bodies: [TaskKey] = [.line, .lines, .steps, .group]

  var meaning: String {
    switch self {
    case .line: "What it does, as a line of marks, one character a tick."
    case .lines: "What it does, with a line for each attempt."
    case .steps: "What it does, step by step."
    case .group: "It opens a nested group and waits for it."
    case .count: "This many of it, called name-1, name-2 and so on."
    case .delay: "It is spawned this long after the task above."
    case .spawn:
      "How it is spawned: go (default), try-go, or try-go-or-inline: with no free slot the spawner does it itself."
    case .timeout: "Only its own context is cancelled, this long after its start."
    case .context: "Which context the task uses: group (default) or parent."
    case .detached: "Whether its context is cut off from the group's cancellation."
    case .deaf: "Whether it never looks at its context."
    case .cleanup: "How long it cleans up after it is told."
    case .retry: "It tries again when it fails."
    case .after: "Functions that start when its context is done, and are stopped when it returns."
    case .closes: "The channels that it closes when it returns, as defer close does: a name or a list."
    case .timeoutCause: "The cause that the timeout gives."
    case .onCancel: "What it returns after it is told: error (default), cause, ok, or wrap or fail and a text."
    case .onShutdown: "What it does when its group is asked to finish: go-on (default) or finish."
    }
  }
}

extension ScenarioReader {
  /// Reads the tasks of a group, or those that a step spawns: a mapping from name to task.
  ///
  /// In a group, a line's place is absolute and can't be before that of the task above. Without dots, behind a delay, it begins
  /// when the caller comes to it, and where a step spawns (`isSpawned`), where the step stands.
  mutating func readTasks(_ node: YAMLNode, isSpawned: Bool = false) -> [TaskPlan] {
    var tasks: [TaskPlan] = []
    var above = Duration.zero
    var hasDelay = false
    for (key, value) in entries(node, isSpawned ? "spawn" : "tasks") {
      let name = name(key, "a task's name")
      var (copies, arrival) = readTask(name ?? "?", at: key.place, isTaken: name != nil, value, isSpawned: isSpawned)
      if hasDelay, arrival == .sinceGroupStart(.zero) {
        arrival = .afterPrevious(.zero)
        for index in copies.indices { copies[index].arrival = arrival }
      }
      switch arrival {
      case .afterPrevious(let delay):
        hasDelay = hasDelay || delay > .zero
        above += delay * copies.count
      case .sinceGroupStart(let offset):
        if offset < above {
          problems.add(
            "this line starts before the task above (at \(above.inWords)); list tasks in the order in which they are "
              + "spawned, or give it delay: 0s", at: value.place)
        }
        above = max(above, offset)
      }
      tasks += copies
    }
    return tasks
  }

  private mutating func readTask(
    _ name: String, at place: Place, isTaken: Bool, _ node: YAMLNode, isSpawned: Bool
  ) -> (copies: [TaskPlan], arrival: TaskPlan.Arrival) {
    taskTotal += 1
    var task = TaskPlan(name: name, attempts: [[]], place: place)
    var count: Int?
    if node.isNothing {
      problems.add(
        "the task \(SafeText.brief(name)) is empty; to return at once, write \"|\"", at: place)
    } else if let text = node.text {
      if isTaken { takeTask(name, at: place) }
      task.attempts = [readLine(node, text, &task, hasDelay: false, isSpawned: isSpawned)]
      refuseGroupUse(task, at: node.place)
    } else if let fields = Fields<TaskKey>(node, problems: &problems) {
      count = readCount(fields)
      if isTaken {
        for copy in names(name, count) { takeTask(copy, at: place) }
      }
      let before = taskTotal
      readHandling(fields, &task)
      readBody(fields, &task, isSpawned: isSpawned)
      if task.isDeaf, task.attempts.joined().contains(where: \.isEndless) {
        problems.add(
          "a deaf task can't work until it is told: it never looks at its context", at: fields.place(of: .deaf))
      }
      if task.spawn == .inline, task.allSteps.contains(where: { $0.nestedGroup != nil || $0.spawnedTask != nil }) {
        problems.add("a task that may be done inline can't open a group or spawn", at: fields.place(of: .spawn))
      }
      refuseNeeds(fields)
      refuseGroupUse(task, at: fields.place)
      if let copies = count, !isFine(task, copies: copies, inside: taskTotal - before, at: fields.place(of: .count)) {
        count = nil
      }
    }
    let copies = names(name, count).map { copy in
      var copied = task
      copied.name = copy
      return copied
    }
    return (copies, task.arrival)
  }

  private func names(_ name: String, _ count: Int?) -> [String] {
    count.map { count in (1...count).map { "\(name)-\($0)" } } ?? [name]
  }

  private mutating func readCount(_ fields: Fields<TaskKey>) -> Int? {
    guard let node = fields[.count], let count = wholeNumber(node, "count", in: 1...Self.mostTasks) else { return nil }
    return reserve(1, times: count - 1, at: node.place) ? count : nil
  }

  /// Whether a task can be there so many times, with so many tasks inside each.
  private mutating func isFine(_ task: TaskPlan, copies: Int, inside: Int, at place: Place) -> Bool {
    if copies > 1, task.withSpawnedSiblings.count > 1 {
      problems.add("a task with a count can't spawn: every copy would add the same siblings", at: place)
      return false
    }
    return reserve(inside, times: copies - 1, at: place)
  }

  /// Counts tasks before they are made. Nested counts multiply, so a small file could ask for billions.
  private mutating func reserve(_ tasks: Int, times: Int, at place: Place) -> Bool {
    let (more, overflow) = tasks.multipliedReportingOverflow(by: times)
    guard !overflow, more <= Self.mostTasks - taskTotal else {
      problems.add("a scenario can't have more than \(Self.mostTasks) tasks", at: place)
      return false
    }
    taskTotal += more
    return true
  }

  /// Everything but what the task does.
  private mutating func readHandling(_ fields: Fields<TaskKey>, _ task: inout TaskPlan) {
    fields.check(.timeoutCause, needs: [.timeout], problems: &problems)
    task.spawn = fields[.spawn].flatMap { word($0, "spawn", as: TaskPlan.Spawn.self) } ?? .go
    task.arrival = .afterPrevious(fields[.delay].flatMap { duration($0, "delay") } ?? .zero)
    task.capturedContext =
      fields[.context].flatMap { word($0, "context", as: TaskPlan.CapturedContext.self) } ?? .group
    task.isDetached = fields[.detached].flatMap { flag($0, "detached") } ?? false
    task.isDeaf = fields[.deaf].flatMap { flag($0, "deaf") } ?? false
    task.cleanup = fields[.cleanup].flatMap { duration($0, "cleanup") } ?? .zero
    task.onCancel = fields[.onCancel].flatMap { answer($0, "on-cancel") }
    task.onShutdown =
      fields[.onShutdown].flatMap { word($0, "on-shutdown", as: TaskPlan.ShutdownResponse.self) } ?? .goOn
    if task.onShutdown == .finish, task.looksElsewhere || task.isDeaf {
      problems.add(
        "on-shutdown: finish needs a task that listens to its group (not deaf, detached or context: parent)",
        at: fields.place(of: .onShutdown))
    }
    let others = fields.present([
      .lines, .group, .timeout, .context, .detached, .retry, .after, .closes, .onShutdown,
    ])
    if task.spawn == .inline, let other = others.first {
      problems.add("a task that may be done inline can't have \(other.rawValue)", at: fields.place(of: other))
    }
    task.afterFunctions = fields[.after].map { afterFunctions($0, isOfTask: true) } ?? []
    task.closes = fields[.closes].map { readCloses($0) } ?? []
    let cause = fields[.timeoutCause].flatMap { text($0, "timeout-cause") }
    if let after = fields[.timeout].flatMap({ duration($0, "timeout") }) {
      task.timeout = TaskPlan.Timeout(after: after, cause: cause)
    }
  }

  /// What is returned in the place of an error: a word, or a word and a text.
  ///
  /// - Parameter other: A word that is read elsewhere.
  mutating func answer(_ node: YAMLNode, _ key: String, or other: String? = nil) -> CancelResult? {
    guard let text = text(node, key) else { return nil }
    switch text {
    case "error": return .contextError
    case "cause": return .cause
    case "ok": return .success
    default:
      let parts = text.split(separator: " ", maxSplits: 1)
      if parts.first == "fail" {
        if parts.count == 2 { return .error(String(parts[1])) }
        problems.add("\(key): fail needs the text of its error", at: node.place)
      } else if parts.first == "wrap" {
        if parts.count == 2 { return wrapText(node, from: parts[1]).map { .wrapped($0) } }
        problems.add("\(key): wrap needs the text around the error", at: node.place)
      } else {
        problems.add(
          "\(key) must be error, cause, ok, \(other.map { $0 + ", " } ?? "")or wrap or fail and a text, "
            + "not \(SafeText.brief(text))",
          at: node.place,
          suggestion: closest(to: text, in: ["error", "cause", "ok", "wrap", "fail"] + [other].compactMap(\.self)))
      }
      return nil
    }
  }

  /// The text around an error, which is the end of a value.
  mutating func wrapText(_ node: YAMLNode, from text: Substring) -> WrapText? {
    do {
      return try WrapText(String(text))
    } catch {
      let start = text.base.distance(from: text.base.startIndex, to: text.startIndex)
      problems.add(error.message, at: node.place(ofCharacter: start + error.offset, in: source))
      return nil
    }
  }

  // MARK: Tasks of Swift's own groups

  /// A problem for each key that a task of the innermost group can't have, where that is one of Swift's own.
  private mutating func refuseNeeds(_ fields: Fields<TaskKey>) {
    guard let kind = scopes.last?.kind, kind.isSwift else { return }
    for need in TaskNeed.allCases {
      guard let key = TaskKey(rawValue: need.rawValue), fields[key] != nil else { continue }
      problems.add(
        "\(key.rawValue): a task of a \(kind.rawValue) group \(TaskNeed.refusal)", at: fields.place(of: key))
    }
    if fields[.onCancel]?.text == "cause" {
      problems.add(
        "on-cancel: a task of a \(kind.rawValue) group is cancelled without a cause",
        at: fields.place(of: .onCancel))
    }
  }

  /// A problem where a step uses the group.
  private mutating func refuseGroupUse(_ task: TaskPlan, at place: Place) {
    guard let kind = scopes.last?.kind, kind.isSwift, task.usesGroup else { return }
    problems.add(
      "a task of a \(kind.rawValue) group can't spawn, cancel, keep errors, or use or limit its context", at: place)
  }

  // MARK: What it does

  private mutating func readBody(_ fields: Fields<TaskKey>, _ task: inout TaskPlan, isSpawned: Bool) {
    let bodies = fields.present(TaskKey.bodies)
    guard let body = bodies.first, bodies.count == 1 else {
      let found = bodies.isEmpty ? "" : "; this one has \(bodies.map(\.rawValue).joined(separator: " and "))"
      if !bodies.isEmpty || fields.lacks(.line, .lines, .steps, .group) {
        problems.add("a task needs exactly one of line, lines, steps and group\(found)", at: fields.place)
      }
      // What is wrong with each of them is told, too.
      var other = task
      for body in bodies { read(body, fields, &other, isSpawned: isSpawned) }
      return
    }
    read(body, fields, &task, isSpawned: isSpawned)
    if let retry = fields[.retry] { readRetry(retry, hasLines: body == .lines, &task) }
  }

  private mutating func read(_ body: TaskKey, _ fields: Fields<TaskKey>, _ task: inout TaskPlan, isSpawned: Bool) {
    guard let node = fields[body] else { return }
    let hasDelay = fields[.delay] != nil
    if body == .line, let text = oneLine(node, "line") {
      task.attempts = [readLine(node, text, &task, hasDelay: hasDelay, isSpawned: isSpawned)]
    } else if body == .lines {
      task.attempts = readLines(node, &task, hasDelay: hasDelay, isSpawned: isSpawned)
    } else if body == .steps {
      task.attempts = [readSteps(node, of: task.name)]
      if task.onShutdown == .finish, task.allSteps.contains(where: { $0.handles || $0.isTimed }) {
        let key = task.allSteps.contains(where: \.handles) ? "try" : "steps with a timeout"
        problems.add(
          "a task with on-shutdown: finish can't have \(key): what it is asked isn't an error", at: node.place)
      }
      if task.isDeaf, task.allSteps.contains(where: \.isTimedInVain) {
        problems.add("a deaf task can't have timeout: it never looks whether a step is late", at: node.place)
      }
      if task.isDeaf, task.allSteps.contains(where: \.isCutShortInTry) {
        problems.add("try needs a step that fails: nothing cuts a deaf task short", at: node.place)
      }
    } else if body == .group {
      let group = readGroup(node, defaultName: "group", pathPrefix: pathPrefix(ofTask: task.name))
      task.attempts = [[.group(group, ignoreError: false)]]
    }
  }

  /// What stands before the paths of the tasks that this task's groups have.
  func pathPrefix(ofTask name: String) -> String {
    (scopes.last?.pathPrefix ?? "") + name + "/"
  }
}
