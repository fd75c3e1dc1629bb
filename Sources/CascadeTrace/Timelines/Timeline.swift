package import Cascade

/// What one row of the picture did with its time, up to a cursor. Nothing lies beyond that.
package struct Timeline: Hashable, Sendable {
  /// What a stretch of time was.
  package enum Stretch: Hashable, Sendable, CaseIterable {
    /// The limit holds the task back.
    case queued
    /// At work, and not told.
    case running
    /// Pausing between two attempts, or waiting for another task or a signal, and not told.
    case pausing
    /// In the wait of a group, without a cause so far.
    case waiting
    /// In the wait of a group that was cancelled or has failed, or told while it waits.
    case waitingAfterCause
    /// Blocked in `go`: the group has no free slot.
    case blockedInGo
    /// Told, and in a step that listens as far as is known.
    case told
    /// Told, and cleaning up, as the task said.
    case cleaningUp
    /// Told, and in a step that doesn't look at any context.
    case deaf
    /// Told, and in a step that looks at another context.
    case listensElsewhere
    /// A context that isn't done.
    case open
  }

  package struct Segment: Hashable, Sendable {
    package let stretch: Stretch
    package let from: Context.Instant
    package let to: Context.Instant
  }

  /// In order of time, none of them empty, none touching another of its kind.
  package var segments: [Segment] = []
  /// When a cause reached this row: it was told, or the group that it waits for was.
  package var causes: [Context.Instant] = []
  /// When a shutdown asked it to finish.
  package var asked: Context.Instant?
  /// When it was over: the task returned, the wait returned, the context was done.
  package var end: Context.Instant?
  /// Whether a slot comes free: for a task that waits for one, or for the one that a caller is blocked for.
  package var startsNext = false
  /// How far it reaches: its end, or the cursor.
  package var front: Context.Instant?
  /// What it is in at its front, even if that has just begun and no time has passed in it; nil once it is over.
  package var current: Stretch?
}

/// Puts stretches one after the other.
struct TimelineWriter {
  private(set) var segments: [Timeline.Segment] = []
  private var open: (stretch: Timeline.Stretch, from: Context.Instant)?
  /// What goes on.
  var current: Timeline.Stretch? { open?.stretch }

  /// From this instant on it is `stretch`; none for a time of which there is nothing to show.
  mutating func change(to stretch: Timeline.Stretch?, at t: Context.Instant) {
    guard open?.stretch != stretch else { return }
    close(at: t)
    open = stretch.map { ($0, t) }
  }

  mutating func close(at t: Context.Instant) {
    guard let last = open else { return }
    open = nil
    guard last.from < t else { return }
    if let previous = segments.last, previous.stretch == last.stretch, previous.to == last.from {
      segments[segments.count - 1] = Timeline.Segment(stretch: last.stretch, from: previous.from, to: t)
    } else {
      segments.append(Timeline.Segment(stretch: last.stretch, from: last.from, to: t))
    }
  }
}

extension Recording {
  /// The timeline of a row as seen from a cursor; `row` must be of the state at that cursor. Costs the number of events
  /// about the row and about the groups that it opened.
  ///
  /// - Parameter index: The one that was made for this recording.
  package func timeline(of row: Row, at cursor: Cursor, index: CascadeIndex) -> Timeline {
    var now = min(cursor.t, row.run.time(at: row.run.fold.runEnded) ?? cursor.t)
    // Nothing is known of the row since events are missing: not the last of these, but the first after what was heard of it.
    if row.taskState == .unknown || row.contextState == .unknown, let gap = firstGap(after: row.marks.latest.value ?? 0)
    {
      now = min(now, gap)
    }
    switch row.kind {
    case .task:
      var timeline = taskTimeline(of: row, now: now, index: index)
      timeline.startsNext = startsNext(row, index: index)
      return timeline
    case .group:
      var timeline = waitTimeline(of: row, now: now, index: index)
      if timeline.current == .blockedInGo, let task = row.queuedTask {
        timeline.startsNext = startsNext(task, index: index)
      }
      return timeline
    case .context: return contextTimeline(of: row, now: now)
    case .after: return afterTimeline(of: row, now: now)
    }
  }

