import CascadeNarration
import CascadeQuestions
import CascadeTerminal
import CascadeTrace

/// The question in lines, and when it is over the truth beside the answer.
struct QuestionPanel {
  struct Line: Hashable {
    var spans: [Span]
    /// What is left out first where there are too few rows; 0 stays.
    var rank = 0
    /// Which sentence it is a line of: one goes whole.
    var sentence = 0
    /// Which answer it is a line of, while one can be chosen.
    var answer: Int?
  }

  private(set) var lines: [Line] = []
  /// What has no room, or not enough: `the question`, `answer 2`.
  private(set) var cut: [String] = []

  init(_ open: OpenQuestion, isExam: Bool, columns: Int, rows: Int, appearance: Appearance) {
    let question = open.question
    let strong = appearance.picture[.strong]
    var sentences = 0
    func add(_ text: String, _ style: Style, _ name: String, most: Int = 2, rank: Int = 0) {
      if TextLayout.wrap(text, columns: columns, lines: .max, glyphs: appearance.glyphs).count > most {
        cut.append(name)
      }
      let wrapped = TextLayout.wrap(text, columns: columns, lines: most, glyphs: appearance.glyphs)
      sentences += 1
      for line in wrapped { lines.append(Line(spans: [Span(line, style)], rank: rank, sentence: sentences)) }
    }
    add(question.text, strong, "the question")
    switch open.phase {
    case .open:
      addAnswers(question, marks: nil, counts: nil, columns: columns, appearance: appearance)
      let meaning = open.ballot.meaning
      lines.append(
        Line(spans: [
          Span("Your answer, or how many chose each: ", appearance.style(.chrome)),
          Span(open.ballot.typed + " ", appearance.picture[.clock]),
          Span(meaning.isEmpty ? "" : "  " + meaning, appearance.style(.chrome)),
        ]))
    case .running(let reply):
      addAnswers(question, marks: (reply.choice, nil), counts: nil, columns: columns, appearance: appearance)
      add(reply == .none ? "No answer." : "Locked.", strong, "")
    case .shown(let reply):
      let counts: [Int]? = if case .counts(let counts) = reply { counts } else { nil }
      addAnswers(
        question, marks: (reply.choice, question.right), counts: counts, columns: columns, appearance: appearance)
      for words in Self.truth(question, reply) {
        add(
          words.text, words.isStrong ? Style(attributes: .bold) : .plain, words.name, most: words.most, rank: words.rank
        )
      }
    }
    while lines.count > rows, let last = lines.indices.max(by: { (lines[$0].rank, $0) < (lines[$1].rank, $1) }),
      lines[last].rank > 0
    {
      let sentence = lines[last].sentence
      lines.removeAll { $0.rank > 0 && $0.sentence == sentence }
      cut.append("what is said of the truth")
    }
  }

  /// - Parameter marks: the answer that was given, and the right one once it shows.
  private mutating func addAnswers(
    _ question: Question, marks: (given: Int?, right: Int?)?, counts: [Int]?, columns: Int, appearance: Appearance
  ) {
    let glyphs = appearance.glyphs
    for (index, answer) in question.answers.enumerated() {
      let isRight = marks?.right == index
      let isGiven = marks?.given == index
      let style: Style =
        isRight
        ? appearance.picture[.done].adding(.bold)
        : isGiven && marks?.right != nil ? appearance.style(.failed) : isGiven ? appearance.picture[.strong] : .plain
      var words = isRight ? "RIGHT " : isGiven && marks?.right != nil ? "WRONG " : ""
      if let counts {
        words += VoteBar(counts, index, glyphs: glyphs).text + " "
      }
      let mark = isGiven ? String(Character(glyphs.happening)) : " "
      let room = columns - 7 - words.columns
      let all = TextLayout.wrap(answer.text, columns: room, lines: .max, glyphs: glyphs)
      if all.count > 2 { cut.append("answer \(index + 1)") }
      let texts = TextLayout.wrap(answer.text, columns: room, lines: 2, glyphs: glyphs)
      for (row, text) in texts.enumerated() {
        let lead = row == 0 ? ("\(mark) ", "\(index + 1)  ") : ("", "     ")
        let tail = words.isEmpty || row + 1 < texts.count ? "" : "  " + words
        lines.append(
          Line(
            spans: [
              Span(lead.0, appearance.picture[.strong]), Span(lead.1, appearance.picture[.strong]), Span(text, style),
              Span(tail, style),
            ], answer: marks == nil ? index : nil))
      }
    }
  }

