import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// A whole screen of the picture but for its keys: title, lanes, scrubber, fields, sentence.
struct PictureScreen {
  let title: String
  /// Policy and options of the outermost group.
  let policy: String
  /// How many beats there are, and in how many the cursor has been.
  let beats: (reached: Int, times: [Context.Instant])
  /// What the author says at this moment.
  let sentence: String
  /// One line of ours under it.
  let addition: String
  let picture: Picture
  let speed: String

  func layout(size: Size, codeLines: Int, longestCodeLine: Int, isStage: Bool) -> (PictureLayout, Picture.Shown) {
    let hasConnectors = size.columns >= 80
    let longest = picture.rows.entries.prefix(400).map { entry in
      let row = picture.run.row(number: entry.number)
      let label = row.kind == .group ? row.waitLabel : row.leafName
      return label.columns + entry.indentColumns(hasConnectors: hasConnectors)
    }
    func layout(_ shown: Picture.Shown) -> PictureLayout {
      PictureLayout(
        size: size,
        content: PictureLayout.Content(
          rows: shown.entries.count + (shown.hidden > 0 ? 1 : 0), hasBlock: !shown.block.isEmpty,
          longestLabel: longest.max() ?? 0, codeLines: codeLines, longestCodeLine: longestCodeLine, isStage: isStage))
    }
    let all = Picture.Shown(entries: picture.rows.entries, block: [])
    let capacity = layout(all).rowCapacity
    let shown = picture.shown(capacity: capacity)
    return (layout(shown), shown)
  }
}

extension Canvas {
  mutating func draw(
    _ screen: PictureScreen, layout: PictureLayout, shown: Picture.Shown, appearance: PictureAppearance
  ) {
    let picture = screen.picture
    drawHead(screen, layout: layout, appearance: appearance)
    inside(layout.lanes) { $0.drawLanes(picture, shown: shown, layout: layout, appearance: appearance) }
    if let area = layout.scrubber {
      let scrubber = PictureScrubber(
        scale: LaneScale(end: picture.end, columns: layout.columns.lane), now: picture.cursor.t,
        beats: screen.beats.times, clock: picture.run.timeText(picture.cursor.t),
        endText: picture.run.timeText(picture.end), isTravelling: picture.isTravelling,
        hidesFuture: picture.hidesFuture)
      inside(area) { $0.draw(scrubber, columns: layout.columns, appearance: appearance) }
    }
    inside(layout.fields) {
      $0.drawFields(picture.facts.fields(of: picture.run, now: picture.cursor.t), appearance: appearance)
    }
    let lines = CrowdWords.wrap(
      screen.sentence, columns: layout.sentence.size.columns, lines: layout.sentence.size.rows)
    for (y, line) in lines.enumerated() {
      write(
        line, at: Point(x: layout.sentence.minX, y: layout.sentence.minY + y), style: appearance[.strong],
        limit: layout.sentence.size.columns)
    }
    if lines.count < layout.sentence.size.rows, !screen.addition.isEmpty {
      write(
        screen.addition, at: Point(x: layout.sentence.minX, y: layout.sentence.minY + lines.count),
        limit: layout.sentence.size.columns)
    }
  }

  /// The title, the policy, and a dot for each beat.
  private mutating func drawHead(_ screen: PictureScreen, layout: PictureLayout, appearance: PictureAppearance) {
    let count = screen.beats.times.count
    let reached = screen.beats.reached
    func text(_ mark: PictureAppearance.Mark) -> Character { Character(appearance.scalar(mark)) }
    let dots = String((0..<(count > 12 ? 0 : count)).map { $0 < reached ? text(.beat) : text(.beatToCome) })
    let number = count == 0 ? "" : "\(reached) of \(count)"
    let isShort = layout.title == nil || layout.size.rows < 20
    let right = dots.isEmpty ? number : isShort ? dots : "\(dots)  \(number)"
    let end = layout.paneWidth - 1
    write(right, at: Point(x: end - right.columns, y: 0))
    guard let title = layout.title else { return }
    let policy = isShort || layout.size.columns < 80 ? "" : screen.policy
    let free = end - right.columns - 2
    let shown = policy.columns + screen.title.columns + 3 <= free ? policy : ""
    if !shown.isEmpty { write(shown, at: Point(x: free - shown.columns, y: 0)) }
    write(
      screen.title, at: Point(x: 1, y: title.minY), style: appearance[.strong],
      limit: max(0, free - shown.columns - (shown.isEmpty ? 1 : 3)))
  }
}
