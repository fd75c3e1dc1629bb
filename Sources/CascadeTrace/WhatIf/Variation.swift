/// What is different from what the file says: the whole description of one branch of a scenario. None is the file itself.
package struct Variation: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    /// An intervention acts in the run. Everything before that is the same, event for event.
    case intervention(Intervention)
    /// A group is made with another option. Everything before the group is opened is the same.
    case option(OptionChange)
    /// Another order of things due at the same instant.
    case seed(UInt64)
  }

  /// In the order in which they were made; of two that concern the same thing the later one counts.
  package private(set) var changes: [Change]

  package init(_ changes: [Change] = []) {
    self.changes = []
    for change in changes { add(change) }
  }

  /// The file itself.
  package static let none = Variation()

  /// This one and one change more.
  ///
  /// Another option or seed changes what comes before the interventions, so that their places among the events mean
  /// nothing any more; they keep their times. So it is for interventions later than one that is added.
  package func adding(_ change: Change) -> Variation {
    var copy = self
    copy.add(change)
    return copy
  }

  private mutating func add(_ change: Change) {
    for index in changes.indices {
      guard case .intervention(var intervention) = changes[index] else { continue }
      intervention.moment.position = min(
        intervention.moment.position, change.unchangedEvents(before: intervention.moment))
      changes[index] = .intervention(intervention)
    }
    changes.append(change)
  }
}

extension Variation {
  /// The interventions among the changes, in the order in which they were made.
  package var interventions: [Intervention] {
    changes.compactMap { change in if case .intervention(let intervention) = change { intervention } else { nil } }
  }

  /// The paths of the groups that are made with another option.
  package var changedGroups: [String] {
    changes.compactMap { change in if case .option(let change) = change { change.group } else { nil } }
  }

  /// Whether things due at the same instant come in another order.
  package var changesSeed: Bool {
    changes.contains { change in if case .seed = change { true } else { false } }
  }
}

extension Variation.Change {
  /// How many of the events before `moment` certainly stay the same.
  fileprivate func unchangedEvents(before moment: Cursor) -> Int {
    guard case .intervention(let intervention) = self else { return 0 }
    let added = intervention.moment
    if added.t > moment.t { return moment.position }
    return added.t < moment.t ? 0 : added.position
  }
}
