package import Cascade

/// Something in a file of events that can't be used.
package struct LineProblem: Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// Bytes, from 1.
  package let column: Int
  /// Safe to print.
  package let message: String

  /// `12:5: "t" must be a whole number`.
  package var description: String { "\(line):\(column): \(message)" }
}

/// Reads lines of events, from a file or piece by piece from a stream.
///
/// A line that can't be used is reported and left out; the rest is read all the same. Unknown keys and unknown kinds
/// are passed over in silence, since a newer writer may know more. Nothing that comes in can make it crash.
package struct EventReader: Sendable {
  /// How much is taken in before the reader gives up.
  package struct Limits: Hashable, Sendable {
    /// Bytes in a line.
    package var lineLength = 1 << 20
    package var events = 1_000_000
    /// How many problems are kept; all are counted.
    package var problems = 100

    package init() {}
  }

  /// What was wrong, in order; no more than the limit.
  package private(set) var problems: [LineProblem] = []
  /// How many lines couldn't be used.
  package private(set) var problemCount = 0
  /// How many lines were of a kind that isn't known here.
  package private(set) var unknownKinds = 0
  /// Nothing more is read: the version is too new, or there are too many events.
  package private(set) var hasGivenUp = false

  private let limits: Limits
  private var line = 1
  private var buffer: [UInt8] = []
  private var isTooLong = false
  private var isFirst = true
  private var lastSeq = -1
  private var eventCount = 0

  package init(limits: Limits = Limits()) { self.limits = limits }

  /// The events of a whole file, and what was wrong with it.
  package static func read(
    _ bytes: some Sequence<UInt8>, limits: Limits = Limits()
  ) -> (events: [Event], problems: [LineProblem]) {
    var reader = EventReader(limits: limits)
    let events = reader.feed(bytes)
    return (events + reader.finish(), reader.problems)
  }

  /// Takes the next piece and gives the events of the lines that it completes.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
    var events: [Event] = []
    for byte in bytes {
      if hasGivenUp { break }
      if byte == UInt8(ascii: "\n") {
        if let event = endLine() { events.append(event) }
      } else if buffer.count < limits.lineLength {
        buffer.append(byte)
      } else {
        isTooLong = true
      }
    }
    return events
  }

  /// Gives the event of a last line that has no line feed.
  package mutating func finish() -> [Event] {
    guard !hasGivenUp, let event = endLine() else { return [] }
    return [event]
  }

  private mutating func endLine() -> Event? {
    defer {
      buffer.removeAll(keepingCapacity: true)
      isTooLong = false
      line += 1
    }
    if isTooLong {
      report(LineFault(column: limits.lineLength + 1, message: "longer than \(limits.lineLength) bytes"))
      return nil
    }
    // Some editors put a mark in front of UTF-8.
    if line == 1, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.replaceSubrange(0..<3, with: [0x20, 0x20, 0x20]) }
    guard buffer.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    do {
      guard let event = try EventParser.parse(buffer) else {
        unknownKinds += 1
        return nil
      }
      return try accept(event)
    } catch {
      report(error)
      return nil
    }
  }

  private mutating func accept(_ event: Event) throws(LineFault) -> Event {
    if case .runStarted(let start) = event.kind, start.version > EventWriter.version {
      hasGivenUp = true
      throw LineFault(
        column: 1, message: "version \(start.version) is newer than \(EventWriter.version), which is known here")
    }
    if isFirst, !event.isStart {
      report(LineFault(column: 1, message: "the first line should be run.started, which carries the version"))
    }
    isFirst = false
    guard event.seq > lastSeq else {
      throw LineFault(column: 1, message: "\"seq\" is \(event.seq), after \(lastSeq)")
    }
    guard eventCount < limits.events else {
      hasGivenUp = true
      throw LineFault(column: 1, message: "more than \(limits.events) events")
    }
    lastSeq = event.seq
    eventCount += 1
    return event
  }

  private mutating func report(_ fault: LineFault) {
    problemCount += 1
    guard problems.count < limits.problems else { return }
    problems.append(LineProblem(line: line, column: fault.column, message: fault.message))
  }
}

extension Event {
  fileprivate var isStart: Bool { if case .runStarted = kind { true } else { false } }
}
