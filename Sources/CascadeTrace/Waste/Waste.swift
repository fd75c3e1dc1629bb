package import Cascade

/// What a failure costs and what stopping spares, at one moment of a run in which something has gone wrong.
///
/// Everything turns on the first cause (``RunState/cause``): the first failure, or else the deadline or the intervention. All
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
    /// The part of ``wasted`` that goes beyond the plan: cleaning up for longer than the work that was left.
    package var extra = Duration.zero
    /// Planned, and it will never be done: its task is out or never ran, or the run is over. Nothing is called saved
    /// that no `plan` note has planned.
    package var saved = Duration.zero
    /// Cleaning up that took the place of planned work, by tasks for which nothing is open: ``saved`` is the planned work
    /// that will never be done without it.
    package var tidied = Duration.zero
    /// Planned and not done yet, by tasks that aren't out.
    package var open = Duration.zero
    /// Planned and not done at the first cause.
    package var undone = Duration.zero
    /// Done by tasks that had finished by the first cause, with a result that no caller gets.
    package var discarded = Duration.zero
    /// Done before the first cause by tasks that hadn't finished then, and whose result is thrown away or never came.
    /// Tasks that threw an error of their own had none to throw away.
    package var sunk = Duration.zero

    package init() {}

    static func += (sum: inout Amounts, other: Amounts) {
      sum.wasted += other.wasted
      sum.used += other.used
      sum.extra += other.extra
      sum.saved += other.saved
      sum.tidied += other.tidied
      sum.open += other.open
      sum.undone += other.undone
      sum.discarded += other.discarded
      sum.sunk += other.sunk
    }
  }

  /// When the first cause was.
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
