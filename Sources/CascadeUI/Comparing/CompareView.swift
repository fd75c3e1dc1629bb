import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// Two runs side by side: title, the lanes of both, the facts, what they teach, the bar of time, the keys.
  mutating func drawCompare(_ model: Model, comparing: Comparing, session: RunSession, appearance: Appearance) {
    let moment = comparing.moment
    let table = CompareTable(
      moment?.facts ?? [], rows: comparing.shown.count, size: size, isTitleTaken: comparing.showsOnlyDiffering)
    let layout = table.layout
    inside(layout.title) {
      $0.drawCompareTitle(model, comparing: comparing, title: session.title, appearance: appearance)
    }
    if let comparison = comparing.comparison, let moment {
      var factsTitle = table.sharedCause ?? "Facts"
      if let panes = layout.panes {
        let list = CompareList(comparing, pane: panes.a.size)
        if layout.form == .joined, let words = list.words(comparing) {
          factsTitle = words
        }
        for (letter, rect) in [(ComparePane.Letter.a, panes.a), (.b, panes.b)] {
          inside(rect) {
            $0.drawComparePane(
              ComparePane(letter, comparing: comparing, comparison: comparison, moment: moment), list: list,
              appearance: appearance)
          }
        }
      }
      if let waits = layout.waits {
        inside(waits) { $0.drawWaits(comparing, comparison: comparison, moment: moment, appearance: appearance) }
      }
      inside(layout.facts) {
        $0.drawFacts(
          table.facts, comparing: comparing, moment: moment, title: factsTitle, form: layout.form,
          appearance: appearance)
      }
      inside(layout.lesson) { $0.drawLesson(comparison, moment: moment, appearance: appearance) }
      inside(layout.scrubber) { $0.drawCompareScrubber(comparison, t: comparing.t, appearance: appearance) }
    } else {
      let key = model.keyMap.firstName(of: .comparing(.chooseSides), in: .compare)
      let words =
        comparing.refusal.map { "\($0.hasSuffix(".") ? String($0.dropLast()) : $0). \(key) chooses another." }
        ?? "Running both sides."
      let lines = TextLayout.wrap(SafeText.make(words), columns: size.columns - 4, lines: 4, glyphs: appearance.glyphs)
      for (row, line) in lines.enumerated() {
        write(line, at: Point(x: 2, y: 2 + row), style: Style(attributes: .bold))
      }
    }
    if let dialog = model.dialog {
      let end = layout.form == .joined ? layout.keys.minY : layout.scrubber.minY
      inside(Rect(x: 0, y: 1, columns: size.columns, rows: end - 1)) {
        dialog.draw(on: &$0, model: model, session: session, appearance: appearance)
      }
    }
    if !model.isDrawnForAudience {
      inside(layout.keys) { $0.drawKeyBar(model, appearance: appearance) }
    } else if model.hasWordsForUser {
      // The words alone: the hints are hidden.
      let last = Rect(x: 0, y: layout.keys.maxY - 1, columns: size.columns, rows: 1)
      inside(last) { $0.drawKeyBar(model, appearance: appearance) }
    }
  }

  private mutating func drawCompareTitle(_ model: Model, comparing: Comparing, title: String, appearance: Appearance) {
    let width = region.size.columns
    if model.isDrawnForAudience {
      let shown = TextLayout.fit(SafeText.make(title), columns: width - 2, glyphs: appearance.glyphs)
      write(shown, at: Point(x: 1, y: 0), style: Style(attributes: .bold))
      return
    }
    let mode =
      comparing.isPlaying
      ? Span(" PLAYING ", Style(attributes: [.bold, .reverse])) : Span(" PAUSED ", Style(attributes: .bold))
    let end = comparing.comparison.map { "/" + TimeText.clock($0.endTime) } ?? ""
    let clock =
      "\(Character(appearance.glyphs.times))\(model.speed.text) \(TimeText.clock(comparing.t))\(end) s"
    let columns = mode.text.columns + clock.columns
    write([mode, Span(clock)], at: Point(x: width - 1 - columns, y: 0), limit: columns)
    let bar = Span(" \(Character(appearance.glyphs.vertical)) ", appearance.style(.chrome))
    let lead = [Span("compare", appearance.style(.chrome)), bar]
    let x = 1 + write(lead, at: Point(x: 1, y: 0), limit: width)
    let shown = TextLayout.fit(SafeText.make(title), columns: width - 2 - columns - x, glyphs: appearance.glyphs)
    write(shown, at: Point(x: x, y: 0), style: Style(attributes: .bold))
  }

  /// What the whole of it teaches; before the end, what there is to wait for.
  private mutating func drawLesson(_ comparison: Comparison, moment: ComparedMoment, appearance: Appearance) {
    let indent = LessonText.indent
    let text = LessonText(moment, end: comparison.endTime, size: region.size, glyphs: appearance.glyphs)
    guard !text.lines.isEmpty else { return }
    write("LESSON", at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    let style = moment.lesson.isEmpty ? appearance.style(.chrome) : .plain
    for (y, line) in text.lines.enumerated() { write(line, at: Point(x: indent, y: y), style: style) }
  }
}

