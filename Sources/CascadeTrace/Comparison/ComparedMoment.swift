package import Cascade

/// One line of the table under two runs.
package struct ComparedFact: Hashable, Sendable {
  package enum Subject: Hashable, Sendable, CaseIterable {
    case cause, told, answer, errors, results
    case wasted, used, extra, saved, discarded, sunk

    /// Whether it is an amount of work.
    package var isWork: Bool {
      switch self {
      case .cause, .told, .answer, .errors, .results: false
      case .wasted, .used, .extra, .saved, .discarded, .sunk: true
      }
    }
  }

  /// What there is to say of one side.
  package enum Value: Hashable, Sendable {
    /// At a time; of a live run where `isLive`.
    case time(Context.Instant, isLive: Bool)
    /// How many were told, and when the first one was.
    case told(Int, from: Context.Instant, isAtOnce: Bool, isLive: Bool)
    /// So many of so many.
    case count(Int, of: Int)
    case work(Duration)
    /// It doesn't come in this run.
    case never
    /// It may still come.
    case notYet
  }

  /// How much more B has than A.
  package enum Gap: Hashable, Sendable {
    case duration(Duration)
    case count(Int)
  }

  package let subject: Subject
  package let left: Value
  package let right: Value
  /// Nil where a number would say nothing.
  package let gap: Gap?
  /// What the first cause is, of the subject `cause`; nil where it is another one on each side.
  package let cause: CauseKind?
  /// Of what is saved: whether cleaning up was taken off on either side.
  package let isLessCleanup: Bool

  /// For amounts of work: how much on each side.
  package var work: Work? {
    guard subject.isWork else { return nil }
    func amount(_ value: Value) -> Duration { if case .work(let amount) = value { amount } else { .zero } }
    return Work(a: amount(left), b: amount(right))
  }

  package struct Work: Hashable, Sendable {
    package let a: Duration
    package let b: Duration
  }

  init(
    _ subject: Subject, _ left: Value, _ right: Value, gap: Gap? = nil, cause: CauseKind? = nil,
    isLessCleanup: Bool = false
  ) {
    self.subject = subject
    self.left = left
    self.right = right
    self.gap = gap
    self.cause = cause
    self.isLessCleanup = isLessCleanup
  }
}

/// Both sides at one instant.
package struct ComparedMoment: Sendable {
  package let t: Context.Instant
  package let a: OneSide
  package let b: OneSide
  package let facts: [ComparedFact]
  /// What the whole of it teaches, once both are over; made from the facts alone.
  package let points: Lesson?

  /// One side at that instant.
  package struct OneSide: Sendable {
    package let run: RunState
    /// Nil as long as there is no first cause.
    package let waste: Waste?
    private let thrownAway: Set<Int>

    init(_ side: Comparison.Side, at t: Context.Instant) {
      run = side.state(at: t)
      waste = side.ledger.waste(in: run, at: t)
      thrownAway = Set(waste?.thrownAway ?? [])
    }

    /// Whether it is known that the groups give what a task returned to no caller.
    package func isThrownAway(_ row: Int) -> Bool { thrownAway.contains(row) }
  }
}

extension Comparison {
  /// Both sides at an instant, as far as they had come.
  package func moment(at t: Context.Instant) -> ComparedMoment {
    let (a, b) = (ComparedMoment.OneSide(a, at: t), ComparedMoment.OneSide(b, at: t))
    let isOver = a.run.ending != nil && b.run.ending != nil
    return ComparedMoment(
      t: t, a: a, b: b, facts: facts(a, b), points: isOver ? Lesson(a, b, footing: footing) : nil)
  }

