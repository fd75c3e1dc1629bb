import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// Two runs side by side: title, the lanes of both, the facts, what they teach, the bar of time, the keys.
  mutating func drawCompare(_ model: Model, comparing: Comparing, title: String, look: Look) {
    let moment = comparing.moment
    let table = CompareTable(
      moment?.facts ?? [], rows: comparing.shown.count, size: size, isTitleTaken: comparing.showsOnlyDiffering)
    let layout = table.layout
    inside(layout.title) { $0.drawCompareTitle(model, comparing: comparing, title: title, look: look) }
    if let comparison = comparing.comparison, let moment {
      var factsTitle = table.sharedCause ?? "Facts"
      if let panes = layout.panes {
        let list = CompareList(comparing, height: panes.a.size.rows - 2)
        if layout.form == .joined, let words = list.words(comparing) {
          factsTitle = words
        }
        for (letter, rect) in [(ComparePane.Letter.a, panes.a), (.b, panes.b)] {
          inside(rect) {
            $0.drawComparePane(
              ComparePane(letter, comparing: comparing, comparison: comparison, moment: moment), list: list, look: look)
          }
        }
      }
      inside(layout.facts) {
        $0.drawFacts(table.facts, comparing: comparing, title: factsTitle, form: layout.form, look: look)
      }
      inside(layout.lesson) { $0.drawLesson(comparison, moment: moment, look: look) }
      inside(layout.scrubber) { $0.drawCompareScrubber(comparison, t: comparing.t, look: look) }
    } else {
      let key = model.keyMap.firstName(of: .chooseSides, in: .compare)
      let words =
        comparing.refusal.map { "\($0.hasSuffix(".") ? String($0.dropLast()) : $0). \(key) chooses another." }
        ?? "Both sides are being run."
      let lines = Fitting.wrap(SafeText.make(words), columns: size.columns - 4, lines: 4, glyphs: look.glyphs)
      for (row, line) in lines.enumerated() {
        write(line, at: Point(x: 2, y: 2 + row), style: Style(attributes: .bold))
      }
    }
    if let dialog = model.dialog, let watch = model.watch {
      let end = layout.form == .joined ? layout.keys.minY : layout.scrubber.minY
      let room = Rect(x: 0, y: 1, columns: size.columns, rows: end - 1)
      inside(room) { $0.drawDialog(dialog, model: model, watch: watch, look: look) }
    }
    inside(layout.keys) {
      $0.drawKeyBar(model, look: look)
    }
  }

  private mutating func drawCompareTitle(_ model: Model, comparing: Comparing, title: String, look: Look) {
    let width = region.size.columns
    let mode =
      comparing.isPlaying
      ? Span(" PLAYING ", Style(attributes: [.bold, .reverse])) : Span(" PAUSED ", Style(attributes: .bold))
    let end = comparing.comparison.map { "/" + ClockText.seconds($0.endTime) } ?? ""
    let clock = "\(Character(look.glyphs.times))\(model.speed.text) \(ClockText.seconds(comparing.t))\(end) s"
    let columns = mode.text.columns + clock.columns
    write([mode, Span(clock)], at: Point(x: width - 1 - columns, y: 0), limit: columns)
    let bar = Span(" \(Character(look.glyphs.vertical)) ", look.style(.chrome))
    let lead = [Span("compare", look.style(.chrome)), bar]
    let x = 1 + write(lead, at: Point(x: 1, y: 0), limit: width)
    let shown = Fitting.fit(SafeText.make(title), columns: width - 2 - columns - x, glyphs: look.glyphs)
    write(shown, at: Point(x: x, y: 0), style: Style(attributes: .bold))
  }

  /// What the whole of it teaches; before the end, what there is to wait for.
  private mutating func drawLesson(_ comparison: Comparison, moment: ComparedMoment, look: Look) {
    let indent = 8
    let sentences =
      moment.lesson.isEmpty
      ? ["Both sides go on until \(ClockText.seconds(comparison.endTime)) s; what it teaches can be said then."]
      : moment.lesson
    let text = WhyText.lines(
      sentences, byImportance: moment.lesson.isEmpty ? sentences : moment.lessonByImportance,
      columns: region.size.columns - indent - 1, rows: region.size.rows,
      glyphs: look.glyphs)
    guard !text.isEmpty else { return }
    write("LESSON", at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    let style = moment.lesson.isEmpty ? look.style(.chrome) : .plain
    for (y, line) in text.enumerated() { write(line, at: Point(x: indent, y: y), style: style) }
  }
}

/// Which of the shown rows are in view: a function of the selection alone, in half pages.
struct CompareList {
  let visible: Range<Int>
  let count: Int

  init(_ comparing: Comparing, height: Int) {
    count = comparing.shown.count
    guard count > height, height > 0 else {
      visible = 0..<min(count, max(0, height))
      return
    }
    let half = max(1, height / 2)
    let top = min(max(0, (comparing.selected - half / 2) / half * half), count - height)
    visible = top..<(top + height)
  }

  /// Which rows are in view, where these aren't all.
  func words(_ comparing: Comparing) -> String? {
    let kind = comparing.showsOnlyDiffering ? "rows that differ" : "rows"
    if visible.count < count {
      return "\(kind) \(visible.lowerBound + 1) to \(visible.upperBound) of \(count)"
    }
    return comparing.showsOnlyDiffering ? "only rows that differ" : nil
  }
}
