import Cascade
import CascadeNarration
import CascadeTrace

/// The actions that make sense for a row, with parameters to begin with.
struct InterventionOffers {
  let row: Row
  let moment: Cursor
  let step: TimeStep

  var items: [Intervention] {
    guard row.run.ending == nil else { return [] }
    switch row.kind {
    case .task: return task
    case .group: return group(row)
    case .context(.background), .context(.todo), .context(.shutdown), .after: return []
    case .context: return row.contextState == .active ? [on(row, .cancel), on(row, deadline)] : []
    }
  }

  private var task: [Intervention] {
    var items: [Intervention] = []
    let isInside = row.taskState?.isInside == true
    let isWaiting = row.taskState == .queued || row.taskState == .spawned
    let isFree = !row.marks.told.isSet
    if isInside || isWaiting, isFree { items.append(on(row, .cancel)) }
    if isInside {
      items += [on(row, .fail("timeout")), on(row, .delay(step.times(5))), on(row, .finish)]
      items.append(on(row, .listen(row.step?.listens == false)))
      items.append(on(row, .panic("index out of range")))
    }
    if isInside || isWaiting, isFree { items.append(on(row, deadline)) }
    if let parent = row.parent, parent.kind == .group { items += group(parent).filter { $0.action.kind == .add } }
    return items
  }

  private func group(_ group: Row) -> [Intervention] {
    guard group.isBorn, group.closedAt == nil else { return [] }
    let added = Intervention.AddedTask(name: freeName(in: group), work: step.times(4))
    let end = group.contextState == .active ? [on(group, .cancel), on(group, deadline)] : []
    return end + [on(group, .add(added))]
  }

  private var deadline: Intervention.Action { .deadline(step.next(after: moment.t)) }

  private func on(_ row: Row, _ action: Intervention.Action) -> Intervention {
    Intervention(at: moment, on: row.id, action)
  }

  /// The names in the group that a task could be added to.
  var takenNames: Set<String> {
    let group = row.kind == .group ? row : row.parent
    return Set(group?.children.map(\.name) ?? [])
  }

  private func freeName(in group: Row) -> String {
    let taken = takenNames
    var name = "extra"
    var number = 2
    while taken.contains(name) {
      name = "extra-\(number)"
      number += 1
    }
    return name
  }
}
