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
  }

  /// The numbers of the rows, in order.
  package let members: [Int]
  private var started: [Int] = []
  private var completed: [Int] = []
  private var failed: [Int] = []
  private var cut: [Int] = []
  private var late: [Int] = []
  /// Of those who were told at work: when they were told, and when they were out.
  private var toldAtWork: [Int] = []
  private var toldOut: [Int] = []

  package init(_ members: [Int], in recording: Recording) {
    self.members = members
    let run = recording.latestState
    for number in members {
      let row = run.row(number: number)
      let marks = row.marks
      guard let start = marks.started.value else { continue }
      started.append(start)
      let told = row.isReached ? marks.told.value : nil
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
    counts.notStarted = members.count - begun
    return counts
  }

  private static func count(_ numbers: [Int], before position: Int) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
