import Cascade
import CascadeTerminal
import CascadeTrace

/// The lane of one task as characters: what it did with its time, when it was told, when it came out.
///
/// Things that happened one after the other never share a column, even where the scale would put them there: the
/// mark of the way out stands right of the mark of being told.
struct LaneView {
  let scale: TimeScale
  let appearance: Appearance
  let now: Context.Instant
  let causeColumn: Int?

  /// Draws into the region from its left edge.
  /// - Returns: the first column that is free to the right of everything.
  @discardableResult
  func draw(_ row: Row, lane: Lane, on canvas: inout Canvas) -> Int {
    let told = row.toldAt.map(scale.column)
    let out = lane.end.map { end in max(scale.column(of: end.t), (told ?? -1) + 1) }
    let current = scale.column(of: now)
    var end = -1

    for segment in lane.segments {
      let from = scale.column(of: segment.from)
      let to = min(scale.column(of: segment.to), out ?? current)
      fill(from, to, with: cell(for: segment.stretch), on: &canvas)
      end = max(end, to)
    }
    if let told, let out, row.startedAt != nil, told + 1 < out {
      // Nothing of a short way out may get lost between two columns.
      for column in (told + 1)..<out where canvas[Point(x: column, y: 0)].scalar == appearance.glyphs.work {
        canvas[Point(x: column, y: 0)] = cell(for: .told)
      }
    }
    if lane.segments.isEmpty, lane.end == nil, told == nil, row.taskState?.isInside == true {
      canvas[Point(x: current, y: 0)] = cell(for: .work)
      end = current
    }
    if let causeColumn {
      canvas[Point(x: causeColumn, y: 0)] = Cell(appearance.glyphs.causeLine, style: appearance.style(.failed))
    }
    if let told {
      let mark = appearance.glyphs.sign(ofTelling: row)
      canvas[Point(x: told, y: 0)] = Cell(mark, style: appearance.style(.cancelled).adding(.bold))
      end = max(end, told)
    }
    if let out, let state = lane.end?.state {
      canvas[Point(x: out, y: 0)] = appearance.mark(of: state.appearance)
      end = max(end, out)
    }
    return end + 1
  }

  private func fill(_ from: Int, _ to: Int, with cell: Cell, on canvas: inout Canvas) {
    guard from <= to else { return }
    canvas.fill(Rect(x: from, y: 0, columns: to - from + 1, rows: 1), with: cell)
  }

  private func cell(for stretch: Lane.Stretch) -> Cell {
    let role: ColorRole =
      switch stretch {
      case .queued, .pause: .pending
      case .work, .detached: .running
      case .told, .cleanup, .deaf: .cancelled
      }
    return Cell(appearance.glyphs.sign(of: stretch), style: appearance.style(role))
  }
}

extension Glyphs {
  /// What the mark of being told looks like for a task that was told.
  func sign(ofTelling row: Row) -> Unicode.Scalar {
    row.startedAt != nil && !row.startedAfterCancel ? toldWorking : toldIdle
  }

  /// What a stretch of a lane is drawn with.
  func sign(of stretch: Lane.Stretch) -> Unicode.Scalar {
    switch stretch {
    case .queued: waiting
    case .pause: pausing
    case .work: work
    case .told, .cleanup: leaving
    case .deaf: deaf
    case .detached: goingOn
    }
  }
}

/// The lane of a context, or of an after-function, in a story about contexts alone: from when it was made to when it was
/// over, or until now, and why.
struct ContextLaneView {
  let scale: TimeScale
  let appearance: Appearance
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
    let sign = isFunction ? appearance.glyphs.waiting : appearance.glyphs.horizontal
    let style = appearance.style(isFunction ? .pending : .running)
    canvas.fill(Rect(x: from, y: 0, columns: to - from + 1, rows: 1), with: Cell(sign, style: style))
    if over != nil { canvas[Point(x: to, y: 0)] = appearance.mark(of: row.state.appearance) }
    guard !facts.isEmpty else { return }
    let (right, left) = (width - to - 2, to - from - 2 - Self.leastLine)
    let fitsRight = facts.columns <= right || left < facts.columns && right >= left
    let room = fitsRight ? right : left
    guard room >= min(facts.columns, Self.leastFacts) else { return }
    let shown = TextLayout.fit(facts, columns: room, glyphs: appearance.glyphs)
    let x = fitsRight ? to + 2 : to - shown.columns - 1
    // A blank on either side of words on the line.
    if !fitsRight { canvas.write(" \(shown) ", at: Point(x: x - 1, y: 0)) }
    canvas.write(shown, at: Point(x: x, y: 0), style: appearance.style(of: row.state.appearance))
  }
}

extension Row {
  /// When it was over, or fired; what was made for a value is over with what it was made from.
  fileprivate var overAt: Context.Instant? {
    telling?.t ?? closedAt ?? firedAt ?? (value == nil ? nil : parent?.overAt)
  }
}
