import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// One clock for both: where either side has events, their first causes, and the cursor.
  mutating func drawCompareScrubber(_ comparison: Comparison, t: Context.Instant, look: Look) {
    let width = region.size.columns
    let chrome = look.style(.chrome)
    let (a, b) = (comparison.a.recording, comparison.b.recording)
    let numbers = "event A \(a.cursor(at: t).position)/\(a.count)  B \(b.cursor(at: t).position)/\(b.count)"
    let widest = "event A \(a.count)/\(a.count)  B \(b.count)/\(b.count)".columns
    let endText = ClockText.seconds(comparison.endTime) + " s"
    let bar = width - 4 - 1 - endText.columns - 3 - widest - 2
    write("0", at: Point(x: 1, y: 0), style: chrome)
    self[Point(x: 3, y: 0)] = Cell(look.glyphs.scrubberStart, style: chrome)
    let scale = TimeScale(end: comparison.endTime, columns: bar)
    let now = scale.column(of: t)
    var before = 0
    for column in 0..<scale.columns {
      let isLast = column + 1 == scale.columns
      let after =
        isLast
        ? a.count + b.count
        : a.position(before: scale.start(ofColumn: column + 1)) + b.position(before: scale.start(ofColumn: column + 1))
      let isPast = column <= now
      let glyphs = look.glyphs
      let scalar =
        after > before ? (isPast ? glyphs.pastEvent : glyphs.futureEvent) : (isPast ? glyphs.past : glyphs.future)
      self[Point(x: 4 + column, y: 0)] = Cell(scalar, style: isPast ? .plain : chrome)
      before = after
    }
    for side in [a, b] {
      let run = side.latestState
      guard let cause = run.causeTime, cause <= t else { continue }
      self[Point(x: 4 + scale.column(of: cause), y: 0)] =
        run.causeIsFailure
        ? Cell(look.glyphs.failure, style: look.style(.failed).adding(.bold))
        : Cell(look.glyphs.cancel, style: look.style(.cancelled).adding(.bold))
    }
    self[Point(x: 4 + now, y: 0)] = Cell(look.glyphs.cursor, style: Style(attributes: [.bold, .reverse]))
    self[Point(x: 4 + scale.columns, y: 0)] = Cell(look.glyphs.scrubberEnd, style: chrome)
    write(endText, at: Point(x: 6 + scale.columns, y: 0), style: chrome)
    write(numbers, at: Point(x: width - 1 - numbers.columns, y: 0))
  }
}
