import Cascade
import CascadeTerminal
import CascadeTrace

/// The lane of one task as characters: what it did with its time, when it was told, when it came out.
///
/// Things that happened one after the other never share a column, even where the scale would put them there: the
/// mark of the way out stands right of the mark of being told.
struct LaneView {
  let scale: TimeScale
  let look: Look
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
      for column in (told + 1)..<out where canvas[Point(x: column, y: 0)].scalar == look.glyphs.work {
        canvas[Point(x: column, y: 0)] = cell(for: .told)
      }
    }
    if lane.segments.isEmpty, lane.end == nil, told == nil, row.taskState?.isInside == true {
      canvas[Point(x: current, y: 0)] = cell(for: .work)
      end = current
    }
    if let causeColumn {
      canvas[Point(x: causeColumn, y: 0)] = Cell(look.glyphs.causeLine, style: look.style(.failed))
    }
    if let told {
      let mark = look.glyphs.sign(ofTelling: row)
      canvas[Point(x: told, y: 0)] = Cell(mark, style: look.style(.cancelled).adding(.bold))
      end = max(end, told)
    }
    if let out, let state = lane.end?.state {
      canvas[Point(x: out, y: 0)] = look.mark(of: state.look)
      end = max(end, out)
    }
    return end + 1
  }

  private func fill(_ from: Int, _ to: Int, with cell: Cell, on canvas: inout Canvas) {
    guard from <= to else { return }
    canvas.fill(Rect(x: from, y: 0, columns: to - from + 1, rows: 1), with: cell)
  }

  private func cell(for stretch: Lane.Stretch) -> Cell {
    let hue: Hue =
      switch stretch {
      case .queued, .pause: .pending
      case .work, .detached: .running
      case .told, .cleanup, .deaf: .cancelled
      }
    return Cell(look.glyphs.sign(of: stretch), style: look.style(hue))
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