/// What a comparison teaches in the rows there are: each point as a whole sentence, or in few words, or not at all where its
/// facts stand above.
struct LessonText {
  static let indent = 8

  let lines: [String]
  /// How many points there is no room for, of all.
  let missing: (count: Int, of: Int)

  init(_ moment: ComparedMoment, end: Context.Instant, size: Size, glyphs: Glyphs) {
    let (columns, rows) = (size.columns - Self.indent - 1, size.rows)
    func wrapped(_ text: String) -> [String] {
      TextLayout.wrap(text, columns: columns, lines: .max, glyphs: glyphs)
    }
    let (whole, short) = (moment.lesson, moment.shortLesson)
    guard !whole.isEmpty else {
      let waiting = wrapped("The lesson appears at the end, at \(TimeText.clock(end)) s.")
      (lines, missing) = (waiting.count <= rows ? waiting : [], (0, 0))
      return
    }
    // One a line where there is room: each is a point of its own.
    if rows > whole.count, whole.allSatisfy({ $0.columns <= columns }) {
      (lines, missing) = (whole, (0, whole.count))
      return
    }
    var told: [String?] = whole.map { _ in nil }
    func fits(_ told: [String?]) -> Bool { wrapped(told.compactMap(\.self).joined(separator: " ")).count <= rows }
    func tell(_ sentence: String, _ index: Int) {
      var more = told
      more[index] = sentence
      if fits(more) { told = more }
    }
    for index in moment.lessonByImportance { tell(short[index], index) }
    for index in moment.lessonByImportance where told[index] != nil { tell(whole[index], index) }
    lines = wrapped(told.compactMap(\.self).joined(separator: " "))
    missing = (told.count { $0 == nil }, whole.count)
  }
}

extension Canvas {
  /// One clock for both: where either side has events, their first causes, and the cursor.
  mutating func drawCompareScrubber(_ comparison: Comparison, t: Context.Instant, appearance: Appearance) {
    let width = region.size.columns
    let chrome = appearance.style(.chrome)
    let (a, b) = (comparison.a.recording, comparison.b.recording)
    let numbers = "event A \(a.cursor(at: t).position)/\(a.count)  B \(b.cursor(at: t).position)/\(b.count)"
    let widest = "event A \(a.count)/\(a.count)  B \(b.count)/\(b.count)".columns
    let endText = TimeText.clock(comparison.endTime) + " s"
    let bar = width - 4 - 1 - endText.columns - 3 - widest - 2
    write("0", at: Point(x: 1, y: 0), style: chrome)
    self[Point(x: 3, y: 0)] = Cell(appearance.glyphs.scrubberStart, style: chrome)
    let scale = TimeScale(end: comparison.endTime, columns: bar)
    mark(Rect(x: 4, y: 0, columns: scale.columns, rows: 1), as: .time(scale))
    let now = scale.column(of: t)
    var before = 0
    for column in 0..<scale.columns {
      let isLast = column + 1 == scale.columns
      let after =
        isLast
        ? a.count + b.count
        : a.position(before: scale.start(ofColumn: column + 1)) + b.position(before: scale.start(ofColumn: column + 1))
      let isPast = column <= now
      let glyphs = appearance.glyphs
      let scalar =
        after > before ? (isPast ? glyphs.pastEvent : glyphs.futureEvent) : (isPast ? glyphs.past : glyphs.future)
      self[Point(x: 4 + column, y: 0)] = Cell(scalar, style: isPast ? .plain : chrome)
      before = after
    }
    for side in [a, b] {
      let run = side.latestState
      guard let cause = run.causeTime, cause <= t else { continue }
      self[Point(x: 4 + scale.column(of: cause), y: 0)] =
        run.causeIsFailure
        ? Cell(appearance.glyphs.failure, style: appearance.style(.failed).adding(.bold))
        : Cell(appearance.glyphs.cancel, style: appearance.style(.cancelled).adding(.bold))
    }
    self[Point(x: 4 + now, y: 0)] = Cell(appearance.glyphs.cursor, style: Style(attributes: [.bold, .reverse]))
    self[Point(x: 4 + scale.columns, y: 0)] = Cell(appearance.glyphs.scrubberEnd, style: chrome)
    write(endText, at: Point(x: 6 + scale.columns, y: 0), style: chrome)
    write(numbers, at: Point(x: width - 1 - numbers.columns, y: 0))
  }
}

