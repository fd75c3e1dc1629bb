/// What is different from what the file says: the whole description of one branch of a scenario. None is the file itself.
package struct Variation: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    /// A hand acts in the run. Everything before that is the same, event for event.
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
  /// nothing any more; they keep their times.
  package func adding(_ change: Change) -> Variation {
    var copy = self
    copy.add(change)
    return copy
  }

  private mutating func add(_ change: Change) {
    switch change {
    case .intervention: break
    case .option, .seed:
      changes = changes.map { earlier in
        guard case .intervention(var intervention) = earlier else { return earlier }
        intervention.moment.position = 0
        return .intervention(intervention)
      }
    }
    changes.append(change)
  }
}
