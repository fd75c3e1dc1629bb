package import CascadeTerminal
import CascadeText
import CascadeTrace

/// What would be cut of a step on a screen of some size, in words: found by laying out what is drawn there.
package struct AudienceFit: Sendable {
  private let size: Size
  private let model: Model
  private let appearance: Appearance

  package init(_ size: Size) {
    self.size = size
    model = Model(gallery: [], size: size)
    appearance = Appearance(charset: .unicode, theme: .dark, depth: .full)
  }

  package func cuts(of scene: TalkScene) -> [String] {
    switch scene {
    case .sentence(let text): return cuts(of: .sentence(text), called: "the sentence")
    case .question(let question): return cuts(of: .question(question, isAnswered: true), called: "the question")
    case .run(let opening, let from, let until):
      return cuts(of: RunSession(opening), from: from ?? opening.recording.start, until: until)
    case .whatIf(let opening, _, let recording, change: _, let question):
      var session = RunSession(opening)
      session.replace(recording, from: recording.start)
      let start = recording.cursor(at: recording.sharedEvents(with: opening.recording) + 1)
      session.caption = RunSession.Caption(position: start.position, text: question)
      return cuts(of: session, from: start, until: nil)
    case .compare(let opening, let a, let b):
      let columns = size.columns / 2 - 6
      return cuts(of: opening.title, called: "the title", columns: size.columns - 2)
        + [a, b].flatMap { cuts(of: $0.side.name, called: "the name of a side", columns: columns) }
    }
  }

  /// What would be cut of a note on the speaker's screen.
  package func cuts(ofNote note: String) -> [String] {
    let room = NotesLayout(size: size).note.size
    let lines = NotesLayout.lines(note, columns: room.columns, glyphs: appearance.glyphs).count
    return lines <= room.rows ? [] : ["the note needs \(lines) rows, and there are \(room.rows)"]
  }

  private func cuts(of card: Card, called name: String) -> [String] {
    let lines = CardLines(card, columns: size.columns, appearance: appearance.picture, glyphs: appearance.glyphs).lines
    return lines.count <= size.rows ? [] : ["\(name) needs \(lines.count) rows, and there are \(size.rows)"]
  }

  private func cuts(of text: String, called name: String, columns: Int) -> [String] {
    let needed = SafeText.make(text).columns
    return needed <= columns ? [] : ["\(name) needs \(needed) columns, and there are \(columns)"]
  }

  /// Every beat of a run, as far as it is shown.
  private func cuts(of session: RunSession, from: Cursor, until: Cursor?) -> [String] {
    var session = session
    let recording = session.recording
    let last = until ?? recording.end
    let places =
      [(nil, from)]
      + recording.beats.enumerated()
      .map { (Optional($0.offset + 1), recording.cursor(at: $0.element.position)) }
      .filter { $0.1.position > from.position && $0.1.position <= last.position }
    var cuts: [String] = []
    var hidden = 0
    var names = Set<String>()
    for (beat, cursor) in places {
      session.look(from: cursor)
      let screen = PictureScreen(model, session: session)
      let (layout, shown) = screen.layout(size: size) { PictureLayout(forAudience: $0, content: $1) }
      let room = layout.sentence.size
      let sentence = AudienceSentence(screen.sentences)
      let lines = TextLayout.wrap(sentence.text, columns: room.columns, lines: .max, glyphs: appearance.glyphs)
      if lines.count > room.rows {
        let place = beat.map { "beat \($0)" } ?? "the start"
        cuts.append("\(place): the sentence needs \(lines.count) rows, and there are \(room.rows)")
      }
      hidden = max(hidden, shown.hidden)
      for entry in shown.entries {
        let row = session.state.row(number: entry.number)
        let label = row.pictureLabel
        let indent = Indentation(hasConnectors: layout.hasConnectors, deepest: screen.picture.rows.deepest).columns(
          entry)
        if row.isBorn, label.columns + indent > layout.columns.label - 1 { names.insert(label) }
      }
    }
    if hidden > 0 { cuts.append("\(hidden) rows have no room") }
    return cuts + names.sorted().map { "the name \(SafeText.quoted($0)) is cut" }
  }
}
