import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// Another future of the run that is looked at, to be seen beside it: the branch that it came from, or the same tasks under
/// another kind of group.
struct Ghost: Hashable {
  let variation: Variation
  let words: String

  /// Nil where there is nothing to hold against it.
  init?(_ session: RunSession) {
    guard session.refusesWhatIf == nil else { return nil }
    if let parent = session.branches.branch.parent {
      let branch = session.branches.all[parent]
      (variation, words) = (branch.variation, "branch \(branch.title)")
      return
    }
    guard let contrast = Contrast(session.recording) else { return nil }
    let side = CompareSide(other: contrast)
    guard case .variation(let variation) = side.source else { return nil }
    (self.variation, words) = (variation, side.name)
  }
}

extension Model {
  /// Asks for the other future, where there is room for it and it isn't here yet.
  mutating func askForGhost() -> [Effect] {
    guard case .watching(let session) = screen, PictureLayout.isWide(size), let ghost = session.ghost else { return [] }
    var effects: [Effect] = []
    changeSession {
      effects = $0.runs.want(ghost.variation)
      if !effects.isEmpty { $0.runs.keep(ghost.variation) }
    }
    return effects
  }
}

extension Canvas {
  /// Of longer runs no screen has the room, and finding that out would cost time in each frame.
  private static let mostGhostRows = 100

  /// The other future at the same instant: textures and text alone, so that it never competes with the picture above it.
  ///
  /// - Returns: how many rows it took.
  mutating func drawGhost(_ session: RunSession, columns: PictureColumns, appearance: Appearance) -> Int {
    guard let ghost = session.ghost, let other = session.runs.recording(of: ghost.variation) else { return 0 }
    guard other.roster.members.count <= Self.mostGhostRows else { return 0 }
    let cursor = other.cursor(at: session.cursor.t)
    let run = other.state(at: cursor)
    let rows = PictureRows(other)
    let height = region.size.rows - 1
    guard height > 1, rows.entries.count <= height else { return 0 }
    let entries = rows.entries
    let indentation = Indentation(hasConnectors: true, deepest: rows.deepest)
    let index = CascadeIndex(other)
    let rowHeight = entries.count * 2 <= height ? 2 : 1
    write("At the same time under \(SafeText.make(ghost.words)):", at: Point(x: 1, y: 0))
    let scale = TimeScale(end: session.scaleEnd, columns: columns.lane)
    for (place, entry) in entries.enumerated() {
      let row = PictureRow(
        run.row(number: entry.number), recording: other, index: index, cursor: cursor,
        indent: indentation.text(entry, appearance: appearance.picture),
        trunks: indentation.trunks(entry, hasChildren: false, appearance: appearance.picture),
        isFlashing: false)
      drawAsGhost(row, y: 1 + place * rowHeight, columns: columns, scale: scale, appearance: appearance.picture)
    }
    return 1 + entries.count * rowHeight
  }
}