  private func facts(_ a: ComparedMoment.OneSide, _ b: ComparedMoment.OneSide) -> [ComparedFact] {
    let answers = a.answeredAt.flatMap { one in b.answeredAt.map { one.duration(to: $0) } }
    let kind = a.run.causeKind ?? .failure
    var facts = [
      ComparedFact(.cause, a.cause, b.cause, cause: kind == b.run.causeKind ?? .failure ? kind : nil),
      ComparedFact(.told, a.told, b.told),
      ComparedFact(.answer, a.answer, b.answer, gap: answers.map { .duration($0) }),
      ComparedFact(.errors, a.errors, b.errors),
      ComparedFact(
        .results, .count(a.usable, of: a.run.tasks.count), .count(b.usable, of: b.run.tasks.count),
        gap: .count(b.usable - a.usable)),
    ]
    guard a.waste != nil || b.waste != nil else { return facts }
    func has(_ amount: (Waste.Amounts) -> Duration) -> Bool {
      [a, b].contains { ($0.waste.map { amount($0.total) } ?? .zero) > .zero }
    }
    func add(_ subject: ComparedFact.Subject, _ amount: (Waste.Amounts) -> Duration) {
      let (left, right) = (a.waste.map { amount($0.total) }, b.waste.map { amount($0.total) })
      let isComparable = footing.isSame && left != nil && right != nil
      facts.append(
        ComparedFact(
          subject, left.map { .work($0) } ?? .never, right.map { .work($0) } ?? .never,
          gap: isComparable ? .duration((right ?? .zero) - (left ?? .zero)) : nil,
          isLessCleanup: subject == .saved && has(\.tidied)))
    }
    add(.wasted, \.wasted)
    if has(\.used) { add(.used, \.used) }
    if has(\.extra) { add(.extra, \.extra) }
    if a.waste?.isPlanned == true || b.waste?.isPlanned == true { add(.saved, \.saved) }
    add(.discarded, \.discarded)
    add(.sunk, \.sunk)
    return facts
  }
}

extension ComparedMoment.OneSide {
  /// When the wait of the outermost group returned.
  package var answeredAt: Context.Instant? { run.outermostGroup?.closedAt }

  /// How many tasks have finished with a result that can be used; before the first cause every one that has.
  package var usable: Int { waste?.usable ?? run.tasks.count { $0.out?.outcome == .completed } }

  private var never: ComparedFact.Value { run.ending == nil ? .notYet : .never }

  private func time(_ t: Context.Instant?) -> ComparedFact.Value {
    t.map { .time($0, isLive: run.isLive) } ?? never
  }

  fileprivate var cause: ComparedFact.Value { time(run.causeTime) }

  fileprivate var told: ComparedFact.Value {
    let told = ToldTasks(run)
    return told.first.map { .told(told.count, from: $0, isAtOnce: told.isAtOnce, isLive: run.isLive) } ?? never
  }

  fileprivate var answer: ComparedFact.Value { time(answeredAt) }

  fileprivate var errors: ComparedFact.Value {
    guard let group = run.outermostGroup, group.closedAt != nil else { return never }
    // Whatever the group keeps is an error like any other, also where it is only what came of a cancellation.
    let failures = run.tasks.count { task in
      task.out?.outcome == .failed || (task.isKept && task.parent?.number == group.number)
    }
    guard group.closingError != nil else { return .count(0, of: failures) }
    let kept = max(1, group.children.count { $0.isKept })
    return .count(kept, of: max(kept, failures))
  }
}

/// What a comparison teaches: points that follow from its facts and from nothing else.
package struct Lesson: Sendable {
  package enum SideName: String, Hashable, Sendable {
    case a = "A"
    case b = "B"
  }

  package enum Point: Sendable {
    /// Which sides deadlock.
    case deadlock(onA: Bool, onB: Bool)
    /// Amounts of work can't be compared.
    case notComparable(Footing.Difference)
    /// Which side saves more, and how much of the work that was left; `more` where the other one saves some, too. Nil
    /// where both save the same amount.
    case work(saves: SideName?, amount: Duration, more: Bool, isAll: Bool, left: Duration)
    /// How much of the work after the first cause is useful, for those sides that have any; nil for all of it.
    case useful([(side: SideName, amount: Duration?)])
    /// Wait returns on both sides at one time, because of these tasks that don't listen.
    case sameAnswer(Context.Instant, deafOnA: [Row], deafOnB: [Row])
    /// Wait returns earlier on one side.
    case earlierAnswer(on: SideName, by: Duration)
    /// Wait never returns on one side.
    case noAnswer(on: SideName)
    /// What wait returns on each side, and a task whose error neither side returns.
    case errors(a: String?, b: String?, hidden: Row?)
    /// How many usable results each side has.
    case results(a: Int, b: Int)
    /// If each result is useful on its own, this side is the one to use: it lets every task finish, where the other one cancels
    /// the rest with the first failure and returns its error alone.
    ///
    /// - losesErrors: Whether its wait returns nil although a task has failed.
    case advice(SideName, losesErrors: Bool)
  }

  /// In the order in which they are told.
  package let points: [Point]
  /// The places of those first that are to be kept longest.
  package let byImportance: [Int]

  /// Both sides must be over.
  init(_ a: ComparedMoment.OneSide, _ b: ComparedMoment.OneSide, footing: Footing) {
    let facts = LessonFacts(a: a, b: b)
    if let deadlock = facts.deadlock {
      (points, byImportance) = ([deadlock], [0])
      return
    }
    var told: [(point: Point, rank: Int)] = []
    func add(_ point: Point?, rank: Int) { if let point { told.append((point, rank)) } }
    switch footing {
    case .same:
      add(facts.work, rank: 0)
      add(facts.used, rank: 5)
    case .different(let why): add(.notComparable(why), rank: 0)
    }
    add(facts.answer, rank: 2)
    add(facts.errors, rank: 3)
    add(facts.results, rank: 1)
    // Where the runs differ before, it isn't the kind of group that makes the difference.
    if footing.isSame { add(facts.advice, rank: 4) }
    points = told.map(\.point)
    byImportance = told.indices.sorted { told[$0].rank < told[$1].rank }
  }
}

