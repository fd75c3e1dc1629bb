package import Cascade

/// Whether two runs stand on the same ground, so that their waste may be compared by number.
///
/// They do when they are alike up to the same first cause, at the same instant, with the same limits: then the same work
/// was planned and undone at that moment, and what is different afterwards is what each side made of it.
package enum Footing: Hashable, Sendable {
  /// The first cause of both.
  case same(Context.Instant)
  /// Why not.
  case different(Difference)

  /// What keeps two runs from being compared by number.
  package enum Difference: Hashable, Sendable {
    /// One side has no first cause, or neither has.
    case noCause(onA: Bool, onB: Bool)
    /// The first causes come at different times.
    case causes(a: Context.Instant, b: Context.Instant)
    /// A group, by its path, has another limit on each side.
    case limits(group: String, a: Int?, b: Int?)
    /// No task has a plan.
    case noPlans
    /// A task, by its path, has another plan on each side.
    case plan(task: String)
    /// A task, by its path, is different before the first cause.
    case beginning(task: String)
    /// Only B has a task, by its path, that has begun before the first cause.
    case onlyOnB(task: String)
    /// One side has more work left at the first cause.
    case work(moreOnA: Bool)
  }

  package var isSame: Bool {
    if case .same = self { true } else { false }
  }

  init(_ a: Comparison.Side, _ b: Comparison.Side) {
    let (left, right) = (a.recording.latestState, b.recording.latestState)
    func cost(_ run: RunState) -> Context.Instant? { run.costlyCause.map { run.log[$0].t } }
    guard let cause = cost(left), let other = cost(right) else {
      self = .different(.noCause(onA: cost(left) == nil, onB: cost(right) == nil))
      return
    }
    guard cause == other else {
      self = .different(.causes(a: cause, b: other))
      return
    }
    if let limits = Self.limits(left, right) {
      self = .different(limits)
    } else if !a.ledger.isPlanned {
      self = .different(.noPlans)
    } else if let difference = Self.beginnings(a, b, cause: cause) ?? Self.work(left, right, a, b) {
      self = .different(difference)
    } else {
      self = .same(cause)
    }
  }

  private static func limits(_ a: RunState, _ b: RunState) -> Difference? {
    for group in a.groups {
      guard let other = b.row(group.id), other.kind == .group, group.limit != other.limit else { continue }
      return .limits(group: group.id, a: group.limit, b: other.limit)
    }
    return nil
  }

  /// The first task that isn't alike before the first cause.
  private static func beginnings(_ a: Comparison.Side, _ b: Comparison.Side, cause: Context.Instant) -> Difference? {
    let (left, right) = (a.recording.latestState, b.recording.latestState)
    for row in left.tasks {
      if let plan = a.ledger.plans[row.id], let other = b.ledger.plans[row.id], plan != other {
        return .plan(task: row.id)
      }
      let other = right.row(row.id)
      guard Beginning(row, a.ledger, cause) != other.map({ Beginning($0, b.ledger, cause) }) ?? Beginning() else {
        continue
      }
      return .beginning(task: row.id)
    }
    for row in right.tasks where left.row(row.id) == nil && Beginning(row, b.ledger, cause) != Beginning() {
      return .onlyOnB(task: row.id)
    }
    return nil
  }

  /// More work was left to do on one side: it got a task that the other one hasn't.
  private static func work(
    _ left: RunState, _ right: RunState, _ a: Comparison.Side, _ b: Comparison.Side
  ) -> Difference? {
    func undone(_ run: RunState, _ side: Comparison.Side) -> Duration {
      side.ledger.waste(in: run, at: side.recording.endTime)?.total.undone ?? .zero
    }
    let (one, other) = (undone(left, a), undone(right, b))
    return one == other ? nil : .work(moreOnA: one > other)
  }

  /// What had become of a task before an instant.
  private struct Beginning: Hashable {
    var started: Context.Instant?
    var out: Context.Instant?
    var turnedAway: String?
    var done = Duration.zero

    init() {}

    init(_ row: Row, _ ledger: WorkLedger, _ cause: Context.Instant) {
      func before(_ t: Context.Instant?) -> Context.Instant? { t.flatMap { $0 < cause ? $0 : nil } }
      started = before(row.startedAt)
      out = before(row.outAt)
      turnedAway = row.turnedAwayBecause
      done = ledger.done(ofRow: row.number, by: cause)
    }
  }
}
