import CascadeText

/// What tasks share of the library's: semaphores, and calls by single flight.
extension ScenarioReader {
  /// A mapping from name to number of permits.
  mutating func readSemaphores(_ node: YAMLNode) -> [SemaphorePlan] {
    var semaphores: [SemaphorePlan] = []
    for (key, value) in entries(node, "semaphores") {
      guard let name = name(key, "a semaphore's name"),
        let permits = wholeNumber(value, "the number of permits", in: 1...Self.mostTasks)
      else { continue }
      semaphores.append(SemaphorePlan(name: name, permits: permits))
    }
    return semaphores
  }

  /// Reads a step that has to do with one of these; none where it has nothing to do with any.
  mutating func readSharedStep(_ action: StepKey, _ fields: Fields<StepKey>, of owner: StepOwner) -> Step? {
    guard let value = fields[action] else { return nil }
    let listens = !(fields[.blocking].flatMap { flag($0, "blocking") } ?? false)
    if action == .acquire || action == .release {
      guard let semaphore = semaphore(value) else { return nil }
      let count = fields[.count].flatMap { wholeNumber($0, "count", in: 1...Self.mostTasks) } ?? 1
      if count > semaphore.permits {
        problems.add(
          "a task would wait for \(count) permits forever: \(SafeText.brief(semaphore.name)) has \(semaphore.permits)",
          at: fields.place(of: .count))
      }
      if action == .acquire, let otherwise = readElse(fields, of: owner) {
        return .attempt(AttemptStep(.acquire(semaphore.name, count: count), otherwise: otherwise))
      }
      return .permits(
        action == .acquire
          ? .acquire(semaphore.name, count: count, listens: listens) : .release(semaphore.name, count: count))
    }
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
          "call can't have cancel, use, acquire, release, load and exit: it is no part of the task", at: node.place)
      }
      return .flight(FlightStep(key: key, call: call, listens: listens))
    }
    return nil
  }

  private mutating func semaphore(_ node: YAMLNode) -> SemaphorePlan? {
    guard let name = text(node, "the semaphore's name") else { return nil }
    if let semaphore = semaphores.first(where: { $0.name == name }) { return semaphore }
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