  /// Whether a slot comes free for a task that waits for one. Where events are missing, that isn't known.
  private func startsNext(_ row: Row, index: CascadeIndex) -> Bool {
    guard row.taskState == .queued, !row.run.isPartlyUnknown, let queued = row.marks.queued.value,
      let group = row.parent, let slots = index.blocked(ofGroup: group.number)
    else { return false }
    return slots.isNext(waitingSince: queued, at: row.run.position)
  }

  private func firstGap(after event: Int) -> Context.Instant? {
    log[min(event, log.count)...].first { if case .dropped = $0.kind { true } else { false } }?.t
  }

  /// An after-function runs from its start until it returns; one that does nothing takes no time.
  private func afterTimeline(of row: Row, now: Context.Instant) -> Timeline {
    guard let fired = row.firedAt else { return Timeline(end: row.stoppedAt, front: row.stoppedAt ?? now) }
    let end = row.returnedAt ?? (row.marks.step.isSet ? nil : fired)
    let front = end ?? now
    var timeline = Timeline(end: end, front: front, current: end == nil ? .running : nil)
    if fired < front { timeline.segments = [Timeline.Segment(stretch: .running, from: fired, to: front)] }
    return timeline
  }

  private func contextTimeline(of row: Row, now: Context.Instant) -> Timeline {
    guard let born = row.bornAt else { return Timeline() }
    var timeline = Timeline()
    let told = row.contextState == .cancelled ? row.telling?.t : nil
    timeline.end = told ?? row.closedAt
    timeline.causes = told.map { [$0] } ?? []
    let front = timeline.end ?? now
    timeline.front = front
    if born < front { timeline.segments = [Timeline.Segment(stretch: .open, from: born, to: front)] }
    return timeline
  }

  /// The lane of the caller of a group: blocked in `go`, then in `wait`.
  private func waitTimeline(of row: Row, now: Context.Instant, index: CascadeIndex) -> Timeline {
    guard row.isBorn else { return Timeline() }
    var timeline = Timeline()
    var writer = TimelineWriter()
    // In `go` a caller isn't in `wait`: all of that comes before.
    for (from, to) in index.blocked(ofGroup: row.number)?.stretches(at: row.run.position) ?? [] {
      writer.change(to: .blockedInGo, at: log[from].t)
      if let to { writer.change(to: nil, at: log[to].t) }
    }
    let cause = row.causeOfWait
    // The lane is the caller's: what is left behind waits elsewhere.
    let left = row.callerLeftAt
    var isWaiting = false
    for number in history(ofRow: row.number) where number < row.run.position {
      let event = log[number]
      if let left, event.t > left { break }
      if case .groupWaiting = event.kind {
        isWaiting = true
        writer.change(to: cause.map { $0 <= event.t } ?? false ? .waitingAfterCause : .waiting, at: event.t)
      } else if case .groupClosed = event.kind {
        writer.close(at: event.t)
      } else if isWaiting, let cause, cause == event.t, event.kind.isCause {
        writer.change(to: .waitingAfterCause, at: event.t)
      }
    }
    timeline.end = left ?? row.closedAt
    timeline.front = timeline.end ?? now
    timeline.current = timeline.end == nil ? writer.current : nil
    writer.close(at: timeline.front ?? now)
    timeline.segments = writer.segments
    if let cause, let waited = row.waiter?.since, cause >= waited { timeline.causes = [cause] }
    return timeline
  }
}

extension Row {
  /// When the wait of this group got something to return, or its context was done: the earlier one. The end of its scope
  /// is no cause.
  package var causeOfWait: Context.Instant? { causeOfWaitEvent.map { run.log[$0].t } }

  /// The task that this group's caller is blocked for.
  package var queuedTask: Row? { children.last { $0.taskState == .queued } }

  /// The number of the event that was it.
  package var causeOfWaitEvent: Int? {
    guard kind == .group else { return nil }
    let told = telling.flatMap { $0.told.reason == .scopeEnded ? nil : $0.event }
    return [told, marks.kept.value].compactMap(\.self).min()
  }
}

extension Event.Kind {
  /// Whether a group may get something to return by it, or the end of its context.
  var isCause: Bool {
    if case .groupFailureKept = self { return true }
    if case .contextTold(let told) = self { return told.reason != .scopeEnded }
    return false
  }
}
