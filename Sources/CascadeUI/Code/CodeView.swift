import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// The program, with the lines that are executing lit, in a frame.
  mutating func drawCode(_ pane: CodePane, keyMap: KeyMap, session: RunSession, appearance: Appearance) {
    mark(as: .pane(.code))
    drawFrame(appearance)
    let width = region.size.columns
    func key(_ command: CodeCommand) -> String { keyMap.firstName(of: .code(command), in: .main) }
    let next = " \(key(.next)) \(session.panes.nextProgram?.name ?? "off") "
    let titleEnd = 2 + write(" \(pane.language.name) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
    write(next, at: Point(x: width - 2 - next.columns, y: 0), style: appearance.style(.chrome))
    switch pane.answer {
    case .here(let listing)?:
      if pane.shift > 0 || pane.columns > CodeColumns(width: width).textWidth {
        write(
          " \(key(.left)) \(key(.right)) sideways ", at: Point(x: titleEnd + 1, y: 0), style: appearance.style(.chrome))
      }
      drawListing(CodeLines(listing, shown: pane.lines, session: session, appearance: appearance), pane: pane)
    case .refused(let why)?: drawRefusal(why, appearance: appearance)
    case nil: break
    }
  }

  /// The program beside the lanes: its language, then as many lines as there is room for.
  ///
  /// - Returns: how many rows it took.
  mutating func drawCodeBeside(_ pane: CodePane, keyMap: KeyMap, session: RunSession, appearance: Appearance) -> Int {
    let key = keyMap.firstName(of: .code(.next), in: .main)
    let other = session.panes.nextProgram ?? .swift
    let hint = "\(key) \(other.name)"
    let (width, height) = (region.size.columns, region.size.rows)
    guard case .here(let listing)? = pane.answer else { return 0 }
    write(
      "\(pane.language.name): what is executing", at: Point(x: CodeColumns.text, y: 0), style: Style(attributes: .bold))
    write(hint, at: Point(x: width - 1 - hint.columns, y: 0), style: appearance.style(.chrome))
    let lines = CodeLines(listing, shown: pane.lines, session: session, appearance: appearance)
    let visible = lines.visible(height: height - 1)
    mark(Rect(x: 0, y: 0, columns: width, rows: visible.count + 1), as: .pane(.code))
    let columns = CodeColumns(width: width)
    for (y, number) in visible.enumerated() { draw(lines, number, y: y + 1, shift: pane.shift, columns: columns) }
    return visible.count + 1
  }

  private mutating func drawRefusal(_ why: String, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    let lines = TextLayout.wrap(SafeText.make(why), columns: width - 6, lines: height - 2, glyphs: appearance.glyphs)
    for (y, line) in lines.enumerated() { write(line, at: Point(x: 3, y: y + 1)) }
  }

  private mutating func drawListing(_ lines: CodeLines, pane: CodePane) {
    let (width, height) = (region.size.columns, region.size.rows)
    let visible = lines.visible(height: height - 2)
    let columns = CodeColumns(width: width)
    for (y, number) in visible.enumerated() {
      draw(lines, number, y: y + 1, shift: pane.shift, columns: columns)
    }
    var x = 2
    if visible.count < lines.listing.lines.count {
      let place = " lines \(visible.lowerBound + 1) to \(visible.upperBound) of \(lines.listing.lines.count) "
      x += write(place, at: Point(x: x, y: height - 1), style: lines.appearance.style(.chrome))
    }
    guard pane.leavesInterventionsOut else { return }
    let words = [
      " This program is without your changes. ", " without your changes ", " unchanged ",
    ]
    guard let note = words.first(where: { $0.columns < width - 2 - x }) else { return }
    write(note, at: Point(x: width - 2 - note.columns, y: height - 1), style: Style(attributes: .bold))
  }

  private mutating func draw(_ lines: CodeLines, _ number: Int, y: Int, shift: Int, columns: CodeColumns) {
    let appearance = lines.appearance
    let bold = Style(attributes: .bold)
    if number == lines.selected {
      self[Point(x: CodeColumns.selection, y: y)] = Cell(appearance.glyphs.selected, style: bold)
    }
    if let home = lines.home(number) {
      self[Point(x: CodeColumns.state, y: y)] = appearance.mark(of: home)
      if let word = columns.word {
        write(lines.waitWord(number) ?? home.shortWord, at: Point(x: word, y: y), style: appearance.style(of: home))
      }
    }
    var style = lines.isComment(number) ? appearance.style(.chrome) : Style.plain
    if let executing = lines.executing[number] {
      style = (executing.map { appearance.style(of: $0) } ?? .plain).adding(.bold)
      self[Point(x: CodeColumns.executing, y: y)] = Cell(appearance.glyphs.happening, style: style)
    }
    let shifted = Self.shifted(lines.text(number), by: shift, glyphs: appearance.glyphs)
    let text = TextLayout.fit(shifted, columns: columns.textWidth, glyphs: appearance.glyphs)
    write(text, at: Point(x: CodeColumns.text, y: y), style: style)
  }
}

