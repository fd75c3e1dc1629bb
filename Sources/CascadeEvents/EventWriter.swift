package import Cascade

/// Events as lines of text: one JSON object a line, keys in a fixed order, the same bytes for the same events.
///
/// The article <doc:EventLines> describes the format for other writers.
package enum EventWriter {
  /// The version that is written, and the newest that is read.
  package static let version = 1

  /// All events, each with a line feed after it, in UTF-8.
  package static func write(_ events: some Sequence<Event>) -> [UInt8] {
    var bytes: [UInt8] = []
    for event in events {
      append(event, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// One event, without a line feed.
  package static func line(_ event: Event) -> String {
    var bytes: [UInt8] = []
    append(event, to: &bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  /// What can stand after a key.
  private enum Value {
    case integer(String)
    case string(String)
    case strings([String])
    case waiting([Event.Waiting])

    init(_ number: some BinaryInteger) { self = .integer(String(number)) }
    init(_ instant: Context.Instant) { self.init(instant.nanoseconds) }
    init(_ duration: Duration) { self.init(duration.wholeNanoseconds) }
    init(_ flag: Bool) { self.init(flag ? 1 : 0) }
  }

  private static func append(_ event: Event, to bytes: inout [UInt8]) {
    let (kind, fields) = describe(event.kind)
    bytes.append(UInt8(ascii: "{"))
    append("seq", Value(event.seq), to: &bytes)
    append("t", Value(event.t), to: &bytes)
    append("kind", .string(kind.rawValue), to: &bytes)
    append("id", .string(event.id), to: &bytes)
    for (key, value) in fields.sorted(by: { $0.0 < $1.0 }) {
      if let value { append(key, value, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func append(_ key: String, _ value: Value, to bytes: inout [UInt8]) {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    JSONText.append(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    switch value {
    case .integer(let digits): bytes += digits.utf8
    case .string(let text): JSONText.append(text, to: &bytes)
    case .strings(let texts):
      bytes.append(UInt8(ascii: "["))
      for (index, text) in texts.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONText.append(text, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .waiting(let lines):
      bytes.append(UInt8(ascii: "["))
      for (index, line) in lines.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "{"))
        append("what", .string(line.what), to: &bytes)
        append("who", .string(line.who), to: &bytes)
        bytes.append(UInt8(ascii: "}"))
      }
      bytes.append(UInt8(ascii: "]"))
    }
  }

  private static func describe(_ kind: Event.Kind) -> (KindName, [(String, Value?)]) {
    switch kind {
    case .runStarted(let start):
      let fields: [(String, Value?)] = [
        ("version", Value(start.version)), ("clock", .string(start.clock.rawValue)),
        ("seed", start.seed.map { Value($0) }), ("scenario", start.scenario.map(Value.string)),
      ]
      return (.runStarted, fields)
    case .runEnded(let ending): return (.runEnded, [("ending", .string(ending.rawValue))])
    case .contextMade(let made):
      let fields: [(String, Value?)] = [
        ("parent", .string(made.parent)), ("what", .string(made.what.rawValue)), ("name", .string(made.name)),
        ("deadline", made.deadline.map { Value($0) }), ("location", made.location.map(Value.string)),
        ("key", made.key.map(Value.string)), ("value", made.value.map(Value.string)),
      ]
      return (.contextMade, fields)
    case .contextTold(let told): return (.contextTold, describe(told))
    case .contextEnded: return (.contextEnded, [])
    case .groupOpened(let opened):
      let fields: [(String, Value?)] = [
        ("parent", .string(opened.parent)), ("name", .string(opened.name)), ("policy", .string(opened.kind)),
        ("options", opened.options.isEmpty ? nil : .strings(opened.options)),
      ]
      return (.groupOpened, fields)
    case .groupWaiting(let who): return (.groupWaiting, [("who", .string(who))])
    case .groupFailureKept(let task, let error):
      return (.groupFailureKept, [("task", .string(task)), ("error", .string(error))])
    case .groupClosed(let error): return (.groupClosed, [("error", error.map(Value.string))])
    case .taskSpawned(let spawned):
      let fields: [(String, Value?)] = [
        ("group", .string(spawned.group)), ("name", .string(spawned.name)),
        ("location", spawned.location.map(Value.string)),
      ]
      return (.taskSpawned, fields)
    case .taskQueued: return (.taskQueued, [])
    case .taskStarted: return (.taskStarted, [])
    case .taskRefused(let why): return (.taskRefused, [("why", .string(why))])
    case .taskSkipped(let why): return (.taskSkipped, [("why", .string(why))])
    case .taskTold(let told): return (.taskTold, describe(told))
    case .taskOut(let out):
      let fields: [(String, Value?)] = [
        ("outcome", .string(out.outcome.rawValue)), ("error", out.error.map(Value.string)),
        ("kept", Value(out.kept)), ("through", out.through.map(Value.string)),
      ]
      return (.taskOut, fields)
    case .afterFired: return (.afterFired, [])
    case .afterStopped: return (.afterStopped, [])
    case .deadlock(let waiting): return (.deadlock, [("waiting", .waiting(waiting))])
    case .dropped(let count): return (.dropped, [("count", Value(count))])
    case .intervention(let what, let target):
      return (.intervention, [("what", .string(what)), ("target", .string(target))])
    case .note(let note): return describe(note)
    }
  }

  private static func describe(_ told: Event.Told) -> [(String, Value?)] {
    [
      ("error", .string(told.error)), ("reason", .string(told.reason.rawValue)), ("cause", .string(told.cause)),
      ("origin", .string(told.origin)),
    ]
  }

  private static func describe(_ note: Event.Note) -> (KindName, [(String, Value?)]) {
    switch note {
    case .step(let index, let label, let planned, let listens):
      let fields: [(String, Value?)] = [
        ("index", Value(index)), ("label", .string(label)), ("planned", planned.map { Value($0) }),
        ("listens", Value(listens)),
      ]
      return (.noteStep, fields)
    case .cleanup(let planned): return (.noteCleanup, [("planned", Value(planned))])
    case .plan(let total): return (.notePlan, [("total", Value(total))])
    case .log(let text): return (.noteLog, [("text", .string(text))])
    case .retry(let attempt, let limit):
      return (.noteRetry, [("attempt", Value(attempt)), ("limit", Value(limit))])
    case .pause(let planned): return (.notePause, [("planned", Value(planned))])
    }
  }
}
