public import Cascade

/// What is wrong with one line of events, and where.
public struct LineProblem: Hashable, Sendable, CustomStringConvertible {
  /// The number of the line, from 1; empty lines count.
  public let line: Int
  /// Where in the line, in bytes of UTF-8, from 1. Of a missing key it is where its object begins.
  public let column: Int
  /// What is wrong, in one line of plain text. It is safe to print: what it quotes of the input is escaped.
  public let message: String

  /// Line, column and message, `12:5: "t" must be a whole number`.
  public var description: String { "\(line):\(column): \(message)" }
}

/// Reads lines of events, from a file or piece by piece from a stream.
///
/// A line that can't be used is reported and left out; the rest is read all the same. Unknown keys and unknown kinds
/// are passed over in silence, since a newer writer may know more. Nothing that comes in can make it crash, and nothing
/// makes it take more than its ``Limits`` allow: a line at a time, and one value nested in another 16 deep.
///
/// It reads versions 1 and 2 of the format. A file of a newer version is refused as a whole, with one problem.
public struct EventReader: Sendable {
  /// How much is taken in before the reader gives up.
  public struct Limits: Hashable, Sendable {
    /// The longest line that is read, in bytes without its line feed; 1 MiB by default. A longer one is a problem, and left
    /// out.
    public var lineLength = 1 << 20
    /// How many events are read in all; 1,000,000 by default. One more is a problem, and the reader gives up: each event
    /// takes some 150 to 300 bytes of memory.
    public var events = 1_000_000
    /// How many problems are kept; 100 by default. All are counted.
    public var problems = 100

    /// Makes the default limits: 1 MiB a line, 1,000,000 events, 100 problems.
    public init() {}
  }

  /// What was wrong so far, in the order of the lines; no more than ``Limits/problems``.
  public private(set) var problems: [LineProblem] = []
  /// How many problems there were so far, kept or not.
  public private(set) var problemCount = 0
  /// The latest one, kept or not.
  private(set) var latestProblem: LineProblem?
  /// How many lines were of a kind that isn't known here. They are no problem, but what they say is missing.
  public private(set) var unknownKinds = 0
  /// Whether the rest is ignored: the version is too new, or there are more events than ``Limits/events``. The last problem
  /// says which.
  public private(set) var hasGivenUp = false

  private let limits: Limits
  /// Whether what can be read is wanted, whatever is wrong.
  private let isLenient: Bool
  /// The number of the line that is read.
  private(set) var line = 1
  private var buffer: [UInt8] = []
  private var isTooLong = false
  private var isFirst = true
  private var lastSeq = -1
  private var eventCount = 0

  /// Makes a reader that has read nothing yet.
  ///
  /// - Parameter limits: How much is taken in; see ``Limits`` for what holds by default.
  public init(limits: Limits = Limits()) { self.init(limits: limits, isLenient: false) }

  /// - Parameter isLenient: Whether a newer version is a problem like any other, and what can be read of it is.
  init(limits: Limits, isLenient: Bool) {
    self.limits = limits
    self.isLenient = isLenient
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8. A byte order mark in front is passed over, and a last line needs no line feed.
  ///   - limits: How much is taken in; see ``Limits`` for what holds by default.
  /// - Returns: the events of all lines that can be used, and what was wrong with the others.
  /// - Complexity: O(number of bytes), with memory for one line beside the events.
  public static func read(
    _ bytes: some Sequence<UInt8>, limits: Limits = Limits()
  ) -> (events: [Event], problems: [LineProblem]) {
    var reader = EventReader(limits: limits)
    let events = reader.feed(bytes)
    return (events + reader.finish(), reader.problems)
  }

  /// Takes the next piece and gives the events of the lines that it completes.
  ///
  /// Where one piece ends and the next begins doesn't matter: a piece may end in the middle of a character.
  ///
  /// - Parameter bytes: UTF-8, a file's next bytes or a stream's.
  /// - Returns: the events in the order of their lines; none after the reader has given up.
  /// - Complexity: O(number of bytes).
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
    feed(Array(bytes)[...])
  }

