import CascadeQuestions
import CascadeTerminal
import CascadeTrace

/// A page of a talk in lines: a sentence, or a question with its answers.
struct CardLines {
  struct Line: Hashable {
    enum Role: Hashable {
      case sentence, answer, right, why
    }

    var text: String
    var role: Role
    var indent: Int
    /// Which answer it is a line of, while one can be chosen.
    var answer: Int?
  }

  let lines: [Line]

  /// Longer lines are hard to read from afar.
  private static let widest = 70

  init(_ card: Card, columns: Int, appearance: PictureAppearance, glyphs: Glyphs) {
    let room = min(Self.widest, columns - 4)
    var lines: [Line] = []
    func add(
      _ text: String, _ role: Line.Role, indent: Int = 0, lead: String = "", tail: String = "", answer: Int? = nil
    ) {
      let columns = room - indent - (tail.isEmpty ? 0 : tail.columns + 2)
      let wrapped = TextLayout.wrap(text, columns: columns, lines: .max, glyphs: glyphs)
      for (index, line) in wrapped.enumerated() {
        let isLead = index == 0 && !lead.isEmpty
        let words = tail.isEmpty || index + 1 < wrapped.count ? line : "\(line)  \(tail)"
        lines.append(
          Line(
            text: isLead ? lead + words : words, role: role, indent: isLead ? indent - lead.columns : indent,
            answer: answer))
      }
    }
    switch card {
    case .sentence(let text): add(text, .sentence)
    case .question(let card):
      let (question, isAnswered) = (card.question, card.reply != nil)
      var counts: [Int]?
      if case .counts(let all)? = card.reply { counts = all }
      add(question.text, .sentence)
      for (index, answer) in question.answers.enumerated() {
        lines.append(Line(text: "", role: .answer, indent: 0))
        let isRight = isAnswered && index == question.right
        let mark = isRight ? String(Character(appearance.scalar(.done))) : " "
        let isChosen = counts == nil && card.reply?.choice == index
        let votes = counts.map { VoteBar($0, index, glyphs: glyphs).text } ?? (isChosen ? "your answer" : "")
        add(
          answer.text, isRight ? .right : .answer, indent: 5, lead: "\(mark) \(index + 1)  ", tail: votes,
          answer: isAnswered ? nil : index)
        if isAnswered, let why = answer.why { add(why, .why, indent: 5) }
      }
      // A row of its own, so that nothing moves while votes are typed.
      lines.append(Line(text: "", role: .answer, indent: 0))
      if isAnswered {
        if let rule = question.rule { add(rule, .sentence) }
      } else {
        let typed = card.ballot.typed
        lines.append(
          Line(
            text: typed.isEmpty ? "Your answer, or how many chose each:" : "\(typed)  (\(card.ballot.meaning))",
            role: typed.isEmpty ? .answer : .sentence, indent: 5))
      }
    }
    self.lines = lines
  }
}

extension Canvas {
  /// A page of a talk: its lines in the middle of an otherwise empty screen.
  mutating func draw(_ card: Card, model: Model, appearance: Appearance) {
    let picture = appearance.picture
    let lines = CardLines(card, columns: size.columns, appearance: picture, glyphs: appearance.glyphs).lines
    let isBare = model.isDrawnForAudience && !model.hasWordsForUser
    let room = size.rows - (isBare ? 0 : 1)
    let width = lines.map { $0.indent + $0.text.columns }.max() ?? 0
    let x = max(2, (size.columns - width) / 2)
    // In the middle of the whole screen: words in the last row move nothing.
    let y = max(0, min((size.rows - lines.count) / 2, room - lines.count))
    for (offset, line) in lines.prefix(room).enumerated() {
      let isCut = offset == room - 1 && lines.count > room
      let style: Style =
        switch line.role {
        case .sentence: picture[.strong]
        case .right: picture[.doneArea].adding(.bold)
        case .answer, .why: picture[.text]
        }
      write(
        isCut ? String(Character(picture.scalar(.ellipsis))) : line.text, at: Point(x: x + line.indent, y: y + offset),
        style: style)
      if let answer = line.answer, !isCut {
        let columns = line.indent + line.text.columns
        mark(Rect(x: x, y: y + offset, columns: columns, rows: 1), as: .answer(answer))
      }
    }
    guard !isBare else { return }
    inside(Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)) {
      $0.drawKeyBar(model, appearance: appearance)
    }
  }
}
