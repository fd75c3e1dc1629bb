import CascadeText

enum ExpectKey: String, FileKey {
  case wait, returns, caller, left, exit, cause, tasks, contexts, after

  static let owner = "expect"

  var meaning: String {
    switch self {
    case .wait: "The text of the error that Wait returns, or none."
    case .returns: "When Wait returns, since the start of the run, or none for never."
    case .caller: "The text of the error that the caller returns after Wait, or none."
    case .left: "When the caller returned without waiting any longer, since the start of the run, or none."
    case .exit: "The status with which the program is ended early, or none."
    case .cause: "The cause of the group's context just after Wait, or none."
    case .tasks: "What becomes of tasks, by path."
    case .contexts: "The state of contexts in the end, by name; only in a scenario of contexts."
    case .after: "What becomes of after-functions, by name, or by path where a task has them."
    }
  }
}

enum ExpectedTaskKey: String, FileKey {
  case outcome, told, out, error

  static let owner = "an expected task"

  var meaning: String {
    switch self {
    case .outcome: "completed, failed, cancelled, propagated, rejected, skipped, not_started, stuck, exited or cut_off."
    case .told:
      "When the context that it was started with was done, since the start of the run, or none; a detached task's, too, though it isn't told."
    case .out: "When it returned, since the start of the run, or none."
    case .error: "The text of the error that it returned, or none."
    }
  }
}

enum ExpectedContextKey: String, FileKey {
  case error, cause, told

  static let owner = "an expected context"

  var meaning: String {
    switch self {
    case .error: "The text of its error, or none."
    case .cause: "The text of its cause, or none."
    case .told: "When it was done, since the start of the run, or none."
    }
  }
}

enum ExpectedAfterFunctionKey: String, FileKey {
  case state, fired, out

  static let owner = "an expected after-function"

  var meaning: String {
    switch self {
    case .state: "fired, stopped or waiting."
    case .fired: "When it was started, since the start of the run, or none."
    case .out: "When it returned, since the start of the run, or none."
    }
  }
}

extension ScenarioReader {
  /// Reads the claims about the end. `paths` are those of all tasks.
  mutating func readExpectation(_ node: YAMLNode, paths: [String], functions: [String]) -> ExpectedOutcome? {
    guard let fields = Fields<ExpectKey>(node, problems: &problems) else { return nil }
    var expectation = ExpectedOutcome()
    expectation.wait = fields[.wait].flatMap { textClaim($0, "wait") }
    expectation.returns = fields[.returns].flatMap { timeClaim($0, "returns") }
    expectation.caller = fields[.caller].flatMap { textClaim($0, "caller") }
    expectation.left = fields[.left].flatMap { timeClaim($0, "left") }
    expectation.exit = fields[.exit].flatMap { statusClaim($0) }
    expectation.cause = fields[.cause].flatMap { textClaim($0, "cause") }
    if fields[.contexts] != nil {
      problems.add("expect.contexts needs a scenario with contexts instead of a group", at: fields.place(of: .contexts))
    }
    expectation.afterFunctions = readFunctionClaims(fields[.after], functions)
    let known = Set(paths)
    guard let tasks = fields[.tasks] else { return expectation }
    for (key, value) in entries(tasks, "tasks") {
      guard let path = text(key, "a task's path"),
        check(path: path, in: key, paths: paths, known: known),
        let task = readExpectedTask(value, path: path)
      else { continue }
      expectation.tasks.append(task)
    }
    return expectation
  }

  /// Reads the claims about the end of a story about contexts alone.
  mutating func readExpectation(_ node: YAMLNode, of program: ContextProgram) -> ExpectedOutcome? {
    guard let fields = Fields<ExpectKey>(node, problems: &problems) else { return nil }
    for key in [ExpectKey.wait, .returns, .caller, .left, .exit, .cause, .tasks] where fields[key] != nil {
      problems.add("expect.\(key.rawValue) needs a scenario with a group", at: fields.place(of: key))
    }
    var expectation = ExpectedOutcome()
    let contexts = program.contextNames
    let contextClaims = fields[.contexts].map { entries($0, "contexts") } ?? []
    for (key, value) in contextClaims {
      guard let name = text(key, "a context's name"),
        check(path: name, in: key, paths: contexts, known: Set(contexts), noun: "context")
      else { continue }
      var context = ExpectedOutcome.OfContext(name: name)
      if value.text != nil {
        context.error = textClaim(value, "error")
      } else if let fields = Fields<ExpectedContextKey>(value, problems: &problems) {
        context.error = fields[.error].flatMap { textClaim($0, "error") }
        context.cause = fields[.cause].flatMap { textClaim($0, "cause") }
        context.told = fields[.told].flatMap { timeClaim($0, "told") }
      }
      expectation.contexts.append(context)
    }
    expectation.afterFunctions = readFunctionClaims(fields[.after], program.afterFunctionNames)
    return expectation
  }

