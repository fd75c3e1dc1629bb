import Cascade

/// Many tasks of one group as one: how many have done what by any moment of a run.
///
/// Made once for a recording in O(n log n); a count costs O(log n).
package struct Crowd: Sendable {
  /// How many are in which state.
  package struct Counts: Hashable, Sendable {
    package var done = 0
    package var running = 0
    /// Running, and told.
    package var runningTold = 0
    /// Told while they ran, and out.
    package var cut = 0
    /// Started after they were told, and out.
    package var late = 0
    /// Failed on their own.
    package var failed = 0
    package var notStarted = 0
    /// Waiting for a slot, not told.
    package var queued = 0
    /// Told, and not started yet.
    package var notStartedTold = 0
  }

  /// The numbers of the rows, in order.
  package let members: [Int]
  /// Those that may deserve a row of their own: their error is kept, or they don't listen to any context.
  package private(set) var standingOut: [Int] = []
  private var started: [Int] = []
  private var completed: [Int] = []
  private var failed: [Int] = []
  private var cut: [Int] = []
  private var late: [Int] = []
  /// Of those that were told at work: when they were told, and when they were out.
  private var toldAtWork: [Int] = []
  private var toldOut: [Int] = []
  /// Of those that were told before they started: when they were told, and when they started or were turned away.
  private var toldBefore: [Int] = []
  private var toldGone: [Int] = []
  /// Of those that waited for a slot: when they began to, and when they were told, started or were turned away.
  private var queued: [Int] = []
  private var queuedGone: [Int] = []

  package init(_ members: [Int], in recording: Recording) {
    self.members = members
    let run = recording.latestState
    for number in members {
      let row = run.row(number: number)
      let marks = row.marks
      if marks.isKept || recording.hasDeafStep(ofRow: number) { standingOut.append(number) }
      let told = row.isTold ? marks.told.value : nil
      if let told, marks.started.value.map({ told < $0 }) ?? true {
        toldBefore.append(told)
        if let gone = marks.started.value ?? marks.turnedAway.value { toldGone.append(gone) }
      }
      if let wait = marks.queued.value {
        let gone = [told, marks.started.value, marks.turnedAway.value].compactMap(\.self).min()
        // One that was told before it began to wait counts among those.
        if gone.map({ $0 > wait }) ?? true {
          queued.append(wait)
          if let gone { queuedGone.append(gone) }
        }
      }
      guard let start = marks.started.value else { continue }
      started.append(start)
      let out = marks.ended.value
      if let told, told > start, out.map({ told < $0 }) ?? true {
        toldAtWork.append(told)
        if let out { toldOut.append(out) }
      }
      guard let out else { continue }
      switch row.out?.outcome {
      case .completed: completed.append(out)
      case .failed: failed.append(out)
      case .cancelled, .propagated, nil:
        if told.map({ $0 < start }) ?? row.startedAfterCancel { late.append(out) } else { cut.append(out) }
      }
    }
    started.sort()
    completed.sort()
    failed.sort()
    cut.sort()
    late.sort()
    toldAtWork.sort()
    toldOut.sort()
    toldBefore.sort()
    toldGone.sort()
    queued.sort()
    queuedGone.sort()
  }

  package func contains(_ number: Int) -> Bool {
    let place = members.partitioningIndex { $0 >= number }
    return place < members.count && members[place] == number
  }

  /// After the first `position` events.
  package func counts(at position: Int) -> Counts {
    var counts = Counts()
    counts.done = Self.count(completed, before: position)
    counts.cut = Self.count(cut, before: position)
    counts.late = Self.count(late, before: position)
    counts.failed = Self.count(failed, before: position)
    let begun = Self.count(started, before: position)
    let inside = begun - counts.done - counts.cut - counts.late - counts.failed
    counts.runningTold = max(0, Self.count(toldAtWork, before: position) - Self.count(toldOut, before: position))
    counts.running = max(0, inside - counts.runningTold)
    counts.notStartedTold = max(0, Self.count(toldBefore, before: position) - Self.count(toldGone, before: position))
    counts.queued = max(0, Self.count(queued, before: position) - Self.count(queuedGone, before: position))
    counts.notStarted = members.count - begun - counts.notStartedTold - counts.queued
    return counts
  }

  private static func count(_ numbers: [Int], before position: Int) -> Int {
    numbers.partitioningIndex { $0 >= position }
  }
}

/// The members of a crowd, less those that stand alone.
package struct CrowdMembers: Sendable {
  private let all: Crowd
  private let own: Crowd
  package var count: Int { all.members.count - own.members.count }

  package init(all: Crowd, own: Crowd) {
    self.all = all
    self.own = own
  }

  /// After the first `position` events.
  package func counts(at position: Int) -> Crowd.Counts {
    var counts = all.counts(at: position)
    let less = own.counts(at: position)
    counts.done -= less.done
    counts.running -= less.running
    counts.runningTold -= less.runningTold
    counts.cut -= less.cut
    counts.late -= less.late
    counts.failed -= less.failed
    counts.notStarted -= less.notStarted
    counts.queued -= less.queued
    counts.notStartedTold -= less.notStartedTold
    return counts
  }
}

extension Recording {
  /// Whether a task was ever in a step that looks at no context.
  fileprivate func hasDeafStep(ofRow number: Int) -> Bool {
    hasEvent(ofRow: number) { kind in
      if case .note(.step(_, _, _, listens: .no)) = kind { return true }
      if case .note(.wait(_, _, listens: .no)) = kind { return true }
      return false
    }
  }
}

extension Array where Element == Int {
  /// The first index whose element `holds`; those before it must all not. O(log n).
  func partitioningIndex(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
