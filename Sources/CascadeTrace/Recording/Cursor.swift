package import Cascade

/// A place in a run: how many events have happened, and which time it is.
///
/// Both are needed: event 37 at 1.230 s can be looked at from 1.240 s.
package struct Cursor: Hashable, Sendable {
  /// How many events have happened: 0 is before the first, ``Recording/count`` after the last.
  package var position: Int
  /// The time on the clock; never before the latest event that has happened.
  package var t: Context.Instant

  package init(position: Int, t: Context.Instant) {
    self.position = position
    self.t = t
  }

  /// Whether fewer events have happened here, or the clock of the same event shows less.
  package func isBefore(_ other: Cursor) -> Bool { (position, t) < (other.position, other.t) }
}

extension Recording {
  /// The time of the last event.
  package var endTime: Context.Instant { count > 0 ? log[count - 1].t : .zero }

  /// From the beginning of the run to its last event.
  package var duration: Duration { Context.Instant.zero.duration(to: endTime) }

  /// The cursor just after the first `position` events, at the time of the last of these.
  package func cursor(at position: Int) -> Cursor {
    let position = min(max(0, position), count)
    return Cursor(position: position, t: position > 0 ? log[position - 1].t : .zero)
  }

  /// Before the first event.
  package var start: Cursor { cursor(at: 0) }
  /// After the last event.
  package var end: Cursor { cursor(at: count) }

  /// One event on, or `steps` of them; back when negative.
  package func stepping(_ cursor: Cursor, by steps: Int) -> Cursor {
    let (sum, overflow) = cursor.position.addingReportingOverflow(steps)
    return self.cursor(at: overflow ? (steps < 0 ? 0 : count) : sum)
  }

  /// The clock stands at `t`: all events up to and including that instant have happened.
  package func cursor(at t: Context.Instant) -> Cursor {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if log[middle].t <= t { low = middle + 1 } else { high = middle }
    }
    return Cursor(position: low, t: t)
  }

  /// The state that a cursor sees.
  package func state(at cursor: Cursor) -> RunState { state(at: cursor.position) }

  /// The event at which the whole run took its turn: the first failure, or else the deadline or the intervention.
  package var cause: Int? { latestState.cause }

  /// Where to stand to see the first failure and what its group made of it, or else the deadline or the intervention; one of the
  /// places that ``cause(_:from:)`` goes to.
  package var firstFailure: Cursor? {
    guard let cause else { return nil }
    // A task that was cancelled alone fails with what it returns.
    let kept = latestState.toldAloneAndKept(at: cause)?.parent?.marks.kept.value ?? cause
    return cursor(at: causeStop(from: kept))
  }

  /// A millisecond before an instant, or at the latest event before it if that is nearer; nil where there is none.
  package func moment(before t: Context.Instant) -> Cursor? {
    let before = cursor(at: Context.Instant(nanoseconds: t.nanoseconds - 1))
    guard before.position > 0 else { return nil }
    let latest = log[before.position - 1].t
    return Cursor(position: before.position, t: max(latest, t.advanced(by: .milliseconds(-1))))
  }

  /// The same moment at a full millisecond, but never before an event that has happened.
  package func rounded(_ cursor: Cursor) -> Cursor {
    let full = Context.Instant(nanoseconds: cursor.t.nanoseconds / 1_000_000 * 1_000_000)
    let latest = cursor.position > 0 ? log[min(cursor.position, count) - 1].t : .zero
    return Cursor(position: cursor.position, t: max(latest, full))
  }
}
