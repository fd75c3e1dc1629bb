import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// The whole run on one row: where events are, failures, deadlines and cancels, the cursor, and the same in numbers.
  mutating func drawScrubber(_ session: RunSession, appearance: Appearance) {
    let width = region.size.columns
    let glyphs = appearance.glyphs
    let count = session.recording.count
    let digits = String(count).columns
    let beats = session.recording.beats.count
    let beat = session.recording.beatIndex(at: session.cursor).map { $0 + 1 } ?? 0
    let numbers =
      "beat \(padded(beat, to: String(beats).columns))/\(beats)  event \(padded(session.cursor.position, to: digits))/\(count)"
    let end = session.scaleEnd
    let endText = ClockText.seconds(end) + " s"
    let barStart = 3
    let bar = width - barStart - 1 - endText.columns - 3 - numbers.columns - 3
    write("0", at: Point(x: 1, y: 0), style: appearance.style(.chrome))
    var x = barStart
    self[Point(x: x, y: 0)] = Cell(glyphs.scrubberStart, style: appearance.style(.chrome))
    drawTimeline(session, scale: TimeScale(end: end, columns: bar), x: x + 1, appearance: appearance)
    x += 1 + bar
    self[Point(x: x, y: 0)] = Cell(glyphs.scrubberEnd, style: appearance.style(.chrome))
    x += 2
    x += write(endText, at: Point(x: x, y: 0), style: appearance.style(.chrome))
    write(numbers, at: Point(x: width - 1 - numbers.columns, y: 0))
  }

  private mutating func drawTimeline(_ session: RunSession, scale: TimeScale, x: Int, appearance: Appearance) {
    let glyphs = appearance.glyphs
    let now = scale.column(of: session.cursor.t)
    let past = Style.plain
    let future = appearance.style(.chrome)
    var before = 0
    for column in 0..<scale.columns {
      let after =
        column + 1 < scale.columns
        ? session.recording.position(before: scale.start(ofColumn: column + 1)) : session.recording.count
      let isPast = column <= now
      let scalar =
        after > before
        ? (isPast ? glyphs.pastEvent : glyphs.futureEvent) : (isPast ? glyphs.past : glyphs.future)
      self[Point(x: x + column, y: 0)] = Cell(scalar, style: isPast ? past : future)
      before = after
    }
    let cursor = Style(attributes: [.bold, .reverse])
    self[Point(x: x + now, y: 0)] = Cell(glyphs.cursor, style: cursor)
    for point in session.scrubberMarks {
      let column = scale.column(of: point.t)
      self[Point(x: x + column, y: 0)] = mark(of: point.kind, isAtCursor: column == now, appearance: appearance)
    }
  }

  /// The first failure stands out always, others where the cursor is.
  private func mark(of kind: ScrubberMark.Kind, isAtCursor: Bool, appearance: Appearance) -> Cell {
    let strong: Style.Attributes = isAtCursor ? [.bold, .reverse] : []
    switch kind {
    case .firstFailure:
      return Cell(appearance.glyphs.failure, style: appearance.style(.failed).adding([.bold, .reverse]))
    case .failure: return Cell(appearance.glyphs.failure, style: appearance.style(.failed).adding(strong))
    case .cancel: return Cell(appearance.glyphs.cancel, style: appearance.style(.cancelled).adding(strong))
    }
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }
}

extension Recording {
  /// How many events happened before an instant.
  func position(before t: Context.Instant) -> Int {
    cursor(at: Context.Instant(nanoseconds: t.nanoseconds - 1)).position
  }
}

/// What the scrubber marks besides the events: causes and failures, as far as the cursor sees.
struct ScrubberMark: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The failure that everything else follows from.
    case firstFailure
    /// Any other failure of a task.
    case failure
    /// An intervention, a cancel, or a deadline that passed.
    case cancel
  }

  let kind: Kind
  let t: Context.Instant
}

extension Recording {
  /// The marks up to a state, the most important last, so that it is drawn over the others.
  func scrubberMarks(upTo state: RunState) -> [ScrubberMark] {
    let past = foundBeats.prefix { $0.range.lowerBound < state.position }
    var marks = past.filter { $0.kind == .cause && !isFailure(event: $0.range.lowerBound) }.map {
      ScrubberMark(kind: .cancel, t: $0.t)
    }
    for task in state.tasks {
      guard let end = task.taskState, Self.failed.contains(end), let t = task.outAt else { continue }
      marks.append(ScrubberMark(kind: .failure, t: t))
    }
    if let cause = state.cause, isFailure(event: cause) {
      marks.append(ScrubberMark(kind: .firstFailure, t: log[cause].t))
    }
    return marks
  }

  private static let failed: Set<TaskState> = [.failedFirst, .failedKept, .failedNotKept, .failedLate]

  /// Whether a cause is the failure of a task.
  private func isFailure(event number: Int) -> Bool {
    if case .taskOut = log[number].kind { return true }
    if case .groupFailureKept = log[number].kind { return true }
    return false
  }
}
