import CascadeText

extension ScenarioReader {
  /// Reads the steps of a task.
  mutating func readSteps(_ node: YAMLNode, of task: String) -> [Step] {
    let items = list(node, "steps")
    var steps: [Step] = []
    let outer = groupNames
    groupNames = GroupNames()
    defer { groupNames = outer }
    for (index, item) in items.enumerated() {
      let read = readStep(item, of: .task(task))
      steps += read
      if read.last?.endsTask == true, index + 1 < items.count {
        problems.add("this step is never reached: the task ends in the step before", at: items[index + 1].place)
        break
      }
    }
    return steps
  }

  /// Reads what the caller does before it waits, or when wait has returned.
  mutating func readCallersSteps(_ node: YAMLNode, of owner: StepOwner) -> [Step] {
    var steps: [Step] = []
    for item in list(node, owner.words) {
      // What has no end of its own is over when the caller is told.
      if let last = steps.last, last.endsTask, !last.isEndless {
        problems.add("this step is never reached: the caller returns in the step before", at: item.place)
        break
      }
      steps += readStep(item, of: owner)
    }
    return steps
  }

  /// Reads what an after-function does, or what is deferred.
  mutating func readFunctionSteps(_ node: YAMLNode, of owner: String = "an after-function") -> [Step] {
    var steps: [Step] = []
    for item in list(node, owner == "defer" ? owner : "steps") {
      steps += readStep(item, of: .function(owner))
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
  /// spawns several siblings, none where it can't be read.
  ///
  /// - Parameter isInLoop: Whether it is one of a round, or of an item.
  private mutating func readStep(_ node: YAMLNode, of owner: StepOwner, isInLoop: Bool = false) -> [Step] {
    if let word = node.text {
      switch word {
      case StepKey.return.rawValue where owner.allows(.return): return [.finish]
      case StepKey.cancel.rawValue: return [.cancel(cause: nil)]
      case StepKey.exit.rawValue: return [.exit(Exit())]
      case StepKey.return.rawValue:
        addRefusal(of: word, by: owner, at: node.place)
        return []
      default:
        problems.add(
          "unknown step \(SafeText.brief(word)); a step is a key and a value, such as work: 30ms",
          at: node.place,
          suggestion: closest(to: word, in: StepKey.allCases.map(\.rawValue)))
        return []
      }
    }
    guard let fields = Fields<StepKey>(node, problems: &problems) else { return [] }
    for key in StepKey.allCases where !key.besides.isEmpty {
      fields.check(key, needs: key.besides, problems: &problems)
    }
    fields.check(.else, excludes: .blocking, problems: &problems)
    fields.check(.timeout, excludes: .blocking, problems: &problems)
    if fields[.try] == nil { fields.check(.timeout, excludes: .else, problems: &problems) }
    if fields[.acquire] == nil { fields.check(.else, excludes: .count, problems: &problems) }
    let actions = fields.present(StepKey.allCases.filter(\.besides.isEmpty))
    guard let action = actions.first, actions.count == 1, let value = fields[action] else {
      if actions.count > 1 {
        problems.add(
          "a step does one thing; this one has \(actions.map(\.rawValue).joined(separator: " and "))", at: fields.place)
        // What is wrong with each is told, too.
        for action in actions {
          if let value = fields[action] { readOneOfSeveral(action, value, fields, of: owner) }
        }
      } else if case .mapping(let pairs) = node.content, pairs.isEmpty {
        problems.add("this step is empty", at: fields.place)
      }
      return []
    }
    guard owner.allows(action) else {
      addRefusal(of: action.rawValue, by: owner, at: fields.place)
      return []
    }
    if let step = readChannelStep(action, fields, of: owner) ?? readSharedStep(action, fields, of: owner) {
      return timed([step], fields)
    }
    let ignoreError = fields[.ignoreError].flatMap { flag($0, "ignore-error") } ?? false
    if action == .group, case .task(let task) = owner {
      return [readNestedGroup(value, of: task, ignoreError: ignoreError, isInLoop: isInLoop)]
    }
    if action == .repeat { return readRounds(value, of: owner, isInLoop: isInLoop).map { [.rounds($0)] } ?? [] }
    if action == .try { return [readTry(value, fields, of: owner, isInLoop: isInLoop)] }
    if action == .spawn { return readTasks(value, isSpawned: true).map { .spawn($0) } }
    return readAction(action, value).map { timed([$0], fields) } ?? []
  }

  /// A problem with a step that others can have.
  private mutating func addRefusal(of step: String, by owner: StepOwner, at place: Place) {
    let words = StepKey.allCases.filter(owner.allows).map(\.rawValue)
    problems.add("\(owner.words) can have \(alternatives(words, "and")), not \(step)", at: place)
  }

  /// Reads a step that stands where there may be only one, for its problems.
  private mutating func readOneOfSeveral(
    _ action: StepKey, _ value: YAMLNode, _ fields: Fields<StepKey>, of owner: StepOwner
  ) {
    if action.isOfChannels {
      _ = readChannelStep(action, fields, of: owner)
      return
    }
    if action == .group {
      if case .task(let task) = owner { _ = readNestedGroup(value, of: task, ignoreError: false) }
      return
    }
    if action == .repeat {
      _ = readRounds(value, of: owner)
      return
    }
    if action == .try {
      _ = readTry(value, fields, of: owner, isInLoop: false)
      return
    }
    if action == .spawn {
      _ = readTasks(value, isSpawned: true)
      return
    }
    _ = readSharedStep(action, fields, of: owner) ?? readAction(action, value)
  }

  /// Reads steps inside of another one.
  ///
  /// - Parameter key: The key that they are the value of.
  mutating func readInnerSteps(
    _ node: YAMLNode, _ key: String, of owner: StepOwner, isInLoop: Bool = false
  ) -> [Step] {
    var steps: [Step] = []
    let isTry = key == StepKey.try.rawValue
    let isLoop = !isTry && key != "call" && key != "else"
    for item in list(node, key) {
      if steps.last?.endsTask == true {
        problems.add("this step is never reached: the step before is the last", at: item.place)
        break
      }
      if case .mapping(let pairs) = item.content,
        let step = pairs.lazy.compactMap({ $0.key.text.flatMap(StepKey.init) }).first(where: \.besides.isEmpty),
        !step.isForRounds || !isLoop && (step == .group && !isTry || step == .spawn || step == .repeat)
      {
        problems.add("\(key) can't have \(step.rawValue)", at: item.place)
        continue
      }
      let read = readStep(item, of: owner, isInLoop: isLoop || isInLoop)
      if read.compactMap(\.spawnedTask).contains(where: { $0.withSpawnedSiblings.count > 1 }) {
        problems.add("what a loop spawns can't spawn: each of its rounds would add the same siblings", at: item.place)
      }
      if read.contains(where: \.isUntilTold) {
        problems.add("\(key) can't have until: told, which nothing but the end follows", at: item.place)
      }
      steps += read
    }
    return steps
  }

  private mutating func readNestedGroup(
    _ node: YAMLNode, of task: String, ignoreError: Bool, isInLoop: Bool = false
  ) -> Step {
    let group = readGroup(
      node, defaultName: groupNames.next(), pathPrefix: pathPrefix(ofTask: task), isInLoop: isInLoop)
    if group.isNamed { groupNames.unnamed -= 1 }
    if !groupNames.taken.insert(group.name).inserted {
      problems.add("the task has another group called \(SafeText.brief(group.name))", at: node.place)
    }
    return .group(group, ignoreError: ignoreError)
  }

  /// What a step goes on until.
  private mutating func awaited(_ node: YAMLNode) -> Awaited? {
    guard let (parts, time) = awaitedParts(node, "until") else { return nil }
    if parts.count + (time == nil ? 0 : 1) > 1, parts.contains(.told) {
      let isOfTime = parts.allSatisfy { $0 == .told }
      problems.add(
        isOfTime
          ? "use work with that time alone: work ends early when the task is told"
          : "leave out told: a task that waits for something else is told, too; to go on then, put this in a try",
        at: node.place)
      return nil
    }
    guard let first = parts.first else {
      problems.add("until needs more than a time; to work for a while, use work", at: node.place)
      return nil
    }
    return parts.count == 1 && time == nil ? first : .any(parts, or: time)
  }

  /// `told`, `db starts`, `db fails`, `db out` or the name of a signal; or several of these and a time, with `or` between.
  mutating func awaitedParts(_ node: YAMLNode, _ what: String) -> (parts: [Awaited], time: Duration?)? {
    guard let text = oneLine(node, what) else { return nil }
    var parts: [Awaited] = []
    var time: Duration?
    for text in text.parts(between: " or ") {
      if text.first?.isDigit == true, let duration = try? DurationText.read(text) {
        time = min(time ?? duration, duration)
      } else if let part = part(text, of: node) {
        parts.append(part)
      } else {
        return nil
      }
    }
    return (parts, time)
  }

  private mutating func part(_ text: String, of node: YAMLNode) -> Awaited? {
    if text == "told" { return .told }
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    let path = words.dropLast().joined(separator: " ")
    if !path.isEmpty, let happening = words.last.flatMap({ Beat.Happening(rawValue: String($0)) }), happening != .told {
      awaitedTasks.append((path, node))
      switch happening {
      case .starts: return .start(path)
      case .fails: return .failure(path)
      case .out, .told: return .out(path)
      }
    }
    guard let name = signalName(text, at: node.place) else { return nil }
    awaitedSignals.append((name, node))
    return .signal(name)
  }

  private mutating func signalName(_ node: YAMLNode) -> String? {
    guard let text = text(node, "the signal's name") else { return nil }
    return signalName(text, at: node.place)
  }

  private mutating func signalName(_ name: String, at place: Place) -> String? {
    if let complaint = NameRule.complaint(about: name) {
      problems.add("the signal's name \(complaint): \(SafeText.brief(name))", at: place)
      return nil
    }
    guard name != "told" else {
      problems.add("a signal can't be called told: until: told waits for the task's context", at: place)
      return nil
    }
    return name
  }

  /// Whether any step waits for another task or for a signal.
  var awaitsAnything: Bool { !awaitedTasks.isEmpty || !awaitedSignals.isEmpty }

  /// A problem for each task and signal that a step waits for and that nothing gives. Called when all has been read.
  mutating func checkAwaited(in group: GroupPlan, _ entries: [ScenarioPaths.Entry]) {
    guard awaitsAnything else { return }
    let paths = entries.map(\.path)
    let known = Set(paths)
    let looped = Set(entries.filter(\.isOfLoop).map(\.path))
    for (path, node) in awaitedTasks {
      if looped.contains(path) {
        problems.add("\(SafeText.brief(path)) is one of many of a loop, which can't be waited for", at: node.place)
      }
      _ = check(path: path, in: node, paths: paths, known: known)
    }
    let given = group.givenSignals
    for (name, node) in awaitedSignals where !given.contains(name) {
      let task = known.contains(name) ? SafeText.make(name) + " out" : nil
      problems.add(
        "no step gives the signal \(SafeText.brief(name)); a step gives one with signal: \(SafeText.make(name)), and what "
          + "a task does is awaited as NAME starts, NAME fails or NAME out", at: node.place,
        suggestion: task ?? closest(to: name, in: given.sorted() + ["told"]))
    }
  }

  private mutating func readAction(_ action: StepKey, _ value: YAMLNode) -> Step? {
    switch action {
    case .work:
      return duration(value, "work").map { .work($0, listens: true) }
    case .busy:
      return duration(value, "busy").map { .work($0, listens: false) }
    case .until:
      return awaited(value).map { .wait($0) }
    case .signal:
      return signalName(value).map { .signal($0) }
    case .cancel:
      if value.isNothing { return .cancel(cause: nil) }
      return text(value, "the cause").map { .cancel(cause: $0) }
    case .use:
      guard let text = text(value, "use") else { return nil }
      if text == "group-context" { return .useGroupContext }
      problems.add(
        "use must be group-context, not \(SafeText.brief(text))", at: value.place, suggestion: "group-context")
      return nil
    case .keep:
      return text(value, "the error").map { .keep($0) }
    case .log:
      return text(value, "log").map { .log($0) }
    case .return:
      if value.isNothing { return .finish }
      problems.add("return takes no value; to return an error, use fail", at: value.place)
      return nil
    case .fail:
      return text(value, "the error").map { .fail($0) }
    case .panic:
      return text(value, "the error").map { .panic($0) }
    case .exit:
      if value.isNothing { return .exit(Exit()) }
      guard let text = text(value, "the status or the text") else { return nil }
      guard Exit.isStatus(text) else { return .exit(Exit(text: text)) }
      return wholeNumber(value, "the status", in: Exit.statuses).map { .exit(Exit(status: $0)) }
    case .repeat, .try, .group, .spawn, .ignoreError:
      return nil
    case .send, .receive, .range, .close, .each, .count, .blocking, .else, .timeout, .acquire, .release, .limit, .load,
      .call:
      return nil
    }
  }
}
