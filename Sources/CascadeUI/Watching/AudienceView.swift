import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension PictureLayout {
  /// For a room: lanes as high as there is room, the fields, one sentence. No title, no bar of time, no keys.
  ///
  /// The dots of the beats stand in a row of their own, or where there is none beside the first lane. Where there is no room,
  /// lanes get lower first, then rows of the fields go, then the second row of the sentence.
  init(forAudience size: Size, content: Content) {
    self.init(size: size, content: content)
    let (width, height) = (size.columns, size.rows)
    let count = content.rows
    let isAsking = content.questionRows > 0
    var fieldRows = isAsking ? 0 : 4
    var sentenceRows = isAsking ? content.questionRows : 2
    func room() -> Int { height - fieldRows - sentenceRows }
    while fieldRows > 1, content.hasBlock ? count + 8 > room() : count > room() { fieldRows -= 1 }
    if count > room(), !isAsking { sentenceRows = 1 }
    let rows = max(1, count)
    laneHeight = content.hasBlock ? 1 : max(1, min(Self.highestLane, room() / rows))

    let wanted = min(room(), content.hasBlock ? room() : rows * laneHeight)
    var spare = room() - wanted
    func take(_ wanted: Int = 1) -> Int {
      let taken = min(spare, wanted)
      spare -= taken
      return taken
    }
    let gaps = (take(), take(), take())
    let (top, aboveFields, belowFields) = (gaps.0 + spare / 2, gaps.1, gaps.2)
    title = Rect(x: 0, y: 0, columns: width, rows: 1)
    lanes = Rect(x: 0, y: top, columns: width, rows: wanted)
    rowCapacity = max(1, room() / laneHeight)
    let bottom = top + wanted + aboveFields
    scrubber = Rect(x: 0, y: bottom, columns: width, rows: 0)
    fields = Rect(x: 1, y: bottom, columns: width - 2, rows: fieldRows)
    sentence = Rect(x: 1, y: bottom + fieldRows + belowFields, columns: width - 2, rows: sentenceRows)
    notes = Rect(x: 0, y: height, columns: width, rows: 0)
    (code, keys, aside, below) = (nil, nil, nil, nil)
    paneWidth = width
    let label = columns.label
    let reserve = width < 80 ? 20 : width < 100 ? 25 : 29
    columns = PictureColumns(label: label, lane: max(4, width - 1 - label - reserve), edge: width - 1)
  }

  private static let highestLane = 5
}

/// What is said to a room: one sentence.
struct AudienceSentence: Hashable {
  let text: String

  /// What the beat teaches that the cursor is in; between two beats what has just happened, and while something moves what the
  /// author said last.
  init(_ sentences: PictureSentences) {
    text = sentences.isPast && !sentences.event.isEmpty ? sentences.event : sentences.lead
  }

  /// The lines of it, and whether they are all of it.
  func lines(columns: Int, rows: Int, glyphs: Glyphs) -> (shown: [String], isWhole: Bool) {
    let all = TextLayout.wrap(text, columns: columns, lines: .max, glyphs: glyphs)
    return (TextLayout.wrap(text, columns: columns, lines: rows, glyphs: glyphs), all.count <= rows)
  }
}

extension Canvas {
  /// A run for a room.
  mutating func drawForAudience(_ model: Model, session: RunSession, appearance: Appearance) {
    if let open = session.asking.open {
      return drawAsking(model, session: session, open: open, appearance: appearance)
    }
    var screen = PictureScreen(model, session: session)
    // The bar that follows what happens only says what the flash and the sentence say.
    if case .following = session.selection { screen.picture.selected = nil }
    let (layout, shown) = screen.layout(size: size) { PictureLayout(forAudience: $0, content: $1) }
    inside(layout.lanes) {
      $0.drawLanes(screen.picture, shown: shown, layout: layout, appearance: appearance.picture)
    }
    inside(layout.fields) {
      $0.drawFields(
        screen.picture.facts.fields(of: session.state, now: session.cursor.t), appearance: appearance.picture)
    }
    let place = model.dialog == nil ? layout.sentence : layout.sentence.besideDialog
    inside(place) {
      let sentence = AudienceSentence(screen.sentences)
      let lines = sentence.lines(
        columns: place.size.columns, rows: place.size.rows, glyphs: appearance.glyphs)
      for (y, line) in lines.shown.enumerated() {
        $0.write(line, at: Point(x: 0, y: y), style: appearance.picture[.strong])
      }
    }
    drawDots(screen, appearance: appearance)
    if let dialog = model.dialog {
      let area = Rect(x: 0, y: 0, columns: size.columns, rows: layout.sentence.minY)
      inside(area) { dialog.draw(on: &$0, model: model, session: session, appearance: appearance) }
    }
    drawKeys(model, layout: layout, appearance: appearance)
  }

  /// At the top right, where no lane's words stand.
  private mutating func drawDots(_ screen: PictureScreen, appearance: Appearance) {
    let dots = beatDots(screen, appearance: appearance.picture)
    let x = size.columns - 1 - dots.columns
    guard !dots.isEmpty, x > 0, (x - 2..<size.columns).allSatisfy({ self[Point(x: $0, y: 0)] == .blank }) else {
      return
    }
    write(dots, at: Point(x: x, y: 0), style: appearance.picture[.text])
  }
}
