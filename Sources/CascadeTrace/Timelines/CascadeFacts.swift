package import Cascade

/// What the four fields of the picture say of one cancellation: its cause, who was told, who is out, and what the
/// caller's wait does. Of the outermost group that was told; before any was, of the run.
package struct CascadeFacts: Sendable {
  /// The group that the facts are about: the outermost one that was told, else the latest; the outermost one of the run
  /// before any cause.
  package let group: Row?
  /// What told it; nil before any cause.
  package let telling: Row.Telling?
  /// When a shutdown asked the tasks to finish, as long as nothing has told them.
  package let asked: Context.Instant?
  /// Whom it told by now, in the order of their events.
  package let told: [Row]
  /// How many it tells in this instant and has told before.
  package let total: Int
  /// Who has returned of those who were told or asked, in the order in which they did.
  package let out: [Row]
  /// The tasks that were at work when a shutdown asked.
  package let askedTasks: [Row]

  package init(_ run: RunState, in recording: Recording, at cursor: Cursor) {
    let outermost = run.outermostGroup
    let group = outermost.flatMap { $0.hasCause ? $0 : nil } ?? run.latestGroupWithCause ?? outermost
    self.group = group
    telling = group.flatMap { $0.hasCause ? $0.telling : nil }
    guard let group, let telling else {
      let signal = run.shutdownSignal
      asked = signal
      askedTasks = signal == nil ? [] : run.tasks.filter { $0.askedAt != nil }
      told = []
      total = 0
      out = (signal == nil ? run.tasks.filter { $0.outAt != nil } : askedTasks.filter { $0.outAt != nil })
        .sorted { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }
      return
    }
    asked = nil
    askedTasks = []
    let members = group.tasksBelow.filter(\.isReached).filter { ($0.marks.told.value ?? 0) > telling.event }
    told = members.sorted { $0.marks.told.value ?? 0 < $1.marks.told.value ?? 0 }
    total = told.count + recording.tellings(after: cursor.position, below: group)
    out = told.filter { $0.outAt != nil }.sorted { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }
  }

  /// Whom it told and who hasn't returned.
  package var inside: [Row] { told.filter { $0.outAt == nil && $0.turnedAwayBecause == nil } }

  /// Whether all were told in one instant.
  package var isAtOnce: Bool { Set(told.compactMap(\.toldAt)).count <= 1 }
}

extension Recording {
  /// How many tasks below a group the events tell that follow at the same instant.
  fileprivate func tellings(after position: Int, below group: Row) -> Int {
    guard position > 0, position < count else { return 0 }
    let t = log[position - 1].t
    var found = 0
    for number in position..<count {
      guard log[number].t == t else { break }
      guard case .taskTold(let told) = log[number].kind, told.reason != .scopeEnded, let row = subject(ofEvent: number)
      else { continue }
      let task = group.run.row(number: row)
      if task.isBorn, !task.isTold, task.outAt == nil, !group.run.isDetached(row), told.origin != task.id,
        task.isBelow(group)
      {
        found += 1
      }
    }
    return found
  }
}

extension Row {
  /// Whether this group was told something else than that its scope is over.
  package var hasCause: Bool { telling.map { $0.told.reason != .scopeEnded } ?? false }

  /// The tasks of a group and of the groups inside of it.
  package var tasksBelow: [Row] {
    var rows: [Row] = []
    var open = [self]
    while let place = open.popLast() {
      for child in place.children {
        if child.kind == .task { rows.append(child) }
        open.append(child)
      }
    }
    return rows
  }

  func isBelow(_ other: Row) -> Bool {
    var place = parent
    while let above = place {
      if above.number == other.number { return true }
      place = above.parent
    }
    return false
  }
}

extension RunState {
  /// The group that was told last.
  fileprivate var latestGroupWithCause: Row? {
    groups.filter(\.hasCause).max { $0.telling?.event ?? 0 < $1.telling?.event ?? 0 }
  }

  /// When a shutdown asked tasks to finish.
  package var shutdownSignal: Context.Instant? {
    for number in roster.members.indices where roster.members[number].kind == .context(.shutdown) {
      let row = row(number: number)
      if row.contextState == .asked, let telling = row.telling { return telling.t }
    }
    return nil
  }
}
