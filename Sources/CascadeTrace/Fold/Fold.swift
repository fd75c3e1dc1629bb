package import Cascade

/// What a prefix of the events amounts to. It knows nothing of what comes later.
package struct Fold: Sendable {
  /// What is known of the run as a whole.
  struct Facts: Hashable, Sendable {
    var runStarted = Marks.Number()
    var runEnded = Marks.Number()
    var callerReturned = Marks.Number()
    var callerStep = Marks.Number()
    var deadlock = Marks.Number()
    var exit = Marks.Number()
    var cause = Marks.Number()
    var firstGap = Marks.Number()
    var gap = Marks.Number()
    var droppedCount = 0
    var isLive = false
  }

  /// How many events have happened.
  package let position: Int
  private let facts: Facts
  /// Later ones than up to the position may be among them.
  let changes: Changes
  private let isLatest: Bool

  /// Before the first event.
  package init() { self.init(position: 0, facts: Facts(), changes: Changes(), isLatest: true) }

  init(position: Int, facts: Facts, changes: Changes, isLatest: Bool) {
    self.position = position
    self.facts = facts
    self.changes = changes
    self.isLatest = isLatest
  }

  package var runStarted: Marks.Number { facts.runStarted }
  package var runEnded: Marks.Number { facts.runEnded }
  /// When the code around the outermost group returned, where that isn't what its wait did.
  package var callerReturned: Marks.Number { facts.callerReturned }
  /// The latest step, wait or pause of the code around the outermost group, which has no row.
  package var callerStep: Marks.Number { facts.callerStep }
  package var deadlock: Marks.Number { facts.deadlock }
  /// Where code ended the process.
  package var exit: Marks.Number { facts.exit }
  /// The event at which the run took its turn; see ``RunState/cause``.
  package var cause: Marks.Number { facts.cause }
  /// The first `dropped`.
  package var firstGap: Marks.Number { facts.firstGap }
  /// The latest `dropped`.
  package var gap: Marks.Number { facts.gap }
  /// How many events are missing in all.
  package var droppedCount: Int { facts.droppedCount }
  /// Whether the run goes by the real clock.
  package var isLive: Bool { facts.isLive }

  /// What has happened to a row.
  ///
  /// - Complexity: O(log *n*) in the number of events about it.
  package func marks(of row: Int) -> Marks {
    isLatest ? changes.marks(of: row) : changes.marks(of: row, after: position)
  }
}

extension Fold: Equatable {
  /// Whether the same is known of the run and of each of its rows.
  ///
  /// - Complexity: O(number of rows).
  package static func == (left: Fold, right: Fold) -> Bool {
    left.position == right.position && left.facts == right.facts
      && (0..<max(left.changes.count, right.changes.count)).allSatisfy { left.marks(of: $0) == right.marks(of: $0) }
  }
}

// MARK: One moment

/// In virtual time the clock stands still while one thing leads to another. A live clock doesn't: the steps of one
/// cancellation are microseconds apart there.
extension Fold {
  /// How far apart two events of a live run may be and still be told as one: 1 ms.
  private static let liveMoment = Duration.milliseconds(1)

  /// Whether two instants, in whichever order, are one moment of this run.
  package func isSameMoment(_ one: Context.Instant, _ other: Context.Instant) -> Bool {
    if one == other { return true }
    guard isLive else { return false }
    return one < other
      ? one.duration(to: other) <= Self.liveMoment : other.duration(to: one) <= Self.liveMoment
  }
}

// MARK: Rows among others

extension Fold {
  /// Whether telling this context is a task's own affair: the task derived it, and no other task lives below it.
  package func isPrivate(_ row: Int, roster: Roster) -> Bool {
    guard roster.owner(of: row) != nil else { return false }
    var open = [row]
    while let place = open.popLast() {
      var child = roster.members[place].firstChild
      while let below = child {
        switch roster.members[below].kind {
        case .group, .task:
          if marks(of: below).latest.isSet { return false }
        case .context: open.append(below)
        case .after: break
        }
        child = roster.members[below].nextSibling
      }
    }
    return true
  }

  /// Whether this row was born under a context that was done, so that being told is part of its birth.
  package func wasBornDone(_ row: Int, roster: Roster) -> Bool {
    guard let parent = roster.members[row].parent else { return false }
    return marks(of: roster.carrier(of: parent) ?? parent).told.isBefore(marks(of: row).born)
  }
}
