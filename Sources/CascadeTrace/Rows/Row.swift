package import Cascade

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
