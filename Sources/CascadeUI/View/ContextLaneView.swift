import Cascade
import CascadeTerminal
import CascadeTrace

/// The lane of a context, or of an after-function, in a story about contexts alone: from when it was made to when it was
/// over, or until now, and why.
struct ContextLaneView {
  let scale: TimeScale
  let look: Look
  let now: Context.Instant

  /// How much of a line words on it leave to be seen.
  private static let leastLine = 4
  /// Where there is room for less of them than this, words are left out.
  private static let leastFacts = 4

  /// Draws into the region from its left edge.
  ///
  /// - Parameter facts: what there is to say, right of the line, or on a part of it where there is more room.
  func draw(_ row: Row, facts: String, on canvas: inout Canvas) {
    guard let born = row.bornAt else { return }
    let width = canvas.region.size.columns
    let over = row.overAt
    let from = scale.column(of: born)
    let to = scale.column(of: over ?? now)
    let isFunction = row.kind == .after
    let sign = isFunction ? look.glyphs.waiting : look.glyphs.horizontal
    let style = look.style(isFunction ? .pending : .running)
    canvas.fill(Rect(x: from, y: 0, columns: to - from + 1, rows: 1), with: Cell(sign, style: style))
    if over != nil { canvas[Point(x: to, y: 0)] = look.mark(of: row.state.look) }
    guard !facts.isEmpty else { return }
    let (right, left) = (width - to - 2, to - from - 2 - Self.leastLine)
    let fitsRight = facts.columns <= right || left < facts.columns && right >= left
    let room = fitsRight ? right : left
    guard room >= min(facts.columns, Self.leastFacts) else { return }
    let shown = Fitting.fit(facts, columns: room, glyphs: look.glyphs)
    let x = fitsRight ? to + 2 : to - shown.columns - 1
    // A blank on either side of words on the line.
    if !fitsRight { canvas.write(" \(shown) ", at: Point(x: x - 1, y: 0)) }
    canvas.write(shown, at: Point(x: x, y: 0), style: look.style(of: row.state.look))
  }
}

extension Row {
  /// When it was over, or fired; what was made for a value is over with what it was made from.
  fileprivate var overAt: Context.Instant? {
    telling?.t ?? closedAt ?? firedAt ?? (value == nil ? nil : parent?.overAt)
  }
}
