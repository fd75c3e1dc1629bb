import Cascade

/// Which tasks of the outermost group were born, told and out by when, so that a picture of many tasks looks at none of them.
///
/// Made once for a recording in O(n log n); a question costs O(log n).
package struct CascadeIndex: Sendable {
  /// An event and the row that it is about.
  struct Moment: Sendable {
    let event: Int
    let row: Int
  }

  /// Tasks that come and go.
  private struct TasksInside: Sendable {
    /// The events by which they were spawned, and those by which they were out or turned away.
    private var born: [Int] = []
    private var gone: [Moment] = []
    /// Those that never were.
    private var staying: [Int] = []

    mutating func add(_ row: Int, _ marks: Marks) {
      // Of what was spawned before a recording begins, or in a part of it that is lost, it isn't known when it was there.
      guard let start = marks.born.value else { return }
      born.append(start)
      if let event = marks.ended.value ?? marks.turnedAway.value {
        gone.append(Moment(event: event, row: row))
      } else {
        staying.append(row)
      }
    }

    mutating func sort() {
      born.sort()
      gone.sort { $0.event < $1.event }
    }

    /// How many of them are there after the first `position` events.
    func count(before position: Int) -> Int {
      born.partitioningIndex { $0 >= position } - gone.count(before: position)
    }

    /// So many of those that are there, as they are shown.
    func first(_ count: Int, in run: RunState) -> [Row] {
      (gone[gone.count(before: run.position)...].lazy.map(\.row) + staying).lazy
        .map { run.row(number: $0) }.filter(\.isBorn).prefix(max(0, count)).sorted { $0.number < $1.number }
    }
  }

  /// When the caller of a group was blocked in `go`.
  struct Blocked: Sendable {
    /// The numbers of the events that block the caller, or free it, in order.
    fileprivate(set) var events: [Int] = []
    fileprivate(set) var blocks: [Bool] = []
    /// Where it was blocked at least for a time, as numbers of events: those that touch are one.
    fileprivate(set) var stretches: [(from: Int, to: Int?)] = []
    /// How many tasks may run at the same time.
    fileprivate let limit: Int
    /// The events by which tasks are spawned, begin to wait for a slot, get one, end to wait for it, and give it back.
    fileprivate var spawned: [Int] = []
    fileprivate var queued: [Int] = []
    fileprivate var granted: [Int] = []
    fileprivate var dequeued: [Int] = []
    fileprivate var given: [Int] = []

    fileprivate init(limit: Int) { self.limit = limit }

    /// What one task of the group did.
    fileprivate mutating func add(_ marks: Marks) {
      guard let born = marks.born.value else { return }
      spawned.append(born)
      let (start, end) = (marks.started.value, marks.ended.value ?? marks.turnedAway.value)
      if let wait = marks.queued.value {
        queued.append(wait)
        if let start { granted.append(start) }
        if let left = start ?? end { dequeued.append(left) }
        if start != nil, let end { given.append(end) }
      } else if let end {
        given.append(end)
      }
    }

    fileprivate mutating func sort() {
      spawned.sort()
      queued.sort()
      granted.sort()
      dequeued.sort()
      given.sort()
    }
  }

  /// The groups of the run, in the order in which they are shown.
  let groups: [Int]
  package let outermost: Int?
  package let taskCount: Int
  /// The tasks of the outermost group, for which its wait waits, and those of the groups inside of it, too.
  private var own = TasksInside()
  private var all = TasksInside()
  /// All tasks of the run that never ran.
  private(set) var turnedAway: [Moment] = []
  /// All tasks of the run that are out.
  private(set) var outs: [Moment] = []
  /// The tasks that the end of the outermost group's context told, and those of them that are out.
  private(set) var told: [Moment] = []
  private(set) var toldOuts: [Moment] = []
  /// Of the first so many of ``told``, how many were there when the context ended.
  private var toldThere: [Int] = [0]
  /// The tasks of the outermost group that another cause had told before, in the order in which they were told.
  private(set) var toldEarlier: [Moment] = []
  private var blocked: [Int: Blocked] = [:]

  package init(_ recording: Recording) {
    let run = recording.latestState
    let roster = recording.roster
    groups = roster.order.filter { roster.members[$0].kind == .group }
    let outermost = run.outermostGroup?.number
    self.outermost = outermost
    let cause = outermost.map { run.row(number: $0) }.flatMap { $0.hasCause ? $0.telling?.event : nil }
    var count = 0
    for number in roster.order where roster.members[number].kind == .task {
      count += 1
      let row = run.row(number: number)
      let marks = row.marks
      let out = marks.ended.value
      if let out { outs.append(Moment(event: out, row: number)) }
      if let event = marks.turnedAway.value { turnedAway.append(Moment(event: event, row: number)) }
      guard let outermost, roster.ancestors(of: number).contains(outermost) else { continue }
      all.add(number, marks)
      if roster.members[number].parent == outermost { own.add(number, marks) }
      guard let cause, row.isTold, let event = marks.told.value else { continue }
      guard event > cause else {
        toldEarlier.append(Moment(event: event, row: number))
        continue
      }
      told.append(Moment(event: event, row: number))
      if let out { toldOuts.append(Moment(event: out, row: number)) }
    }
    taskCount = count
    own.sort()
    all.sort()
    outs.sort { $0.event < $1.event }
    turnedAway.sort { $0.event < $1.event }
    told.sort { $0.event < $1.event }
    toldOuts.sort { $0.event < $1.event }
    for told in told {
      toldThere.append(toldThere[toldThere.count - 1] + (run.row(number: told.row).wasToldAsItCame ? 0 : 1))
    }
    toldEarlier.sort { $0.event < $1.event }
    for group in groups {
      guard let limit = run.row(number: group).limit else { continue }
      blocked[group] = Self.blocked(group, limit: limit, in: recording, roster: roster)
    }
  }

  /// Of a limited group; nil for others.
  func blocked(ofGroup number: Int) -> Blocked? { blocked[number] }

  /// How many tasks the end of the outermost group's context tells that are there after the first `position` events: those
  /// that it has told, and those that it still tells before `end`. What is spawned later is no part of them yet.
  func total(at position: Int, end: Int) -> Int {
    let count = told.count(before: position)
    return count + toldThere[max(count, told.count(before: end))] - toldThere[count]
  }

  /// How many of the outermost group's tasks have been spawned and aren't gone; and which, if they are at most so many.
  func left(in run: RunState, naming most: Int) -> (count: Int, named: [Row]) {
    let count = own.count(before: run.position)
    return (count, count <= most ? own.first(count, in: run) : [])
  }

  /// The same with the tasks of the groups inside of it.
  func leftBelow(in run: RunState) -> Int { all.count(before: run.position) }

  private static func blocked(_ group: Int, limit: Int, in recording: Recording, roster: Roster) -> Blocked {
    var blocked = Blocked(limit: limit)
    /// What blocks the caller for a task, and what shows that it goes on: its next call, or that the task has its slot.
    var events: [(event: Int, row: Int, kind: Event.Kind)] = []
    var child = roster.members[group].firstChild
    while let row = child {
      for number in recording.history(ofRow: row) {
        let kind = recording.log[number].kind
        if kind.isOfGo { events.append((number, row, kind)) }
      }
      if roster.members[row].kind == .task { blocked.add(recording.latestState.row(number: row).marks) }
      child = roster.members[row].nextSibling
    }
    blocked.sort()
    let wait = recording.history(ofRow: group).first {
      if case .groupWaiting = recording.log[$0].kind { true } else { false }
    }
    if let wait { events.append((wait, group, recording.log[wait].kind)) }
    var queued: Int?
    for (event, row, kind) in events.sorted(by: { $0.event < $1.event }) {
      let blocks = if case .taskQueued = kind { true } else { false }
      if case .taskStarted = kind, queued != row { continue }
      queued = blocks ? row : nil
      // What is spawned later isn't the caller's.
      if let wait, event > wait { break }
      blocked.events.append(event)
      blocked.blocks.append(blocks)
      let last = blocked.stretches.indices.last
      if blocks {
        if let last, let to = blocked.stretches[last].to, recording.log[to].t == recording.log[event].t {
          blocked.stretches[last].to = nil
        } else if last.map({ blocked.stretches[$0].to != nil }) ?? true {
          blocked.stretches.append((event, nil))
        }
      } else if let last, blocked.stretches[last].to == nil {
        blocked.stretches[last].to = event
      }
    }
    return blocked
  }
}

