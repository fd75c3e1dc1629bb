import Cascade
import CascadeNarration
import CascadeTrace

/// A run as a trace for Perfetto and for Chrome's own viewer: a track for each row of the picture, slices for what it did with
/// its time and from told to out, and flows from what cancels to what is told.
///
/// The format is Chrome's trace events as JSON, which ui.perfetto.dev opens:
/// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU. Times are microseconds.
enum PerfettoTrace {
  static func text(_ run: ExportedRun) throws(ExportRefusal) -> String {
    let lines = events(run).map(\.line)
    return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n\(lines.joined(separator: ",\n"))\n]}\n"
  }

  private static func events(_ run: ExportedRun) -> [JSON] {
    let tracks = Tracks(run.recording)
    var events = [metadata("process_name", thread: 0, ["name": .string(run.title)])]
    for track in 0..<tracks.count {
      events.append(metadata("thread_name", thread: track + 1, ["name": .string(tracks.label(track))]))
      events.append(metadata("thread_sort_index", thread: track + 1, ["sort_index": .integer(Int64(track))]))
    }
    let beginnings = beginnings(tracks.recording)
    events += flows(tracks, beginnings)
    for track in 0..<tracks.count { events += slices(track, tracks, beginnings) }
    events += tracks.recording.beats.map { beat in
      event("i", tracks.recording.sentence(for: beat), "beat", thread: 0, at: beat.t, ["s": "g"])
    }
    return events
  }

  private static func metadata(_ name: String, thread: Int, _ arguments: JSON) -> JSON {
    ["ph": "M", "pid": 1, "tid": .integer(Int64(thread)), "name": .string(name), "args": arguments]
  }

  private static func event(
    _ phase: String, _ name: String, _ category: String, thread: Int, at t: Context.Instant, _ more: JSON = [:]
  ) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("ph", .string(phase)), ("pid", 1), ("tid", .integer(Int64(thread))), ("ts", microseconds(t.nanoseconds)),
      ("name", .string(name)), ("cat", .string(category)),
    ]
    if case .object(let others) = more { members += others }
    return .object(members)
  }

  private static func slice(
    _ name: String, _ category: String, track: Int, from: Context.Instant, to: Context.Instant, _ more: JSON = [:]
  ) -> JSON {
    var members: [(key: String, value: JSON)] = [("dur", microseconds(to.nanoseconds - from.nanoseconds))]
    if case .object(let others) = more { members += others }
    return event("X", name, category, thread: track + 1, at: from, .object(members))
  }

  // MARK: What a row did with its time

  /// The whole of it, what it consists of, and what lies between told and out. Outer slices come before those in them.
  private static func slices(_ track: Int, _ tracks: Tracks, _ beginnings: [Cancellation: Int]) -> [JSON] {
    let row = tracks.row(track)
    let timeline = tracks.timeline(track)
    let end = timeline.front ?? tracks.recording.endTime
    var events: [JSON] = []
    if row.kind == .task, let start = row.startedAt {
      events.append(
        slice(
          tracks.label(track), "task", track: track, from: start, to: end,
          [
            "args": [
              "id": .string(row.id), "outcome": .optional(row.out?.outcome.rawValue), "error": .optional(row.error),
              "kept": .bool(row.isKept),
            ]
          ]))
    }
    let told = row.kind == .task && row.isTold ? row.toldAt : nil
    // One that goes on over the telling is two slices: what is told begins in it.
    let stretches = timeline.segments.flatMap { segment in
      let cut = told.map { max(segment.from, min(segment.to, $0)) } ?? segment.to
      return [(segment.from, cut), (cut, segment.to)].filter { $0 < $1 }.map { from, to in
        (from: from, slice: slice(segment.stretch.word, "stretch", track: track, from: from, to: to))
      }
    }
    events += stretches.filter { $0.from < told ?? end }.map(\.slice)
    if let told, let number = row.marks.told.value {
      var more: [(key: String, value: JSON)] = []
      let cancellation = Cancellation(tracks.recording.log[number])
      if let first = cancellation.flatMap({ beginnings[$0] }), case .object(let members) = flow(first, "flow_in") {
        more += members
      }
      more.append(("args", ["id": .string(row.id)]))
      events.append(slice("told to out", "told", track: track, from: told, to: end, .object(more)))
      events += stretches.filter { $0.from >= told }.map(\.slice)
    }
    return events
  }

  // MARK: Which told which

  /// Which cancellation an event is a part of: parts have one origin and one reason, and come in one instant.
  private struct Cancellation: Hashable {
    let origin: String
    let reason: Cascade.Cancellation.Reason
    let t: Context.Instant

    init?(_ event: Event) {
      guard let told = event.told, told.reason != .scopeEnded else { return nil }
      (origin, reason, t) = (told.origin, told.reason, event.t)
    }
  }

  /// The number of the event with which each cancellation begins.
  private static func beginnings(_ recording: Recording) -> [Cancellation: Int] {
    var first: [Cancellation: Int] = [:]
    for number in 0..<recording.count {
      guard let cancellation = Cancellation(recording.log[number]), first[cancellation] == nil else { continue }
      first[cancellation] = number
    }
    return first
  }

  /// Where each cancellation begins: at the group, the context or the task that is told first.
  private static func flows(_ tracks: Tracks, _ beginnings: [Cancellation: Int]) -> [JSON] {
    beginnings.values.sorted().compactMap { number in
      let event = tracks.recording.log[number]
      guard let track = tracks.track(of: event.id) else { return nil }
      let words = EventMessage(ofEvent: number, in: tracks.recording.state(at: number + 1)).short
      return slice(words, "cause", track: track, from: event.t, to: event.t, flow(number, "flow_out"))
    }
  }

  private static func flow(_ number: Int, _ direction: String) -> JSON {
    ["bind_id": .string("0x\(String(number + 1, radix: 16))"), direction: .bool(true)]
  }

  /// Nanoseconds as microseconds, exactly.
  private static func microseconds(_ nanoseconds: Int64) -> JSON {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000)
    return rest == 0 ? .integer(whole) : .decimal("\(whole).\(String(abs(rest) + 1_000).dropFirst())")
  }
}
