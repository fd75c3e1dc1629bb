public import Cascade

/// Something in a file of events that can't be used.
public struct LineProblem: Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// Bytes, from 1.
  public let column: Int
  /// Safe to print.
  public let message: String

  /// `12:5: "t" must be a whole number`.
  public var description: String { "\(line):\(column): \(message)" }
}

/// Reads lines of events, from a file or piece by piece from a stream.
///
/// A line that can't be used is reported and left out; the rest is read all the same. Unknown keys and unknown kinds
/// are passed over in silence, since a newer writer may know more. Nothing that comes in can make it crash.
public struct EventReader: Sendable {
  /// How much is taken in before the reader gives up.
  public struct Limits: Hashable, Sendable {
    /// Bytes in a line.
    public var lineLength = 1 << 20
    /// Events in all.
    public var events = 1_000_000
    /// How many problems are kept; all are counted.
    public var problems = 100

    /// 1 MiB a line, 1,000,000 events, 100 problems.
    public init() {}
  }

  /// What was wrong, in order; no more than the limit.
  public private(set) var problems: [LineProblem] = []
  /// How many lines couldn't be used.
  public private(set) var problemCount = 0
  /// How many lines were of a kind that isn't known here.
  public private(set) var unknownKinds = 0
  /// Nothing more is read: the version is too new, or there are too many events.
  public private(set) var hasGivenUp = false

  private let limits: Limits
  private var line = 1
  private var buffer: [UInt8] = []
  private var isTooLong = false
  private var isFirst = true
  private var lastSeq = -1
  private var eventCount = 0

  /// Makes a reader that has read nothing yet.
  public init(limits: Limits = Limits()) { self.limits = limits }

  /// The events of a whole file, and what was wrong with it.
  public static func read(
    _ bytes: some Sequence<UInt8>, limits: Limits = Limits()
  ) -> (events: [Event], problems: [LineProblem]) {
    var reader = EventReader(limits: limits)
    let events = reader.feed(bytes)
    return (events + reader.finish(), reader.problems)
  }

  /// Takes the next piece and gives the events of the lines that it completes.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
    feed(Array(bytes)[...])
  }

  private mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Event] {
    var events: [Event] = []
    var rest = bytes
    while !rest.isEmpty, !hasGivenUp {
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let piece = rest[..<(end ?? rest.endIndex)]
      let room = limits.lineLength - buffer.count
      if piece.count > room { isTooLong = true }
      buffer += piece.prefix(room)
      guard let end else { break }
      if let event = endLine() { events.append(event) }
      rest = rest[(end + 1)...]
    }
    return events
  }

  /// Gives the event of a last line that has no line feed.
  public mutating func finish() -> [Event] {
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
      guard let event = try parse(buffer) else {
        unknownKinds += 1
        return nil
      }
      return try accept(event)
    } catch {
      report(error)
      return nil
    }
  }

  /// The event of a line; nil for a kind that isn't known here.
  private func parse(_ line: [UInt8]) throws(LineFault) -> Event? {
    let fields = try EventFields(try JSONReader.read(line))
    let name: String = try fields.value("kind")
    guard let shape = EventTable.named[name] else { return nil }
    let seq: Int = try fields.value("seq")
    let t: Context.Instant = try fields.value("t")
    guard t >= .zero else { throw LineFault(column: fields.column(of: "t"), message: "\"t\" is negative") }
    return Event(seq: seq, t: t, id: try fields.value("id"), kind: try shape.read(fields))
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
  var isStart: Bool { if case .runStarted = kind { true } else { false } }
}
