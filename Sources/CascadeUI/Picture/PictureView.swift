import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// The picture of a run at one moment: the lanes with the line of the cause, the time below them, four fields. It is a pure
/// function of its input, and shows nothing that lies beyond the cursor.
struct Picture {
  let recording: Recording
  let run: RunState
  let cursor: Cursor
  let rows: PictureRows
  let index: CascadeIndex
  /// The equal tasks of the run, where there are many.
  let crowd: Crowd?
  /// How far the time axis goes.
  let end: Context.Instant
  /// The row that the bar stands on, by its number.
  var selected: Int?
  /// The row that the travelling cascade reaches in this frame.
  let flashing: Int?
  /// Whether the cascade travels: time stands still.
  let isTravelling: Bool
  /// Whether a question is open: that Wait goes on waiting may be the answer.
  var isAsking = false
  /// The rows that the question names: these are asked about.
  var asked: Set<Int> = []
  /// The key that finds a row by its words; empty where nothing can be typed.
  var findKey = ""

  /// What the picture shows of its rows: some alone, the equal ones as a block.
  struct Shown {
    var entries: [PictureRows.Entry]
    /// The equal tasks, less those that stand alone.
    var block: CrowdMembers?
    /// The tasks of the block that are deaf at this moment.
    var deafInBlock = 0
    /// How many rows there is no room for, and how many of them are of tasks that failed or are deaf.
    var hidden = 0
    var hiddenFailed = 0
    var hiddenDeaf = 0
  }

  /// The rows that stand alone, and the tasks that become a block, for a screen with room for so many rows.
  func shown(capacity: Int) -> Shown {
    let entries = rows.entries
    guard let crowd, rows.taskCount > 40 || entries.count > capacity else {
      return fitting(Shown(entries: entries), capacity: capacity)
    }
    var own = Set<Int>()
    for number in crowd.standingOut where own.count < 6 {
      let row = run.row(number: number)
      if row.standsOut || row.taskState == .deaf { own.insert(number) }
    }
    if let selected, let place = rows.places[selected] {
      let number = rows.entries[place].number
      if crowd.contains(number) { own.insert(number) }
    }
    let places = (rows.others + own.compactMap { rows.places[$0] }).sorted()
    let block = CrowdMembers(all: crowd, own: Crowd(own.sorted(), in: recording))
    let deaf = crowd.standingOut.count { !own.contains($0) && run.row(number: $0).taskState == .deaf }
    return fitting(
      Shown(entries: places.map { entries[$0] }, block: block, deafInBlock: deaf), capacity: max(2, capacity - 4))
  }

  /// Leaves out the rows that there is no room for, and counts them.
  private func fitting(_ shown: Shown, capacity: Int) -> Shown {
    guard shown.entries.count > capacity else { return shown }
    let chosen = selected.flatMap { rows.places[$0] }.map { rows.entries[$0].number }
    var choice = RowChoice(shown.entries, in: run, selected: chosen, asked: asked, capacity: capacity)
    choice.choose()
    var result = shown
    result.entries = choice.kept.map { shown.entries[$0] }
    result.hidden = shown.entries.count - result.entries.count
    result.hiddenFailed = choice.left(.failed)
    result.hiddenDeaf = choice.left(.deaf)
    return result
  }

  /// A row ready to be drawn.
  func row(
    _ entry: PictureRows.Entry, hasChildren: Bool, hasConnectors: Bool, appearance: PictureAppearance
  ) -> PictureRow {
    let indentation = Indentation(hasConnectors: hasConnectors, deepest: rows.deepest)
    let row = run.row(number: entry.number)
    var drawn = PictureRow(
      row, recording: recording, index: index, cursor: cursor,
      indent: indentation.text(entry, appearance: appearance),
      trunks: indentation.trunks(entry, hasChildren: hasChildren, appearance: appearance),
      isFlashing: flashing.flatMap { rows.places[$0] }.map { rows.entries[$0].number } == entry.number)
    if isAsking, row.kind == .group { drawn.words = LaneWords() }
    return drawn
  }

  var facts: CascadeFacts { CascadeFacts(run, in: recording, index: index, at: cursor) }
}

extension Row {
  /// Whether its error matters most; while that is asked about, every error may.
  fileprivate var standsOut: Bool { run.secrets.contains(.keptError) ? out?.outcome == .failed : isKept }
}

