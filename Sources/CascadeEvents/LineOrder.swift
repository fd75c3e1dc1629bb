import Cascade

/// The lines of a file in the order of their `seq`.
///
/// Mostly that is how they stand. Where not, as many lines as can be stay as they stand; another one goes where its `seq`
/// says, if its time fits there, too, and else it is a problem: one of the two numbers is wrong.
struct LineOrder {
  private(set) var lines: [ReadLine]
  /// How many stood elsewhere.
  private(set) var moved = 0
  /// What is wrong with others, and in which line.
  private(set) var faults: [(line: Int, fault: LineFault)] = []

  init(_ lines: [ReadLine]) {
    let numbered = lines.filter { $0.seq != nil }
    guard zip(numbered, numbered.dropFirst()).contains(where: { $0.key >= $1.key }) else {
      self.lines = numbered
      return
    }
    let kept = Self.longestRise(numbered)
    var place = 0
    self.lines = []
    var others: [ReadLine] = []
    for (index, line) in numbered.enumerated() {
      if place < kept.count, kept[place] == index {
        self.lines.append(line)
        place += 1
      } else {
        others.append(line)
      }
    }
    insert(others)
  }

  /// The indices of the most lines whose numbers grow.
  private static func longestRise(_ lines: [ReadLine]) -> [Int] {
    /// For each length the line with the smallest number at which such a rise ends.
    var ends: [Int] = []
    var before: [Int] = []
    before.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if lines[ends[middle]].key < line.key { low = middle + 1 } else { high = middle }
      }
      before.append(low > 0 ? ends[low - 1] : -1)
      // Of two with the same number the first is right: what came before the damage stays.
      if low < ends.count, lines[ends[low]].key == line.key { continue }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var rise: [Int] = []
    var next = ends.last ?? -1
    while next >= 0 {
      rise.append(next)
      next = before[next]
    }
    return rise.reversed()
  }

  private mutating func insert(_ others: [ReadLine]) {
    var fitting: [ReadLine] = []
    for line in others.sorted(by: { ($0.key, $0.number) < ($1.key, $1.number) }) {
      let place = self.place(of: line.key)
      if fitting.last?.key == line.key || place < lines.count && lines[place].key == line.key {
        refuse(line, column: line.seqColumn, "another line has this \"seq\", too")
      } else if let event = line.event, !fits(event.t, at: place) {
        refuse(line, column: line.timeColumn, "\"t\" doesn't fit to where \"seq\" says that this line belongs")
      } else {
        fitting.append(line)
      }
    }
    moved = fitting.count
    var merged: [ReadLine] = []
    merged.reserveCapacity(lines.count + fitting.count)
    var rest = fitting[...]
    for line in lines {
      while let first = rest.first, first.key < line.key {
        merged.append(first)
        rest = rest.dropFirst()
      }
      merged.append(line)
    }
    lines = merged + rest
  }

  private mutating func refuse(_ line: ReadLine, column: Int, _ message: String) {
    faults.append((line.number, LineFault(column: column, message: message)))
  }

  /// The place of the first line whose number isn't smaller.
  private func place(of key: Int) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func fits(_ t: Context.Instant, at place: Int) -> Bool {
    let before = lines[..<place].last { $0.event != nil }?.event?.t ?? .zero
    let after = lines[place...].first { $0.event != nil }?.event?.t
    // At the end nothing says until when.
    return before <= t && after.map { t <= $0 } ?? true
  }
}

extension ReadLine {
  /// Its number in the run, which those that are ordered have.
  fileprivate var key: Int { seq ?? -1 }
}
