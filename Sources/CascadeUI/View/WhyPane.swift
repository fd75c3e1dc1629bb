import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// What has just happened, strong, and then the story that led there, as far as there are lines for whole sentences.
  mutating func drawWhy(_ watch: Watch, look: Look) {
    let indent = 6
    write(watch.narration.heading.rawValue, at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    let text = WhyText(
      lead: watch.lead, narration: watch.narration, columns: region.size.columns - indent - 1, rows: region.size.rows,
      glyphs: look.glyphs)
    for (y, line) in (text.lead + text.story).enumerated() {
      let style: Style = y < text.lead.count ? Style(attributes: .bold) : .plain
      write(line, at: Point(x: indent, y: y), style: style)
    }
  }
}
