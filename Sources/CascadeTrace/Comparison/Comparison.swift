package import Cascade

/// Two runs side by side, with their tasks and after-functions aligned by path.
package struct Comparison: Sendable {
  /// One of the two runs.
  package struct Side: Sendable {
    /// What it is called: `waitgroup`, `seed 8`, `run.jsonl`. Not made safe for a terminal.
    package let name: String
    package let recording: Recording
    /// Which task worked when; on the same footing with the plans of tasks that the other side has and that never came here.
    package let ledger: WorkLedger

    /// The events up to and including an instant.
    package func state(at t: Context.Instant) -> RunState { recording.state(at: recording.cursor(at: t)) }

    /// The same with the plans of the other side's scenario.
    fileprivate func knowing(_ other: Side) -> Side {
      let plans = other.ledger.plansOfItsScenario(in: other.recording)
      return Side(name: name, recording: recording, ledger: ledger.knowing(plans))
    }
  }

  /// A task or an after-function, with the number of its row on each side; nil where a side has no such task.
  package struct Pair: Hashable, Sendable {
    package let id: String
    package let isTask: Bool
    package let a: Int?
    package let b: Int?
    /// How many tasks stand above it.
    package let depth: Int
    /// Whether anything about it is different in the end: its way, or what its result is good for.
    package let differs: Bool
  }

  package let a: Side
  package let b: Side
  /// In the order of side A; a task that only B has follows the one that it follows there.
  package let pairs: [Pair]
  /// Whether amounts of work may be compared by number.
  package let footing: Footing

  /// - Parameters:
  ///   - a: The name and the run of the left side.
  ///   - b: The same for the right side.
  package init(_ a: (name: String, recording: Recording), _ b: (name: String, recording: Recording)) {
    let left = Side(name: a.name, recording: a.recording, ledger: WorkLedger(a.recording))
    let right = Side(name: b.name, recording: b.recording, ledger: WorkLedger(b.recording))
    let (leftKnowing, rightKnowing) = (left.knowing(right), right.knowing(left))
    footing = Footing(leftKnowing, rightKnowing)
    // Runs that aren't of the same work know nothing of each other's tasks.
    self.a = footing.isSame ? leftKnowing : left
    self.b = footing.isSame ? rightKnowing : right
    pairs = Self.align(Ending(a.recording), Ending(b.recording))
  }

  /// The later end of the two.
  package var endTime: Context.Instant { max(a.recording.endTime, b.recording.endTime) }

  /// The first event of either side after an instant; nil at the end.
  package func nextEvent(after t: Context.Instant) -> Context.Instant? {
    [a, b].compactMap { side in
      let next = side.recording.cursor(at: t).position
      return next < side.recording.count ? side.recording.log[next].t : nil
    }.min()
  }

  /// The last event of either side before an instant; nil at the start.
  package func previousEvent(before t: Context.Instant) -> Context.Instant? {
    let earlier = Context.Instant(nanoseconds: t.nanoseconds - 1)
    return [a, b].compactMap { side in
      let position = side.recording.cursor(at: earlier).position
      return position > 0 ? side.recording.log[position - 1].t : nil
    }.max()
  }

  /// Where the pair stands whose task fails first on either side; nil where no task does.
  package var firstToFail: Int? {
    let turns = [a, b].compactMap { Turn($0.recording.latestState) }.filter { $0.task != nil }
    guard let first = turns.min(by: { $0.t < $1.t }) else { return nil }
    return pairs.firstIndex { $0.id == first.task }
  }

  // MARK: Alignment

  /// How a run ended, and what became of its tasks' results.
  private struct Ending {
    let run: RunState
    private let fates: ResultFates

    init(_ recording: Recording) {
      run = recording.latestState
      fates = ResultFates(run)
    }

    /// What is compared.
    var rows: [Row] { run.rows.filter { $0.kind == .task || $0.kind == .after } }

    func isThrownAway(_ row: Row) -> Bool { row.out?.outcome == .completed && fates.isThrownAway(row.number) }
  }

  private static func align(_ a: Ending, _ b: Ending) -> [Pair] {
    let (ofA, ofB) = (Counterparts(in: a.run, of: b.run), Counterparts(in: b.run, of: a.run))
    // What only B has, after the task that it follows there; nil for what comes first.
    var followers: [String?: [Row]] = [:]
    var last: String?
    for row in b.rows {
      if let same = ofA.row(for: row) { last = same.id } else { followers[last, default: []].append(row) }
    }
    func pair(_ left: Row?, _ right: Row?) -> Pair? {
      guard let row = left ?? right else { return nil }
      let differs = differ(left, right) || left.map(a.isThrownAway) != right.map(b.isThrownAway)
      return Pair(
        id: row.id, isTask: row.kind == .task, a: left?.number, b: right?.number, depth: row.tasksAbove,
        differs: differs)
    }
    var pairs = (followers[nil] ?? []).compactMap { pair(nil, $0) }
    for row in a.rows {
      pairs += [pair(row, ofB.row(for: row))].compactMap(\.self)
      pairs += (followers[row.id] ?? []).compactMap { pair(nil, $0) }
    }
    return pairs
  }

  private static func differ(_ a: Row?, _ b: Row?) -> Bool {
    guard let a, let b else { return true }
    if a.kind == .after {
      return a.firedAt != b.firedAt || a.returnedAt != b.returnedAt || a.stoppedAt != b.stoppedAt
    }
    // Each kind of group has words of its own for a task that was cancelled.
    let isSameError = a.error == b.error || (a.out?.outcome == .cancelled && b.out?.outcome == .cancelled)
    return a.taskState != b.taskState || a.startedAt != b.startedAt || a.toldAt != b.toldAt || a.outAt != b.outAt
      || !isSameError || (a.error != nil && a.errorFate != b.errorFate)
  }
}