extension Event.Kind {
  /// Whether the call of `go` is about it.
  fileprivate var isOfGo: Bool {
    if case .taskSpawned = self { return true }
    if case .taskQueued = self { return true }
    if case .taskStarted = self { return true }
    return false
  }
}

extension CascadeIndex.Blocked {
  /// Whether the caller is blocked after the first `position` events.
  func isBlocked(at position: Int) -> Bool {
    let count = events.partitioningIndex { $0 >= position }
    return count > 0 && blocks[count - 1]
  }

  /// Whether a task that waits for a slot since the event `since` starts next: so many have been given back. Slots are taken
  /// in the order in which tasks wait for them.
  func isNext(waitingSince since: Int, at position: Int) -> Bool {
    func count(_ events: [Int], before end: Int) -> Int { events.partitioningIndex { $0 >= end } }
    // What has a slot without having waited was spawned before: what comes later stands behind.
    let atOnce = count(spawned, before: since) - count(queued, before: since) - 1
    let inUse = atOnce + count(granted, before: position) - count(given, before: position)
    let ahead = count(queued, before: since) - count(dequeued, before: position)
    return limit - inUse > max(0, ahead)
  }

  /// From which event to which the caller was blocked, among the first `position` events; to nil where it is.
  func stretches(at position: Int) -> [(from: Int, to: Int?)] {
    let count = events.partitioningIndex { $0 >= position }
    guard count > 0 else { return [] }
    let isBlocked = blocks[count - 1]
    return stretches.prefix { $0.from < position }.map { stretch in
      if let to = stretch.to, to < position { return stretch }
      return (stretch.from, isBlocked ? nil : events[count - 1])
    }
  }
}

extension Array where Element == CascadeIndex.Moment {
  /// How many of them are among the first `position` events.
  func count(before position: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].event >= position { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