  private mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Event] {
    var events: [Event] = []
    readLines(bytes) { reader, line in
      if let event = reader.inOrder(line) { events.append(event) }
    }
    return events
  }

  /// Takes the next piece, and passes on each line that it completes and that can be used, wherever it stands.
  mutating func readLines(_ bytes: ArraySlice<UInt8>, _ take: (inout EventReader, ReadLine) -> Void) {
    var rest = bytes
    while !rest.isEmpty, !hasGivenUp {
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let piece = rest[..<(end ?? rest.endIndex)]
      let room = limits.lineLength - buffer.count
      if piece.count > room { isTooLong = true }
      buffer += piece.prefix(room)
      guard let end else { break }
      if let line = endLine() { take(&self, line) }
      rest = rest[(end + 1)...]
    }
  }

  /// Gives the event of a last line that has no line feed. Call it at the end of the stream, or that line is lost.
  ///
  /// - Returns: one event, or none where the last line was complete, empty or of no use.
  public mutating func finish() -> [Event] {
    guard let line = readRest(), let event = inOrder(line) else { return [] }
    return [event]
  }

  /// The last line, where it has no line feed and can be used.
  mutating func readRest() -> ReadLine? { hasGivenUp ? nil : endLine() }

  /// Whether a line has begun that isn't complete.
  var isInLine: Bool { !buffer.isEmpty || isTooLong }

  private mutating func endLine() -> ReadLine? {
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
      let fields = try EventFields(try JSONReader.read(buffer))
      let event = try parse(fields)
      let seq: Int? = event == nil ? try? fields.value("seq") : event?.seq
      let read = ReadLine(
        event: event, seq: seq, number: line, seqColumn: fields.column(of: "seq"), timeColumn: fields.column(of: "t"))
      try check(read, fields)
      return read
    } catch {
      report(error)
      return nil
    }
  }

  /// The event of a line; nil for a kind that isn't known here.
  private func parse(_ fields: EventFields) throws(LineFault) -> Event? {
    let name: String = try fields.value("kind")
    guard let shape = EventTable.named[name] else { return nil }
    let seq: Int = try fields.value("seq")
    let t: Context.Instant = try fields.value("t")
    guard t >= .zero else { throw LineFault(column: fields.column(of: "t"), message: "\"t\" is negative") }
    return Event(seq: seq, t: t, id: try fields.value("id"), kind: try shape.read(fields))
  }

  /// What holds of any line, wherever it stands.
  private mutating func check(_ line: ReadLine, _ fields: EventFields) throws(LineFault) {
    guard let event = line.event else {
      unknownKinds += 1
      return
    }
    if case .runStarted(let start) = event.kind, start.version > EventWriter.version {
      let fault = LineFault(
        column: fields.column(of: "version"),
        message: "version \(start.version) is newer than \(EventWriter.version), which is known here")
      guard isLenient else {
        hasGivenUp = true
        throw fault
      }
      report(fault)
    }
    if isFirst, !event.isStart, !isLenient {
      report(LineFault(column: 1, message: "the first line should be run.started, which carries the version"))
    }
    isFirst = false
    guard eventCount < limits.events else {
      hasGivenUp = true
      throw LineFault(column: 1, message: "more than \(limits.events) events")
    }
    eventCount += 1
  }

  /// The event of a line, where it doesn't stand behind later ones.
  private mutating func inOrder(_ line: ReadLine) -> Event? {
    guard let event = line.event else { return nil }
    guard event.seq > lastSeq else {
      report(LineFault(column: line.seqColumn, message: "\"seq\" is \(event.seq), after \(lastSeq)"), in: line.number)
      return nil
    }
    lastSeq = event.seq
    return event
  }

  mutating func report(_ fault: LineFault, in number: Int) {
    let problem = LineProblem(line: number, column: fault.column, message: fault.message)
    problemCount += 1
    latestProblem = problem
    if problems.count < limits.problems { problems.append(problem) }
  }

  private mutating func report(_ fault: LineFault) { report(fault, in: line) }
}

/// A line that says something.
struct ReadLine {
  /// None for a kind that isn't known here.
  let event: Event?
  let seq: Int?
  let number: Int
  let seqColumn: Int
  let timeColumn: Int
}

extension Event {
  /// Whether it only says that others are missing.
  package var isGap: Bool { if case .dropped = kind { true } else { false } }

  var isStart: Bool { if case .runStarted = kind { true } else { false } }
}
