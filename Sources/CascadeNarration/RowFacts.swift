package import Cascade
import CascadeText
package import CascadeTrace

/// What there is to say about a row in a few words besides its state.
package enum RowFacts {
  package static func words(for row: Row) -> String {
    switch row.kind {
    case .task: task(row)
    case .context, .group: context(row)
    case .after: row.firedAt.map { "at \(TimeText.instant($0))" } ?? ""
    }
  }

  /// Why a context is done, or when it will be.
  package static func context(_ row: Row) -> String {
    switch row.contextState {
    case .cancelled:
      guard let telling = row.telling else { return "" }
      return SafeText.quoted(telling.told.causeText)
    case .active where row.value != nil, .leftOver where row.value != nil: return row.valueWords ?? ""
    case .active: return deadline(row)
    case .asked: return row.telling.map { "at \(TimeText.instant($0.t))" } ?? ""
    case .notMade, .closed, .leftOver, .unknown, nil: return ""
    }
  }

  /// Its own, or for one that got none because another is earlier, that other one.
  private static func deadline(_ row: Row) -> String {
    guard [.context(.deadline), .context(.cancel), .context(.merged)].contains(row.kind),
      let held = row.effectiveDeadline
    else { return "" }
    return "deadline \(ClockText.seconds(held.t)) s" + (held.of.map { " of \($0.label)" } ?? "")
  }

  private static func task(_ row: Row) -> String {
    let error = row.error.map(SafeText.quoted)
    switch row.taskState {
    case .running, .told:
      let waits = row.waitsFor.map { "waits for \($0.label)" }
      let pauses = row.pause.map { "pauses for \(TimeText.duration($0))" }
      return waits ?? pauses ?? row.step.map { SafeText.make($0.label) } ?? ""
    case .cleaningUp: return row.cleanup.map { "cleanup of \(TimeText.duration($0.planned))" } ?? ""
    case .deaf: return "told, and doesn't listen"
    case .detached: return "told, and goes on"
    case .done: return row.outAt.map(TimeText.instant) ?? ""
    case .failedFirst, .failedKept, .failedNotKept, .failedLate, .timedOutAlone:
      return [row.outAt.map(TimeText.instant), error].compactMap(\.self).joined(separator: "  ")
    case .passedOn: return [row.source.map { "from \($0.label)" }, error].compactMap(\.self).joined(separator: "  ")
    case .cancelled, .toldCompleted:
      if row.startedAfterCancel { return "started after the cancel" }
      return row.toldAt.map { "told \(TimeText.instant($0))" } ?? error ?? ""
    case .refused, .skipped: return row.turnedAwayBecause.map(SafeText.make) ?? ""
    case .stuck: return row.stuckOn.map { "waits for \(SafeText.make($0))" } ?? ""
    case .notSpawned, .spawned, .queued, .unknown, nil: return ""
    }
  }

  /// From told to out; for a task that isn't out yet the time so far, with an ellipsis after it.
  package static func latency(_ row: Row, now: Context.Instant, ellipsis: Character) -> String {
    guard row.kind == .task else { return "" }
    if let latency = row.latency { return "+\(TimeText.duration(latency)) " }
    return row.latency(until: now).map { "+\(TimeText.duration($0))\(ellipsis)" } ?? ""
  }
}