extension Canvas {
  /// Draws the lanes, and a block of equal tasks below them, into the region.
  mutating func drawLanes(
    _ picture: Picture, shown: Picture.Shown, layout: PictureLayout, appearance: PictureAppearance
  ) {
    let scale = TimeScale(end: picture.end, columns: layout.columns.lane)
    mark(as: .pane(.lanes))
    let entries = shown.entries
    let rows = entries.indices.map { index in
      picture.row(
        entries[index], hasChildren: index + 1 < entries.count && entries[index + 1].depth > entries[index].depth,
        hasConnectors: layout.hasConnectors, appearance: appearance)
    }
    let chosen = picture.selected.flatMap { picture.rows.places[$0] }.map { picture.rows.entries[$0].number }
    let lines = rows.map { LaneRaster.lineColumns(of: $0, scale: scale) }
    var y = 0
    for (index, row) in rows.enumerated() {
      let below = index + 1 < rows.count ? lines[index].intersection(lines[index + 1]) : []
      draw(
        row, y: y, height: layout.laneHeight, columns: layout.columns, scale: scale, below: below,
        isSelected: row.number == chosen, appearance: appearance)
      mark(Rect(x: 0, y: y, columns: region.size.columns, rows: layout.laneHeight), as: .row(row.number))
      y += layout.laneHeight
    }
    if shown.hidden > 0 {
      writeHidden(shown, key: picture.findKey, y: y, appearance: appearance)
      y += 1
    }
    guard let members = shown.block else { return }
    let outermost = picture.run.outermostGroup
    let block = CrowdBlock(
      members: members, deaf: shown.deafInBlock, recording: picture.recording, cursor: picture.cursor,
      scale: scale, cause: outermost?.telling.flatMap { $0.told.reason == .scopeEnded ? nil : $0.t },
      isThrownAway: outermost.map { $0.closingError != nil && $0.policy?.cancelsOn != .never } ?? false)
    inside(Rect(x: 0, y: y, columns: region.size.columns, rows: region.size.rows - y)) {
      $0.draw(block, columns: layout.columns, isSelected: false, appearance: appearance)
    }
  }

  /// How many rows there is no room for; what to type only where there is room for it.
  private mutating func writeHidden(_ shown: Picture.Shown, key: String, y: Int, appearance: PictureAppearance) {
    func words(_ key: String) -> String {
      CrowdWords.moreRows(shown.hidden, failed: shown.hiddenFailed, deaf: shown.hiddenDeaf, key: key)
    }
    let room = region.size.columns - 2
    let all = words(key)
    let isGrave = shown.hiddenFailed + shown.hiddenDeaf > 0
    write(
      all.columns <= room ? all : words(""), at: Point(x: 1, y: y), style: appearance[isGrave ? .strong : .faint],
      limit: room)
  }
}

/// The time below the lanes, in the same columns, so that the playhead is under the fronts.
struct PictureScrubber {
  let scale: TimeScale
  let now: Context.Instant
  let beats: [Context.Instant]
  let clock: String
  let endText: String
  /// The cascade travels: time stands still.
  let isTravelling: Bool
}

extension Canvas {
  mutating func draw(_ scrubber: PictureScrubber, columns: PictureColumns, appearance: PictureAppearance) {
    mark(Rect(x: columns.laneStart, y: 0, columns: scrubber.scale.columns, rows: 1), as: .time(scrubber.scale))
    let place = scrubber.scale.column(of: scrubber.now)
    let beats = Set(scrubber.beats.map(scrubber.scale.column(of:)))
    for column in 0..<scrubber.scale.columns {
      let isPast = column <= place
      let mark: PictureAppearance.Mark = beats.contains(column) ? .beatPlace : isPast ? .past : .toCome
      self[Point(x: columns.laneStart + column, y: 0)] = Cell(
        appearance.scalar(mark), style: appearance[isPast ? .text : .faint])
    }
    let label = " \(scrubber.clock) " + (scrubber.isTravelling ? "time stands still " : "")
    let start = max(
      columns.laneStart, min(columns.laneStart + place - 1, columns.edge - label.columns))
    write(label, at: Point(x: start, y: 0), style: appearance[.clock])
    let endPlace = columns.laneStart + columns.lane + 1
    if start + label.columns + 1 < endPlace {
      write(
        scrubber.endText, at: Point(x: endPlace, y: 0), style: appearance[.faint],
        limit: max(0, columns.edge - endPlace))
    }
  }
}
