import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// The help as lines: what a newcomer asks first, the keys as the key map has them, those of the place it was asked for
/// in first, then what the marks mean. In columns where there is room, else one below the other.
struct HelpPage {
  enum Line: Hashable {
    case heading(String)
    case keys(String, words: String)
    case mark(StateAppearance, word: String, words: String)
    case term(String, words: String)
    /// For words of files, which are longer.
    case value(String, words: String)
    case text(String)
    case sign(Unicode.Scalar, ColorRole, words: String)
    /// A piece of a lane.
    case lane(LaneFill, words: String)
    /// The line of the cause.
    case cause(words: String)
    /// A character of the picture.
    case point(PictureAppearance.Mark, Paint, words: String)
    case blank
  }

  /// From left to right.
  let columns: [[Line]]
  /// Where each column begins.
  let starts: [Int]
  /// How wide the names of keys are.
  let keyColumns: Int

  var count: Int { columns.map(\.count).max() ?? 0 }

  /// How many lines are seen at once: all but frame and key bar.
  static func visibleLines(of size: Size) -> Int { max(1, size.rows - 3) }

  /// - Parameter isInTalk: Whether a talk is given, in which some keys do something else.
  init(keyMap: KeyMap, place: Place, isInTalk: Bool = false, size: Size, glyphs: Glyphs) {
    let here =
      (isInTalk ? Self.talkLines(keyMap, place: place) : Self.questions(keyMap, place: place))
      + Self.keyLines(keyMap, places: [place], isHere: true)
    let elsewhere = Self.keyLines(
      keyMap, places: Place.allCases.filter { $0 != place }, told: Set(keyMap.bindings(in: place)))
    let parts = size.columns >= 180 ? 3 : size.columns >= 120 ? 2 : 1
    let width = size.columns / parts
    let marks = Self.mouseLines(keyMap, place: place) + Self.markLines(glyphs, columns: width - 7)
    keyColumns =
      (here + elsewhere).map { line in if case .keys(let names, _) = line { names.columns } else { 0 } }.max() ?? 0
    if parts == 3 {
      columns = [here, elsewhere, marks]
    } else if parts == 2 {
      columns = [here + [.blank] + elsewhere, marks]
    } else {
      columns = [here + [.blank] + elsewhere + [.blank] + marks]
    }
    starts = (0..<parts).map { 3 + $0 * width }
  }

  /// What a speaker wants to know.
  private static func talkLines(_ keyMap: KeyMap, place: Place) -> [Line] {
    func line(_ commands: [Command], _ words: String) -> Line? {
      let key = commands.lazy.map { keyMap.firstName(of: $0, in: place) }.first { !$0.isEmpty }
      return key.map { .keys($0, words: words) }
    }
    let lines = [
      line([.watching(.nextBeat), .talk(.next)], "on: the next beat, then the next step"),
      line([.watching(.previousBeat), .talk(.previous)], "back the same way"),
      line([.app(.blank)], "a dark screen until the next key"),
      line([.app(.audience)], "the picture alone, large"),
      line([.app(.quit)], "asks once, then leaves the talk"),
    ].compactMap(\.self)
    return [.heading("In this talk")] + lines + [.blank]
  }

  /// What a newcomer wants to know, and the keys that tell.
  private static func questions(_ keyMap: KeyMap, place: Place) -> [Line] {
    guard [.gallery, .main, .detail].contains(place) else { return [] }
    func keys(_ commands: Command...) -> String {
      commands.compactMap { command in
        keyMap.bindings.first {
          !$0.keys.isEmpty && ($0.commands[.main] == command || $0.commands[.options] == command)
        }?.firstName
      }.joined(separator: "  ")
    }
    return [
      .heading(place == .gallery ? "First questions, once a scenario is open" : "First questions"),
      .keys(keys(.watching(.firstFailure)), words: "which task failed first?"),
      .keys(keys(.watching(.nextBeat)), words: "which tasks are told, which are DEAF?"),
      .keys(
        keys(.watching(.selectNext), .watching(.selectPrevious), .watching(.detail)),
        words: "all about the selected row"),
      .keys(keys(.whatIf(.intervene)), words: "what if it failed or listened?"),
      .keys(keys(.whatIf(.options)) + "  2  " + keys(.options(.accept)), words: "what would a limit of 2 change?"),
      .keys(keys(.branches(.undo), .branches(.list)), words: "undo; list the branches"),
      .keys(keys(.watching(.compare)), words: "the same in another kind of group"),
      .keys(keys(.watching(.waste)), words: "how much work was wasted or saved?"),
      .keys(keys(.code(.next)), words: "the same as a Swift or Go program"),
      .blank,
    ]
  }

