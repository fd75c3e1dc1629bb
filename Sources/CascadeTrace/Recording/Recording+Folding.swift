package import Cascade

/// A run that goes on for long, without what is old and well: so it takes no more memory, however long that is.
extension Recording {
  /// What was folded away so far.
  package struct Folded: Hashable, Sendable {
    /// Tasks that returned without an error.
    package var well = 0
    /// Tasks of which it isn't known how they ended: events are missing.
    package var unknown = 0
    /// Tasks that failed or were told, where there are so many that not even those could stay.
    package var ill = 0
    /// Tasks that were going on by then, where there are so many that not even those could stay.
    package var open = 0
    /// How many events went with them.
    package var events = 0
    /// The time of the latest of these: of what came after it everything is here.
    package var until: Context.Instant?

    package init() {}

    package var isEmpty: Bool { well == 0 && unknown == 0 && ill == 0 && open == 0 }
  }

  /// What of a row would be lost with it.
  private enum Worth {
    case well, unknown, ill
    /// It goes on.
    case open
    /// It was told, and isn't out.
    case told
    /// It is looked at.
    case selected
  }

  /// The same run with fewer events, the oldest of what is over folded away; nil where that leaves it as it is.
  ///
  /// Whole branches of the tree go, in the order in which they ended. A branch stays in which a task goes on, failed, was
  /// told or is deaf, or that is looked at. Only if too much is left then, of those that are over the oldest go, too; and last,
  /// where more goes on at a time than can be shown, the oldest of that: what becomes of them later is shown again.
  ///
  /// - Parameters:
  ///   - most: Nothing happens up to so many events.
  ///   - target: How many events should be left.
  ///   - selected: The row that is looked at.
  /// - Complexity: O(number of events).
  package func folding(beyond most: Int, to target: Int, keeping selected: Int?) -> Recording? {
    guard count > most else { return nil }
    var folded = folded
    let own = ownWorth(keeping: selected)
    var worth = worth(own)
    var removed = Array(repeating: false, count: roster.members.count)
    var excess = count - target
    for limit in [Worth.unknown, .ill] where excess > 0 {
      for row in tops(worth, upTo: limit) where excess > 0 {
        excess -= remove(row, worth, &removed, &folded)
        worth[row] = .selected
      }
    }
    // What goes on stays as long as there is room for it.
    if excess > target / 2 {
      for limit in [Worth.open, .told] where excess > 0 { removeLeaves(own, upTo: limit, &excess, &removed, &folded) }
    }
    return without(removed, &folded)
  }

  /// The worth of each row.
  private func ownWorth(keeping selected: Int?) -> [Worth] {
    let state = latestState
    var worth = roster.members.indices.map { Self.worth(of: state.row(number: $0)) }
    if let selected, worth.indices.contains(selected) { worth[selected] = .selected }
    return worth
  }

  /// Removes rows that have none below them, the oldest first, and then what these leave without any.
  private func removeLeaves(
    _ own: [Worth], upTo limit: Worth, _ excess: inout Int, _ removed: inout [Bool], _ folded: inout Folded
  ) {
    var below = Array(repeating: 0, count: own.count)
    for row in own.indices where !removed[row] {
      if let parent = roster.members[row].parent { below[parent] += 1 }
    }
    func remove(_ row: Int) {
      guard excess > 0, !removed[row], below[row] == 0, Self.rank(own[row]) <= Self.rank(limit) else { return }
      removed[row] = true
      excess -= history(ofRow: row).count
      if let parent = roster.members[row].parent { below[parent] -= 1 }
      count(row, own[row], &folded)
    }
    for row in own.indices where roster.members[row].kind == .task { remove(row) }
    // Parents have smaller numbers.
    for row in own.indices.reversed() { remove(row) }
  }

  private func count(_ row: Int, _ worth: Worth, _ folded: inout Folded) {
    guard roster.members[row].kind == .task else { return }
    switch worth {
    case .well: folded.well += 1
    case .unknown: folded.unknown += 1
    case .ill: folded.ill += 1
    case .open, .told, .selected: folded.open += 1
    }
  }

