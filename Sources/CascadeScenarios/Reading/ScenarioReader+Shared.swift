import CascadeText

enum LimiterKey: String, FileKey {
  case every, burst

  static let owner = "a limiter"

  var meaning: String {
    switch self {
    case .every: "How long it takes until there is another token."
    case .burst: "How many tokens it keeps, and has at the beginning. Default: 1."
    }
  }
}

/// What tasks share of the library's: semaphores, and calls by single flight; and limiters.
extension ScenarioReader {
  /// A mapping from name to number of permits.
  mutating func readSemaphores(_ node: YAMLNode) -> [SemaphorePlan] {
    var semaphores: [SemaphorePlan] = []
    for (key, value) in entries(node, "semaphores") {
      guard let name = name(key, "a semaphore's name") else { continue }
      // What can't be read is told, and stands for any.
      let permits = wholeNumber(value, "the number of permits", in: 1...Self.mostTasks)
      semaphores.append(SemaphorePlan(name: name, permits: permits ?? Self.mostTasks))
    }
    return semaphores
  }

  /// A mapping from name to how often a token comes, or to more of it.
  mutating func readLimiters(_ node: YAMLNode) -> [LimiterPlan] {
    var limiters: [LimiterPlan] = []
    for (key, value) in entries(node, "limiters") {
      guard let name = name(key, "a limiter's name") else { continue }
      // What can't be read is told, and stands for any.
      var limiter = LimiterPlan(name: name, every: .milliseconds(1))
      var every: YAMLNode? = value
      if value.text == nil {
        guard let fields = Fields<LimiterKey>(value, problems: &problems) else { continue }
        every = fields[.every]
        if fields.lacks(.every) { problems.add("a limiter needs every", at: fields.place) }
        limiter.burst = fields[.burst].flatMap { wholeNumber($0, "burst", in: 1...Self.mostTasks) } ?? 1
      }
      if let every, let time = duration(every, "every") {
        if time == .zero { problems.add("every must be longer than 0", at: every.place) }
        limiter.every = time
      }
      limiters.append(limiter)
    }
    return limiters
  }

  private mutating func limiter(_ node: YAMLNode) -> LimiterPlan? {
    guard let name = text(node, "the limiter's name") else { return nil }
    if let limiter = limiters.first(where: { $0.name == name }) { return limiter }
    if unread.contains("limiters") { return LimiterPlan(name: name, every: .milliseconds(1)) }
    problems.add(
      "there is no limiter \(SafeText.brief(name))" + (limiters.isEmpty ? "; list it in limiters of the file" : ""),
      at: node.place, suggestion: closest(to: name, in: limiters.map(\.name)))
    return nil
  }

  /// Reads a step that has to do with one of these; none where it has nothing to do with any.
  mutating func readSharedStep(_ action: StepKey, _ fields: Fields<StepKey>, of owner: StepOwner) -> Step? {
    guard let value = fields[action] else { return nil }
    let listens = !(fields[.blocking].flatMap { flag($0, "blocking") } ?? false)
    if action == .acquire || action == .release {
      guard let semaphore = semaphore(value) else { return nil }
      let count = fields[.count].flatMap { wholeNumber($0, "count", in: 1...Self.mostTasks) } ?? 1
      if count > semaphore.permits {
        let has = "\(SafeText.brief(semaphore.name)) has \(semaphore.permits)"
        problems.add(
          action == .acquire
            ? "a task would wait for \(count) permits forever: \(has)"
            : "a task can't give back \(count) permits: \(has)", at: fields.place(of: .count))
      }
      if action == .acquire, let otherwise = readElse(fields, of: owner) {
        return .attempt(AttemptStep(.acquire(semaphore.name, count: count), otherwise: otherwise))
      }
      return .permits(
        action == .acquire
          ? .acquire(semaphore.name, count: count, listens: listens) : .release(semaphore.name, count: count))
    }
    if action == .limit { return limiter(value).map { .permits(.token($0.name)) } }
    if action == .load {
      guard let key = name(value, "the key"), let node = fields[.call] else {
        if fields.lacks(.call) { problems.add("load needs call, what the task does that asks first", at: fields.place) }
        return nil
      }
      let call =
        node.text == nil
        ? readInnerSteps(node, "call", of: owner) : duration(node, "call").map { [.work($0, listens: true)] } ?? []
      if call.flatMap(\.withInner).contains(where: { $0.traits.usesGroup || $0.isShared || $0.isExit }) {
        problems.add(
          "call can't have cancel, use, timeout, acquire, release, limit, load and exit: it is no part of the task",
          at: node.place)
      }
      return .flight(FlightStep(key: key, call: call, listens: listens))
    }
    return nil
  }

