import CascadeQuestions
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
    case .question(let question):
      let counts = Reply.counts(question.answers.map { _ in 99 })
      return cuts(of: .question(CardQuestion(question, reply: counts)), called: "the question")
    case .ask(let opening, let question): return cuts(of: opening, question)
    case .run(let opening, let from, let until):
      return cuts(of: RunSession(opening), from: from ?? opening.recording.start, until: until)
    case .whatIf(let opening, _, let recording, change: _, let question):
      var session = RunSession(opening)
      session.replace(recording, from: recording.start)
      let start = recording.start(ofChangeAfter: recording.sharedEvents(with: opening.recording))
      session.caption = RunSession.Caption(position: start.position, text: question)
      return cuts(of: session, from: start, until: nil)
    case .compare(let opening, let a, let b):
      let columns = size.columns / 2 - 6
      return cuts(of: opening.title, called: "the title", columns: size.columns - 2)
        + [a, b].flatMap { cuts(of: $0.side.name, called: "the name of a side", columns: columns) }
        + lessonCuts(a, b)
    }
  }

  /// What there is no room for of the lesson of two runs, as it stands at their end.
  private func lessonCuts(_ a: ComparedRun, _ b: ComparedRun) -> [String] {
    var comparing = Comparing(a.side, b.side)
    comparing.take(.here(a.recording), .here(b.recording))
    guard let comparison = comparing.comparison, let moment = comparing.moment else { return [] }
    let layout = CompareTable(moment.facts, rows: comparing.shown.count, size: size, isTitleTaken: false).layout
    let text = LessonText(moment, end: comparison.endTime, size: layout.lesson.size, glyphs: appearance.glyphs)
    guard text.missing.count > 0 else { return [] }
    let (count, all) = text.missing
    return ["\(count) of the \(all) sentences of the lesson \(count == 1 ? "has" : "have") no room"]
  }

  /// What would be cut of a note on the speaker's screen.
  ///
  /// - Parameter answers: How many answers to a question stand above it.
  package func cuts(ofNote note: String, answers: Int = 0) -> [String] {
    let room = NotesLayout(size: size).note.size
    let lines =
      NotesLayout.lines(note, columns: room.columns, glyphs: appearance.glyphs).count + (answers > 0 ? answers + 2 : 0)
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

  /// A question over its run: as it is asked, and with the truth beside each answer.
  private func cuts(of opening: Opening, _ question: Question) -> [String] {
    var session = RunSession(opening)
    session.ask(question, answered: nil)
    guard var open = session.asking.open else { return [] }
    var cut: [String] = []
    var hidden = 0
    let replies = question.answers.indices.map { Reply.answer($0) } + [.counts(question.answers.map { _ in 99 })]
    for phase in [.open] + replies.map({ OpenQuestion.Phase.shown($0) }) {
      open.phase = phase
      let panel = QuestionPanel(open, isExam: false, size: size, isBare: true, appearance: appearance)
      let screen = PictureScreen(
        model, session: phase == .open ? session.beforeQuestion ?? session : session, asking: question)
      let (layout, shown) = screen.layout(
        forQuestionOf: panel.lines.count, size: size, isBare: true, model: model)
      hidden = max(hidden, shown.hidden)
      for name in panel.cut + (panel.lines.count > layout.sentence.size.rows ? ["the question"] : [])
      where !cut.contains(name) { cut.append(name) }
    }
    return cut.map { "\($0) has no room" } + (hidden > 0 ? ["\(hidden) rows have no room beside the question"] : [])
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
