package import Cascade
import CascadeEvents
package import CascadeTrace

/// Writes lists of events down as a story: `s.at(1200); s.fail("root/b", "503"); s.keep("root", "root/b", "503")`; or with
/// the time in front, one line each: `s.fail(1200, "root/b", in: "root", "503", telling: ["root/c"])`.
package struct Script {
  package private(set) var events: [Event] = []
  private var now = Context.Instant.zero

  package init() {}

  package init(_ tell: (inout Script) -> Void) { tell(&self) }

  package var recording: Recording { Recording(events) }

  /// The clock stands at so many milliseconds.
  package mutating func at(_ milliseconds: Int64) { now = .milliseconds(milliseconds) }

  /// The clock goes on by so many microseconds.
  package mutating func micro(_ count: Int64) { now = now.advanced(by: .microseconds(count)) }

  package mutating func add(_ id: String, _ kind: Event.Kind) {
    events.append(Event(seq: events.count, t: now, id: id, kind: kind))
  }

  // MARK: The run and its contexts

  package mutating func begin(_ title: String? = nil) {
    add("", .runStarted(Event.RunStart(clock: .virtual, seed: 7, scenario: title)))
  }

  package mutating func beginLive() { add("", .runStarted(Event.RunStart(clock: .live))) }

  package mutating func end(_ ending: Event.RunEnding = .completed) { add("", .runEnded(ending)) }

  package mutating func context(
    _ id: String, in parent: String = "", _ what: Event.ContextMade.What, deadline: Int64? = nil
  ) {
    add(
      id,
      .contextMade(
        Event.ContextMade(
          parent: parent, what: what, name: id.lastName, deadline: deadline.map(Context.Instant.milliseconds))))
  }

  package mutating func group(_ id: String, in parent: String = "", kind: String = "errgroup", options: [String] = []) {
    let policy = GroupKind(rawValue: kind)?.policy ?? Event.Policy(kind, keeps: .first, cancelsOn: .failure)
    add(
      id,
      .groupOpened(
        Event.GroupOpened(
          parent: parent, name: id.lastName, policy: policy, options: options.map { Event.GroupOption(reading: $0) })))
  }

  package mutating func wait(_ group: String, by who: String = "") { add(group, .groupWaiting(who: who)) }
  package mutating func close(_ group: String, _ error: String? = nil) {
    add(group, .groupClosed(error: error.map { Event.ErrorInfo(reading: $0) }))
  }

  package mutating func keep(_ group: String, _ task: String, _ error: String) {
    add(group, .groupFailureKept(task: task, error: Event.ErrorInfo(reading: error)))
  }

  // MARK: Tasks

  package mutating func spawn(_ ids: String...) {
    for id in ids {
      add(id, .taskSpawned(Event.TaskSpawned(group: id.parentPath, name: id.lastName, location: nil)))
    }
  }

  package mutating func start(_ ids: String...) { for id in ids { add(id, .taskStarted) } }

  /// Spawns and starts.
  package mutating func go(_ ids: String...) {
    for id in ids {
      spawn(id)
      start(id)
    }
  }

  package mutating func done(_ ids: String...) {
    for id in ids { add(id, .taskOut(Event.TaskOut(outcome: .completed))) }
  }

  package mutating func fail(_ id: String, _ error: String, kept: Bool = true) {
    add(id, .taskOut(Event.TaskOut(outcome: .failed, error: Event.ErrorInfo(reading: error), kept: kept)))
  }

  package mutating func pass(_ id: String, _ error: String, through group: String, kept: Bool = true) {
    let error = Event.ErrorInfo(reading: error)
    add(id, .taskOut(Event.TaskOut(outcome: .propagated, error: error, kept: kept, through: group)))
  }

  package mutating func cut(_ id: String, _ error: String? = "context canceled", kept: Bool = false) {
    let error = error.map { Event.ErrorInfo(reading: $0) }
    add(id, .taskOut(Event.TaskOut(outcome: .cancelled, error: error, kept: kept)))
  }

  /// A step that listens to nothing is `busy`, as scenarios name it.
  package mutating func step(_ id: String, _ index: Int = 0, _ label: String? = nil, listens: Event.Listening = .yes) {
    add(
      id, .note(.step(index: index, label: label ?? (listens == .no ? "busy" : "work"), planned: nil, listens: listens))
    )
  }

  /// It plans so many milliseconds and begins with all of them.
  package mutating func work(_ id: String, _ milliseconds: Int64, listens: Event.Listening = .yes) {
    add(id, .note(.plan(total: .milliseconds(milliseconds))))
    let label = listens == .no ? "busy" : "work"
    add(id, .note(.step(index: 0, label: label, planned: .milliseconds(milliseconds), listens: listens)))
  }

  package mutating func cleanup(_ id: String, _ milliseconds: Int64) {
    add(id, .note(.cleanup(planned: .milliseconds(milliseconds))))
  }

  // MARK: Told

  /// One walk: groups and contexts by `contexts`, all others as tasks, in the order given.
  package mutating func tell(
    _ ids: [String], contexts: Set<String>, _ reason: Cancellation.Reason, cause: String, origin: String
  ) {
    let told = Event.Told(reason: reason, causeText: cause, origin: origin)
    for id in ids { add(id, contexts.contains(id) ? .contextTold(told) : .taskTold(told)) }
  }
}

