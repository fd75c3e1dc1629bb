import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// The whole run on one row: where events are, failures, deadlines and cancels, the cursor, and the same in numbers.
  mutating func drawScrubber(_ watch: Watch, look: Look) {
    let width = region.size.columns
    let glyphs = look.glyphs
    let count = watch.recording.count
    let digits = String(count).columns
    let beats = watch.recording.beats.count
    let beat = watch.recording.beatIndex(at: watch.cursor).map { $0 + 1 } ?? 0
    let numbers =
      "beat \(padded(beat, to: String(beats).columns))/\(beats)  event \(padded(watch.cursor.position, to: digits))/\(count)"
    let end = watch.scaleEnd
    let endText = ClockText.seconds(end) + " s"
    let barStart = 3
    let bar = width - barStart - 1 - endText.columns - 3 - numbers.columns - 3
    write("0", at: Point(x: 1, y: 0), style: look.style(.chrome))
    var x = barStart
    self[Point(x: x, y: 0)] = Cell(glyphs.scrubberStart, style: look.style(.chrome))
    drawTimeline(watch, scale: TimeScale(end: end, columns: bar), x: x + 1, look: look)
    x += 1 + bar
    self[Point(x: x, y: 0)] = Cell(glyphs.scrubberEnd, style: look.style(.chrome))
    x += 2
    x += write(endText, at: Point(x: x, y: 0), style: look.style(.chrome))
    write(numbers, at: Point(x: width - 1 - numbers.columns, y: 0))
  }

  private mutating func drawTimeline(_ watch: Watch, scale: TimeScale, x: Int, look: Look) {
    let glyphs = look.glyphs
    let now = scale.column(of: watch.cursor.t)
    let past = Style.plain
    let future = look.style(.chrome)
    var before = 0
    for column in 0..<scale.columns {
      let after =
        column + 1 < scale.columns
        ? watch.recording.position(before: scale.start(ofColumn: column + 1)) : watch.recording.count
      let isPast = column <= now
      let scalar =
        after > before
        ? (isPast ? glyphs.pastEvent : glyphs.futureEvent) : (isPast ? glyphs.past : glyphs.future)
      self[Point(x: x + column, y: 0)] = Cell(scalar, style: isPast ? past : future)
      before = after
    }
    let cursor = Style(attributes: [.bold, .reverse])
    self[Point(x: x + now, y: 0)] = Cell(glyphs.cursor, style: cursor)
    for point in watch.turningPoints {
      let column = scale.column(of: point.t)
      self[Point(x: x + column, y: 0)] = mark(of: point.kind, isAtCursor: column == now, look: look)
    }
  }

  /// The first failure stands out always, others where the cursor is.
  private func mark(of kind: TurningPoint.Kind, isAtCursor: Bool, look: Look) -> Cell {
    let strong: Style.Attributes = isAtCursor ? [.bold, .reverse] : []
    switch kind {
    case .firstFailure: return Cell(look.glyphs.failure, style: look.style(.failed).adding([.bold, .reverse]))
    case .failure: return Cell(look.glyphs.failure, style: look.style(.failed).adding(strong))
    case .cancel: return Cell(look.glyphs.cancel, style: look.style(.cancelled).adding(strong))
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