  private mutating func semaphore(_ node: YAMLNode) -> SemaphorePlan? {
    guard let name = text(node, "the semaphore's name") else { return nil }
    if let semaphore = semaphores.first(where: { $0.name == name }) { return semaphore }
    if unread.contains("semaphores") { return SemaphorePlan(name: name, permits: Self.mostTasks) }
    problems.add(
      "there is no semaphore \(SafeText.brief(name))"
        + (semaphores.isEmpty ? "; list it in semaphores of the file" : ""),
      at: node.place, suggestion: closest(to: name, in: semaphores.map(\.name)))
    return nil
  }
}

extension Step {
  /// Whether it uses what is the task's own to share.
  fileprivate var isShared: Bool {
    if case .permits = self { return true }
    if case .flight = self { return true }
    if case .attempt(let step) = self { return step.semaphore != nil }
    return false
  }
}

// MARK: A try

extension ScenarioReader {
  /// Reads steps whose error the task handles itself.
  mutating func readTry(
    _ node: YAMLNode, _ fields: Fields<StepKey>, of owner: StepOwner, isInLoop: Bool
  ) -> Step {
    let inside = readInnerSteps(node, "try", of: owner, isInLoop: isInLoop)
    let step = TryStep(
      timed(inside, fields),
      otherwise: fields[.else].map { readInnerSteps($0, "else", of: owner, isInLoop: isInLoop) } ?? [])
    let place = fields.place(of: .else)
    if let what = step.steps.refusedInTry {
      problems.add("try can't have \(what)", at: node.place)
    } else if case .list(let items) = node.content, inside.count >= items.count, !step.mayFail(isDeaf: false) {
      // Of steps with a mistake nothing is known.
      problems.add("try needs a step that may fail or be cut short", at: node.place)
    }
    if step.otherwise.flatMap(\.withInner).contains(.useGroupContext) {
      problems.add("else of try can't have use: let it stand behind the try", at: place)
    }
    let inner = step.otherwise.flatMap(\.withUncaught)
    if let name = inner.compactMap(\.acquired).first(where: { !step.otherwise.released.contains($0) }) {
      problems.add("else of try needs a release of \(SafeText.brief(name)): it acquires some", at: place)
    }
    if owner == .beforeWait, step.otherwise.dropLast().contains(where: { $0.traits.listening != .never }) {
      problems.add("in before-wait, only the last step in else can listen", at: place)
    }
    return .handling(step)
  }

  /// The same steps, or one that gives them so long.
  mutating func timed(_ steps: [Step], _ fields: Fields<StepKey>) -> [Step] {
    guard let timeout = fields[.timeout].flatMap({ duration($0, "timeout") }), !steps.isEmpty else { return steps }
    if fields[.try] != nil, !steps.contains(where: { $0.traits.listening != .never }) {
      problems.add("timeout needs a step that listens: nothing else is late", at: fields.place(of: .timeout))
    }
    return [.timed(TimedStep(steps, timeout: timeout))]
  }
}

extension [Step] {
  /// What can't be in a try: it returns from the task, not from the call that the try stands for, or is no error in Go.
  fileprivate var refusedInTry: String? {
    let all = flatMap(\.withInner)
    if all.contains(.finish) { return "return, which ends the task: what fails is handled, and the rest goes on" }
    if all.contains(.useGroupContext) { return "use: let it stand before the try" }
    if all.contains(where: \.waitsForFailure) { return "until NAME fails, which may end the task" }
    if all.contains(where: \.panics) { return "panic, also not in a group: Go has no error there" }
    return nil
  }
}

extension Step {
  /// Whether it has only so long, and never looks.
  var isTimedInVain: Bool {
    if case .timed(let step) = self { !step.steps.contains { $0.looksAtContext(isDeaf: true) } } else { false }
  }

  /// Whether it is a try whose steps may be cut short, and don't fail otherwise.
  var isCutShortInTry: Bool {
    if case .handling(let step) = self { step.mayFail(isDeaf: false) && !step.mayFail(isDeaf: true) } else { false }
  }

  var waitsForFailure: Bool {
    guard case .wait(let awaited) = self else { return false }
    return awaited.parts.contains { if case .failure = $0 { true } else { false } }
  }

  fileprivate var panics: Bool {
    if case .panic = self { return true }
    return nestedGroup?.ownSteps.flatMap(\.withInner).contains(where: \.panics) == true
  }
}