extension Canvas {
  /// A line without its beginning, and an ellipsis where that wasn't blank.
  fileprivate static func shifted(_ line: String, by columns: Int, glyphs: Glyphs) -> String {
    guard columns > 0 else { return line }
    let (gone, rest) = (line.prefix(columns + 1), line.dropFirst(columns))
    return gone.allSatisfy { $0 == " " } ? String(rest) : String(Character(glyphs.ellipsis)) + rest.dropFirst()
  }
}

/// What there is to know about the lines of a program at one moment of its run.
private struct CodeLines {
  let listing: CodeListing
  private let shown: [String]
  let appearance: Appearance
  /// The line that names the selected row.
  let selected: Int?
  /// Where the selected row's code is.
  private let current: Int?
  /// For each line that is executing how the row that is there looks, if there is one.
  private(set) var executing: [Int: StateAppearance?] = [:]
  private let state: RunState
  /// How the selected row looks, where it is there.
  private let selectedState: StateAppearance?
  private let selectedRow: Row?

  init(_ listing: CodeListing, shown: [String], session: RunSession, appearance: Appearance) {
    self.listing = listing
    self.shown = shown
    self.appearance = appearance
    let state = session.state
    self.state = state
    let row = session.selected.map { state.row(number: $0) }
    selectedRow = row
    selectedState = row.flatMap { $0.kind != .group && $0.isBorn ? $0.state.appearance : nil }
    selected = row.flatMap { listing.home(of: $0) }
    current = row.flatMap { listing.line(of: $0, at: session.cursor.t) }
    for place in listing.executing(in: state, at: session.cursor.t) {
      let isSelected = place.row == session.selected && place.row != nil
      guard executing[place.line] == nil || isSelected else { continue }
      executing[place.line] = .some(place.row.map { state.row(number: $0).state.appearance })
    }
  }

  /// A word for a task that runs and only waits, as its lane says it.
  func waitWord(_ number: Int) -> String? {
    let owner = number == selected && selectedState != nil ? selectedRow : listing.owner(ofLine: number, in: state)
    guard let owner, owner.taskState == .running else { return nil }
    if owner.isInWait { return "in Wait()" }
    return owner.step?.awaited == nil ? nil : "waits"
  }

  /// How the one task, context or after-function looks that a line names. A loop is many tasks on one line: it has no state
  /// of its own, unless one of them is looked at.
  func home(_ number: Int) -> StateAppearance? {
    if number == selected, let selectedState { return selectedState }
    guard let owner = listing.owner(ofLine: number, in: state), owner.isBorn else { return nil }
    return owner.state.appearance
  }

  /// Turns in half pages, so that most steps move nothing. The line that names the selected row is in view with the one
  /// where it is, if the pane is high enough for both.
  func visible(height: Int) -> Range<Int> {
    let count = listing.lines.count
    guard count > height, height > 0 else { return 0..<min(count, max(0, height)) }
    let first = selected ?? current ?? start
    let last = current ?? first
    let half = max(1, height / 2)
    var top = start + max(0, (first - start - half / 2) / half * half)
    if last >= top + height { top = last - first < height ? first : last - height + 1 }
    top = min(top, count - height)
    return top..<(top + height)
  }

  /// Where the story begins: its function. What comes before that is seen only where there is room for everything.
  private var start: Int { max(0, listing.start - 1) }

  func text(_ number: Int) -> String { shown[number] }

  func isComment(_ number: Int) -> Bool { listing.lines[number].drop { $0 == " " || $0 == "\t" }.hasPrefix("//") }
}

extension Model {
  mutating func perform(_ command: CodeCommand, count: Int) -> [Effect] {
    guard case .watching(var session) = screen else { return [] }
    guard session.origin == .scenario else {
      status = RecordingWords.noCode
      return []
    }
    session.panes.perform(command, count: count, isBeside: PictureLayout.isWide(size))
    screen = .watching(session)
    return []
  }

