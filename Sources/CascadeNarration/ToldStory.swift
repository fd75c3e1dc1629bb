import Cascade
import CascadeText
import CascadeTrace

/// The part of a story that says who was told and what they do about it.
struct ToldStory {
  let run: RunState
  let now: Context.Instant
  /// The events of this part of the story: from one cause to the next, or to now.
  let events: Range<Int>

  /// The sentences; `isPast` when another cause has come since.
  func told(isPast: Bool) -> [ToldSentence] {
    let everybody = ToldTasks(run)
    // Whom nothing told that counts as a cause belongs to the first.
    let told = everybody.told(by: events.lowerBound == run.cause ? 0..<events.upperBound : events)
    return ToldSentence.all(announcement(told), isPast ? .earlier : .detail)
      + ToldSentence.all(stand(of: told, among: everybody), isPast ? .earlier : .standing)
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
      return ["No other task was there to be told."]
    }
    return [words]
  }

  /// How those told are doing. Nobody speaks of all while somebody who was told earlier isn't out.
  private func stand(of told: ToldTasks, among everybody: ToldTasks) -> [String] {
    guard told.count > 0 else { return [] }
    if told.out.count == told.count, everybody.inside.isEmpty { return [allOut(told.out)] }
    var waiting: [Row] = []
    var rest: [Row] = []
    for task in told.inside where task.taskState == .told {
      if task.waitsFor == nil { rest.append(task) } else { waiting.append(task) }
    }
    func those(in state: TaskState) -> [Row] { told.inside.filter { $0.taskState == state } }
    let earlier = told.inside.isEmpty ? everybody.inside : []
    let clauses = [
      English.clause(told.out, "is out", "are out"),
      English.clause(told.turnedAway, "never ran", "never ran"),
      English.clause(those(in: .cleaningUp), "cleans up", "clean up"),
      English.clause(those(in: .deaf), "doesn't listen", "don't listen"),
      English.clause(those(in: .detached), "is detached and goes on", "are detached and go on"),
      English.clause(waiting, "waits for its group", "wait for groups of their own"),
      English.clause(those(in: .queued), "still waits for a slot", "still wait for a slot"),
      English.clause(those(in: .spawned), "is about to start", "are about to start"),
      English.clause(rest, "isn't out yet", "aren't out yet"),
      English.clause(those(in: .stuck), "is stuck", "are stuck"),
      English.clause(those(in: .unknown), "hasn't been heard of", "haven't been heard of"),
      English.clause(earlier, "was told earlier and isn't out yet", "were told earlier and aren't out yet"),
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
    if longest == .zero { return "\(all) at the instant at which they were told." }
    return "\(all), the \(out.count == 2 ? "slower" : "slowest") one \(when)"
  }

  /// Those whom this cancellation didn't keep from starting.
  private var late: [String] {
    let late = run.tasks.filter { task in
      task.startedAfterCancel && task.marks.started.value.map(events.contains) == true
    }
    guard !late.isEmpty else { return [] }
    guard late.count == 1 else {
      let among = late.count > 3 && late.allSatisfy(\.isTold) ? "\(late.count) of them" : English.subject(late)
      return ["\(among) started late: their contexts had been cancelled."]
    }
    // That it is out has been said where it was told.
    let isOut = late[0].outAt == nil || late[0].isTold ? "" : ", and it is out"
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
