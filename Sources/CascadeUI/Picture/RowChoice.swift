import CascadeTrace

/// Which rows stand on a screen that has no room for all. Of many groups side by side a row stands there with those above it, else
/// it would seem to belong to another group.
///
/// First the selected one, then what went wrong, then what goes on; what is over and well goes first, and of many groups side by
/// side, as a server has them, the oldest.
struct RowChoice {
  /// What a row is worth, the most first.
  enum Worth: Int, CaseIterable {
    case selected
    /// An open question names it.
    case asked
    /// The caller of a group, where a screen has room for all callers.
    case caller
    case deaf, failed
    /// It returned an error that isn't its own, and that its group keeps.
    case kept
    /// Told and not out, or ended early.
    case told
    case open, over
    case unborn
  }

  /// The places of those that stand on the screen, in order.
  private(set) var kept: [Int] = []
  private var isKept: [Bool]
  private var count = 0
  /// The places of the rows of each worth, in order.
  private var places: [[Int]] = Array(repeating: [], count: Worth.allCases.count)
  /// The place of the row above each; -1 for none.
  private var above: [Int]
  private let capacity: Int
  /// Whether the groups alone would take most of the room.
  private let isAmongMany: Bool

  /// - Parameters:
  ///   - entries: All rows, each after the one above it.
  ///   - selected: The number of the row that is looked at.
  ///   - asked: The numbers of the rows that an open question names.
  ///   - capacity: How many lines there are; one of them says how many rows are left out.
  init(_ entries: [PictureRows.Entry], in run: RunState, selected: Int?, asked: Set<Int> = [], capacity: Int) {
    self.capacity = max(1, capacity - 1)
    isKept = Array(repeating: false, count: entries.count)
    above = Array(repeating: -1, count: entries.count)
    isAmongMany = entries.count { $0.depth == 0 } > capacity / 2
    var path: [Int] = []
    for (place, entry) in entries.enumerated() {
      while let last = path.last, entries[last].depth >= entry.depth { path.removeLast() }
      if let last = path.last { above[place] = last }
      path.append(place)
      let worth =
        entry.number == selected
        ? .selected
        : asked.contains(entry.number) ? .asked : Self.worth(ofRow: entry.number, in: run, isAmongMany: isAmongMany)
      places[worth.rawValue].append(place)
    }
  }

  /// How many rows of a worth aren't on the screen.
  func left(_ worth: Worth) -> Int { places[worth.rawValue].count { !isKept[$0] } }

  private static func worth(ofRow number: Int, in run: RunState, isAmongMany: Bool) -> Worth {
    let row = run.row(number: number)
    switch row.kind {
    case .group:
      guard isAmongMany else { return .caller }
      guard row.isBorn else { return .unborn }
      // Nothing more is known of it, and maybe never will be.
      if row.contextState == .unknown { return .over }
      return row.closedAt == nil ? .open : row.closingError == nil ? .over : .told
    case .context:
      guard row.isBorn else { return isAmongMany ? .unborn : .caller }
      guard row.contextState == .cancelled else { return row.contextState == .unknown ? .over : .open }
      return isAmongMany ? .told : .caller
    case .after: return row.isBorn ? .open : .unborn
    case .task:
      guard let state = row.taskState else { return .unborn }
      if state == .deaf { return .deaf }
      if state.isFailure { return .failed }
      if state == .unknown { return .over }
      if row.isKept { return .kept }
      if row.isTold, row.outAt == nil { return .told }
      return row.isBorn ? row.outAt == nil ? .open : .over : .unborn
    }
  }

  mutating func choose() {
    for worth in Worth.allCases {
      let places = places[worth.rawValue]
      switch worth {
      case .deaf where isAmongMany:
        // Those that don't return may be many, and stay: half is left for what fails.
        take(places, upTo: count + (capacity - count) / 2)
      // Of what is to come the next.
      case .selected, .asked, .caller, .deaf, .unborn: take(places, upTo: capacity)
      case .failed, .kept, .told, .open, .over:
        take(isAmongMany ? places.reversed() : places, upTo: capacity)
        if worth == .failed { take(self.places[Worth.deaf.rawValue], upTo: capacity) }
      }
    }
    kept = isKept.indices.filter { isKept[$0] }
  }

  /// Takes these, of many groups with those above them, as long as there is room.
  private mutating func take(_ places: some Sequence<Int>, upTo most: Int) {
    for place in places {
      guard count < most else { return }
      var chain: [Int] = []
      var next = place
      while next >= 0, !isKept[next] {
        chain.append(next)
        next = isAmongMany ? above[next] : -1
      }
      // Of a tree that is deeper than the screen its lowest rows stand there.
      if count + chain.count > most {
        guard count == 0 else { continue }
        chain = Array(chain.prefix(most))
      }
      for member in chain { isKept[member] = true }
      count += chain.count
    }
  }
}