  /// Asks for the program of the branch that is looked at, where it may be shown and isn't here yet.
  mutating func listProgram() -> [Effect] {
    guard case .watching(let session) = screen, session.origin == .scenario,
      session.panes.isProgramOpen || PictureLayout.hasRoomForCode(size)
    else { return [] }
    let variation = session.branches.branch.variation
    guard session.panes.code.asked != variation else { return [] }
    changeSession { $0.panes.code.asked = variation }
    return [.list(variation, session.panes.code.language)]
  }
}

extension Panes {
  /// - Parameter isBeside: Whether there is room for the program beside the lanes.
  mutating func perform(_ command: CodeCommand, count: Int, isBeside: Bool) {
    switch command {
    case .next: showNextProgram(isBeside: isBeside)
    case .left: code.scroll(by: -count)
    case .right: code.scroll(by: count)
    }
  }
}

/// The lines of a program that are executing at a moment, each with the task that is there; then those that ended last.
struct CodeStrip {
  struct Line: Hashable {
    let text: String
    let owner: String
    /// How the task looks that is at this line; none where it is the caller's.
    let state: StateAppearance?
    let isOver: Bool
  }

  private(set) var lines: [Line] = []
  /// Whether it is the program of the run as it was before the user changed it.
  let isWithoutChanges: Bool

  /// At most so many lines.
  private static let most = 5

  /// How many rows it takes: that it isn't the run's own program has one.
  var rows: Int { lines.isEmpty ? 0 : min(lines.count + (isWithoutChanges ? 1 : 0), Self.most) }

  init(_ pane: CodePane, session: RunSession) {
    isWithoutChanges = pane.leavesInterventionsOut
    guard case .here(let listing)? = pane.answer else { return }
    let state = session.state
    var seen: Set<Int> = []
    func line(_ number: Int, _ row: Row?, isOver: Bool) -> Line {
      Line(
        text: String(pane.lines[number].drop { $0 == " " }), owner: row?.label ?? "the caller",
        state: row?.state.appearance, isOver: isOver)
    }
    for place in listing.executing(in: state, at: session.cursor.t) where lines.count < Self.most {
      guard seen.insert(place.line).inserted else { continue }
      lines.append(line(place.line, place.row.map { state.row(number: $0) }, isOver: false))
    }
    guard lines.count < 3 else { return }
    for task in Self.lastEnded(in: state) where lines.count < 3 {
      guard let out = task.marks.ended.value, let t = task.outAt else { continue }
      // Where it was when it returned.
      let before = session.recording.state(at: out).row(number: task.number)
      guard let number = listing.line(of: before, at: t), seen.insert(number).inserted else { continue }
      lines.append(line(number, task, isOver: true))
    }
  }

  /// The eight tasks that returned last, the latest first, as far as they are among the last thousands of events.
  private static func lastEnded(in state: RunState) -> [Row] {
    var ended: [Row] = []
    let first = max(0, state.position - 4_000)
    for number in (first..<state.position).reversed() where ended.count < 8 {
      guard case .taskOut = state.log[number].kind, let row = state.row(state.log[number].id), row.kind == .task,
        row.marks.ended.value == number
      else { continue }
      ended.append(row)
    }
    return ended
  }
}

extension Canvas {
  mutating func draw(_ strip: CodeStrip, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    let room = height - (strip.isWithoutChanges ? 1 : 0)
    if strip.isWithoutChanges {
      write(
        "This program is without your changes.", at: Point(x: 5, y: min(room, strip.lines.count)),
        style: Style(attributes: .bold))
    }
    for (y, line) in strip.lines.prefix(room).enumerated() {
      let style = line.state.map { appearance.style(of: $0) } ?? appearance.picture[.text]
      if let state = line.state {
        self[Point(x: 1, y: y)] = appearance.mark(of: state)
      }
      if !line.isOver { self[Point(x: 3, y: y)] = Cell(appearance.glyphs.happening, style: style) }
      let owner = TextLayout.fit(line.owner, columns: 24, glyphs: appearance.glyphs)
      write(owner, at: Point(x: width - 24, y: y), style: line.isOver ? appearance.style(.chrome) : .plain)
      write(
        TextLayout.fit(line.text, columns: width - 24 - 5 - 2, glyphs: appearance.glyphs), at: Point(x: 5, y: y),
        style: line.isOver ? appearance.style(.chrome) : style.adding(.bold))
    }
  }
}
