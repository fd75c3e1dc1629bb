package import Cascade

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
      guard task.out?.outcome == .failed, let error = task.error, task.ignoredBy == nil,
        let other = b.run.row(task.id), other.error == error, other.ignoredBy == nil
      else { return false }
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