  /// The worth of each row and of all below it.
  private func worth(_ own: [Worth]) -> [Worth] {
    var worth = own
    // Parents have smaller numbers.
    for row in roster.members.indices.reversed() {
      guard let parent = roster.members[row].parent else { continue }
      worth[parent] = Self.greater(worth[parent], worth[row])
    }
    return worth
  }

  private static func rank(_ worth: Worth) -> Int {
    switch worth {
    case .well: 0
    case .unknown: 1
    case .ill: 2
    case .open: 3
    case .told: 4
    case .selected: 5
    }
  }

  private static func greater(_ one: Worth, _ other: Worth) -> Worth { rank(one) >= rank(other) ? one : other }

  private static func worth(of row: Row) -> Worth {
    switch row.state {
    case .task(let state):
      switch state {
      case .done: return .well
      case .unknown: return .unknown
      case .notSpawned, .spawned, .queued, .running, .detached: return .open
      case .told, .cleaningUp, .deaf, .listensElsewhere, .stuck, .exited, .cutOff: return .told
      case .failedFirst, .failedKept, .failedNotKept, .passedOn, .cancelled, .toldCompleted, .failedLate,
        .timedOutAlone, .refused, .skipped:
        return .ill
      }
    case .group(let state), .context(let state):
      switch state {
      case .closed, .leftOver: return row.closingError == nil ? .well : .ill
      case .unknown: return .unknown
      case .cancelled, .asked:
        // Of a group that is told its wait still returns.
        return row.kind == .group && row.closedAt == nil ? .told : .ill
      case .notMade, .active: return .open
      }
    case .after(let state):
      switch state {
      case .fired, .stopped: return .well
      case .unknown: return .unknown
      case .notMade, .waiting: return .open
      }
    }
  }

  /// The topmost rows that may go, the one that ended first in front.
  private func tops(_ worth: [Worth], upTo limit: Worth) -> [Int] {
    let most = Self.rank(limit)
    let state = latestState
    return roster.members.indices
      .filter { row in
        guard Self.rank(worth[row]) <= most else { return false }
        return roster.members[row].parent.map { Self.rank(worth[$0]) > most } ?? true
      }
      .map { row in (row: row, last: state.fold.marks(of: row).latest.value ?? 0) }
      .sorted { ($0.last, $0.row) < ($1.last, $1.row) }
      .map(\.row)
  }

  /// - Returns: how many events go with it.
  private func remove(_ top: Int, _ worth: [Worth], _ removed: inout [Bool], _ folded: inout Folded) -> Int {
    var open = [top]
    var events = 0
    let state = latestState
    while let row = open.popLast() {
      guard !removed[row] else { continue }
      removed[row] = true
      events += history(ofRow: row).count
      count(row, Self.worth(of: state.row(number: row)), &folded)
      var child = roster.members[row].firstChild
      while let below = child {
        open.append(below)
        child = roster.members[below].nextSibling
      }
    }
    return events
  }

  /// The run without the events of these rows. Of events that are missing before anything that is left, one tells.
  private func without(_ removed: [Bool], _ folded: inout Folded) -> Recording? {
    var kept: [Event] = []
    var missing = 0
    var hasRows = false
    func flush(_ t: Context.Instant) {
      guard missing > 0 else { return }
      kept.append(Event(seq: kept.count, t: t, id: "", kind: .dropped(count: missing)))
      missing = 0
    }
    var latest = Context.Instant.zero
    for number in log.indices {
      let event = log[number]
      latest = event.t
      if let row = subject(ofEvent: number) {
        guard !removed[row] else {
          folded.events += 1
          folded.until = max(folded.until ?? event.t, event.t)
          continue
        }
        flush(event.t)
        hasRows = true
      } else if case .dropped(let count) = event.kind {
        let (sum, overflow) = missing.addingReportingOverflow(count)
        missing = overflow ? .max : sum
        // One that follows on another says the same.
        if hasRows, kept.last.map({ if case .dropped = $0.kind { false } else { true } }) ?? true { flush(event.t) }
        continue
      }
      kept.append(event)
    }
    flush(latest)
    guard kept.count < count else { return nil }
    var smaller = Recording(kept)
    smaller.folded = folded
    return smaller
  }
}
