import Cascade
import CascadeTrace

/// Writes lists of events down as a story: `s.at(1200); s.fail("root/b", "503"); s.keep("root", "root/b", "503")`.
struct Script {
  private(set) var events: [Event] = []
  private var now = Context.Instant.zero

  init(_ tell: (inout Script) -> Void) { tell(&self) }

  var recording: Recording { Recording(events) }

  /// The clock stands at so many milliseconds.
  mutating func at(_ milliseconds: Int64) { now = .milliseconds(milliseconds) }

  /// The clock goes on by so many microseconds.
  mutating func micro(_ count: Int64) { now = now.advanced(by: .microseconds(count)) }

  mutating func add(_ id: String, _ kind: Event.Kind) {
    events.append(Event(seq: events.count, t: now, id: id, kind: kind))
  }

  // MARK: The run and its contexts

  mutating func begin(_ title: String? = nil) {
    add("", .runStarted(Event.RunStart(clock: .virtual, seed: 7, scenario: title)))
  }

  mutating func beginLive() { add("", .runStarted(Event.RunStart(clock: .live))) }

  mutating func end(_ ending: Event.RunEnding = .completed) { add("", .runEnded(ending)) }

  mutating func context(_ id: String, in parent: String = "", _ what: Event.ContextMade.What, deadline: Int64? = nil) {
    add(
      id,
      .contextMade(
        Event.ContextMade(
          parent: parent, what: what, name: id.lastName, deadline: deadline.map(Context.Instant.milliseconds))))
  }

  mutating func group(_ id: String, in parent: String = "", kind: String = "errgroup", options: [String] = []) {
    add(id, .groupOpened(Event.GroupOpened(parent: parent, name: id.lastName, kind: kind, options: options)))
  }

  mutating func wait(_ group: String, by who: String = "") { add(group, .groupWaiting(who: who)) }
  mutating func close(_ group: String, _ error: String? = nil) { add(group, .groupClosed(error: error)) }

  mutating func keep(_ group: String, _ task: String, _ error: String) {
    add(group, .groupFailureKept(task: task, error: error))
  }

  // MARK: Tasks

  mutating func spawn(_ ids: String...) {
    for id in ids {
      add(id, .taskSpawned(Event.TaskSpawned(group: id.parentPath, name: id.lastName, location: nil)))
    }
  }

  mutating func start(_ ids: String...) { for id in ids { add(id, .taskStarted) } }

  /// Spawns and starts.
  mutating func go(_ ids: String...) {
    for id in ids {
      spawn(id)
      start(id)
    }
  }

  mutating func done(_ ids: String...) { for id in ids { add(id, .taskOut(Event.TaskOut(outcome: .completed))) } }

  mutating func fail(_ id: String, _ error: String, kept: Bool = true) {
    add(id, .taskOut(Event.TaskOut(outcome: .failed, error: error, kept: kept)))
  }

  mutating func pass(_ id: String, _ error: String, through group: String, kept: Bool = true) {
    add(id, .taskOut(Event.TaskOut(outcome: .propagated, error: error, kept: kept, through: group)))
  }

  mutating func cut(_ id: String, _ error: String? = "context canceled", kept: Bool = false) {
    add(id, .taskOut(Event.TaskOut(outcome: .cancelled, error: error, kept: kept)))
  }

  mutating func step(_ id: String, _ index: Int = 0, _ label: String = "work", listens: Bool = true) {
    add(id, .note(.step(index: index, label: label, planned: nil, listens: listens)))
  }

  /// It plans so many milliseconds and begins with all of them.
  mutating func work(_ id: String, _ milliseconds: Int64, listens: Bool = true) {
    add(id, .note(.plan(total: .milliseconds(milliseconds))))
    add(id, .note(.step(index: 0, label: "work", planned: .milliseconds(milliseconds), listens: listens)))
  }

  mutating func cleanup(_ id: String, _ milliseconds: Int64) {
    add(id, .note(.cleanup(planned: .milliseconds(milliseconds))))
  }

  // MARK: Told

  /// One walk: groups and contexts by `contexts`, everybody else as tasks, in the order given.
  mutating func tell(
    _ ids: [String], contexts: Set<String>, _ reason: Cancellation.Reason, cause: String, origin: String
  ) {
    let error = reason == .deadlineExceeded ? "context deadline exceeded" : "context canceled"
    let told = Event.Told(error: error, reason: reason, cause: cause, origin: origin)
    for id in ids { add(id, contexts.contains(id) ? .contextTold(told) : .taskTold(told)) }
  }
}

extension Context.Instant {
  static func milliseconds(_ count: Int64) -> Context.Instant { Context.Instant(nanoseconds: count * 1_000_000) }
}

extension String {
  fileprivate var lastName: String { split(separator: "/").last.map(String.init) ?? self }
  fileprivate var parentPath: String { split(separator: "/").dropLast().joined(separator: "/") }
}

extension RunState {
  /// The state of a task, by path.
  func task(_ id: String) -> TaskState? { row(id)?.taskState }
}

extension Recording {
  /// The state after the last event of an instant.
  func state(atMilliseconds milliseconds: Int64) -> RunState { state(at: cursor(at: .milliseconds(milliseconds))) }
}