  /// Something that is said of the truth.
  private struct Words {
    var text: String
    var name = "what is said of the truth"
    var isStrong = false
    var most = 2
    var rank: Int
  }

  /// Why the right answer is right and the given one isn't, what one may have believed, and the rule.
  private static func truth(_ question: Question, _ reply: Reply) -> [Words] {
    var said: [Words] = []
    func say(_ number: Int, rank: Int) {
      let why = question.answers[number].why
      if !why.isEmpty { said.append(Words(text: "\(number + 1): \(why).", rank: rank)) }
    }
    say(question.right, rank: 2)
    // What was said; where the room was right, what most of the others said.
    var wrong = reply.choice
    if case .counts(let counts) = reply, wrong == question.right {
      wrong = counts.indices.filter { $0 != question.right && counts[$0] > 0 }.max { counts[$0] < counts[$1] }
    }
    if let wrong, wrong != question.right {
      say(wrong, rank: 1)
      if let belief = question.answers[wrong].belief {
        said.append(Words(text: "Those who chose \(wrong + 1) may think: \(belief)", rank: 4))
      }
    }
    if !question.rule.isEmpty {
      said.append(Words(text: "Remember: \(question.rule)", name: "the rule", isStrong: true, rank: 0))
    }
    return said
  }
}

extension Canvas {
  /// A run with a question: the picture as it is known by then, the question below it. What would give the answer away
  /// isn't there: no sentences, nothing of what is to come.
  mutating func drawAsking(_ model: Model, session: RunSession, open: OpenQuestion, appearance: Appearance) {
    let known = open.phase == .open ? session.beforeQuestion ?? session : session
    let isBare = model.isDrawnForAudience
    let panel = QuestionPanel(open, isExam: model.isExam, size: size, isBare: isBare, appearance: appearance)
    let screen = PictureScreen(model, session: known, asking: open.question)
    // On paper the question stands beside the picture.
    let lines = model.settings.showsKeys ? panel.lines : []
    let (layout, shown) = screen.layout(forQuestionOf: max(1, lines.count), size: size, isBare: isBare, model: model)
    if isBare {
      inside(layout.lanes) {
        $0.drawLanes(screen.picture, shown: shown, layout: layout, appearance: appearance.picture)
      }
    } else {
      drawHead(screen, layout: layout, appearance: appearance)
      drawPicture(screen, layout: layout, shown: shown, appearance: appearance.picture)
    }
    for (y, line) in lines.prefix(layout.sentence.size.rows).enumerated() {
      let columns = write(line.spans, at: Point(x: 1, y: layout.sentence.minY + y), limit: size.columns - 2)
      if let answer = line.answer {
        mark(Rect(x: 1, y: layout.sentence.minY + y, columns: columns, rows: 1), as: .answer(answer))
      }
    }
    if let dialog = model.dialog {
      let bottom = max(layout.sentence.minY, min(size.rows - 2, 12))
      inside(Rect(x: 0, y: 0, columns: size.columns, rows: bottom)) {
        dialog.draw(on: &$0, model: model, session: session, appearance: appearance)
      }
    }
    drawKeys(model, layout: layout, appearance: appearance)
  }
}

extension QuestionPanel {
  /// The panel as a screen has it: four rows of the run stay, and where there are these its title, the time and the keys.
  init(_ open: OpenQuestion, isExam: Bool, size: Size, isBare: Bool, appearance: Appearance) {
    self.init(
      open, isExam: isExam, columns: size.columns - 2, rows: max(6, size.rows - (isBare ? 5 : 7)),
      appearance: appearance)
  }
}

extension PictureScreen {
  /// Where the parts of a run with a question of so many rows stand.
  func layout(
    forQuestionOf rows: Int, size: Size, isBare: Bool, model: Model
  ) -> (PictureLayout, Picture.Shown) {
    isBare
      ? layout(size: size, questionRows: rows) { PictureLayout(forAudience: $0, content: $1) }
      : layout(
        size: size, codeLines: 0, longestCodeLine: 0, notes: 0, hasKeys: model.settings.showsKeys,
        questionRows: rows)
  }
}

/// How many chose an answer, as a number and a bar.
struct VoteBar {
  let text: String

  init(_ counts: [Int], _ index: Int, glyphs: Glyphs) {
    let most = counts.max() ?? 0
    let cells = most > 0 ? counts[index] * 8 / most : 0
    text = "\(counts[index]) \(String(repeating: Character(glyphs.amount), count: cells))"
  }
}