  private static func keyLines(
    _ keyMap: KeyMap, places: [Place], isHere: Bool = false, told: Set<Binding> = []
  ) -> [Line] {
    var told = told
    var lines: [Line] = []
    for place in places {
      let new = keyMap.bindings(in: place).filter { !$0.keys.isEmpty && told.insert($0).inserted }
      guard !new.isEmpty else { continue }
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(isHere ? "Keys here: \(place.words)" : "Keys \(place.words)"))
      lines += new.map { .keys($0.allNames, words: $0.help) }
    }
    return lines
  }

  private static func mouseLines(_ keyMap: KeyMap, place: Place) -> [Line] {
    let key = keyMap.firstName(of: .app(.mouse), in: place)
    return [
      .heading("Mouse"), .value("click", words: "choose a row, a line or an answer"),
      .value("click what is chosen", words: "as Enter: open it"),
      .value("right button", words: "what if: change that row"),
      .value("wheel", words: "move in what is under it"),
      .value("drag the time line", words: "go through the run"),
      .value("click a key below", words: "as if it were pressed"),
      .value("drag with Shift", words: "select text\(key.isEmpty ? "" : "; or first \(key), mouse off")"),
      .blank,
    ]
  }

  private static func markLines(_ glyphs: Glyphs, columns: Int) -> [Line] {
    func text(_ words: String) -> [Line] {
      TextLayout.wrap(words, columns: columns, lines: .max, glyphs: glyphs).map { .text($0) }
    }
    return [.heading("Playing")]
      + text("At a beat with a sentence, playback pauses for 2.5 s (less at speeds above 1).")
      + [.blank, .heading("Tasks")]
      + TaskState.allCases.map { .mark($0.appearance, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Contexts and groups")]
      + [ContextState.active, .asked, .cancelled, .closed, .leftOver].map {
        .mark($0.appearance, word: $0.word, words: $0.meaning)
      }
      + text("cancel, timeout, deadline: the parent context of a group")
      + [.blank, .heading("AfterFuncs")]
      + [AfterState.waiting, .fired, .stopped].map { .mark($0.appearance, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Lanes")]
      + [
        .lane(.running, words: "at work; an open context"), .lane(.done, words: "was at work, and is done"),
        .lane(.inWait, words: "in Wait(), no cause yet"), .cause(words: "the cause, where it reaches this row"),
        .lane(.waitingAfterCause, words: "in Wait(), after the cause"),
        .lane(.told, words: "told, and on its way out"), .lane(.deaf, words: "told, and looks at no context"),
        .lane(.elsewhere, words: "told, and looks at another context"),
        .lane(.blocked, words: "blocked in Go: no free slot"), .lane(.queued, words: "queued; pauses before a retry"),
        .point(.returned, .strong, words: "Wait() returned"), .point(.asked, .asked, words: "asked to finish"),
      ]
      + [.blank, .heading("Timeline")]
      + [
        .point(.beatPlace, .text, words: "a beat"), .point(.past, .text, words: "past"),
        .point(.toCome, .faint, words: "to come"),
      ]
      + text("While a cascade travels to its tasks, time stands still: all that is told in one instant, in order.")
      + [.blank, .heading("Wasted and saved work")]
      + WorkWords.allCases.map { .term($0.label, words: $0.meaning) }
      + compareLines + groupLines(text) + programLines(glyphs)
  }
}

/// What groups can be, and the marks of the screens that show two runs or a program.
extension HelpPage {
  /// - Parameter wrapped: a text in as many lines as it takes.
  static func groupLines(_ wrapped: (String) -> [Line]) -> [Line] {
    [.blank, .heading("Kinds of groups")]
      + GroupKind.allCases.map { .value($0.rawValue, words: GroupWords.meaning(of: $0)) }
      + [.blank, .heading("Options of a group")]
      + GroupSetting.Name.allCases.flatMap { name -> [Line] in
        guard let question = name.helpQuestion else { return [] }
        return wrapped(question) + name.choices.map { .value($0.shown, words: $0.answer) }
      }
  }

  static var compareLines: [Line] {
    [
      .blank, .heading("Tasks of two runs, after the failure"),
    ] + WorkWords.results.map { .term($0.label, words: $0.meaning) }
  }

  static func programLines(_ glyphs: Glyphs) -> [Line] {
    [
      .blank, .heading("Beside the lines of a program"),
      .sign(glyphs.selected, .chrome, words: "the line that makes the selected row"),
      .mark(TaskState.running.appearance, word: "and the others", words: "state of the task made here"),
      .sign(glyphs.happening, .chrome, words: "a task is at this line"),
    ]
  }
}

extension Model {
  mutating func perform(_ command: HelpCommand, count: Int) -> [Effect] {
    help?.perform(command, count: count, page: HelpPage.visibleLines(of: size))
    clampHelp()
    return []
  }

  func page(of help: Help, glyphs: Glyphs) -> HelpPage {
    HelpPage(keyMap: keyMap, place: help.place, isInTalk: talk != nil, size: size, glyphs: glyphs)
  }

  /// Keeps the scrolling within the page.
  mutating func clampHelp() {
    guard let open = help else { return }
    let lines = page(of: open, glyphs: .for(settings.charset)).count
    help?.scrolled = max(0, min(open.scrolled, lines - HelpPage.visibleLines(of: size)))
  }
}

extension Canvas {
  /// The help over the whole screen, as far as it is scrolled.
  mutating func drawHelp(_ model: Model, help: Help, appearance: Appearance) {
    let size = size
    let page = model.page(of: help, glyphs: appearance.glyphs)
    let visible = HelpPage.visibleLines(of: size)
    inside(Rect(x: 0, y: 0, columns: size.columns, rows: size.rows - 1)) { canvas in
      canvas.mark(as: .pane(.help))
      canvas.drawFrame(appearance)
      canvas.write(" Help ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
      if page.count > visible {
        let last = min(page.count, help.scrolled + visible)
        let place = " lines \(help.scrolled + 1) to \(last) of \(page.count) "
        canvas.write(
          place, at: Point(x: size.columns - 2 - place.columns, y: size.rows - 2), style: appearance.style(.chrome))
      }
      for (index, column) in page.columns.enumerated() {
        let end = index + 1 < page.starts.count ? page.starts[index + 1] - 2 : size.columns - 2
        let area = Rect(x: page.starts[index], y: 1, columns: end - page.starts[index], rows: visible)
        canvas.inside(area) { part in
          for (y, line) in column.dropFirst(help.scrolled).prefix(visible).enumerated() {
            part.drawHelpLine(line, y: y, keyColumns: page.keyColumns, appearance: appearance)
          }
        }
      }
    }
    inside(Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)) {
      $0.drawKeyBar(model, appearance: appearance)
    }
  }

  private mutating func drawHelpLine(_ line: HelpPage.Line, y: Int, keyColumns: Int, appearance: Appearance) {
    let width = region.size.columns
    func fit(_ text: String, from x: Int) -> String {
      TextLayout.fit(text, columns: width - x, glyphs: appearance.glyphs)
    }
    let bold = Style(attributes: .bold)
    switch line {
    case .blank: break
    case .heading(let text):
      write(fit(text, from: 0), at: Point(x: 0, y: y), style: bold.adding(.underline))
    case .keys(let names, let words):
      let x = keyColumns + 4
      write(names, at: Point(x: 2, y: y), style: bold)
      write(fit(words, from: x), at: Point(x: x, y: y))
    case .mark(let mark, let word, let words):
      self[Point(x: 2, y: y)] = appearance.mark(of: mark)
      write(word, at: Point(x: 4, y: y), style: appearance.style(of: mark))
      write(fit(words, from: 24), at: Point(x: 24, y: y))
    case .term(let word, let words):
      write(word, at: Point(x: 2, y: y), style: bold)
      write(fit(words, from: 13), at: Point(x: 13, y: y))
    case .value(let word, let words):
      write(word, at: Point(x: 2, y: y), style: bold)
      write(fit(words, from: 24), at: Point(x: 24, y: y))
    case .text(let words):
      write(fit(words, from: 2), at: Point(x: 2, y: y))
    case .lane(let fill, let words):
      guard let cell = fill.cell(row: 0, height: 1, appearance: appearance.picture) else { return }
      fillLine(cell, y: y)
      write(fit(words, from: 8), at: Point(x: 8, y: y))
    case .cause(let words):
      self[Point(x: 2, y: y)] = Cell(" ", style: appearance.picture[.causeLine])
      write(fit(words, from: 8), at: Point(x: 8, y: y))
    case .point(let mark, let paint, let words):
      self[Point(x: 2, y: y)] = Cell(appearance.picture.scalar(mark), style: appearance.picture[paint])
      write(fit(words, from: 8), at: Point(x: 8, y: y))
    case .sign(let scalar, let role, let words):
      self[Point(x: 2, y: y)] = Cell(scalar, style: appearance.style(role))
      write(fit(words, from: 4), at: Point(x: 4, y: y))
    }
  }

  /// Four cells of a lane.
  private mutating func fillLine(_ cell: Cell, y: Int) {
    fill(Rect(x: 2, y: y, columns: 4, rows: 1), with: cell)
  }
}
