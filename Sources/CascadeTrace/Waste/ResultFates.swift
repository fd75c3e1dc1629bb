import Cascade

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