// MARK: - With the time in front

extension Script {
  /// What happened at so many milliseconds.
  package mutating func at(_ milliseconds: Int64, _ id: String, _ kind: Event.Kind) {
    at(milliseconds)
    add(id, kind)
  }

  /// The beginning of a run whose background context is called `main`.
  package mutating func beginInMain(_ title: String, clock: Event.RunStart.Clock = .virtual) {
    at(0, "", .runStarted(Event.RunStart(clock: clock, seed: clock == .virtual ? 7 : nil, scenario: title)))
    at(0, "main", .contextMade(Event.ContextMade(parent: "", what: .background, name: "main")))
  }

  package mutating func context(
    _ milliseconds: Int64, _ id: String, in parent: String, _ what: Event.ContextMade.What, deadline: Int64? = nil
  ) {
    at(milliseconds)
    context(id, in: parent, what, deadline: deadline)
  }

  package mutating func group(
    _ milliseconds: Int64, _ id: String, in parent: String, kind: String = "errgroup", options: [String] = []
  ) {
    at(milliseconds)
    group(id, in: parent, kind: kind, options: options)
  }

  package mutating func spawn(_ milliseconds: Int64, _ id: String, in group: String) {
    at(milliseconds, id, .taskSpawned(Event.TaskSpawned(group: group, name: id.lastName, location: "Demo.swift:12")))
  }

  /// Spawned and started at once.
  package mutating func start(_ milliseconds: Int64, _ id: String, in group: String) {
    spawn(milliseconds, id, in: group)
    start(id)
  }

  package mutating func step(_ milliseconds: Int64, _ id: String, _ label: String, listens: Event.Listening = .yes) {
    at(milliseconds)
    step(id, 0, label, listens: listens)
  }

  package mutating func out(
    _ milliseconds: Int64, _ id: String, _ outcome: Event.TaskOut.Outcome, _ error: String? = nil, kept: Bool = false,
    through: String? = nil
  ) {
    let error = error.map { Event.ErrorInfo(reading: $0) }
    at(milliseconds, id, .taskOut(Event.TaskOut(outcome: outcome, error: error, kept: kept, through: through)))
  }

  /// A failure that its group keeps, and with which it cancels its context.
  package mutating func fail(
    _ milliseconds: Int64, _ id: String, in group: String, _ error: String, telling tasks: [String]
  ) {
    at(milliseconds)
    fail(id, error)
    keep(group, id, error)
    tell([group] + tasks, contexts: [group], .siblingFailed, cause: error, origin: id)
  }

  package mutating func tell(
    _ milliseconds: Int64, _ ids: [String], reason: Cancellation.Reason,
    cause: String, origin: String, contexts: Set<String> = []
  ) {
    let told = Event.Told(reason: reason, causeText: cause, origin: origin)
    for id in ids { at(milliseconds, id, contexts.contains(id) ? .contextTold(told) : .taskTold(told)) }
  }

  package mutating func end(_ milliseconds: Int64, _ ending: Event.RunEnding = .completed) {
    at(milliseconds)
    end(ending)
  }
}

extension Event.Told {
  /// - Parameter causeText: What the cause says; that of the error where none was given.
  package init(reason: Cancellation.Reason, causeText: String, origin: String) {
    self.init(reason: reason, origin: origin)
    if causeText != error.text, !causeText.isEmpty { cause = Event.ErrorInfo(reading: causeText) }
  }
}

extension Context.Instant {
  package static func milliseconds(_ count: Int64) -> Context.Instant {
    Context.Instant(nanoseconds: count * 1_000_000)
  }
}

extension String {
  fileprivate var lastName: String { split(separator: "/").last.map(String.init) ?? self }
  fileprivate var parentPath: String { split(separator: "/").dropLast().joined(separator: "/") }
}

extension RunState {
  /// The state of a task, by path.
  package func task(_ id: String) -> TaskState? { row(id)?.taskState }
}

extension Recording {
  /// The state after the last event of an instant.
  package func state(atMilliseconds milliseconds: Int64) -> RunState {
    state(at: cursor(at: .milliseconds(milliseconds)))
  }
}
