public import Cascade

/// A recording, as far as it can be read: its events, and what it can't know.
///
/// Where ``EventReader`` reads lines, this reads a run that is over, or that was cut off. What stands in the wrong place is
/// put where its `seq` says. Where events are missing there is one `dropped` that counts them, so that whatever folds the
/// events knows what isn't known from there on. Nothing is guessed.
public struct RecordedRun: Sendable {
  /// The events in order, with a `dropped` for each place where some are missing.
  public let events: [Event]
  /// What is missing, and where.
  public let gaps: RecordingGaps

  /// Reads all lines of a recording.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8. A byte order mark in front is passed over, and a last line needs no line feed.
  ///   - limits: How much is taken in; see ``EventReader/Limits`` for what holds by default.
  /// - Complexity: O(*n*) in the number of bytes; O(*n* log *n*) in the number of lines where they are out of order.
  public init(reading bytes: some Sequence<UInt8>, limits: EventReader.Limits = EventReader.Limits()) {
    var reader = EventReader(limits: limits, isLenient: true)
    var lines: [ReadLine] = []
    reader.readLines(Array(bytes)[...]) { lines.append($1) }
    let (last, cutOff) = reader.readEnd()
    if let last { lines.append(last) }
    let order = LineOrder(lines)
    for (line, fault) in order.faults { reader.report(fault, in: line) }
    var finder = GapFinder()
    var events: [Event] = []
    events.reserveCapacity(lines.count)
    for line in order.lines { finder.take(line, into: &events) }
    self.events = events
    gaps = RecordingGaps(
      finder, problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) },
      problemCount: reader.problemCount, moved: order.moved, hasGivenUp: reader.hasGivenUp, cutOff: cutOff)
  }
}

/// Reads a run that goes on, piece by piece, as ``RecordedRun`` reads one that is over: where events are missing there is a
/// `dropped`. Lines that stand behind later ones are problems, since those are shown by then.
public struct RecordingStream: Sendable {
  private var reader: EventReader
  private var finder = GapFinder()
  private var cutOff: LineProblem?
  private var lastSeq = -1

  /// Makes a reader that has read nothing yet.
  ///
  /// - Parameter limits: How much is taken in; see ``EventReader/Limits`` for what holds by default.
  public init(limits: EventReader.Limits = EventReader.Limits()) {
    reader = EventReader(limits: limits, isLenient: true)
  }

  /// What is missing so far. Whether the run ended isn't known before it did.
  public var gaps: RecordingGaps {
    RecordingGaps(
      finder, problems: reader.problems, problemCount: reader.problemCount, moved: 0, hasGivenUp: reader.hasGivenUp,
      cutOff: cutOff)
  }

  /// Takes the next piece and gives the events of the lines that it completes.
  ///
  /// - Complexity: O(number of bytes).
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
    var lines: [ReadLine] = []
    reader.readLines(Array(bytes)[...]) { _, line in lines.append(line) }
    return take(lines)
  }

  /// Gives the event of a last line that has no line feed, where it can be used. Call it at the end of the stream.
  ///
  /// - Returns: one event and those missing before it, or nothing.
  public mutating func finish() -> [Event] {
    let (line, cutOff) = reader.readEnd()
    self.cutOff = cutOff
    return take(line.map { [$0] } ?? [])
  }

  private mutating func take(_ lines: [ReadLine]) -> [Event] {
    var events: [Event] = []
    for line in lines {
      if let seq = line.seq {
        guard seq > lastSeq else {
          reader.report(
            LineFault(column: line.seqColumn, message: "\"seq\" is \(seq), after \(lastSeq)"), in: line.number)
          continue
        }
        lastSeq = seq
      }
      finder.take(line, into: &events)
    }
    return events
  }
}

extension EventReader {
  /// The last line, where it has no line feed; and what is wrong with it, where it was cut off.
  fileprivate mutating func readEnd() -> (line: ReadLine?, cutOff: LineProblem?) {
    guard isInLine, !hasGivenUp else { return (nil, nil) }
    let before = problemCount
    let line = readRest()
    return (line, problemCount > before && line == nil ? latestProblem : nil)
  }
}

