public import Cascade

/// Events as lines of text: one JSON object a line, keys in a fixed order, the same bytes for the same events.
///
/// The article <doc:EventLines> describes the format for other writers.
public enum EventWriter {
  /// The version of the format that is written, and the newest that is read: 2.
  public static let version = 2

  /// All events as lines, each with a line feed after it.
  ///
  /// What the recorder of a live run gives doesn't begin with `Event.Kind.runStarted`. Such a list
  /// gets one as its first line, and its events are counted from 1.
  ///
  /// - Parameter events: In the order of their `Event.seq`, as a recorder gives them.
  /// - Returns: UTF-8; the same bytes for the same events, in every process.
  /// - Complexity: O(length of the result).
  public static func write(_ events: some Sequence<Event>) -> [UInt8] {
    var bytes: [UInt8] = []
    var shift = 0
    for (index, event) in events.enumerated() {
      if index == 0, event.seq == 0, !event.isStart {
        shift = 1
        let start = Event.Kind.runStarted(Event.RunStart(clock: .live))
        append(Event(seq: 0, t: .zero, id: "", kind: start), to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
      var event = event
      event.seq &+= shift
      append(event, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// One event as a line, without a line feed: for writers that add their own.
  ///
  /// - Complexity: O(length of the result).
  public static func line(_ event: Event) -> String {
    var bytes: [UInt8] = []
    append(event, to: &bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  /// Appends one event as a line, without a line feed.
  package static func append(_ event: Event, to bytes: inout [UInt8]) {
    let start = bytes.count
    for shape in EventTable.shapes {
      let isIts = shape.write(event.kind, &bytes) { bytes in
        bytes.append(UInt8(ascii: "{"))
        JSONText.append(key: "seq", event.seq, to: &bytes)
        JSONText.append(key: "t", event.t, to: &bytes)
        JSONText.append(key: "kind", shape.name, to: &bytes)
        JSONText.append(key: "id", event.id, to: &bytes)
      }
      if isIts { break }
    }
    assert(bytes.count > start, "every kind is in the table, which a test holds it to")
    bytes.append(UInt8(ascii: "}"))
  }
}