/// Which rows of one run are those of another: of one kind and with one path. After-functions also by their names, where each run
/// has one of the name whose path the other one hasn't: it stands on another context where its group has none of its own.
package struct Counterparts: Sendable {
  private let run: RunState
  /// The number of the after-function here, by the number of the one there.
  private let renamed: [Int: Int]

  /// - Parameters:
  ///   - run: Where they are looked for.
  ///   - other: Whose rows they are the counterparts of.
  package init(in run: RunState, of other: RunState) {
    self.run = run
    func lone(_ run: RunState, besides other: RunState) -> [String: Int] {
      let functions = Dictionary(grouping: run.rows.filter { $0.kind == .after && other.row($0.id) == nil }, by: \.name)
      return functions.compactMapValues { $0.count == 1 ? $0[0].number : nil }
    }
    let here = lone(run, besides: other)
    renamed = Dictionary(
      uniqueKeysWithValues: lone(other, besides: run).compactMap { name, number in here[name].map { (number, $0) } })
  }

  package func row(for other: Row) -> Row? {
    if let same = run.row(other.id), same.kind == other.kind { return same }
    return renamed[other.number].map { run.row(number: $0) }
  }
}

extension WorkLedger {
  /// The plans of a run's tasks without those that were added from outside: no other run has these.
  fileprivate func plansOfItsScenario(in recording: Recording) -> [String: Duration] {
    var plans = plans
    var target: String?
    for event in recording.log {
      if let done = event.kind.intervention, case .add = done.action { target = done.target }
      guard case .taskSpawned = event.kind, let group = target, event.id.hasPrefix(group + "/") else { continue }
      plans[event.id] = nil
      target = nil
    }
    return plans
  }
}

extension Row {
  /// How many tasks stand above it.
  fileprivate var tasksAbove: Int {
    var count = 0
    var place = parent
    while let row = place {
      if row.kind == .task { count += 1 }
      place = row.parent
    }
    return count
  }
}

/// What a run is compared with by default: the one change that shows best what its group is for.
///
/// A group that is asked to finish stands against the same without a grace period, or against `collect-all` where no
/// task is left to be cancelled; a wait group against an error group, and every other group against a wait group, which
/// cancels nothing.
package struct Contrast: Hashable, Sendable {
  /// What makes the other side.
  package let change: Variation.Change
  /// What the other side is called: `waitgroup`, `no grace period`.
  package let name: String
  /// What the run itself is called beside it: `errgroup`, `with grace period`.
  package let ownName: String

  /// The change in words, where the name doesn't say it.
  package let words: String

  /// Nil where there is no group that could be another one.
  package init?(_ recording: Recording) {
    let run = recording.latestState
    guard let group = run.outermostGroup else { return nil }
    let signal = run.rows.first(where: \.isShutdownSignal)
    let asked = signal?.parent ?? group
    // Where all return as they are asked, no task is left that could be cancelled.
    if let t = signal?.toldAt, asked.closedAt.map({ t < $0 }) ?? true {
      change = .intervention(Intervention(at: recording.cursor(at: t), on: asked.id, .cancel))
      (name, ownName) = ("no grace period", "with grace period")
      words = "cancel \(asked.id) at \(TimeText.instant(t))"
      return
    }
    ownName = group.policy?.name ?? "group"
    // A wait group can't be asked to finish.
    let kind: GroupKind = group.groupKind == .waitgroup ? .errgroup : signal == nil ? .waitgroup : .collectAll
    name = kind.rawValue
    words = ""
    change = .option(OptionChange(group.id, .kind(kind)))
  }
}
