import Cascade
import CascadeText
import CascadeTrace

/// The part of a story that says which tasks were told and what they do about it.
struct ToldStory {
  let run: RunState
  let now: Context.Instant
  /// The events of this part of the story: from one cause to the next, or to now.
  let events: Range<Int>

  /// The sentences; `isPast` when another cause has come since.
  func told(isPast: Bool) -> [ToldSentence] {
    let all = ToldTasks(run)
    // Tasks told without a recorded cause belong to the first one.
    let told = all.told(by: events.lowerBound == run.cause ? 0..<events.upperBound : events)
    return ToldSentence.all(announcement(told), isPast ? .earlier : .detail)
      + ToldSentence.all(stand(of: told, among: all), isPast ? .earlier : .standing)
      + ToldSentence.all(late, .detail) + ToldSentence.all(surprises(told.all), .consequence)
  }

  /// How many were told.
  private func announcement(_ told: ToldTasks) -> [String] {
    guard let words = ToldWords(told: told).past else {
      guard let first = events.first, run.isSettled(after: first, now: now), !run.tasks.isEmpty else { return [] }
      let cancelled = run.rows.contains { row in
        row.contextState == .cancelled && !row.isShutdownSignal && row.telling.map { events.contains($0.event) } == true
      }
      guard cancelled else { return [] }
      let isAlone = !run.tasks.contains { $0.isBorn && $0.outAt == nil && $0.turnedAwayBecause == nil }
      return [isAlone ? "There was no other task to tell." : "No other task was told."]
    }
    return [words]
  }

  /// How those told are doing. They aren't called all as long as a task that was told earlier isn't out.
  private func stand(of told: ToldTasks, among all: ToldTasks) -> [String] {
    // What another cause tells later is no part of this story.
    let before = all.inside.filter { $0.marks.told.value.map { $0 < events.upperBound } ?? true }
    let spared = run.tasks.filter {
      $0.taskState == .detached && ($0.marks.told.value.map(events.contains) ?? false)
    }
    guard told.count > 0 || !spared.isEmpty else { return [] }
    if told.out.count == told.count, told.count > 0, before.isEmpty, spared.isEmpty {
      return [allOut(told.out)]
    }
    var waiting: [Row] = []
    var rest: [Row] = []
    for task in told.inside where task.taskState == .told {
      if task.waitsFor == nil { rest.append(task) } else { waiting.append(task) }
    }
    func those(in state: TaskState) -> [Row] { told.inside.filter { $0.taskState == state } }
    let earlier = told.inside.isEmpty ? before : []
    let clauses = [
      English.clause(told.out, "is out", "are out"),
      English.clause(told.turnedAway, "never ran", "never ran"),
      English.clause(those(in: .cleaningUp), "cleans up", "clean up"),
      English.clause(those(in: .deaf), "doesn't listen", "don't listen"),
      English.clause(those(in: .listensElsewhere), "listens elsewhere", "listen elsewhere"),
      English.clause(spared, "is detached and goes on", "are detached and go on"),
      English.clause(waiting, "waits for its own group", "wait for their own groups"),
      English.clause(those(in: .queued), "still waits for a slot", "still wait for a slot"),
      English.clause(those(in: .spawned), "is about to start", "are about to start"),
      English.clause(rest, "isn't out yet", "aren't out yet"),
      English.clause(those(in: .stuck), "is deadlocked", "are deadlocked"),
      English.clause(those(in: .unknown), "is unknown (events are missing)", "are unknown (events are missing)"),
      English.clause(earlier, "was told earlier and isn't out yet", "were told earlier and aren't out yet"),
    ]
    return English.sentence(of: clauses).map { [$0] } ?? []
  }

  private func allOut(_ out: [Row]) -> String {
    let longest = out.compactMap(\.latency).max() ?? .zero
    let when = TimeText.duration(longest) + " after it was told."
    guard out.count > 1 else {
      let who = out[0].label
      return longest == .zero ? "\(who) was out as soon as it was told." : "\(who) is out, \(when)"
    }
    let all = "\(English.all(out.count)) are out"
    if longest == .zero { return "\(English.all(out.count)) were out as soon as they were told." }
    return "\(all), the \(out.count == 2 ? "slower" : "slowest") one \(when)"
  }

