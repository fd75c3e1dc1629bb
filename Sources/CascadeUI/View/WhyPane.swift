import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// What has just happened, strong, and then the story that led there, in as many lines as there are.
  mutating func drawWhy(_ watch: Watch, look: Look) {
    let narration = watch.narration
    let lead = narration.given ?? watch.lead
    let story = narration.sentences.filter { !lead.contains($0) }.joined(separator: " ")
    let indent = 6
    let (width, height) = (region.size.columns, region.size.rows)
    write(narration.heading.rawValue, at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    let columns = width - indent - 1
    var y = 0
    if !lead.isEmpty {
      for line in Fitting.wrap(lead, columns: columns, lines: height, glyphs: look.glyphs) {
        write(line, at: Point(x: indent, y: y), style: Style(attributes: .bold))
        y += 1
      }
    }
    for line in Fitting.wrap(story, columns: columns, lines: height - y, glyphs: look.glyphs) {
      write(line, at: Point(x: indent, y: y))
      y += 1
    }
  }
}
