import Cascade
import CascadeNarration
import CascadeTrace

/// What there is to know of a run at one moment, as JSON for scripts: cause, told, out, wait, waste, and every row.
///
/// Times are nanoseconds since the start of the run, lengths are nanoseconds, what isn't known is null. `demos/EXPORTS.md`
/// describes the keys.
enum FactSheet {
  static func text(_ exported: ExportedRun, _ moment: Cursor) -> String {
    let recording = exported.recording
    let run = recording.state(at: moment)
    let index = CascadeIndex(recording)
    let start = recording.latestState.start
    let sheet: JSON = [
      "version": 1,
      "name": .string(exported.name),
      "title": .string(exported.title),
      "clock": .optional(start?.clock.rawValue),
      "seed": .optional(start?.seed.map { String($0) }),
      "at": time(moment.t),
      "event": .integer(Int64(moment.position)),
      "events": .integer(Int64(recording.count)),
      "ending": .optional(run.ending?.rawValue),
      "cause": cause(run),
      "told": .array(told(run)),
      "out": .array(out(run)),
      "wait": .array(run.groups.filter(\.isBorn).map(wait)),
      "waste": waste(recording, run, moment),
      "rows": .array(run.rows.filter(\.isBorn).map { row($0, recording, moment, index) }),
      "beats": .array(
        recording.beats.map { beat in
          ["at": time(beat.t), "event": .integer(Int64(beat.position)), "says": .string(recording.sentence(for: beat))]
        }),
      "story": .array(recording.narration(at: moment).sentences.map { .string($0) }),
    ]
    return sheet.document
  }

  private static func cause(_ run: RunState) -> JSON {
    guard let number = run.cause, let kind = run.causeKind else { return .null }
    let event = run.log[number]
    let turn = Turn(run)
    return [
      "at": time(event.t), "event": .integer(Int64(number + 1)), "kind": .string("\(kind)"),
      "id": .string(turn?.task ?? event.id), "error": .optional(turn?.error),
      "says": .string(EventMessage(ofEvent: number, in: run).short),
    ]
  }

  /// The tasks that were told, in the order in which they were.
  private static func reached(_ run: RunState) -> [Row] {
    run.tasks.filter { $0.isTold && $0.toldAt != nil }
      .sorted { $0.marks.told.value ?? 0 < $1.marks.told.value ?? 0 }
  }

  private static func told(_ run: RunState) -> [JSON] {
    reached(run).map { row in
      ["id": .string(row.id), "at": time(row.toldAt), "by": .optional(row.telling?.told.origin)]
    }
  }

  private static func out(_ run: RunState) -> [JSON] {
    reached(run).filter { $0.outAt != nil }.sorted { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }.map {
      row in
      ["id": .string(row.id), "at": time(row.outAt), "after": length(row.latency)]
    }
  }

  private static func wait(_ group: Row) -> JSON {
    let cause = group.causeOfWait
    let blocked = cause.flatMap { cause in group.closedAt.map { cause.duration(to: $0) } }
    return [
      "id": .string(group.id), "kind": .optional(group.policy?.name), "since": time(group.waiter?.since),
      "cause": time(cause), "returned": time(group.closedAt), "after": length(blocked),
      "error": .optional(group.closingError),
    ]
  }

  private static func waste(_ recording: Recording, _ run: RunState, _ moment: Cursor) -> JSON {
    let ledger = WorkLedger(recording)
    guard let waste = ledger.waste(in: run, at: moment.t) else { return .null }
    return [
      "planned": .bool(waste.isPlanned), "wasted": length(waste.total.wasted), "saved": length(waste.total.saved),
      "lost": length(waste.total.discarded), "open": length(waste.total.open), "waiting": length(waste.callerWaiting),
    ]
  }

  private static func row(_ row: Row, _ recording: Recording, _ moment: Cursor, _ index: CascadeIndex) -> JSON {
    let timeline = recording.timeline(of: row, at: moment, index: index)
    return [
      "id": .string(row.id), "kind": .string(row.kindWord), "parent": .optional(row.parent?.id),
      "state": .string(row.stateWord), "born": time(row.bornAt), "started": time(row.startedAt),
      "told": time(row.kind == .task ? row.toldAt : row.telling?.t), "ended": time(row.outAt ?? row.closedAt),
      "outcome": .optional(row.out?.outcome.rawValue), "error": .optional(row.error ?? row.closingError),
      "kept": .bool(row.isKept),
      "stretches": .array(
        timeline.segments.map { ["what": .string($0.stretch.word), "from": time($0.from), "to": time($0.to)] }),
    ]
  }

  private static func time(_ t: Context.Instant?) -> JSON { .optional(t?.nanoseconds) }
  private static func length(_ duration: Duration?) -> JSON { .optional(duration?.wholeNanoseconds) }
}

extension Row {
  fileprivate var kindWord: String {
    switch kind {
    case .task: "task"
    case .group: "group"
    case .context(let what): what.rawValue
    case .after: "after"
    }
  }

  fileprivate var stateWord: String {
    switch state {
    case .task(let state): state.word
    case .context(let state), .group(let state): state.word
    case .after(let state): state.word
    }
  }
}
