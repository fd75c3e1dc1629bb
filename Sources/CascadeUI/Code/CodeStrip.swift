import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

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

  /// At most so many lines.
  static let most = 5

  init(_ pane: CodePane, session: RunSession) {
    guard case .here(let listing)? = pane.answer else { return }
    let state = session.state
    var seen: Set<Int> = []
    func line(_ number: Int, _ row: Row?, isOver: Bool) -> Line {
      Line(
        text: String(listing.shownLine(number).drop { $0 == " " }), owner: row?.label ?? "the caller",
        state: row?.state.appearance, isOver: isOver)
    }
    for place in listing.executing(in: state, at: session.cursor.t) where lines.count < Self.most {
      guard seen.insert(place.line).inserted else { continue }
      lines.append(line(place.line, place.row.map { state.row(number: $0) }, isOver: false))
    }
    guard lines.count < 3 else { return }
    let ended = state.tasks.filter { $0.outAt != nil }
      .sorted { ($0.marks.ended.value ?? 0) > ($1.marks.ended.value ?? 0) }
    for task in ended.prefix(8) where lines.count < 3 {
      guard let out = task.marks.ended.value, let t = task.outAt else { continue }
      // Where it was when it returned.
      let before = session.recording.state(at: out).row(number: task.number)
      guard let number = listing.line(of: before, at: t), seen.insert(number).inserted else { continue }
      lines.append(line(number, task, isOver: true))
    }
  }
}

extension Canvas {
  mutating func draw(_ strip: CodeStrip, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    for (y, line) in strip.lines.prefix(height).enumerated() {
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
