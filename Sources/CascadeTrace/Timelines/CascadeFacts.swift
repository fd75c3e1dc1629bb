package import Cascade

/// What the four fields of the picture say of one cancellation: its cause, which tasks were told, which are out, and what
/// the caller's wait does. Of the outermost group that was told; before any was, of the run.
package struct CascadeFacts: Sendable {
  /// The group that the facts are about: the outermost one that was told, else the latest; the outermost one of the run
  /// before any cause.
  package let group: Row?
  /// What told it; nil before any cause.
  package private(set) var telling: Row.Telling?
  /// When a shutdown asked the tasks to finish, as long as nothing has told them.
  package private(set) var asked: Context.Instant?
  /// How many tasks it has told; and how many it will have told at the end of this instant, of those that are there now.
  package private(set) var toldCount = 0
  package private(set) var total = 0
  /// The tasks that another cause told before, in the order in which they were told. Of the outermost group.
  package private(set) var toldEarlier: [Row] = []
  /// The task that was told last, and whether all were told in one instant.
  package private(set) var lastTold: Row?
  package private(set) var isAtOnce = true
  /// How many have returned of those that were told or asked, and the one that did last. Before any cause: of all.
  package private(set) var outCount = 0
  package private(set) var lastOut: Row?
  /// The group whose wait is shown: its own, or the outermost one's where its own is over.
  package let waiting: Row?
  /// How many tasks that wait waits for: its own. What these wait for is their affair.
  package private(set) var left = 0
  /// Which they are, where they are one or two.
  package private(set) var leftTasks: [Row] = []
  /// Whether all that it has told are out, and nothing below it goes on.
  package private(set) var isAllOut = false
  /// The tasks that were at work when a shutdown asked.
  package private(set) var askedTasks: [Row] = []
  /// Whether the caller of the group is blocked in `go`: there is no free slot.
  package private(set) var isBlockedInGo = false
  /// How many tasks the run has, without those that never ran; and how many these are.
  package let taskCount: Int
  package let neverRan: Int

  package init(_ run: RunState, in recording: Recording, index: CascadeIndex, at cursor: Cursor) {
    neverRan = index.turnedAway.count(before: run.position)
    taskCount = index.taskCount - neverRan
    let outermost = index.outermost.map { run.row(number: $0) }
    let now = recording.cursor(at: recording.cursor(at: run.position).t).position
    let soon = now > run.position ? recording.state(at: now) : run
    func caused(_ group: Row) -> (group: Row, telling: Row.Telling)? { group.cause(soon: soon).map { (group, $0) } }
    let first =
      outermost.flatMap(caused)
      ?? index.groups.lazy.map { run.row(number: $0) }.filter { !$0.isHeldIn(outermost) }.compactMap(caused)
      .max { $0.telling.event < $1.telling.event }
    let group = first?.group ?? outermost
    self.group = group
    waiting = group.flatMap { $0.closedAt == nil ? $0 : outermost }
    // The end of a context above the outermost group is its cause, an event before it is told.
    telling = first?.telling ?? outermost?.causeAbove
    if let group, let telling {
      if group.number == outermost?.number {
        count(index, run: run, now: now)
      } else {
        count(group, telling: telling, run: run, soon: soon)
      }
    } else {
      let asked = run.shutdownSignal
      self.asked = asked
      askedTasks = asked == nil ? [] : run.tasks.filter { $0.askedAt != nil }
      let out = askedTasks.filter { $0.outAt != nil }
      outCount = asked == nil ? index.outs.count(before: run.position) : out.count
      lastOut =
        asked == nil
        ? outCount > 0 ? run.row(number: index.outs[outCount - 1].row) : nil
        : out.max { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }
    }
    if let waiting {
      (left, leftTasks) =
        waiting.number == outermost?.number
        ? index.left(in: run, naming: Self.mostNamed) : waiting.tasksLeft(naming: Self.mostNamed)
    }
    isBlockedInGo = waiting.map { index.blocked(ofGroup: $0.number)?.isBlocked(at: run.position) ?? false } ?? false
  }

  private static let mostNamed = 2

  /// Of the outermost group.
  private mutating func count(_ index: CascadeIndex, run: RunState, now: Int) {
    toldCount = index.told.count(before: run.position)
    total = index.total(at: run.position, end: now)
    if toldCount > 0 {
      lastTold = run.row(number: index.told[toldCount - 1].row)
      isAtOnce = run.row(number: index.told[0].row).toldAt == lastTold?.toldAt
    }
    toldEarlier = index.toldEarlier.map { run.row(number: $0.row) }
    outCount = index.toldOuts.count(before: run.position)
    if outCount > 0 { lastOut = run.row(number: index.toldOuts[outCount - 1].row) }
    isAllOut = outCount == total && index.leftBelow(in: run) == 0
  }

  /// Of a group inside of it.
  private mutating func count(_ group: Row, telling: Row.Telling, run: RunState, soon: RunState) {
    let members = group.tasksBelow
    let told = members.filter { $0.isTold && ($0.marks.told.value ?? 0) > telling.event }
      .sorted { $0.marks.told.value ?? 0 < $1.marks.told.value ?? 0 }
    toldCount = told.count
    lastTold = told.last
    isAtOnce = told.first?.toldAt == told.last?.toldAt
    total = members.count { member in
      guard member.isBorn else { return false }
      let later = soon.row(number: member.number)
      return later.isTold && (later.marks.told.value ?? 0) > telling.event
    }
    let out = told.filter { $0.outAt != nil }
    outCount = out.count
    lastOut = out.max { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }
    isAllOut = outCount == total && !members.contains(where: \.isInside)
  }
}

extension Row {
  /// Whether it is inside of a group whose wait has returned, and which nothing of this has ended.
  fileprivate func isHeldIn(_ outermost: Row?) -> Bool {
    guard let outermost, outermost.closedAt != nil, outermost.number != number else { return false }
    return run.roster.ancestors(of: number).contains(outermost.number)
  }

  /// What ended the nearest context above this row, as long as the row is open and nothing holds cancellations off.
  fileprivate var causeAbove: Telling? {
    guard isBorn, closedAt == nil else { return nil }
    for above in ancestors {
      if above.kind == .context(.withoutCancel) { return nil }
      if above.hasCause { return above.telling }
    }
    return nil
  }

  /// What has told this group, or will in this instant, because it keeps a failure: the failure is known by then.
  ///
  /// - Parameter soon: The run at the end of this instant.
  fileprivate func cause(soon: RunState) -> Telling? {
    if hasCause { return telling }
    guard marks.kept.isSet else { return nil }
    let later = soon.row(number: number).telling
    return later?.told.reason == .siblingFailed || later?.told.reason == .groupDecided ? later : nil
  }

  fileprivate var isInside: Bool { isBorn && outAt == nil && turnedAwayBecause == nil }

  /// How many of this group's own tasks are inside; and which, if they are at most so many.
  fileprivate func tasksLeft(naming most: Int) -> (count: Int, named: [Row]) {
    let inside = children.filter { $0.kind == .task && $0.isInside }
    return (inside.count, inside.count <= most ? inside : [])
  }

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
}

extension RunState {
  /// When a shutdown asked tasks to finish.
  package var shutdownSignal: Context.Instant? {
    for number in roster.members.indices where roster.members[number].kind == .context(.shutdown) {
      let row = row(number: number)
      if row.contextState == .asked, let telling = row.telling { return telling.t }
    }
    return nil
  }
}
