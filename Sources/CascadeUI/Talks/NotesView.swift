package import CascadeTerminal
import CascadeText

/// The speaker's screen: where the talk stands, the note, what comes next, and the time against the plan.
package struct NotesPage: Hashable, Sendable {
  package var title = ""
  package var step = 0
  package var steps = 0
  /// What is on the audience's screen, in a sentence.
  package var now = ""
  /// Where in a run it stands: `1.200 s, beat 4 of 8`.
  package var place = ""
  package var isBlank = false
  package var notes: [String] = []
  /// The question on the audience's screen, where one is.
  package var question: ScreenFacts.Asked?
  package var next: String?
  package var planned: Duration?
  package var elapsed: Duration?
  /// From when to when this step is planned.
  package var plannedNow: ClosedRange<Duration>?
  /// Words for the speaker: a key that did nothing, a screen that has gone.
  package var message: String?

  package init() {}

  /// The question with its answers and what the room says, line by line.
  package var ballot: [String] {
    guard let question else { return [] }
    let votes = question.votes.isEmpty ? "Votes: none so far" : "Votes: \(question.votes)"
    let answers = question.answers.enumerated().map { index, answer in
      let count = question.counts.map { " (\($0[index]))" } ?? ""
      return "\(index + 1): \(answer)\(index == question.right ? ", right" : "")\(count)"
    }
    return answers + [question.isOpen ? votes + "; type the number of one, or a count for each" : votes, ""]
  }

  /// `4:12 of 8:00`
  package var clock: String {
    let passed = elapsed.map(Self.clock) ?? "0:00"
    return planned.map { "\(passed) of \(Self.clock($0))" } ?? passed
  }

  /// `0:20 behind plan`: beyond the planned end of this step, or before its planned beginning; nothing without a plan.
  package var delay: String {
    guard let elapsed, let plannedNow else { return "" }
    let (early, late) = (plannedNow.lowerBound - elapsed, elapsed - plannedNow.upperBound)
    if late >= .seconds(1) { return "\(Self.clock(late)) behind plan" }
    return early >= .seconds(1) ? "\(Self.clock(early)) ahead of plan" : "on plan"
  }

  private static func clock(_ duration: Duration) -> String {
    let seconds = Int(duration.components.seconds)
    let rest = String(seconds % 60)
    return "\(seconds / 60):\(rest.count < 2 ? "0" : "")\(rest)"
  }

  package func canvas(size: Size, capabilities: TerminalCapabilities, theme: Theme) -> Canvas {
    let appearance = Appearance(charset: capabilities.charset, theme: theme, depth: capabilities.colors)
    var canvas = Canvas(size: size, charset: capabilities.charset)
    canvas.draw(self, layout: NotesLayout(size: size), appearance: appearance)
    return canvas
  }
}

extension Canvas {
  fileprivate mutating func draw(_ page: NotesPage, layout: NotesLayout, appearance: Appearance) {
    let strong = appearance.picture[.strong]
    let chrome = appearance.style(.chrome)
    func wrap(_ text: String, _ columns: Int, _ lines: Int) -> [String] {
      TextLayout.wrap(SafeText.make(text), columns: columns, lines: lines, glyphs: appearance.glyphs)
    }
    let columns = layout.head.size.columns
    inside(layout.head) { head in
      let place = page.steps > 0 ? "step \(page.step) of \(page.steps)" : ""
      let title = TextLayout.fit(
        SafeText.make(page.title), columns: columns - place.columns - 2, glyphs: appearance.glyphs)
      head.write(title, at: Point(x: 0, y: 0), style: strong)
      head.write(place, at: Point(x: columns - place.columns, y: 0))
      head.write(page.clock, at: Point(x: 0, y: 1), style: strong)
      head.write(page.delay, at: Point(x: page.clock.columns + 3, y: 1), style: strong)
      head.write(page.place, at: Point(x: columns - page.place.columns, y: 1))
    }
    inside(layout.now) { now in
      now.write(page.isBlank ? "NOW, blank" : "NOW", at: Point(x: 0, y: 0), style: chrome)
      for (y, line) in wrap(page.now, columns, 2).enumerated() { now.write(line, at: Point(x: 0, y: y + 1)) }
    }
    // What comes next takes rows that the note leaves.
    let nextLines = wrap(page.next ?? "the end", columns, 3)
    var nextRows = 1
    inside(layout.note) { note in
      // Before there is a talk there is room for words that need more than a row.
      let early = page.steps == 0 ? [page.message].compactMap(\.self) : []
      let lines = (early + page.ballot + page.notes).flatMap {
        NotesLayout.lines(SafeText.lines($0), columns: columns, glyphs: appearance.glyphs)
      }
      let room = layout.note.size.rows
      nextRows += max(0, min(nextLines.count - 1, room - lines.count))
      for (y, line) in lines.prefix(room).enumerated() {
        let isCut = y == room - 1 && lines.count > room
        note.write(
          isCut ? "and \(lines.count - y) more lines" : line, at: Point(x: 0, y: y), style: isCut ? chrome : strong)
      }
    }
    let next = Rect(
      x: layout.next.minX, y: layout.next.minY - (nextRows - 1), columns: columns,
      rows: layout.next.size.rows + nextRows - 1)
    inside(next) { next in
      next.write("NEXT", at: Point(x: 0, y: 0), style: chrome)
      let shown = nextRows < nextLines.count ? wrap(page.next ?? "the end", columns, nextRows) : nextLines
      for (y, line) in shown.enumerated() { next.write(line, at: Point(x: 0, y: y + 1)) }
    }
    inside(layout.keys) { keys in
      if let message = page.message, page.steps > 0 {
        keys.write(wrap(message, columns, 1).first ?? "", at: .zero, style: strong)
      } else {
        var x = 0
        for (key, words) in [
          ("PgDn", "on"), ("PgUp", "back"), (".", "blank"), ("F5", "play"), ("Esc", "pause"), ("q", "close notes"),
        ] {
          x += keys.write(key, at: Point(x: x, y: 0), style: Style(attributes: .bold)) + 1
          x += keys.write(words, at: Point(x: x, y: 0), style: chrome) + 2
        }
      }
    }
  }
}

/// Where the parts of the speaker's screen stand.
struct NotesLayout: Hashable {
  let size: Size
  /// What the talk is, where it stands, the time.
  let head: Rect
  let now: Rect
  let note: Rect
  let next: Rect
  let keys: Rect

  init(size: Size) {
    self.size = size
    let columns = size.columns - 2
    head = Rect(x: 1, y: 0, columns: columns, rows: 2)
    now = Rect(x: 1, y: 3, columns: columns, rows: 3)
    keys = Rect(x: 1, y: size.rows - 1, columns: columns, rows: 1)
    next = Rect(x: 1, y: size.rows - 4, columns: columns, rows: 2)
    note = Rect(x: 1, y: 7, columns: columns, rows: max(1, next.minY - 8))
  }

  /// A note in lines, its own line ends kept.
  static func lines(_ note: String, columns: Int, glyphs: Glyphs) -> [String] {
    note.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      line.isEmpty ? [""] : TextLayout.wrap(String(line), columns: columns, lines: .max, glyphs: glyphs)
    }.trimmingBlankEnd
  }
}

extension [String] {
  fileprivate var trimmingBlankEnd: [String] {
    var lines = self
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
