package import Cascade

/// Which tasks were told, by one moment of a run: the one place that says which of them count, for every sentence and every number.
///
/// A task is **told** when its context ends before it has returned, and not merely because its scope is over. It is
/// told once: what reaches it later changes nothing. Nor is it told of the failure that it began itself, or of the cancel
/// that it called itself, or where it works in a context that no cancellation reaches (Go: `WithoutCancel`). It was then
/// either at work, or there without having started (it waited for its turn, say), or it came only later, to a context
/// that had been cancelled before: then it was told as it was spawned.
///
/// A task **is out** when it has returned. One that was refused or skipped never ran, and is never called out. All are
/// out when each one that was told is.
package struct ToldTasks: Sendable {
  /// In the order in which they are shown.
  package private(set) var all: [Row] = []
  /// Those who had started. Where events are missing some may be neither here nor below.
  package private(set) var atWork: [Row] = []
  /// Those who were there and had not started.
  package private(set) var notStarted: [Row] = []
  /// Those who came later.
  package private(set) var newcomers: [Row] = []
  /// Those who have returned.
  package private(set) var out: [Row] = []
  /// Those who never ran.
  package private(set) var turnedAway: [Row] = []
  /// Those of which more may come.
  package private(set) var inside: [Row] = []
  /// The numbers of the first and of the last event that told one.
  private var events: ClosedRange<Int>?

  package init(_ rows: some Sequence<Row>) {
    for row in rows where row.isTold {
      let marks = row.marks
      guard let told = marks.told.value else { continue }
      all.append(row)
      events = min(told, events?.lowerBound ?? told)...max(told, events?.upperBound ?? told)
      if row.wasToldAsItCame {
        newcomers.append(row)
      } else if marks.started.isBefore(marks.told) {
        atWork.append(row)
      } else if marks.started.isSet || row.isKnownNotToHaveStarted {
        notStarted.append(row)
      }
      if marks.ended.isSet {
        out.append(row)
      } else if marks.turnedAway.isSet {
        turnedAway.append(row)
      } else {
        inside.append(row)
      }
    }
  }

  package init(_ run: RunState) { self.init(run.rows) }

  package var count: Int { all.count }

  /// Those of ``notStarted`` that had no slot.
  package var queued: [Row] { notStarted.filter { $0.marks.queued.isSet } }

  /// Those of them that a cancellation told that came within these events: newcomers belong to the one that came before
  /// them.
  package func told(by events: Range<Int>) -> ToldTasks {
    ToldTasks(all.filter { row in row.cancelledBy.map(events.contains) ?? false })
  }

  // MARK: When

  /// When the first one was told.
  package var first: Context.Instant? { events.flatMap { all.first?.run.log[$0.lowerBound].t } }
  /// When the latest one was told.
  package var last: Context.Instant? { events.flatMap { all.first?.run.log[$0.upperBound].t } }

  /// Whether all were told at one moment.
  package var isAtOnce: Bool {
    guard let first, let last, let run = all.first?.run else { return true }
    return run.fold.isSameMoment(first, last)
  }
}

extension Row {
  /// Whether it is a task that was told; see ``ToldTasks``.
  package var isTold: Bool { kind == .task && run.isTold(number) }

  /// Whether it is a task whose own context ended while it worked in one that no cancellation reaches.
  package var isSpared: Bool { kind == .task && run.isSpared(number) }

  /// Whether this task called the cancel that ended its own context.
  package var hasCancelledItself: Bool { kind == .task && run.hasCancelledItself(number) }

  /// Whether it has called the cancel of a context above it, which has not reached it yet.
  package var isCancelling: Bool {
    guard kind == .task, !marks.told.isSet, !marks.ended.isSet else { return false }
    var above = parent
    while let row = above {
      if let told = row.telling?.told, told.reason == .requested, told.origin == id { return true }
      above = row.parent
    }
    return false
  }

  /// Whether it is a task that a cancellation ended, and no error that would have to be explained: it was told, or says nothing.
  package var isEndedQuietly: Bool {
    switch taskState {
    case .cancelled, .passedOn, .timedOutAlone: isTold || out?.error == nil
    case .notSpawned, .spawned, .queued, .running, .done, .failedFirst, .failedKept, .failedNotKept, .told, .cleaningUp,
      .deaf, .listensElsewhere, .detached, .toldCompleted, .failedLate, .refused, .skipped, .stuck, .exited, .cutOff,
      .unknown, nil:
      false
    }
  }

  /// Whether it is a task that hasn't started, and not only one whose start is missing.
  package var isKnownNotToHaveStarted: Bool {
    guard !marks.started.isSet else { return false }
    return !run.isPartlyUnknown || marks.latest == marks.queued || marks.latest == marks.told && marks.queued.isSet
  }

  /// Whether it came to a context that had been cancelled before.
  var wasToldAsItCame: Bool { run.fold.wasBornDone(number, roster: run.roster) }

  /// The event with which the cancellation came that told it: for one that came to a cancelled context, the one that
  /// told that.
  fileprivate var cancelledBy: Int? {
    guard wasToldAsItCame, let parent else {
      return run.fold.marks(of: run.roster.carrier(of: number) ?? number).told.value
    }
    return parent.cancelledBy
  }
}
