import Cascade
import CascadeTerminal
import CascadeTrace

/// The time below the lanes, in the same columns, so that the playhead is under the fronts.
struct PictureScrubber {
  let scale: TimeScale
  let now: Context.Instant
  let beats: [Context.Instant]
  let clock: String
  let endText: String
  /// The cascade travels: time stands still.
  let isTravelling: Bool
}

extension Canvas {
  mutating func draw(_ scrubber: PictureScrubber, columns: PictureColumns, appearance: PictureAppearance) {
    mark(Rect(x: columns.laneStart, y: 0, columns: scrubber.scale.columns, rows: 1), as: .time(scrubber.scale))
    let place = scrubber.scale.column(of: scrubber.now)
    let beats = Set(scrubber.beats.map(scrubber.scale.column(of:)))
    for column in 0..<scrubber.scale.columns {
      let isPast = column <= place
      let mark: PictureAppearance.Mark = beats.contains(column) ? .beatPlace : isPast ? .past : .toCome
      self[Point(x: columns.laneStart + column, y: 0)] = Cell(
        appearance.scalar(mark), style: appearance[isPast ? .text : .faint])
    }
    let label = " \(scrubber.clock) " + (scrubber.isTravelling ? "time stands still " : "")
    let start = max(
      columns.laneStart, min(columns.laneStart + place - 1, columns.edge - label.columns))
    write(label, at: Point(x: start, y: 0), style: appearance[.clock])
    let endPlace = columns.laneStart + columns.lane + 1
    if start + label.columns + 1 < endPlace {
      write(
        scrubber.endText, at: Point(x: endPlace, y: 0), style: appearance[.faint],
        limit: max(0, columns.edge - endPlace))
    }
  }
}