/// Where the parts of the compare screen go.
struct CompareLayout: Sendable {
  /// How much there is room for.
  enum Form: Hashable, Sendable {
    /// The facts alone, under a rule.
    case factsOnly
    /// The lanes above them; the rule of the facts is their lower edge.
    case joined
    /// The facts in a frame of their own.
    case framed
  }

  let form: Form
  let title: Rect
  /// The lanes of each side; none on screens too small for them.
  let panes: (a: Rect, b: Rect)?
  /// The lanes of the two waits alone, where there are no panes.
  let waits: Rect?
  let facts: Rect
  let lesson: Rect
  let scrubber: Rect
  let keys: Rect

  /// - Parameters:
  ///   - rows: how many rows there are to show in each pane.
  ///   - facts: how many lines the table has.
  init(size: Size, rows: Int, facts count: Int) {
    let (width, height) = (size.columns, size.rows)
    func band(_ y: Int, _ count: Int) -> Rect { Rect(x: 0, y: y, columns: width, rows: count) }
    let isLarge = height >= 30 && width >= 80
    form = isLarge ? .framed : width >= 80 && height >= 24 ? .joined : .factsOnly
    let keyRows = isLarge ? 2 : 1
    title = band(0, 1)
    keys = band(height - keyRows, keyRows)
    scrubber = band(keys.minY - 1, 1)
    let factRows = count + (isLarge ? 2 : 1)
    guard form != .factsOnly else {
      panes = nil
      let waits = scrubber.minY - title.maxY >= 6 ? band(title.maxY, 2) : band(title.maxY, 0)
      self.waits = waits.isEmpty ? nil : waits
      facts = band(waits.maxY, min(factRows, scrubber.minY - waits.maxY - 1))
      lesson = band(facts.maxY, scrubber.minY - facts.maxY)
      return
    }
    let shared = isLarge ? 0 : 1
    let lessonRows = isLarge ? 4 : 3
    let room = scrubber.minY - lessonRows - factRows + shared - title.maxY
    // With the lane of wait. Lanes are high where all of them can be.
    let high = [3, 2].map { (rows + 1) * $0 + 2 }.first { $0 <= room }
    let paneRows = high ?? max(4, min(room, rows + 3))
    waits = nil
    let half = width / 2
    panes = (
      Rect(x: 0, y: title.maxY, columns: half, rows: paneRows),
      Rect(x: half, y: title.maxY, columns: width - half, rows: paneRows)
    )
    facts = band(title.maxY + paneRows - shared, factRows)
    lesson = band(facts.maxY, scrubber.minY - facts.maxY)
  }

  /// How many rows one page of a pane is, about.
  static func page(of size: Size) -> Int { max(1, size.rows / 4) }
}

/// Which facts have a line of their own under the lanes, and where everything goes.
struct CompareTable {
  let layout: CompareLayout
  let facts: [ComparedFact]
  /// The cause of both sides, where it has no line of its own.
  let sharedCause: String?

  /// Where a line or two more would show all the lanes there are, a cause that both sides share goes into the title, and which
  /// errors wait returns is left to its lanes.
  ///
  /// - Parameter isTitleTaken: Whether the title says something else.
  init(_ facts: [ComparedFact], rows: Int, size: Size, isTitleTaken: Bool) {
    let whole = CompareLayout(size: size, rows: rows, facts: facts.count)
    let cause = facts.first { $0.subject == .cause && $0.a == $0.b && $0.cause != nil && !isTitleTaken }
    let spared: [[ComparedFact.Subject]] = [[], [.errors]] + (cause == nil ? [] : [[.cause], [.cause, .errors]])
    for subjects in spared.sorted(by: { $0.count < $1.count }) {
      let shown = facts.filter { !subjects.contains($0.subject) }
      let short = CompareLayout(size: size, rows: rows, facts: shown.count)
      guard short.shows(rows, facts: shown.count) else { continue }
      (layout, self.facts) = (short, shown)
      sharedCause = subjects.contains(.cause) ? cause.map { "\($0.label) \($0.a)" } : nil
      return
    }
    (layout, self.facts, sharedCause) = (whole, facts, nil)
  }
}

extension CompareLayout {
  /// Whether there is a line for each of so many lanes and facts.
  fileprivate func shows(_ rows: Int, facts count: Int) -> Bool {
    guard let panes else { return facts.size.rows > count }
    return panes.a.size.rows - 3 >= rows
  }
}

extension Recording {
  /// How many events happened before an instant.
  fileprivate func position(before t: Context.Instant) -> Int {
    cursor(at: Context.Instant(nanoseconds: t.nanoseconds - 1)).position
  }
}
