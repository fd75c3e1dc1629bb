package import Cascade
import CascadeTrace

/// Whether two runs stand on the same ground, so that their waste may be compared by number.
///
/// They do when they are alike up to the same first cause, at the same instant, with the same limits: then the same work
/// was planned and undone at that moment, and what is different afterwards is what each side made of it.
package enum Footing: Hashable, Sendable {
  /// The first cause of both.
  case same(Context.Instant)
  /// Why not: a whole sentence, safe to print.
  case different(String)

  package var isSame: Bool {
    if case .same = self { true } else { false }
  }

  init(_ a: Comparison.Side, _ b: Comparison.Side) {
    let (left, right) = (a.recording.latestState, b.recording.latestState)
    if let why = Self.causes(left, right) ?? Self.limits(left, right) {
      self = .different(why)
      return
    }
    guard a.ledger.isPlanned else {
      self = .different("No task says how much work it planned.")
      return
    }
    guard let cause = left.causeTime else {
      self = .different("Nothing goes wrong.")
      return
    }
    self = (Self.beginnings(a, b, cause: cause) ?? Self.work(left, right, a, b)).map { .different($0) } ?? .same(cause)
  }

  private static func causes(_ a: RunState, _ b: RunState) -> String? {
    switch (a.causeTime, b.causeTime) {
    case (nil, nil): "Nothing goes wrong on either side, so nothing is wasted."
    case (nil, _?): "Nothing goes wrong on side A, so no work of A comes after it."
    case (_?, nil): "Nothing goes wrong on side B, so no work of B comes after it."
    case (let one?, let other?):
      one == other ? nil : Self.times(a, one, b, other)
    }
  }

  private static func times(_ a: RunState, _ one: Context.Instant, _ b: RunState, _ other: Context.Instant) -> String {
    let (left, right) =
      a.causeNoun == b.causeNoun ? ("A", "B") : ("A has its \(a.causeNoun)", "B its \(b.causeNoun)")
    return "The sides go wrong at different times: \(left) at \(a.timeText(one)), \(right) at \(b.timeText(other))."
  }

  private static func limits(_ a: RunState, _ b: RunState) -> String? {
    for group in a.groups {
      guard let other = b.row(group.id), other.kind == .group else { continue }
      let (one, two) = (group.limit, other.limit)
      guard one != two else { continue }
      let words = [one, two].map { $0.map { "a limit of \($0)" } ?? "no limit" }
      return "\(group.opening) has \(words[0]) on A and \(words[1]) on B, "
        + "so other tasks are at work when it goes wrong."
    }
    return nil
  }

  /// The first task that isn't alike before the first cause.
  private static func beginnings(_ a: Comparison.Side, _ b: Comparison.Side, cause: Context.Instant) -> String? {
    let (left, right) = (a.recording.latestState, b.recording.latestState)
    for row in left.tasks {
      if let plan = a.ledger.plans[row.id], let other = b.ledger.plans[row.id], plan != other {
        return "\(row.label) has other work to do on the two sides."
      }
      let other = right.row(row.id)
      guard Beginning(row, a.ledger, cause) != other.map({ Beginning($0, b.ledger, cause) }) ?? Beginning() else {
        continue
      }
      return "\(row.label) isn't the same on both sides before it goes wrong."
    }
    for row in right.tasks where left.row(row.id) == nil && Beginning(row, b.ledger, cause) != Beginning() {
      return "\(row.label) is there on side B only before it goes wrong."
    }
    return nil
  }

  /// That more work was left to do on one side: a hand gave it a task of its own.
  private static func work(
    _ left: RunState, _ right: RunState, _ a: Comparison.Side, _ b: Comparison.Side
  ) -> String? {
    func undone(_ run: RunState, _ side: Comparison.Side) -> Duration {
      side.ledger.waste(in: run, at: side.recording.endTime)?.total.undone ?? .zero
    }
    let (one, other) = (undone(left, a), undone(right, b))
    guard one != other else { return nil }
    return "There is more to do on side \(one > other ? "A" : "B") when it goes wrong."
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
