import Cascade

/// Whose results nobody will use, as far as a moment knows.
///
/// A task's result is what it returns without an error. Whether anybody gets it depends on the groups it is in:
///
/// - A wait group, `collect-all` and `supervised` give every result that there is, whatever failed beside it.
/// - `first-success` gives the first one.
/// - All others give their caller either every result or an error and nothing else: with the first failure that such a
///   group keeps, or the error that its wait returns, the results of all its tasks are thrown away.
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
    var winners: [Int: Int] = [:]
    for number in run.roster.order {
      let member = run.roster.members[number]
      let isLostAbove = member.parent.map { isLost[$0] } ?? false
      switch member.kind {
      case .context, .after: isLost[number] = isLostAbove
      case .group:
        if rule(of: number) == .firstOnly { winners[number] = winner(of: number) }
        isLost[number] = isLostAbove || losesEverything(number)
      case .task:
        let isLoser = member.parent.flatMap { winners[$0] }.map { $0 != number } ?? false
        let isWithout = run.out(of: number).map { $0.outcome != .completed } ?? false
        // Detached work is meant to be done whatever becomes of its group.
        let isDetached = !isWithout && run.isDetached(number)
        isLost[number] = !isDetached && (isLostAbove || isLoser || isWithout)
      }
    }
  }

  /// Whether nobody will use what this task returned or may still return.
  package func isThrownAway(_ task: Int) -> Bool { isLost[task] }

  // MARK: Groups

  private enum Rule { case everything, firstOnly, allOrNothing }

  private func rule(of group: Int) -> Rule {
    switch run.row(number: group).policy {
    case "waitgroup", "collect-all", "supervised": .everything
    case "first-success": .firstOnly
    default: .allOrNothing
    }
  }

  private func losesEverything(_ group: Int) -> Bool {
    guard rule(of: group) == .allOrNothing else { return false }
    return run.fold.marks(of: group).kept.isSet || run.row(number: group).closingError != nil
  }

  /// The task that finished first.
  private func winner(of group: Int) -> Int? {
    var best: (event: Int, row: Int)?
    for child in run.row(number: group).children {
      guard run.out(of: child.number)?.outcome == .completed, let event = child.marks.ended.value else { continue }
      if best.map({ event < $0.event }) ?? true { best = (event, child.number) }
    }
    return best?.row
  }
}
