import CascadeTerminal
import CascadeTrace

/// The help as lines: keys as the key map has them, those of the place it was asked for in first, then what the marks
/// mean. In two columns where there is room, else one below the other.
struct HelpPage {
  enum Line: Hashable {
    case heading(String)
    case keys(String, words: String)
    case mark(StateLook, word: String, words: String)
    case sign(Unicode.Scalar, Hue, words: String)
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
    let keys = Self.keyLines(keyMap, place: place, glyphs: glyphs)
    let marks = Self.markLines(glyphs)
    keyColumns = keys.map { line in if case .keys(let names, _) = line { names.columns } else { 0 } }.max() ?? 0
    if size.columns >= 120 {
      columns = [keys, marks]
      starts = [3, size.columns / 2 + 2]
    } else {
      columns = [keys + [.blank] + marks]
      starts = [3]
    }
  }

  private static func keyLines(_ keyMap: KeyMap, place: Place, glyphs: Glyphs) -> [Line] {
    var told: Set<Binding> = []
    var lines: [Line] = []
    for current in [place] + Place.allCases.filter({ $0 != place }) {
      let new = keyMap.bindings(in: current).filter { told.insert($0).inserted }
      guard !new.isEmpty else { continue }
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(current == place ? "Keys here: \(current.words)" : "Keys \(current.words)"))
      lines += new.map { .keys($0.allNames(glyphs), words: $0.help) }
    }
    return lines
  }

  private static func markLines(_ glyphs: Glyphs) -> [Line] {
    [.heading("Tasks")]
      + TaskState.allCases.map { .mark($0.look, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Contexts and groups")]
      + [ContextState.active, .cancelled, .closed].map { .mark($0.look, word: $0.word, words: $0.meaning) }
      + [.blank, .heading("Lanes")]
      + Legend.entries(glyphs).map { .sign($0.scalar, $0.hue, words: $0.words) }
  }
}

extension Place {
  /// Where it is, in words.
  fileprivate var words: String {
    switch self {
    case .gallery: "in the list of scenarios"
    case .main: "while watching a run"
    case .detail: "in the detail of a row"
    case .help: "in this help"
    }
  }
}
