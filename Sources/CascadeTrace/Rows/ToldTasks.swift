package import Cascade

/// Who was told, by one moment of a run: the one place that says who counts, for every sentence and every number.
///
/// A task is **told** when its context ends before it has returned, and not merely because its scope is over. It is
/// told once: what reaches it later changes nothing, nor is it told of the failure that it began itself. It was then
/// either at work, or there without having started (it waited for its turn, say), or it came only later, to a context
/// that had been cancelled before: then it was told as it was spawned.
///
/// A task **is out** when it has returned. One that was refused or skipped never ran, and is never called out. All are
/// out when each one that was told is.
package struct ToldTasks: Sendable {
  /// In the order in which they are shown.
  package let all: [Row]
  /// Those who had started.
  package let atWork: [Row]
  /// Those who were there and had not started.
  package let notStarted: [Row]
  /// Those who came later.
  package let newcomers: [Row]

  package init(_ rows: [Row]) {
    all = rows.filter(\.isTold)
    newcomers = all.filter(\.wasToldAsItCame)
    let others = all.filter { !$0.wasToldAsItCame }
    atWork = others.filter(\.hadStartedWhenTold)
    notStarted = others.filter { !$0.hadStartedWhenTold }
  }

  package init(_ run: RunState) { self.init(run.tasks) }

  package var count: Int { all.count }

  /// Those of them whom a cancellation told that came within these events: newcomers belong to the one that came before
  /// them.
  package func told(by events: Range<Int>) -> ToldTasks {
    ToldTasks(all.filter { row in row.cancelledBy.map(events.contains) ?? false })
  }

  // MARK: When

  /// When the first one was told.
  package var first: Context.Instant? { all.compactMap(\.toldAt).min() }
  /// When the latest one was told.
  package var last: Context.Instant? { all.compactMap(\.toldAt).max() }

  /// Whether all were told at one moment.
  package var isAtOnce: Bool {
    guard let first, let last, let run = all.first?.run else { return true }
    return run.fold.isSameMoment(first, last)
  }

  /// How many, and when: `5 at 1.200 s` where all were told at one moment, else `2 from 0.400 s`. Nil for nobody.
  package var countAndTime: String? {
    guard let first, let run = all.first?.run else { return nil }
    return "\(count) \(isAtOnce ? "at" : "from") \(run.timeText(first))"
  }

  // MARK: What they do about it

  /// Those who have returned.
  package var out: [Row] { all.filter { $0.outAt != nil } }
  /// Those who never ran.
  package var turnedAway: [Row] { all.filter { $0.outAt == nil && $0.turnedAwayBecause != nil } }
  /// Those of whom more may come.
  package var inside: [Row] { all.filter { $0.outAt == nil && $0.turnedAwayBecause == nil } }
}

extension Row {
  /// Whether it is a task that was told; see ``ToldTasks``.
  package var isTold: Bool {
    guard kind == .task, let telling else { return false }
    return telling.told.reason != .scopeEnded
  }

  /// Whether it came to a context that had been cancelled before.
  fileprivate var wasToldAsItCame: Bool { run.fold.wasBornDone(number, roster: run.roster) }

  fileprivate var hadStartedWhenTold: Bool {
    guard let told = marks.told.value, let started = marks.started.value else { return false }
    return started < told
  }

  /// The event with which the cancellation came that told it: for one that came to a cancelled context, the one that
  /// told that.
  fileprivate var cancelledBy: Int? {
    guard wasToldAsItCame, let parent else { return telling?.event }
    return parent.cancelledBy
  }
}
