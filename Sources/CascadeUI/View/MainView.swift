import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// A run: title, tree and lanes or the detail of a row, the sentences, the scrubber, the keys.
  mutating func drawMain(_ model: Model, watch: Watch, look: Look) {
    let layout = ScreenLayout(size: size, rows: watch.recording.roster.order.count)
    inside(layout.title) { $0.drawTitleBar(model, watch: watch, look: look) }
    inside(layout.body) {
      if model.isDetailOpen {
        $0.drawDetail(watch, look: look, form: layout.form)
      } else {
        $0.drawBody(watch, look: look, form: layout.form)
      }
    }
    inside(layout.why) { $0.drawWhy(watch, look: look) }
    inside(layout.latest) { $0.drawLatestEvent(watch, look: look) }
    inside(layout.scrubber) { $0.drawScrubber(watch, look: look) }
    inside(layout.keys) {
      $0.drawKeyBar(
        model.keyMap, place: model.place, status: model.status, typed: model.typed.text(look.glyphs), look: look)
    }
  }
}
