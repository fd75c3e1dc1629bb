import Cascade

/// The part of a story that says who was told and what they do about it.
struct ToldStory {
  let run: RunState
  let now: Instant
  /// Which events may have told them.
  let events: Range<Int>

  /// The sentences; `isPast` when another cause has come since.
  func told(isPast: Bool) -> [ToldSentence] {
    let told = run.tasks.filter { task in
      guard let telling = task.telling, telling.told.reason != .scopeEnded else { return false }
      // Those born under a context that was cancelled have a sentence of their own.
      return events.contains(telling.event) && !run.fold.wasBornDone(task.number, roster: run.roster)
    }
    return ToldSentence.all(announcement(told), isPast ? .earlier : .detail)
      + ToldSentence.all(stand(told), isPast ? .earlier : .standing)
      + ToldSentence.all(late, .detail) + ToldSentence.all(surprises(told), .consequence)
  }

  /// How many were told.
  private func announcement(_ told: [Row]) -> [String] {
    guard !told.isEmpty else {
      guard let first = events.first, run.isSettled(after: first, now: now), !run.tasks.isEmpty else { return [] }
      let cancelled = run.rows.contains { row in
        row.contextState == .cancelled && !row.isShutdownSignal && row.telling.map { events.contains($0.event) } == true
      }
      guard cancelled else { return [] }
      return ["No other task was there to be told."]
    }
    let running = told.filter { wasRunning($0) }.count
    let waiting = told.count - running
    var sentences: [String] = []
    if running > 0 {
      sentences.append("\(English.count(running, "running task")) \(running == 1 ? "was" : "were") told.")
    }
    if waiting > 0 {
      let noun = English.count(waiting, "task") + " that hadn't started"
      sentences.append("\(noun) \(waiting == 1 ? "was" : "were") told\(running > 0 ? ", too" : "").")
    }
    return sentences
  }

  private func wasRunning(_ task: Row) -> Bool {
    guard let told = task.marks.told.value, let started = task.marks.started.value else { return false }
    return started < told
  }

  /// How those told are doing.
  private func stand(_ told: [Row]) -> [String] {
    guard !told.isEmpty else { return [] }
    let out = told.filter { $0.outAt != nil || $0.turnedAwayBecause != nil }
    if out.count == told.count { return [allOut(out)] }
    var waiting: [Row] = []
    var rest: [Row] = []
    for task in told where task.taskState == .told {
      if task.waitsFor == nil { rest.append(task) } else { waiting.append(task) }
    }
    func those(in state: TaskState) -> [Row] { told.filter { $0.taskState == state } }
    let clauses = [
      English.clause(out, "is out", "are out"),
      English.clause(those(in: .cleaningUp), "cleans up", "clean up"),
      English.clause(those(in: .deaf), "doesn't listen", "don't listen"),
      English.clause(those(in: .detached), "is detached and goes on", "are detached and go on"),
      English.clause(waiting, "waits for its group", "wait for groups of their own"),
      English.clause(those(in: .queued), "still waits for a slot", "still wait for a slot"),
      English.clause(those(in: .spawned), "is about to start", "are about to start"),
      English.clause(rest, "isn't out yet", "aren't out yet"),
      English.clause(those(in: .unknown), "hasn't been heard of", "haven't been heard of"),
    ].compactMap(\.self)
    return clauses.isEmpty ? [] : [clauses.joined(separator: ", ") + "."]
  }

  private func allOut(_ out: [Row]) -> String {
    let longest = out.compactMap(\.latency).max() ?? .zero
    let when = TimeText.duration(longest) + " after it was told."
    guard out.count > 1 else {
      let who = out[0].label
      return longest == .zero ? "\(who) is out at the instant at which it was told." : "\(who) is out, \(when)"
    }
    let all = "\(English.all(out.count)) are out"
    return longest == .zero ? "\(all) at the instant at which they were told." : "\(all), the last one \(when)"
  }

  private var late: [String] {
    let late = run.tasks.filter { task in
      task.startedAfterCancel && task.marks.started.value.map(events.contains) == true
    }
    guard !late.isEmpty else { return [] }
    guard late.count == 1 else {
      return ["\(English.subject(late)) started late: their contexts had been cancelled."]
    }
    let isOut = late[0].outAt == nil ? "" : ", and it is out"
    return ["\(late[0].label) started late: its context had been cancelled\(isOut)."]
  }

  /// Those who did something else than to return because they were told.
  private func surprises(_ told: [Row]) -> [String] {
    let completed = told.filter { $0.taskState == .toldCompleted }
    var sentences: [String] = []
    if !completed.isEmpty { sentences.append("\(English.subject(completed)) completed all the same.") }
    for task in told where task.taskState == .failedLate {
      let error = task.error.map { " with \(SafeText.quoted($0))" } ?? ""
      let fate = task.isKept ? "that is the first error returned, so it counts" : "nobody keeps that error"
      sentences.append("\(task.label) failed late\(error); \(fate).")
    }
    return sentences
  }
}
