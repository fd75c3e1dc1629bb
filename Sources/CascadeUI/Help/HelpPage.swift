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

  init(keyMap: KeyMap, place: Place, size: Size, glyphs: Glyphs) {
    let here = Self.questions(keyMap, place: place) + Self.keyLines(keyMap, places: [place], isHere: true)
    let elsewhere = Self.keyLines(
      keyMap, places: Place.allCases.filter { $0 != place }, told: Set(keyMap.bindings(in: place)))
    let parts = size.columns >= 180 ? 3 : size.columns >= 120 ? 2 : 1
    let width = size.columns / parts
    let marks = Self.markLines(glyphs, columns: width - 7)
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

  /// What a newcomer wants to know, and the keys that tell.
  private static func questions(_ keyMap: KeyMap, place: Place) -> [Line] {
    guard [.gallery, .main, .detail].contains(place) else { return [] }
    func keys(_ commands: Command...) -> String {
      commands.compactMap { command in
        keyMap.bindings.first { $0.commands[.main] == command || $0.commands[.options] == command }?.firstName
      }.joined(separator: "  ")
    }
    return [
      .heading(place == .gallery ? "First questions, once a scenario is open" : "First questions"),
      .keys(keys(.watching(.firstFailure)), words: "who failed first?"),
      .keys(keys(.watching(.nextBeat)), words: "who was told, and who is DEAF?"),
      .keys(
        keys(.watching(.selectNext), .watching(.selectPrevious), .watching(.detail)),
        words: "all about one row"),
      .keys(keys(.whatIf(.intervene)), words: "what if it failed or listened?"),
      .keys(keys(.whatIf(.options)) + "  2  " + keys(.options(.accept)), words: "what would a limit of 2 change?"),
      .keys(keys(.branches(.undo), .branches(.list)), words: "back again; all that was tried"),
      .keys(keys(.watching(.compare)), words: "and in another kind of group?"),
      .keys(keys(.watching(.waste)), words: "what was wasted, what saved?"),
      .keys(keys(.code(.next)), words: "which program is this?"),
      .blank,
    ]
  }

  private static func keyLines(
    _ keyMap: KeyMap, places: [Place], isHere: Bool = false, told: Set<Binding> = []
  ) -> [Line] {
    var told = told
    var lines: [Line] = []
    for place in places {
      let new = keyMap.bindings(in: place).filter { told.insert($0).inserted }
      guard !new.isEmpty else { continue }
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(isHere ? "Keys here: \(place.words)" : "Keys \(place.words)"))
      lines += new.map { .keys($0.allNames, words: $0.help) }
    }
    return lines
  }

  private static func markLines(_ glyphs: Glyphs, columns: Int) -> [Line] {
    func text(_ words: String) -> [Line] {
      TextLayout.wrap(words, columns: columns, lines: .max, glyphs: glyphs).map { .text($0) }
    }
    return [.heading("Playing")]
      + text("At each beat that has words of its author the clock rests for 2.5 s, less at speeds above 1.")
      + [.blank, .heading("Tasks")]
      + TaskState.allCases.map { .mark($0.appearance, word: $0.word, words: $0.meaning) }
      + [.sign(glyphs.happening, .chrome, words: "what has just happened is about this row")]
      + [.blank, .heading("Contexts and groups")]
      + [ContextState.active, .asked, .cancelled, .closed, .leftOver].map {
        .mark($0.appearance, word: $0.word, words: $0.meaning)
      }
      + text("cancel, timeout, deadline: a context made around a group")
      + [.blank, .heading("After-functions")]
      + [AfterState.waiting, .fired, .stopped].map { .mark($0.appearance, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Lanes")]
      + Legend.entries(glyphs).map { .sign($0.scalar, $0.role, words: $0.help ?? $0.words) }
      + [
        .sign(glyphs.horizontal, .running, words: "contexts alone: active"),
        .sign(glyphs.waiting, .pending, words: "contexts alone: an after-function waits"),
        .sign(glyphs.saved, .done, words: "beside another run: work that is saved"),
      ]
      + [.blank, .heading("The bar of time")]
      + [
        .sign(glyphs.cursor, .chrome, words: "now"),
        .sign(glyphs.failure, .failed, words: "a task failed; the first one stands out"),
        .sign(glyphs.cancel, .cancelled, words: "a hand, a cancel or a deadline"),
      ]
      + [.blank, .heading("Wasted and saved work")]
      + [
        .term("WASTED", words: "done after it went wrong"),
        .term("used", words: "of that, for results of use"),
        .term("SAVED", words: "planned, and never done"),
        .term("EXTRA", words: "cleaning up beyond the plan"),
        .term("DISCARDED", words: "finished before, thrown away"),
        .term("SUNK", words: "under way before, and lost"),
        .term("WAITING", words: "the caller, until its answer"),
      ]
      + compareLines + groupLines(text) + programLines(glyphs)
  }
}

/// What groups can be, and the marks of the screens that show two runs or a program.
extension HelpPage {
  /// - Parameter wrapped: a text in as many lines as it takes.
  static func groupLines(_ wrapped: (String) -> [Line]) -> [Line] {
    [.blank, .heading("Kinds of groups")]
      + GroupKind.allCases.map { .value($0.rawValue, words: $0.meaning) }
      + [.blank, .heading("Options of a group")]
      + wrapped("queued tasks: what becomes of those that wait at the limit, once a task has failed")
      + ErrGroup.QueuedWork.allCases.map { .value($0.rawValue, words: $0.words) }
      + wrapped("lone cancellations: a task that is cancelled alone, and says so, counts as a failure or not")
      + [.value("counted", words: "it has failed"), .value("ignored", words: "it hasn't, the others go on")]
  }

  static var compareLines: [Line] {
    [
      .blank, .heading("Tasks of two runs, once it went wrong"),
      .term("kept", words: "finished, with a result of use"),
      .term("discarded", words: "finished before, thrown away"),
      .term("wasted", words: "finished later, thrown away"),
    ]
  }

  static func programLines(_ glyphs: Glyphs) -> [Line] {
    [
      .blank, .heading("Beside the lines of a program"),
      .sign(glyphs.selected, .chrome, words: "the line that makes the selected row"),
      .mark(TaskState.running.appearance, word: "and the others", words: "state of who is made here"),
      .sign(glyphs.happening, .chrome, words: "a task is at this line now"),
    ]
  }
}

extension ErrGroup.QueuedWork {
  fileprivate var words: String {
    switch self {
    case .start: "they start all the same"
    case .startWithoutSpawner: "the same, the spawner goes on"
    case .skipAfterFailure: "after a failure none starts"
    }
  }
}