/// What a recording can't know, in numbers and places.
public struct RecordingGaps: Hashable, Sendable {
  /// What was wrong with lines, in their order; no more than ``EventReader/Limits/problems``.
  public let problems: [LineProblem]
  /// How many problems there were, kept or not.
  public let problemCount: Int
  /// How many events are missing by their `seq`, with no `dropped` of the writer that says so; those before ``joinedAt`` not
  /// counted.
  public let missing: Int
  /// Before which lines they are missing: the first hundred places.
  public let places: [Int]
  /// How many events the program that recorded them says that it dropped; those before ``joinedAt`` not counted.
  public let dropped: Int
  /// How many lines stood in another place than their `seq` says.
  public let moved: Int
  /// How many lines have an earlier time than the one before: time doesn't run backwards, and they get that one's.
  public let earlier: Int
  /// How many lines are of a kind that isn't known here.
  public let unknownKinds: Int
  /// The version of the format; none where the first line is missing.
  public let version: Int?
  /// When the recording begins, where the beginning of the run isn't in it.
  public let joinedAt: Context.Instant?
  /// How many events there were before that.
  public let missingAtStart: Int
  /// What is wrong with the last line, where it was cut off.
  public let cutOff: LineProblem?
  /// Whether the end of the run isn't in it.
  public let isUnfinished: Bool
  /// Whether a limit of the reader was reached: what follows isn't read.
  public let hasGivenUp: Bool
  /// Whether some task said how much work it has before it. Where none does, what a cancellation saved isn't known.
  public let hasPlans: Bool

  /// Whether everything from the beginning of the run to its end is there, and was understood.
  public var isComplete: Bool {
    problemCount == 0 && missing == 0 && dropped == 0 && unknownKinds == 0 && moved == 0 && earlier == 0
      && joinedAt == nil
      && version != nil && !isUnfinished
  }

  init(
    _ finder: GapFinder, problems: [LineProblem], problemCount: Int, moved: Int, hasGivenUp: Bool,
    cutOff: LineProblem?
  ) {
    (self.problems, self.problemCount) = (problems, problemCount)
    (missing, places, dropped) = (finder.missing, finder.places, finder.dropped)
    (self.moved, earlier) = (moved, finder.earlier)
    (unknownKinds, version) = (finder.unknownKinds, finder.version)
    (joinedAt, missingAtStart) = (finder.joinedAt, finder.missingAtStart)
    (hasPlans, self.hasGivenUp) = (finder.hasPlans, hasGivenUp)
    self.cutOff = cutOff
    isUnfinished = !finder.hasEnded
  }
}

/// Finds where events are missing, one line after the other in the order of `seq`.
struct GapFinder: Sendable {
  private(set) var missing = 0
  private(set) var places: [Int] = []
  private(set) var dropped = 0
  private(set) var unknownKinds = 0
  private(set) var earlier = 0
  private(set) var version: Int?
  private(set) var joinedAt: Context.Instant?
  private(set) var missingAtStart = 0
  private(set) var hasPlans = false
  private(set) var hasEnded = false
  private var next = 0
  private var lastTime = Context.Instant.zero
  /// Whether nothing but the first line was passed on.
  private var isAtStart = true

  private static let mostPlaces = 100

  /// Appends the event of a line; before it one that counts those missing.
  mutating func take(_ line: ReadLine, into events: inout [Event]) {
    guard let event = line.event else {
      unknownKinds += 1
      // What it says isn't known, but it isn't missing.
      if let seq = line.seq, seq >= next { fill(upTo: seq, at: lastTime, before: line.number, into: &events) }
      return
    }
    var said = 0
    if case .dropped(let count) = event.kind { said = count }
    fill(upTo: event.seq, at: event.t, before: line.number, said: said, into: &events)
    if case .runStarted(let start) = event.kind, isAtStart { version = start.version }
    if case .runEnded = event.kind { hasEnded = true }
    if case .note(.plan) = event.kind { hasPlans = true }
    if case .dropped(let count) = event.kind {
      if isAtStart {
        joinedAt = event.t
        missingAtStart = missingAtStart.addingClamped(count)
      } else {
        dropped = dropped.addingClamped(count)
      }
    }
    isAtStart = isAtStart && event.isStart
    if event.t < lastTime { earlier = earlier.addingClamped(1) }
    lastTime = max(lastTime, event.t)
    events.append(event)
  }

  /// - Parameter said: How many of those missing the event says that it stands for.
  private mutating func fill(
    upTo seq: Int, at t: Context.Instant, before line: Int, said: Int = 0, into events: inout [Event]
  ) {
    let gap = seq - next
    next = seq.addingClamped(1)
    guard gap > said else { return }
    let lost = gap - said
    if isAtStart, version == nil {
      joinedAt = t
      missingAtStart = missingAtStart.addingClamped(lost)
    } else {
      missing = missing.addingClamped(lost)
      if places.count < Self.mostPlaces { places.append(line) }
    }
    isAtStart = false
    // What they change is unknown from the event before on.
    events.append(Event(seq: seq - gap, t: lastTime, id: "", kind: .dropped(count: lost)))
  }
}

extension Int {
  /// The sum of two counts, or the most there is.
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
