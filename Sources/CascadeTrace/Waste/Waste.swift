package import Cascade

/// What a failure costs and what stopping spares, at one moment of a run in which something has gone wrong.
///
/// Everything turns on the first cause (``RunState/costlyCause``): the first failure that no caller inside has handled, or else
/// the deadline or the intervention. All
/// amounts are amounts of work, added up over tasks: two tasks that work for a second at the same time work 2 s. What
/// work is, says ``TaskWork``: what notes announce, as far as it was done. Cleaning up is work of the plan as long as
/// the task has done no more than it planned; what goes beyond is ``Amounts/extra``.
///
/// **The identity.** At every moment, for every task and so for all of them, exactly:
///
///     (wasted - extra) + saved + open == undone
///
/// where `undone` is what was planned and not done at the first cause. When the run is over nothing is open, so that
/// AFTER without EXTRA, plus SAVED, is the work that was planned and undone at the first cause. For two runs of the
/// same tasks that are alike up to the same cause `undone` is the same, whatever became of them afterwards.
package struct Waste: Hashable, Sendable {
  /// Amounts of work.
  package struct Amounts: Hashable, Sendable {
    /// Done after the first cause, of use or not.
    package var wasted = Duration.zero
    /// The part of ``wasted`` that went into results that can be used: it was done after the first cause, and isn't lost.
    package var used = Duration.zero
    /// The part of ``wasted`` that was cleaning up by tasks without such a result: it had to be.
    package var cleaning = Duration.zero
    /// The part of ``wasted`` that goes beyond the plan: cleaning up for longer than the work that was left.
    package var extra = Duration.zero
    /// Planned, and it will never be done: its task is out or never ran, or the run is over. Nothing is called saved
    /// that no `plan` note has planned.
    package var saved = Duration.zero
    /// Cleaning up that took the place of planned work, by tasks for which nothing is open: ``saved`` is the planned work
    /// that will never be done without it.
    package var tidied = Duration.zero
    /// All cleaning up by those tasks; what of it took the place of no planned work is ``extra``.
    package var cleaned = Duration.zero
    /// Planned and not done yet, by tasks that aren't out.
    package var open = Duration.zero
    /// Planned and not done at the first cause.
    package var undone = Duration.zero
    /// Done by tasks that had finished by the first cause, with a result that no caller gets.
    package var discarded = Duration.zero
    /// Done before the first cause by tasks that hadn't finished then, and whose result is thrown away or never came.
    /// Tasks that threw an error of their own had none to throw away.
    package var sunk = Duration.zero

    /// The part of ``wasted`` that came to nothing.
    package var lost: Duration { wasted - used - cleaning }

    package init() {}

    static func += (sum: inout Amounts, other: Amounts) {
      sum.wasted += other.wasted
      sum.used += other.used
      sum.cleaning += other.cleaning
      sum.extra += other.extra
      sum.saved += other.saved
      sum.tidied += other.tidied
      sum.cleaned += other.cleaned
      sum.open += other.open
      sum.undone += other.undone
      sum.discarded += other.discarded
      sum.sunk += other.sunk
    }
  }

  /// The number of the first cause.
  package let event: Int
  /// When that was.
  package let cause: Context.Instant
  /// Whether any task of the run announced a plan. Where none did, nothing is saved, and nothing is extra.
  package let isPlanned: Bool
  /// Over all tasks.
  package internal(set) var total = Amounts()
  /// By the number of the row; zero for rows that aren't tasks.
  package internal(set) var rows: [Amounts]
  /// The rows whose finished result no caller gets, whenever they finished, in the order in which they are shown.
  package internal(set) var thrownAway: [Int] = []
  /// How many tasks have finished with a result that can be used.
  package internal(set) var usable = 0
  /// How long wait has blocked since the first cause; until it returned, once it has. Nil where no group is waited for.
  package internal(set) var callerWaiting: Duration?
}

/// Whose results no caller gets, as far as a moment knows.
///
/// A task's result is what it returns without an error. Whether a caller gets it depends on the groups it is in:
///
/// - One whose policy ends it with a success gives the results that there were when it decided, and where it was cut
///   short before, the first one.
/// - One whose policy ends it with a failure gives its caller either every result or an error and nothing else: with the
///   failure that it keeps, or the error that its wait returns, the results of all its tasks are thrown away.
/// - All others let every task finish, and give every result that there is, whatever failed beside it and whatever error
///   wait returns: that is what they are for.
///
/// What a task got from a group inside it goes where its own result goes; from a task that returned an error, nowhere.
/// Detached work is done for its own sake: nothing of it is thrown away, unless it returns an error.
package struct ResultFates {
  /// For each row whether what stands directly below it comes to nothing.
  private var isLost: [Bool]
  private let run: RunState

  package init(_ run: RunState) {
    self.run = run
    isLost = Array(repeating: false, count: run.roster.members.count)
    var winners: [Int: Set<Int>] = [:]
    for number in run.roster.order {
      let member = run.roster.members[number]
      let isLostAbove = member.parent.map { isLost[$0] } ?? false
      switch member.kind {
      case .context, .after: isLost[number] = isLostAbove
      case .group:
        if rule(of: number) == .byThen { winners[number] = finishers(of: number) }
        // Of a process that has ended no caller gets anything.
        isLost[number] =
          isLostAbove || losesEverything(number) || run.fold.exit.isSet && !run.fold.marks(of: number).ended.isSet
      case .task:
        let isLoser = member.parent.flatMap { winners[$0] }.map { !$0.contains(number) } ?? false
        let isWithout = run.fold.marks(of: number).end.map { $0.outcome != .completed } ?? false
        // Detached work is meant to be done whatever becomes of its group.
        let isDetached = !isWithout && run.isDetached(number)
        isLost[number] = !isDetached && (isLostAbove || isLoser || isWithout)
      }
    }
  }

  /// Whether no caller gets what this task returned or may still return.
  package func isThrownAway(_ task: Int) -> Bool { isLost[task] }

  // MARK: Groups

  private enum Rule { case everything, byThen, allOrNothing }

  private func rule(of group: Int) -> Rule {
    switch run.row(number: group).policy?.cancelsOn {
    case .success: .byThen
    case .failure, nil: .allOrNothing
    case .never: .everything
    }
  }

  private func losesEverything(_ group: Int) -> Bool {
    guard rule(of: group) == .allOrNothing else { return false }
    return run.fold.marks(of: group).kept.isSet || run.row(number: group).closingError != nil
  }

  /// The tasks that had finished when the group decided that this is enough; the first one where it hasn't.
  private func finishers(of group: Int) -> Set<Int>? {
    let row = run.row(number: group)
    if row.closingError != nil { return [] }
    let finished = row.children.compactMap { child -> (event: Int, row: Int)? in
      let marks = child.marks
      guard marks.end?.outcome == .completed else { return nil }
      return marks.ended.value.map { ($0, child.number) }
    }
    guard let first = finished.min(by: { $0.event < $1.event }) else { return nil }
    guard let telling = row.telling, telling.told.reason == .groupDecided, first.event < telling.event else {
      return [first.row]
    }
    return Set(finished.filter { $0.event < telling.event }.map(\.row))
  }
}
