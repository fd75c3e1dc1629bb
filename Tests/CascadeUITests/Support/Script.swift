import Cascade

/// Events written down by hand, one line each, with times in milliseconds.
struct Script {
  private(set) var events: [Event] = []

  mutating func at(_ milliseconds: Int64, _ id: String, _ kind: Event.Kind) {
    let t = Context.Instant(nanoseconds: milliseconds * 1_000_000)
    events.append(Event(seq: events.count, t: t, id: id, kind: kind))
  }

  mutating func begin(_ title: String, clock: Event.RunStart.Clock = .virtual) {
    at(0, "", .runStarted(Event.RunStart(clock: clock, seed: clock == .virtual ? 7 : nil, scenario: title)))
    at(0, "main", .contextMade(Event.ContextMade(parent: "", what: .background, name: "main")))
  }

  mutating func context(
    _ milliseconds: Int64, _ id: String, in parent: String, _ what: Event.ContextMade.What, deadline: Int64? = nil
  ) {
    let end = deadline.map { Context.Instant(nanoseconds: $0 * 1_000_000) }
    at(milliseconds, id, .contextMade(Event.ContextMade(parent: parent, what: what, name: lastName(id), deadline: end)))
  }

  mutating func group(
    _ milliseconds: Int64, _ id: String, in parent: String, kind: String = "errgroup", options: [String] = []
  ) {
    at(
      milliseconds, id,
      .groupOpened(
        Event.GroupOpened(parent: parent, name: lastName(id), kind: kind, options: options)))
  }

  mutating func spawn(_ milliseconds: Int64, _ id: String, in group: String) {
    at(milliseconds, id, .taskSpawned(Event.TaskSpawned(group: group, name: lastName(id), location: "Demo.swift:12")))
  }

  /// Spawned and started at once.
  mutating func start(_ milliseconds: Int64, _ id: String, in group: String) {
    spawn(milliseconds, id, in: group)
    at(milliseconds, id, .taskStarted)
  }

  mutating func step(_ milliseconds: Int64, _ id: String, _ label: String, listens: Bool = true) {
    at(milliseconds, id, .note(.step(index: 0, label: label, planned: nil, listens: listens)))
  }

  mutating func out(
    _ milliseconds: Int64, _ id: String, _ outcome: Event.TaskOut.Outcome, _ error: String? = nil, kept: Bool = false,
    through: String? = nil
  ) {
    at(milliseconds, id, .taskOut(Event.TaskOut(outcome: outcome, error: error, kept: kept, through: through)))
  }

  /// A failure that its group keeps, and with which it cancels its context.
  mutating func fail(_ milliseconds: Int64, _ id: String, in group: String, _ error: String, telling tasks: [String]) {
    out(milliseconds, id, .failed, error, kept: true)
    at(milliseconds, group, .groupFailureKept(task: id, error: error))
    tell(milliseconds, [group] + tasks, reason: .siblingFailed, cause: error, origin: id, contexts: [group])
  }

  mutating func tell(
    _ milliseconds: Int64, _ ids: [String], error: String = "context canceled", reason: Cancellation.Reason,
    cause: String, origin: String, contexts: Set<String> = []
  ) {
    let told = Event.Told(error: error, reason: reason, cause: cause, origin: origin)
    for id in ids { at(milliseconds, id, contexts.contains(id) ? .contextTold(told) : .taskTold(told)) }
  }

  mutating func end(_ milliseconds: Int64, _ ending: Event.RunEnding = .completed) {
    at(milliseconds, "", .runEnded(ending))
  }

  private func lastName(_ id: String) -> String {
    id.split(separator: "/").last.map(String.init) ?? id
  }
}
