import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// Beside the lanes, on a wide screen: the program, and below it the reasons, numbered.
  mutating func drawAside(_ session: RunSession, keyMap: KeyMap, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    let text = CodeColumns.text
    let columns = min(70, width - text - 4)
    var lines: [(number: Int?, text: String)] = []
    let narration = session.hasFewRows ? session.narration : nil
    for (index, sentence) in (narration?.sentences ?? []).enumerated() {
      let wrapped = TextLayout.wrap(sentence, columns: columns, lines: .max, glyphs: appearance.glyphs)
      lines += wrapped.enumerated().map { ($0.offset == 0 ? index + 1 : nil, $0.element) }
    }
    // The program gets what the reasons leave, but never less than half.
    let reasonRows = lines.isEmpty ? 0 : min(lines.count + 1, max(8, height / 3))
    var y = 0
    inside(Rect(x: 0, y: 0, columns: width, rows: height - reasonRows - 1)) {
      y = $0.drawCodeBeside(session.panes.code, keyMap: keyMap, session: session, appearance: appearance)
    }
    guard !lines.isEmpty else { return }
    y = y == 0 ? 0 : height - reasonRows
    write(narration?.heading.rawValue ?? "", at: Point(x: text, y: y), style: Style(attributes: .bold))
    for (offset, line) in lines.prefix(max(reasonRows, y == 0 ? height : 0) - 1).enumerated() {
      if let number = line.number {
        write(String(number), at: Point(x: text, y: y + 1 + offset), style: appearance.style(.chrome))
      }
      write(line.text, at: Point(x: text + 3, y: y + 1 + offset))
    }
  }

  /// Below the sentences, on a wide screen: the other future, and what was wasted, saved and lost.
  mutating func drawBelow(_ session: RunSession, columns: PictureColumns, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    inside(Rect(x: 0, y: 0, columns: width, rows: max(0, height - 4))) {
      _ = $0.drawGhost(session, columns: columns, appearance: appearance)
    }
    drawAmounts(session, appearance: appearance)
  }

  /// As bars on one scale.
  private mutating func drawAmounts(_ session: RunSession, appearance: Appearance) {
    guard session.hasFewRows, region.size.rows >= 3, let waste = session.waste else { return }
    // Other causes may have come before or since: these amounts say from when they count.
    let from = session.state.timeText(waste.cause)
    let bars: [(label: String, meaning: String, amount: Duration, role: ColorRole)] = [
      (WorkWords.after.label, "done after \(from)", waste.total.wasted, .cancelled),
      (WorkWords.saved.label, "planned, not done", waste.total.saved, .done),
      (WorkWords.discarded.label, "done before, not used", waste.total.discarded, .failed),
    ]
    let most = bars.map(\.amount).max() ?? .zero
    let y = region.size.rows - bars.count
    for (offset, bar) in bars.enumerated() {
      write(bar.label, at: Point(x: 1, y: y + offset), style: Style(attributes: .bold))
      write(bar.meaning, at: Point(x: 12, y: y + offset))
      let room = region.size.columns - 36 - 12
      let cells = most > .zero ? Int(bar.amount / most * Double(room) + 0.5) : 0
      fill(
        Rect(x: 36, y: y + offset, columns: cells, rows: 1),
        with: Cell(appearance.glyphs.amount, style: appearance.style(bar.role)))
      write(TimeText.duration(bar.amount), at: Point(x: 36 + cells + (cells > 0 ? 1 : 0), y: y + offset))
    }
  }
}

extension RunSession {
  /// Whether each frame may take a look at every row. Of more, story and waste are told only where they are asked for.
  fileprivate var hasFewRows: Bool { recording.roster.members.count <= 2_000 }
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
