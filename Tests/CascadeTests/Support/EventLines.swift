import Cascade

extension Event {
  /// The event in one line, as the tests write it: the millisecond, the id, the kind and what it carries; source
  /// locations are left out.
  var line: String {
    "\(t.nanoseconds / 1_000_000) \(id.isEmpty ? "-" : id) \(kind.words)"
  }
}

extension Sequence where Element == Event {
  /// One line for each event, but for the run's own start and end.
  var lines: [String] {
    filter { event in
      switch event.kind {
      case .runStarted, .runEnded: false
      default: true
      }
    }.map(\.line)
  }
}

extension Event.Kind {
  fileprivate var words: String {
    switch self {
    case .runStarted(let start):
      "run.started \(start.version) \(start.clock) seed=\(start.seed.map { "\($0)" } ?? "-")"
    case .runEnded(let ending): "run.ended \(ending)"
    case .contextMade(let made):
      "context.made \(made.what) under=\(made.parent.or("-"))"
        + (made.deadline.map { " until=\($0.nanoseconds / 1_000_000)" } ?? "")
    case .contextTold(let told): "context.told \(told.words)"
    case .contextEnded: "context.ended"
    case .groupOpened(let opened):
      (["group.opened", opened.policy.name, "under=\(opened.parent.or("-"))"] + opened.options.map(\.description))
        .joined(separator: " ")
    case .groupWaiting(let who): "group.waiting \(who.or("-"))"
    case .groupFailureKept(let task, let error): "group.failureKept \(task.or("-")): \(error)"
    case .groupClosed(let error): "group.closed \(error?.description ?? "-")"
    case .taskSpawned: "task.spawned"
    case .taskQueued: "task.queued"
    case .taskStarted: "task.started"
    case .taskRefused(let why): "task.refused \(why)"
    case .taskSkipped(let why): "task.skipped \(why)"
    case .taskTold(let told): "task.told \(told.words)"
    case .taskOut(let out):
      "task.out \(out.outcome)" + (out.error.map { ": \($0)" } ?? "") + (out.kept ? " (kept)" : "")
        + (out.through.map { " through \($0)" } ?? "")
    case .afterFired: "after.fired"
    case .afterReturned: "after.returned"
    case .afterStopped: "after.stopped"
    case .deadlock(let waits): "deadlock " + waits.map { "\($0.who.or("-")): \($0.what)" }.joined(separator: "; ")
    case .dropped(let count): "dropped \(count)"
    case .intervention(let done): "intervention \(done.action) on \(done.target)"
    case .note(let note): "note \(note)"
    }
  }
}

extension Event.Told {
  fileprivate var words: String {
    let short =
      error == .deadlineExceeded ? "deadline" : error == .contextCanceled ? "canceled" : error.description
    return "\(short) \(reason) by=\(origin.or("-")): \(causeText)"
  }
}

extension String {
  fileprivate func or(_ other: String) -> String { isEmpty ? other : self }
}
