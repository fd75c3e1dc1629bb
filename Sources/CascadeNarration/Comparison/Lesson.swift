import Cascade
import CascadeText
import CascadeTrace

/// What a comparison teaches: sentences that follow from its facts and from nothing else; safe to print.
struct Lesson {
  /// In the order in which they are told.
  let sentences: [String]
  /// Those first that are to be kept longest.
  let byImportance: [String]

  /// Both sides must be over.
  init(_ a: ComparedMoment.OneSide, _ b: ComparedMoment.OneSide, footing: Footing) {
    let facts = LessonFacts(a: a, b: b)
    if let deadlock = facts.deadlock {
      (sentences, byImportance) = ([deadlock], [deadlock])
      return
    }
    let work =
      switch footing {
      case .same: [facts.work, facts.used].compactMap(\.self)
      case .different(let why) where a.waste == nil && b.waste == nil: [why]
      case .different(let why): ["The amounts of work can't be compared. \(why)"]
      }
    let (answer, errors, results, verdict) = (facts.answer, facts.errors, facts.results, facts.verdict)
    sentences = work + [answer, errors, results, verdict].compactMap(\.self)
    byImportance = work.prefix(1) + [results, answer, errors, verdict].compactMap(\.self) + work.dropFirst()
  }
}

/// The sentences one by one.
private struct LessonFacts {
  let a: ComparedMoment.OneSide
  let b: ComparedMoment.OneSide

  var deadlock: String? {
    switch (a.run.deadlock != nil, b.run.deadlock != nil) {
    case (true, true): "Both sides come to a deadlock: nothing can go on."
    case (true, false): "A comes to a deadlock, B doesn't."
    case (false, true): "B comes to a deadlock, A doesn't."
    case (false, false): nil
    }
  }

  /// Who saves more, and how much.
  var work: String? {
    guard let left = a.waste?.total, let right = b.waste?.total else { return nil }
    let undone = "the \(TimeText.duration(left.undone)) that was left to do"
    let difference = right.saved - left.saved
    guard difference != .zero else {
      return left.saved == .zero
        ? "Neither side saves any of \(undone)."
        : "Both sides save \(TimeText.duration(left.saved)) of \(undone)."
    }
    let name = difference > .zero ? "B" : "A"
    if [left, right].contains(where: { $0.saved == left.undone && $0.saved == max(difference, .zero - difference) }) {
      return "\(name) saves all of \(undone)."
    }
    let more = left.saved > .zero && right.saved > .zero ? " more" : ""
    return "\(name) saves \(TimeText.duration(max(difference, .zero - difference)))\(more) of \(undone)."
  }

  /// On which side work that was done after the first cause isn't lost.
  var used: String? {
    let parts = [("A", a), ("B", b)].compactMap { name, side -> String? in
      guard let total = side.waste?.total, total.used > .zero else { return nil }
      let share = total.used == total.wasted ? "all" : TimeText.duration(total.used)
      return "\(share) that \(name) did after the \(a.run.causeNoun)"
    }
    guard !parts.isEmpty else { return nil }
    return English.sentence("\(English.list(parts)) went into results that can be used.")
  }

  /// Whose caller is answered first.
  var answer: String? {
    switch (a.answeredAt, b.answeredAt) {
    case (let left?, let right?) where left == right:
      func clause(_ held: [Row]) -> String {
        "\(English.subject(held)) never \(held.count == 1 ? "listens" : "listen")"
      }
      let (onA, onB) = (a.deafAtTheEnd, b.deafAtTheEnd)
      let deaf =
        onA.map(\.id) == onB.map(\.id) && !onA.isEmpty
        ? ["on both sides, \(clause(onA))"]
        : [("A", onA), ("B", onB)].filter { !$0.1.isEmpty }.map { "on \($0.0), \(clause($0.1))" }
      let why = deaf.isEmpty ? "" : ": \(English.list(deaf))"
      return "Both callers are answered at \(a.run.timeText(left))\(why)."
    case (let left?, let right?):
      let (first, second) = left < right ? ("A", "B") : ("B", "A")
      let gap = left < right ? left.duration(to: right) : right.duration(to: left)
      return "\(first) answers its caller \(TimeText.duration(gap)) before \(second)."
    case (_?, nil): return "The caller of B never gets an answer."
    case (nil, _?): return "The caller of A never gets an answer."
    case (nil, nil): return nil
    }
  }

  /// What wait returns on each side, where that isn't the same, and whose failure is heard on neither.
  var errors: String? {
    guard let left = a.run.outermostGroup, let right = b.run.outermostGroup, left.closedAt != nil,
      right.closedAt != nil,
      left.closingError != right.closingError
    else { return nil }
    let heard = [left.closingError, right.closingError].compactMap(\.self)
    let hidden = a.run.tasks.first { task in
      guard task.out?.outcome == .failed, let error = task.error else { return false }
      return !heard.contains { $0.contains(error) }
    }
    let lost = hidden.map { task in
      "; \(task.error.map(SafeText.quoted) ?? "") from \(task.label) is heard on neither side"
    }
    return "Wait returns \(Self.words(left.closingError)) on A, \(Self.words(right.closingError)) on B\(lost ?? "")."
  }

  /// The text of an error, cut where it is long.
  private static func words(_ error: String?) -> String {
    guard let error else { return "no error" }
    let most = 40
    return error.count <= most ? SafeText.quoted(error) : SafeText.quoted(error.prefix(most - 3) + "...")
  }

  /// Who keeps more, and what the other one loses with them.
  var results: String? {
    let (left, right) = (a.usable, b.usable)
    guard left != right else { return nil }
    let (more, less) = left > right ? ("A", "B") : ("B", "A")
    let (most, least) = (max(left, right), min(left, right))
    let keeps = "\(more) keeps \(English.count(most, "result")), \(less) \(least == 0 ? "none" : "\(least)")"
    return lost > .zero ? "\(keeps): \(TimeText.duration(lost)) of work is thrown away." : "\(keeps)."
  }

  /// For what the side that keeps less isn't made.
  var verdict: String? {
    guard a.usable != b.usable, lost > .zero else { return nil }
    return "Where each result counts by itself, \(a.usable > b.usable ? "B" : "A") is the wrong tool."
  }

  /// What the side that keeps less has thrown away.
  private var lost: Duration {
    let total = (a.usable > b.usable ? b.waste : a.waste)?.total
    return (total?.discarded ?? .zero) + (total?.sunk ?? .zero)
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
