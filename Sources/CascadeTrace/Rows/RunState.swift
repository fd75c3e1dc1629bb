package import Cascade

/// A run at one moment: after the first ``position`` of its events. The same moment gives the same state, whichever
/// way one came.
///
/// It never changes. Being an object it costs nothing to pass on, which each ``Row`` does.
package final class RunState: Sendable {
  /// All events there are, those after this moment included.
  package let log: EventLog
  package let roster: Roster
  package let fold: Fold
  /// What no word about it tells, since a question asks about that.
  package let secrets: Set<Secret>

  package init(log: EventLog, roster: Roster, fold: Fold, secrets: Set<Secret> = []) {
    self.secrets = secrets
    self.log = log
    self.roster = roster
    self.fold = fold
  }

  /// How many events have happened.
  package var position: Int { fold.position }

  // MARK: Rows

  /// The rows in the order in which they are shown, those not born yet included (``Row/isBorn``).
  package var rows: Rows { Rows(run: self) }

  /// The row with this path.
  package func row(_ id: String) -> Row? {
    roster.number(of: id).map { Row(run: self, number: $0) }
  }

  /// The row with this number.
  package func row(number: Int) -> Row { Row(run: self, number: number) }

  /// The rows that are tasks, in the order in which they are shown.
  package var tasks: [Row] { rows.filter { $0.kind == .task } }

  /// The rows that are groups, in the order in which they are shown.
  package var groups: [Row] { rows.filter { $0.kind == .group } }

  /// How many tasks are in which state, those not spawned yet left out.
  package var tally: [TaskState: Int] {
    var counts: [TaskState: Int] = [:]
    for number in roster.members.indices where roster.members[number].kind == .task {
      let state = taskState(of: number)
      if state != .notSpawned { counts[state, default: 0] += 1 }
    }
    return counts
  }

  // MARK: The run

  /// How the run was set up, if it said so.
  package var start: Event.RunStart? {
    guard case .runStarted(let start)? = kind(at: fold.runStarted) else { return nil }
    return start
  }

  /// How the run ended, once it has.
  package var ending: Event.RunEnding? {
    guard case .runEnded(let ending)? = kind(at: fold.runEnded) else { return nil }
    return ending
  }

  /// What waits for what, when nothing can go on.
  package var deadlock: [Event.Waiting]? {
    guard case .deadlock(let waiting)? = kind(at: fold.deadlock) else { return nil }
    return waiting
  }

  /// How code ended the process, and where, once it has.
  package var exit: (status: Int, text: String?, row: Row?)? {
    guard let number = fold.exit.value, let exit = log[number].kind.exit else { return nil }
    return (exit.status, exit.text, row(log[number].id))
  }

  /// How many events are missing in all.
  package var droppedCount: Int { fold.droppedCount }

  /// Whether events are missing before this moment: that nothing is known of something doesn't say that it isn't there.
  package var isPartlyUnknown: Bool { fold.droppedCount > 0 }

  /// The event at which the run took its turn, if it has happened: the first failure that no cancellation explains,
  /// or else the deadline or the intervention that told a task.
  package var cause: Int? { fold.cause.value }

  /// The instant for the vertical mark.
  package var causeTime: Context.Instant? { cause.map { log[$0].t } }

  /// The time of the latest event that has happened.
  package var latestTime: Context.Instant { position > 0 ? log[position - 1].t : .zero }

  func kind(at number: Marks.Number) -> Event.Kind? {
    number.value.map { log[$0].kind }
  }

  package func time(at number: Marks.Number) -> Context.Instant? {
    number.value.map { log[$0].t }
  }

  // MARK: Time

  /// Whether this run goes by the real clock.
  package var isLive: Bool { fold.isLive }

  /// How a point in this run is written.
  package func timeText(_ t: Context.Instant) -> String { isLive ? TimeText.liveInstant(t) : TimeText.instant(t) }

  /// Whether what an event sets off at once must have been told by now.
  ///
  /// In virtual time it is enough that the clock has moved on. In a live run the moment must be over, and something
  /// of another kind must have happened.
  package func isSettled(after number: Int, now: Context.Instant) -> Bool {
    guard isLive else { return log[number].t < now }
    var next = number + 1
    while next < position, log[next].told != nil || log[next].kind.keeper != nil { next += 1 }
    return next < position && !fold.isSameMoment(log[next - 1].t, now)
  }
}

extension RunState: Equatable {
  /// Two moments of the same run are equal when the same has happened.
  package static func == (left: RunState, right: RunState) -> Bool { left.fold == right.fold }
}

/// The rows of a run, in the order in which they are shown; made one at a time, as they are asked for.
package struct Rows: RandomAccessCollection, Sendable {
  let run: RunState

  package var startIndex: Int { 0 }
  package var endIndex: Int { run.roster.order.count }
  package subscript(position: Int) -> Row { Row(run: run, number: run.roster.order[position]) }
}

/// One row of the tree at one moment. What isn't known yet, or doesn't belong to this kind of row, is nil.
package struct Row: Sendable {
  package let run: RunState
  /// Its number in the ``Roster``.
  package let number: Int

  private var member: Roster.Member { run.roster.members[number] }
  package var marks: Marks { run.fold.marks(of: number) }

  // MARK: Place

  /// Its path.
  package var id: String { member.id }
  package var name: String { member.name }
  package var kind: Roster.Kind { member.kind }
  /// `File.swift:12`, where it was asked for.
  package var location: String? { member.location }
  /// How many rows stand above it; 0 for a root.
  package var depth: Int { member.depth }
  package var parent: Row? { member.parent.map { Row(run: run, number: $0) } }
  /// The rows above it, the nearest first.
  package var ancestors: some Sequence<Row> { run.roster.ancestors(of: number).lazy.map { Row(run: run, number: $0) } }
  package var hasChildren: Bool { member.firstChild != nil }

  /// The rows directly below, in order.
  package var children: [Row] {
    var rows: [Row] = []
    var next = member.firstChild
    while let number = next {
      rows.append(Row(run: run, number: number))
      next = run.roster.members[number].nextSibling
    }
    return rows
  }

  // MARK: State

  package var state: RowState {
    switch kind {
    case .task: .task(run.taskState(of: number))
    case .group: .group(run.contextState(of: number))
    case .context: .context(run.contextState(of: number))
    case .after: .after(run.afterState(of: number))
    }
  }

  /// The state of a task.
  package var taskState: TaskState? { kind == .task ? run.taskState(of: number) : nil }

  /// Whether any event about it has happened.
  package var isBorn: Bool { marks.latest.isSet }

  /// When it was made, opened or spawned.
  package var bornAt: Context.Instant? { run.time(at: marks.born) }

  // MARK: Cancellation

  /// Why a context is done, and when it was told so.
  package struct Telling: Hashable, Sendable {
    package let t: Context.Instant
    package let told: Event.Told
    /// The number of the event.
    package let event: Int
  }

  /// The cancellation that reached it. For a scope that merely closed the reason is `scopeEnded`.
  package var telling: Telling? {
    if let carrier = run.roster.carrier(of: number) { return Row(run: run, number: carrier).telling }
    guard let event = marks.told.value else { return nil }
    return run.log[event].told.map { Telling(t: run.log[event].t, told: $0, event: event) }
  }
}
