import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// The latest event in a few words, so that every step shows what it did.
  mutating func drawLatestEvent(_ watch: Watch, look: Look) {
    guard watch.cursor.position > 0 else { return }
    let event = watch.recording.log[watch.cursor.position - 1]
    let room = region.size.columns - 7
    var x = 6
    x += write(watch.state.timeText(event.t) + "  ", at: Point(x: x, y: 0), style: look.style(.chrome))
    let words = EventLine.words(for: event, in: watch.state)
    write(
      Fitting.fit(words, columns: room - (x - 6), glyphs: look.glyphs), at: Point(x: x, y: 0),
      style: look.style(.chrome))
  }
}
