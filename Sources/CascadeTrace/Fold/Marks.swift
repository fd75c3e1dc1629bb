/// What has happened to one row so far: for each thing that can happen, the number of the event that said so.
///
/// Numbers and not copies, so that a checkpoint of many rows is small and quick to make. The rest is looked up in
/// the events when somebody asks.
package struct Marks: Hashable, Sendable {
  /// The number of an event or of a row, or none.
  package struct Number: Hashable, Sendable {
    private var raw: Int32 = -1

    init() {}
    init(_ value: Int) { raw = Int32(clamping: value) }

    package var value: Int? { raw < 0 ? nil : Int(raw) }
    package var isSet: Bool { raw >= 0 }

    /// Keeps the first of several.
    mutating func setOnce(_ value: Int) {
      if raw < 0 { raw = Int32(clamping: value) }
    }
  }

  /// `context.made`, `group.opened` or `task.spawned`.
  package var born = Number()
  /// The latest event about this row, whatever it said.
  package var latest = Number()
  package var queued = Number()
  package var started = Number()
  /// `task.told` or `context.told`: the first, since it never changes afterwards.
  package var told = Number()
  /// `task.out`, `group.closed` or `context.ended`.
  package var ended = Number()
  /// `task.refused` or `task.skipped`.
  package var turnedAway = Number()
  /// `group.failureKept`: of a group the first one, of a task the one that names it.
  package var kept = Number()
  /// `group.waiting`.
  package var waited = Number()
  /// `after.fired`.
  package var fired = Number()
  /// `after.stopped`.
  package var stopped = Number()
  /// The `deadlock` that names this task.
  package var stuck = Number()
  /// The latest of each kind of note.
  package var step = Number()
  /// The latest `intervention` that made it listen or deaf.
  package var hearing = Number()
  package var cleanup = Number()
  package var plan = Number()
  package var log = Number()
  package var retry = Number()
  package var pause = Number()
  /// Of a task: the `context.told` of a deadline that the task set for itself.
  package var ownDeadline = Number()
  /// Of a task: the row of the group that it waits for.
  package var waitsFor = Number()
  /// Of a group: the row of the task that waits for it.
  package var waiter = Number()
}
