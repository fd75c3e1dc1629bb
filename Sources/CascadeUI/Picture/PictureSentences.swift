import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// What is said of a moment in the two rows below the fields: what the beat teaches, or what a step did.
///
/// While something plays the author's sentence stays until his next one or a cascade: nothing wraps anew while something
/// moves. A step shows first what it did.
struct PictureSentences: Hashable {
  /// What the beat teaches that the cursor is in, or was in last.
  var lead: String
  /// Whether the cursor has left the beat of the lead: it is history.
  var isPast: Bool
  /// The latest event in words; empty while something moves.
  var event = ""
  /// When it happened, and which it is.
  var clock = ""
  var place = ""
}

extension Canvas {
  mutating func draw(_ sentences: PictureSentences, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    func wrap(_ words: String, _ lines: Int) -> [String] {
      TextLayout.wrap(words, columns: width, lines: lines, glyphs: appearance.glyphs)
    }
    let lead = wrap(sentences.lead, height)
    guard sentences.isPast || lead.isEmpty else {
      for (y, line) in lead.enumerated() { write(line, at: Point(x: 0, y: y), style: appearance.picture[.strong]) }
      drawEvent(sentences, rows: lead.count..<height, isStrong: false, appearance: appearance)
      return
    }
    let used = drawEvent(sentences, rows: 0..<height, isStrong: true, appearance: appearance)
    // A sentence that is history is there whole or not at all.
    guard used + lead.count <= height, wrap(sentences.lead, .max).count == lead.count else { return }
    for (y, line) in lead.enumerated() { write(line, at: Point(x: 0, y: y + used), style: appearance.style(.chrome)) }
  }

  /// The latest event; where it isn't what matters most, whole or not at all.
  ///
  /// - Returns: how many rows it took.
  @discardableResult
  private mutating func drawEvent(
    _ sentences: PictureSentences, rows: Range<Int>, isStrong: Bool, appearance: Appearance
  ) -> Int {
    guard !sentences.event.isEmpty, !rows.isEmpty else { return 0 }
    let width = region.size.columns
    let chrome = appearance.style(.chrome)
    let beside = width - sentences.place.columns - 2
    let lead = sentences.clock + "  "
    func wrap(_ lines: Int, to end: Int) -> [String] {
      TextLayout.wrap(sentences.event, columns: end - lead.columns, lines: lines, glyphs: appearance.glyphs)
    }
    // Which event it is stands beside it, unless that takes the row that it needs.
    let hasPlace = width >= 78 && (isStrong || wrap(.max, to: beside).count <= rows.count)
    let end = hasPlace ? beside : width
    guard isStrong || wrap(.max, to: end).count <= rows.count else { return 0 }
    let lines = wrap(rows.count, to: end)
    if hasPlace { write(sentences.place, at: Point(x: end + 2, y: rows.lowerBound), style: chrome) }
    let x = write(lead, at: Point(x: 0, y: rows.lowerBound), style: chrome)
    for (y, line) in lines.enumerated() {
      write(
        line, at: Point(x: x, y: rows.lowerBound + y),
        style: isStrong ? appearance.picture[.strong] : appearance.picture[.text])
    }
    return lines.count
  }
}
