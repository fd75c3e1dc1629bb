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
    // What only came of a cancellation is no failure.
    let failed = group.children.filter { task in
      task.out?.outcome == .failed || (task.out?.outcome == .propagated && !task.isTold)
    }
    let returned = failed.count { $0.errorFate == .kept || $0.errorFate == .amongFailures }
    return .count(group.closingError == nil ? 0 : returned, of: failed.count)
  }
}
