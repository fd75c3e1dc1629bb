import Cascade
import CascadeText
import CascadeTrace

/// What there is to say about a task.
extension DetailLines {
  mutating func addTask(now: Context.Instant) {
    add("state", state)
    add("spawned", row.bornAt.map { time($0) + place })
    add("started", row.startedAt.map { time($0) + wait(before: $0) })
    let isCleaning = row.taskState == .cleaningUp
    add("at work", row.outAt == nil && row.pause == nil && !isCleaning ? row.step.map(work) : nil)
    add("pauses", row.outAt == nil ? row.pause.map { "for \(TimeText.duration($0)), before the next attempt" } : nil)
    add("asked", row.askedAt.map { "to finish at \(time($0))" })
    add("told", row.toldAt.map { time($0) + sinceStart(to: $0) })
    addCancellation()
    add(
      "cleans up",
      isCleaning ? row.cleanup.map { "since \(time($0.startedAt)), planned for \(TimeText.duration($0.planned))" } : nil
    )
    add("out", out(now: now))
    add("error", row.error.map { SafeText.quoted($0) + (row.isKept ? ", kept by its group" : ", not kept") })
    add("thrown by", row.source?.phrase)
    addReach()
    add("never ran", row.turnedAwayBecause.map(SafeText.make))
    add("waits for", row.stuckOn.map(SafeText.make) ?? row.waitsFor?.phrase)
    add("says", row.latestLog.map(SafeText.quoted))
    add("attempt", row.attempt.map { "\($0.number) of \($0.limit)" })
    let isCutShort = isCleaning || row.out?.outcome == .cancelled
    add("plan", row.plannedTotal.map { "\(TimeText.duration($0)) of work\(isCutShort ? ", cut short" : "")" })
    addChain()
  }

  private var state: String {
    let late = row.startedAfterCancel ? ", started after the cancel" : ""
    let isPausing = row.taskState == .running && row.pause != nil
    return (row.taskState.map { "\($0.word): \(isPausing ? "pauses between two attempts" : $0.meaning)" } ?? "") + late
  }

  private func wait(before start: Context.Instant) -> String {
    guard let queued = row.queuedAt, queued < start else { return "" }
    return ", after \(TimeText.duration(queued.duration(to: start))) in the queue"
  }

  private func work(_ step: Row.Step) -> String {
    let label = step.label.isEmpty ? "step \(step.index)" : SafeText.make(step.label)
    let planned = step.planned.map { ", planned for \(TimeText.duration($0))" } ?? ""
    return "\(label)\(planned), \(step.listens ? "listening" : "not listening")"
  }

  /// Not all of that time need have been work: pauses are in it.
  private func sinceStart(to told: Context.Instant) -> String {
    guard let started = row.startedAt, started <= told, !row.startedAfterCancel else { return "" }
    return ", \(TimeText.duration(started.duration(to: told))) after it started"
  }

  private func out(now: Context.Instant) -> String? {
    if let out = row.outAt {
      return time(out) + (row.latency.map { ", \(TimeText.duration($0)) after it was told" } ?? "")
    }
    return row.latency(until: now).map { "not yet, \(TimeText.duration($0)) after it was told" }
  }
}
