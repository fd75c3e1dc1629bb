import Cascade
import CascadeTrace

extension Watch {
  /// The number of the row at which something has just happened.
  package var happening: Int? {
    var event = cursor.position - 1
    while event >= 0 {
      // That a failure is kept is about the group, but it is the task that everybody should look at.
      if case .groupFailureKept(let task, _) = recording.log[event].kind, let row = recording.roster.number(of: task) {
        return row
      }
      // So is that the group cancels its context, when that follows at once.
      if case .contextTold(let told) = recording.log[event].kind, event > 0,
        case .groupFailureKept(told.origin, _) = recording.log[event - 1].kind
      {
        event -= 1
        continue
      }
      // What a hand does is about whom it does it to.
      if case .intervention(_, let target) = recording.log[event].kind, let row = recording.roster.number(of: target) {
        return row
      }
      if let row = recording.subject(ofEvent: event) { return row }
      event -= 1
    }
    return nil
  }

  /// The number of the row that the bar stands on. Where it follows what happens, that is who failed or was acted on
  /// where one looks at that, and the first one before anything has happened.
  package var selected: Int? {
    switch selection {
    case .pinned(let row): row
    case .following: recording.causeRow(at: cursor) ?? happening ?? recording.roster.order.first
    }
  }

  /// Moves the bar so many rows down, or up.
  mutating func select(by steps: Int) {
    let order = recording.roster.order
    guard let selected, let place = order.firstIndex(of: selected) else { return }
    selection = .pinned(order[min(max(0, place + steps), order.count - 1)])
  }

  /// Moves the bar so many siblings down, or up, and stops at the last one, or first.
  mutating func selectSibling(by steps: Int) {
    let members = recording.roster.members
    guard let selected else { return }
    let siblings = members.indices.filter { members[$0].parent == members[selected].parent }
    guard let place = siblings.firstIndex(of: selected) else { return }
    selection = .pinned(siblings[min(max(0, place + steps), siblings.count - 1)])
  }
}