  /// Those that this cancellation didn't keep from starting.
  private var late: [String] {
    let late = run.tasks.filter { task in
      task.startedAfterCancel && task.marks.started.value.map(events.contains) == true
    }
    guard !late.isEmpty else { return [] }
    guard late.count == 1 else {
      let among = late.count > 3 && late.allSatisfy(\.isTold) ? "\(late.count) of them" : English.subject(late)
      return ["\(among) started after the cancellation."]
    }
    // That it is out has been said where it was told.
    let isOut = late[0].outAt == nil || late[0].isTold ? "" : ", and it is out"
    return ["\(late[0].label) started after the cancellation\(isOut)."]
  }

  /// Those that did something else than to return because they were told.
  private func surprises(_ told: [Row]) -> [String] {
    let completed = told.filter { $0.taskState == .toldCompleted }
    var sentences: [String] = []
    if !completed.isEmpty { sentences.append("\(English.subject(completed)) completed anyway.") }
    for task in told where task.taskState == .failedLate {
      let error = task.error.map { " with \(SafeText.quoted($0))" } ?? ""
      let group = task.parent?.label ?? "its group"
      let fate =
        task.isKept ? "it is the first error returned, so \(group) keeps it" : "\(group) dropped that error"
      let isSecret = task.run.secrets.contains(.keptError)
      sentences.append("\(task.label) failed late\(error)\(isSecret ? "" : "; \(fate)").")
    }
    return sentences
  }
}

/// How many were told, in words: the same in the sentence of a beat and in the story so far.
struct ToldWords {
  let told: ToldTasks

  /// What the story says of them: `5 running tasks were told.`, `3 tasks were told: 1 running, 1 queued, 1 as it was spawned.`
  /// Nil for none.
  var past: String? {
    guard told.count > 0 else { return nil }
    return subject + " " + (told.count == 1 ? "was" : "were") + " told" + (kinds(past: true) ?? "") + when + "."
  }

  /// What a beat says of those that it tells. Nil for none.
  var present: String? {
    guard told.count > 0 else { return nil }
    if told.count == 1 {
      let isNew = !told.newcomers.isEmpty
      return "\(told.all[0].label) is told\(isNew ? " as it is spawned" : ""): its context is cancelled."
    }
    let count = English.count(told.count, "task")
    guard let kinds = kinds(past: false) else { return "\(count) are told in the same instant." }
    return "\(count) are told\(kinds)."
  }

  private var subject: String {
    let noun =
      if told.atWork.count == told.count { "running task" } else { "task" }
    return English.count(told.count, noun)
  }

  /// Which of them were doing what; nil where all were at work.
  private func kinds(past: Bool) -> String? {
    // Of some it may not be known.
    guard told.atWork.count < told.count,
      told.atWork.count + told.notStarted.count + told.newcomers.count == told.count
    else { return nil }
    let spawned = told.newcomers.count == 1 ? (past ? "it was" : "it is") : past ? "they were" : "they are"
    let queued = told.queued.count
    let parts = [
      (told.atWork.count, "running"), (queued, "queued"), (told.notStarted.count - queued, "not started"),
      (told.newcomers.count, "as \(spawned) spawned"),
    ].filter { $0.0 > 0 }
    guard parts.count > 1, told.notStarted.count < told.count else {
      return told.newcomers.isEmpty ? " before \(told.count == 1 ? "it" : "they") started" : " \(parts[0].1)"
    }
    return ": " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// From when to when; empty where all were told at one moment.
  private var when: String {
    guard !told.isAtOnce, let first = told.first, let last = told.last, let run = told.all.first?.run else { return "" }
    return ", from \(run.timeText(first)) to \(run.timeText(last))"
  }
}
