extension ScenarioReader {
  /// Reads the claims about the end. `paths` are those of all tasks.
  mutating func readExpectation(_ node: YAMLNode, paths: [String]) -> ExpectedOutcome? {
    guard let fields = Fields<ExpectKey>(node, problems: &problems) else { return nil }
    var expectation = ExpectedOutcome()
    expectation.wait = fields[.wait].flatMap { textClaim($0, "wait") }
    expectation.cause = fields[.cause].flatMap { textClaim($0, "cause") }
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

  private mutating func timeClaim(
    _ node: YAMLNode, _ what: String
  ) -> ExpectedOutcome.Stated<ExpectedOutcome.Claim<Duration>>? {
    if node.text == "none" { return ExpectedOutcome.Stated(.none, place: node.place) }
    return duration(node, what).map { ExpectedOutcome.Stated(.some($0), place: node.place) }
  }
}