/// The points one by one.
private struct LessonFacts {
  let a: ComparedMoment.OneSide
  let b: ComparedMoment.OneSide

  var deadlock: Lesson.Point? {
    let (onA, onB) = (a.run.deadlock != nil, b.run.deadlock != nil)
    return onA || onB ? .deadlock(onA: onA, onB: onB) : nil
  }

  var work: Lesson.Point? {
    guard let left = a.waste?.total, let right = b.waste?.total else { return nil }
    let difference = right.saved - left.saved
    guard difference != .zero else {
      return .work(saves: nil, amount: left.saved, more: false, isAll: false, left: left.undone)
    }
    let amount = max(difference, .zero - difference)
    return .work(
      saves: difference > .zero ? .b : .a, amount: amount, more: left.saved > .zero && right.saved > .zero,
      isAll: [left, right].contains { $0.saved == left.undone && $0.saved == amount }, left: left.undone)
  }

  var used: Lesson.Point? {
    let sides: [(Lesson.SideName, ComparedMoment.OneSide)] = [(.a, a), (.b, b)]
    let useful = sides.compactMap { name, side -> (side: Lesson.SideName, amount: Duration?)? in
      guard let total = side.waste?.total, total.used > .zero else { return nil }
      return (name, total.used == total.wasted ? nil : total.used)
    }
    return useful.isEmpty ? nil : .useful(useful)
  }

  var answer: Lesson.Point? {
    switch (a.answeredAt, b.answeredAt) {
    case (let left?, let right?) where left == right:
      .sameAnswer(left, deafOnA: a.deafAtTheEnd, deafOnB: b.deafAtTheEnd)
    case (let left?, let right?):
      left < right
        ? .earlierAnswer(on: .a, by: left.duration(to: right)) : .earlierAnswer(on: .b, by: right.duration(to: left))
    case (_?, nil): .noAnswer(on: .b)
    case (nil, _?): .noAnswer(on: .a)
    case (nil, nil): nil
    }
  }

  var errors: Lesson.Point? {
    guard let left = a.run.outermostGroup, let right = b.run.outermostGroup, left.closedAt != nil,
      right.closedAt != nil, left.closingError != right.closingError
    else { return nil }
    let returned = [left.closingError, right.closingError].compactMap(\.self)
    let hidden = a.run.tasks.first { task in
      guard task.out?.outcome == .failed, let error = task.error else { return false }
      return !returned.contains { $0.contains(error) }
    }
    return .errors(a: left.closingError, b: right.closingError, hidden: hidden)
  }

  var results: Lesson.Point? { a.usable == b.usable ? nil : .results(a: a.usable, b: b.usable) }

  /// Only between a group that lets every task finish and one that ends with the first failure. Two of one kind differ in
  /// something else, and of a race one result is wanted.
  var advice: Lesson.Point? {
    let (better, worse) = a.usable > b.usable ? (a, b) : (b, a)
    let lost = worse.waste.map { $0.total.discarded + $0.total.sunk } ?? .zero
    guard a.usable != b.usable, lost > .zero, better.run.outermostGroup?.policy?.cancelsOn == .never,
      worse.run.outermostGroup?.policy?.cancelsOn == .failure
    else { return nil }
    let losesErrors =
      better.run.outermostGroup?.closingError == nil && better.run.tasks.contains { $0.out?.outcome == .failed }
    return .advice(a.usable > b.usable ? .a : .b, losesErrors: losesErrors)
  }
}

extension ComparedMoment.OneSide {
  /// The tasks that wait had to wait for until the end although they had been told, because they didn't listen.
  fileprivate var deafAtTheEnd: [Row] {
    guard let end = answeredAt else { return [] }
    return run.tasks.filter { task in
      guard let told = task.toldAt, task.outAt == end, told < end, let step = task.step else { return false }
      return !step.listens
    }
  }
}
