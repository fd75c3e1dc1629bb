import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// The frame around tree and lanes, with the words in its edges: how many tasks are in which state above, what the
  /// characters of the lanes mean below. A single rule on narrow screens.
  mutating func drawBodyFrame(
    _ watch: Watch, list: RowList, columns: RowColumns, form: ScreenLayout.Form, look: Look
  ) {
    let (width, height) = (region.size.columns, region.size.rows)
    let chrome = look.style(.chrome)
    let bottom = height - 1
    if form == .compact {
      fill(Rect(x: 0, y: 0, columns: width, rows: 1), with: Cell(look.glyphs.horizontal, style: chrome))
    } else {
      drawFrame(look)
      if let divider = columns.divider {
        fill(
          Rect(x: divider, y: 1, columns: 1, rows: height - 2), with: Cell(look.glyphs.vertical, style: chrome))
        self[Point(x: divider, y: 0)] = Cell(look.glyphs.topTee, style: chrome)
        self[Point(x: divider, y: bottom)] = Cell(look.glyphs.bottomTee, style: chrome)
      }
    }
    drawHeadings(watch, columns: columns, look: look)
    guard form != .compact else { return }
    var room = width - 4
    if list.visible.count < list.count {
      let place = " rows \(list.visible.lowerBound + 1) to \(list.visible.upperBound) of \(list.count) "
      write(place, at: Point(x: 2, y: bottom), style: chrome)
      room -= place.columns
    }
    guard columns.lane.width > 0 else { return }
    let legend =
      list.isOfContextsAlone
      ? Legend.contextSpans(look, columns: room)
      : Legend.spans(look, cause: watch.causeWords, seen: list.signs(of: watch, look: look), columns: room)
    let legendWidth = legend.reduce(0) { $0 + $1.text.columns }
    write(legend, at: Point(x: width - 2 - legendWidth, y: bottom), limit: legendWidth)
  }

  private mutating func drawHeadings(_ watch: Watch, columns: RowColumns, look: Look) {
    guard columns.lane.width > 0 else {
      let tally = Tally.words(watch.tally, columns: region.size.columns - 6, glyphs: look.glyphs)
      if !tally.isEmpty { write(" \(tally) ", at: Point(x: columns.gutter.x + 1, y: 0)) }
      return
    }
    let latency = " told\(Character(look.glyphs.arrowRight))out "
    let latencyX = columns.latency.end - latency.columns + 1
    // The counts may use the whole edge: they matter more than the ends of the scale, which the bar of time has, too.
    let tallyX = columns.gutter.x + 1
    let tally = Tally.words(watch.tally, columns: latencyX - tallyX - 3, glyphs: look.glyphs)
    let tallyEnd = tally.isEmpty ? tallyX : tallyX + tally.columns + 2
    if !tally.isEmpty { write(" \(tally) ", at: Point(x: tallyX, y: 0)) }
    // The 0 stands where the scale begins if a piece of the rule keeps it off the counts, else with the end.
    let last = "\(ClockText.seconds(watch.scaleEnd)) s "
    let isInPlace = columns.divider != nil && tallyEnd < columns.lane.x - 1
    let isWhole = columns.lane.end - last.columns - 6 > tallyEnd
    let end = columns.divider == nil || isInPlace || !isWhole ? " " + last : " 0 to " + last
    let endX = columns.lane.end - end.columns
    if isInPlace { write(" 0 ", at: Point(x: columns.lane.x - 1, y: 0), style: look.style(.chrome)) }
    if tallyX + tally.columns + 3 <= endX { write(end, at: Point(x: endX, y: 0), style: look.style(.chrome)) }
    if watch.tally.contains(where: { $0.value > 0 }) {
      write(latency, at: Point(x: latencyX, y: 0), style: look.style(.chrome))
    }
  }
}