  private mutating func readFunctionClaims(
    _ node: YAMLNode?, _ functions: [String]
  ) -> [ExpectedOutcome.OfAfterFunction] {
    var claims: [ExpectedOutcome.OfAfterFunction] = []
    guard let node else { return [] }
    for (key, value) in entries(node, "after") {
      guard let name = text(key, "an after-function's name"),
        check(path: name, in: key, paths: functions, known: Set(functions), noun: "after-function")
      else { continue }
      var function = ExpectedOutcome.OfAfterFunction(name: name)
      if value.text != nil {
        function.state = afterFunctionState(value)
      } else if let fields = Fields<ExpectedAfterFunctionKey>(value, problems: &problems) {
        function.state = fields[.state].flatMap { afterFunctionState($0) }
        function.fired = fields[.fired].flatMap { timeClaim($0, "fired") }
        function.out = fields[.out].flatMap { timeClaim($0, "out") }
      }
      claims.append(function)
    }
    return claims
  }

  private mutating func afterFunctionState(_ node: YAMLNode) -> ExpectedOutcome.Stated<AfterFunctionState>? {
    word(node, "state", as: AfterFunctionState.self, synonyms: ["started": .fired, "ran": .fired])
      .map { ExpectedOutcome.Stated($0, place: node.place) }
  }

  private mutating func readExpectedTask(_ node: YAMLNode, path: String) -> ExpectedOutcome.OfTask? {
    var task = ExpectedOutcome.OfTask(path: path)
    if node.text != nil {
      task.outcome = outcome(node)
      return task
    }
    guard let fields = Fields<ExpectedTaskKey>(node, problems: &problems) else { return nil }
    task.outcome = fields[.outcome].flatMap { outcome($0) }
    task.told = fields[.told].flatMap { timeClaim($0, "told") }
    task.out = fields[.out].flatMap { timeClaim($0, "out") }
    task.error = fields[.error].flatMap { textClaim($0, "error") }
    return task
  }

  private mutating func outcome(_ node: YAMLNode) -> ExpectedOutcome.Stated<TaskOutcome>? {
    let synonyms: [String: TaskOutcome] = [
      "canceled": .cancelled, "done": .completed, "ok": .completed, "success": .completed, "succeeded": .completed,
      "error": .failed, "fails": .failed, "refused": .rejected, "passed on": .propagated,
    ]
    return word(node, "outcome", as: TaskOutcome.self, synonyms: synonyms)
      .map { ExpectedOutcome.Stated($0, place: node.place) }
  }

  private mutating func textClaim(_ node: YAMLNode, _ what: String) -> ExpectedOutcome.Stated<
    ExpectedOutcome.Claim<String>
  >? {
    text(node, what).map { ExpectedOutcome.Stated($0 == "none" ? .none : .some($0), place: node.place) }
  }

  private mutating func statusClaim(_ node: YAMLNode) -> ExpectedOutcome.Stated<ExpectedOutcome.Claim<Int>>? {
    if node.text == "none" { return ExpectedOutcome.Stated(.none, place: node.place) }
    return wholeNumber(node, "the status", in: Exit.statuses).map {
      ExpectedOutcome.Stated(.some($0), place: node.place)
    }
  }

  private mutating func timeClaim(
    _ node: YAMLNode, _ what: String
  ) -> ExpectedOutcome.Stated<ExpectedOutcome.Claim<Duration>>? {
    if node.text == "none" { return ExpectedOutcome.Stated(.none, place: node.place) }
    return duration(node, what).map { ExpectedOutcome.Stated(.some($0), place: node.place) }
  }
}

enum GoalKey: String, FileKey {
  case say, law, moves

  static let owner = "goal"

  var meaning: String {
    switch self {
    case .say: "The goal in words."
    case .law: "What has to hold of the run then, as `cascade explore --law` takes it."
    case .moves: "How many changes may be made. Default: 1."
    }
  }
}

extension ScenarioReader {
  /// Reads what a challenge is about; `group` has the tasks that the law may name.
  mutating func readGoal(_ node: YAMLNode, of group: GroupPlan) -> Goal? {
    guard let fields = Fields<GoalKey>(node, problems: &problems) else { return nil }
    for key in [GoalKey.say, .law] where fields.lacks(key) {
      problems.add("a goal needs \(key.rawValue)", at: fields.place)
    }
    let say = fields[.say].flatMap { oneLine($0, "say") }
    let moves = fields[.moves].flatMap { wholeNumber($0, "moves", in: 1...9) } ?? 1
    guard let lawNode = fields[.law], let text = text(lawNode, "law") else { return nil }
    do {
      let law = try LawReader.read(text, of: Scenario(title: "", group: group))
      return say.map { Goal(say: $0, law: law, moves: moves, place: node.place) }
    } catch {
      let place = lawNode.place(ofCharacter: error.column - 1, in: source)
      problems.add("law: \(error.message)", at: place, suggestion: error.suggestion)
      return nil
    }
  }
}
