import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// What is said of a moment in the two rows below the fields: what the beat teaches, or what a step did.
///
/// While something plays or travels the author's sentence stays until his next one: nothing wraps anew while something
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

  init(_ session: RunSession) {
    let isMoving = session.playback.isPlaying || session.playback.travel != nil
    lead = session.lead.isEmpty ? session.said : session.lead
    isPast = session.lead.isEmpty && !isMoving
    guard session.cursor.position > 0, !isMoving || lead.isEmpty else { return }
    let event = session.recording.log[session.cursor.position - 1]
    self.event = EventMessage(ofEvent: session.cursor.position - 1, in: session.state).short
    clock = session.state.timeText(event.t)
    place = "event \(session.cursor.position) of \(session.recording.count)"
  }
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
      if lead.count < height { drawEvent(sentences, y: lead.count, isStrong: false, appearance: appearance) }
      return
    }
    drawEvent(sentences, y: 0, isStrong: true, appearance: appearance)
    // A sentence that is history is there whole or not at all.
    guard lead.count < height else { return }
    for (y, line) in lead.enumerated() { write(line, at: Point(x: 0, y: y + 1), style: appearance.style(.chrome)) }
  }

  private mutating func drawEvent(_ sentences: PictureSentences, y: Int, isStrong: Bool, appearance: Appearance) {
    guard !sentences.event.isEmpty else { return }
    let width = region.size.columns
    let chrome = appearance.style(.chrome)
    var end = width
    if width >= 78 {
      end -= sentences.place.columns
      write(sentences.place, at: Point(x: end, y: y), style: chrome)
      end -= 2
    }
    let x = write(sentences.clock + "  ", at: Point(x: 0, y: y), style: chrome)
    let words = TextLayout.fit(sentences.event, columns: end - x, glyphs: appearance.glyphs)
    write(words, at: Point(x: x, y: y), style: isStrong ? appearance.picture[.strong] : appearance.picture[.text])
  }
}
